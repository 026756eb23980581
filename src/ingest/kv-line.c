// SPDX-License-Identifier: Apache-2.0
// The platform's key=value events.
#include <string.h>

#include "parser-priv.h"
#include "tidings/util/error.h"

static const char *const category_keys[] = {"category", "event_name", "eventName"};

static struct slice find_category(struct pairs *pairs)
{
	struct slice category = {NULL, 0};
	for (size_t i = 0; category.data == NULL && i < G_N_ELEMENTS(category_keys); i++)
		category = pairs_get(pairs, category_keys[i]);
	return category;
}

/* What kind of event it is, and its values. */
static bool read_values(struct pairs *pairs, struct record *record, GError **error)
{
	struct slice category = find_category(pairs);
	bool finished = slice_is(category, LOOKUP_FINISHED) || pairs_has(pairs, LOOKUP_FINISHED);
	if (finished || slice_ends_with(pairs_prefix(pairs), slice_of(LOOKUP_FINISHED))) {
		record->type = RECORD_INCOMING;
		return true;
	}
	if (category.data == NULL && pairs_get(pairs, "alert").data != NULL) {
		record->type = RECORD_SERVICE;
		return true;
	}
	if (category.data == NULL)
		return error_set(error, ERROR_INVALID, "no category=, event_name=, eventName= or alert=");
	record->category = category;
	record->indicator = pairs_get(pairs, "matchedIndicator");
	return record_set_confidence(record, pairs_get(pairs, "confidence"), error);
}

/* A date or "-" or nothing stands before the keys, and perhaps the word LookupFinished. */
static bool read_time(const struct parser *parser, struct record *record, GError **error)
{
	struct slice prefix = pairs_prefix(parser->pairs), word = slice_of(LOOKUP_FINISHED);
	if (slice_ends_with(prefix, word)) {
		prefix.length -= word.length;
		while (prefix.length > 0 && g_ascii_isspace(prefix.data[prefix.length - 1]))
			prefix.length--;
	}
	if (prefix.length == 0 || slice_is(prefix, "-"))
		return true;
	return dates_read(parser->dates, prefix, &record->time, error);
}

bool kv_line_parse(struct parser *parser, const struct text_line *line, struct record *record, GError **error)
{
	pairs_read(parser->pairs, line->text, false);
	return read_values(parser->pairs, record, error) && read_time(parser, record, error);
}
