// SPDX-License-Identifier: Apache-2.0
// ArcSight CEF as the platform writes it.
#include <string.h>

#include "parser-priv.h"
#include "tidings/util/error.h"

#define PRODUCT_PREFIX "Kaspersky CyberTrace"

enum header { HEADER_VERSION, HEADER_VENDOR, HEADER_PRODUCT, HEADER_RELEASE, HEADER_SIGNATURE, HEADER_NAME, HEADER_SEVERITY, HEADER_FIELDS };

static const char *const vendors[] = {"Kaspersky", "Kaspersky Lab"};

/* The bar that ends a header field; NULL when there is none. */
static const char *field_end(struct slice text)
{
	const char *end = text.data + text.length;
	for (const char *at = text.data; at < end; at++) {
		if (*at == '|')
			return at;
		at += *at == '\\';
	}
	return NULL;
}

/* Cuts the header at its unescaped bars; what is left of text is the extension. false when there are too few. */
static bool header_split(struct pairs *pairs, struct slice *text, struct slice fields[static HEADER_FIELDS])
{
	for (int i = 0; i < HEADER_FIELDS; i++) {
		const char *end = field_end(*text);
		if (end == NULL)
			return false;
		struct slice field = {text->data, (size_t)(end - text->data)};
		fields[i] = pairs_unescape(pairs, field);
		text->length -= field.length + 1;
		text->data = end + 1;
	}
	return true;
}

static bool header_check(const struct slice fields[static HEADER_FIELDS], GError **error)
{
	struct slice product = fields[HEADER_PRODUCT], prefix = slice_of(PRODUCT_PREFIX);
	if (!slice_is(fields[HEADER_VENDOR], vendors[0]) && !slice_is(fields[HEADER_VENDOR], vendors[1]))
		return record_refuse(error, "an event of the vendor ", fields[HEADER_VENDOR], ", not of the platform");
	if (product.length < prefix.length || memcmp(product.data, prefix.data, prefix.length) != 0)
		return record_refuse(error, "an event of the product ", product, ", not of the platform");
	return true;
}

static bool detection_read(struct pairs *pairs, struct slice extension, struct record *record, GError **error)
{
	pairs_read(pairs, extension, true);
	record->category = pairs_get(pairs, "reason");
	if (slice_is(record->category, LOOKUP_FINISHED)) {
		record->type = RECORD_INCOMING;
		return true;
	}
	record->indicator = pairs_get(pairs, "cs5");
	return record_set_confidence(record, pairs_get(pairs, "cn3"), error);
}

bool cef_parse(struct parser *parser, const struct text_line *line, struct record *record, GError **error)
{
	struct slice text = line->text;
	const char *start = memmem(text.data, text.length, "CEF:", 4);
	if (start == NULL && memmem(text.data, text.length, LOOKUP_FINISHED, strlen(LOOKUP_FINISHED)) != NULL)
		return kv_line_parse(parser, line, record, error);
	if (start == NULL || (start > text.data && start[-1] != ' '))
		return error_set(error, ERROR_INVALID, "not a CEF event: it has no \"CEF:\"");
	struct slice fields[HEADER_FIELDS] = {{0}};
	struct slice rest = {start, text.length - (size_t)(start - text.data)};
	pairs_read(parser->pairs, (struct slice){start, 0}, true); /* a new line: its memory is free again */
	if (!header_split(parser->pairs, &rest, fields))
		return error_set(error, ERROR_INVALID, "the CEF header has fewer than %d fields", HEADER_FIELDS);
	if (!header_check(fields, error))
		return false;
	if (slice_is(fields[HEADER_SIGNATURE], "1")) {
		record->type = RECORD_SERVICE;
		return true;
	}
	if (!slice_is(fields[HEADER_SIGNATURE], "2"))
		return record_refuse(error, "unknown kind of event ", fields[HEADER_SIGNATURE], " in the CEF header");
	return detection_read(parser->pairs, rest, record, error);
}
