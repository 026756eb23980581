// SPDX-License-Identifier: Apache-2.0
// ArcSight CEF as the platform writes it.
#include <string.h>

#include "pairs-priv.h"
#include "record-priv.h"
#include "tidings/util/error.h"

#define PRODUCT_PREFIX "Kaspersky CyberTrace"

enum header { HEADER_VERSION, HEADER_VENDOR, HEADER_PRODUCT, HEADER_RELEASE, HEADER_SIGNATURE, HEADER_NAME, HEADER_SEVERITY, HEADER_FIELDS };

static const char *const vendors[] = {"Kaspersky", "Kaspersky Lab", NULL};

/* Cuts the header at its unescaped bars; what follows the last is the extension, borrowed. NULL when there are too few. */
static const char *header_split(const char *text, char *fields[static HEADER_FIELDS])
{
	for (int i = 0; i < HEADER_FIELDS; i++) {
		const char *end = text;
		while (*end != '\0' && *end != '|')
			end += *end == '\\' && end[1] != '\0' ? 2 : 1;
		if (*end == '\0')
			return NULL;
		fields[i] = pairs_unescape(text, (size_t)(end - text));
		text = end + 1;
	}
	return text;
}

static bool header_check(char *const fields[static HEADER_FIELDS], GError **error)
{
	if (!g_strv_contains(vendors, fields[HEADER_VENDOR]))
		return record_refuse(error, "an event of the vendor ", fields[HEADER_VENDOR], ", not of the platform");
	if (!g_str_has_prefix(fields[HEADER_PRODUCT], PRODUCT_PREFIX))
		return record_refuse(error, "an event of the product ", fields[HEADER_PRODUCT], ", not of the platform");
	return true;
}

static bool detection_read(const char *extension, struct record *record, GError **error)
{
	autoptr(pairs) pairs = pairs_parse(extension, true);
	record->category = g_strdup(pairs_get(pairs, "reason"));
	if (g_strcmp0(record->category, LOOKUP_FINISHED) == 0) {
		record->type = RECORD_INCOMING;
		return true;
	}
	record->indicator = g_strdup(pairs_get(pairs, "cs5"));
	return record_set_confidence(record, pairs_get(pairs, "cn3"), error);
}

bool cef_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error)
{
	const char *start = strstr(line, "CEF:");
	if (start == NULL && strstr(line, LOOKUP_FINISHED) != NULL)
		return kv_line_parse(options, line, record, error);
	if (start == NULL || (start > line && start[-1] != ' '))
		return error_set(error, ERROR_INVALID, "not a CEF event: it has no \"CEF:\"");
	g_auto(GStrv) fields = g_new0(char *, HEADER_FIELDS + 1);
	const char *extension = header_split(start, fields);
	if (extension == NULL)
		return error_set(error, ERROR_INVALID, "the CEF header has fewer than %d fields", HEADER_FIELDS);
	if (!header_check(fields, error))
		return false;
	if (strcmp(fields[HEADER_SIGNATURE], "1") == 0) {
		record->type = RECORD_SERVICE;
		return true;
	}
	if (strcmp(fields[HEADER_SIGNATURE], "2") != 0)
		return record_refuse(error, "unknown kind of event ", fields[HEADER_SIGNATURE], " in the CEF header");
	return detection_read(extension, record, error);
}
