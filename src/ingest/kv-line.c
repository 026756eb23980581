// SPDX-License-Identifier: Apache-2.0
// The platform's key=value events.
#include <string.h>

#include "date-priv.h"
#include "pairs-priv.h"
#include "record-priv.h"
#include "tidings/util/error.h"

static const char *const category_keys[] = {"category", "event_name", "eventName"};

static const char *find_category(const struct pairs *pairs)
{
	for (size_t i = 0; i < G_N_ELEMENTS(category_keys); i++) {
		const char *category = pairs_get(pairs, category_keys[i]);
		if (category != NULL)
			return category;
	}
	return NULL;
}

/* What kind of event it is, and its values. */
static bool read_values(const struct pairs *pairs, struct record *record, GError **error)
{
	const char *category = find_category(pairs);
	bool finished = pairs_has(pairs, LOOKUP_FINISHED) || g_strcmp0(category, LOOKUP_FINISHED) == 0;
	if (finished || g_str_has_suffix(pairs_prefix(pairs), LOOKUP_FINISHED)) {
		record->type = RECORD_INCOMING;
		return true;
	}
	if (category == NULL && pairs_get(pairs, "alert") != NULL) {
		record->type = RECORD_SERVICE;
		return true;
	}
	if (category == NULL)
		return error_set(error, ERROR_INVALID, "no category=, event_name=, eventName= or alert=");
	record->category = g_strdup(category);
	record->indicator = g_strdup(pairs_get(pairs, "matchedIndicator"));
	return record_set_confidence(record, pairs_get(pairs, "confidence"), error);
}

/* A date or "-" or nothing stands before the keys, and perhaps the word LookupFinished. */
static bool read_time(const struct ingest_options *options, const struct pairs *pairs, struct record *record, GError **error)
{
	g_autofree char *prefix = g_strdup(pairs_prefix(pairs));
	if (g_str_has_suffix(prefix, LOOKUP_FINISHED)) {
		prefix[strlen(prefix) - strlen(LOOKUP_FINISHED)] = '\0';
		g_strchomp(prefix);
	}
	if (*prefix == '\0' || strcmp(prefix, "-") == 0)
		return true;
	return date_parse(options, prefix, &record->time, error);
}

bool kv_line_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error)
{
	autoptr(pairs) pairs = pairs_parse(line, false);
	return read_values(pairs, record, error) && read_time(options, pairs, record, error);
}
