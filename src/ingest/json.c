// SPDX-License-Identifier: Apache-2.0
// Events as JSON objects, one a line.
#include <string.h>

#include "parser-priv.h"
#include "tidings/util/error.h"

static const struct enum_row record_type_names[] = {
	{RECORD_DETECTION, "detection", NULL},
	{RECORD_INCOMING, "incoming", NULL},
	{0, NULL, NULL},
};

/* The reads below leave *value as it is when the member is absent. */
static bool read_text(const struct json_value *values, enum json_member member, struct slice *value, GError **error)
{
	const struct json_value *got = &values[member];
	if (got->type == JSON_ABSENT)
		return true;
	if (got->type != JSON_TEXT)
		return error_set(error, ERROR_INVALID, "\"%s\" is not a text", json_member_names[member]);
	*value = got->text;
	return true;
}

static bool read_bool(const struct json_value *values, enum json_member member, bool *value, GError **error)
{
	const struct json_value *got = &values[member];
	if (got->type == JSON_ABSENT)
		return true;
	if (got->type != JSON_BOOL)
		return error_set(error, ERROR_INVALID, "\"%s\" is not true or false", json_member_names[member]);
	*value = got->number != 0;
	return true;
}

static bool read_int(const struct json_value *values, enum json_member member, int64_t most, int64_t *value, GError **error)
{
	const struct json_value *got = &values[member];
	if (got->type == JSON_ABSENT)
		return true;
	if (got->type != JSON_INT || got->number < 0 || got->number > most)
		return error_set(error, ERROR_INVALID, "\"%s\" is not an integer from 0 to %" G_GINT64_FORMAT, json_member_names[member], most);
	*value = got->number;
	return true;
}

static bool row_is(const struct enum_row *row, struct slice text)
{
	size_t i = 0;
	while (i < text.length && row->text[i] != '\0' && row->text[i] == text.data[i])
		i++;
	return i == text.length && row->text[i] == '\0';
}

static int enum_from_slice(const struct enum_row *table, struct slice text)
{
	for (; table->text != NULL; table++) {
		if (row_is(table, text))
			return table->value;
	}
	return -1;
}

static bool read_enum(const struct json_value *values, enum json_member member, const struct enum_row *table, int *value, GError **error)
{
	struct slice text = {NULL, 0};
	if (!read_text(values, member, &text, error))
		return false;
	if (text.data == NULL)
		return true;
	int number = enum_from_slice(table, text);
	if (number < 0) {
		g_autofree char *choices = enum_choices(table);
		g_autofree char *before = g_strdup_printf("\"%s\" is ", json_member_names[member]);
		g_autofree char *after = g_strdup_printf(", not %s", choices);
		return record_refuse(error, before, text, after);
	}
	*value = number;
	return true;
}

static bool read_time(struct dates *dates, const struct json_value *values, struct record *record, GError **error)
{
	struct slice text = {NULL, 0};
	if (!read_text(values, MEMBER_TIME, &text, error))
		return false;
	return text.data == NULL || dates_read_instant(dates, text, &record->time, error);
}

static bool read_detection(const struct json_value *values, struct record *record, GError **error)
{
	int64_t confidence = -1;
	if (!read_text(values, MEMBER_CATEGORY, &record->category, error) || !read_text(values, MEMBER_INDICATOR, &record->indicator, error) ||
	    !read_text(values, MEMBER_FEED, &record->feed, error) || !read_text(values, MEMBER_SUPPLIER, &record->supplier, error) ||
	    !read_enum(values, MEMBER_KIND, indicator_kind_names, &record->kind, error) ||
	    !read_int(values, MEMBER_CONFIDENCE, 100, &confidence, error) || !read_bool(values, MEMBER_RETROSCAN, &record->retroscan, error) ||
	    !read_bool(values, MEMBER_FALSE_POSITIVE, &record->false_positive, error))
		return false;
	record->confidence = (int)confidence;
	return true;
}

static bool read_incoming(const struct json_value *values, struct record *record, GError **error)
{
	int64_t count = 1;
	if (!read_int(values, MEMBER_COUNT, INGEST_COUNT_MAX, &count, error))
		return false;
	record->count = (uint64_t)count;
	return true;
}

/* What the members mean, whichever way they were read. */
static bool read_members(struct dates *dates, const struct json_value *values, struct record *record, GError **error)
{
	int type = -1;
	if (!read_enum(values, MEMBER_TYPE, record_type_names, &type, error) ||
	    !read_enum(values, MEMBER_SOURCE, event_source_names, &record->source, error) ||
	    !read_text(values, MEMBER_TENANT, &record->tenant, error) || !read_time(dates, values, record, error))
		return false;
	if (type < 0)
		return error_set(error, ERROR_INVALID, "\"type\" is missing");
	record->type = (enum record_type)type;
	return record->type == RECORD_INCOMING ? read_incoming(values, record, error) : read_detection(values, record, error);
}

static struct json_value value_of(const struct js *object, const char *name)
{
	const struct js *member = js_get(object, name);
	if (member == NULL)
		return (struct json_value){.type = JSON_ABSENT};
	if (js_text(member) != NULL)
		return (struct json_value){.type = JSON_TEXT, .text = slice_of(js_text(member))};
	if (js_is_int(member))
		return (struct json_value){.type = JSON_INT, .number = js_get_int(object, name, 0)};
	if (js_is_bool(member))
		return (struct json_value){.type = JSON_BOOL, .number = js_get_bool(object, name, false)};
	g_autofree char *text = js_to_text(member);
	return (struct json_value){.type = strcmp(text, "null") == 0 ? JSON_ABSENT : JSON_OTHER};
}

static bool parse_fully(struct parser *parser, const struct text_line *line, struct record *record, GError **error)
{
	struct json_value values[MEMBERS];
	js_free(parser->object);
	parser->object = js_parse(line->text.data, line->text.length, error);
	if (parser->object == NULL)
		return false;
	if (!js_is_object(parser->object))
		return error_set(error, ERROR_INVALID, "not a JSON object");
	for (int i = 0; i < MEMBERS; i++)
		values[i] = value_of(parser->object, json_member_names[i]);
	return read_members(parser->dates, values, record, error);
}

/* The layout says how the members are found, never what is refused: the full parser does. */
bool json_parse(struct parser *parser, const struct text_line *line, struct record *record, GError **error)
{
	bool plain = parser->layouts != NULL && (line->marks & (MARK_BACKSLASH | MARK_CONTROL)) == 0;
	const struct json_value *values = plain ? layouts_match(parser->layouts, line->text) : NULL;
	struct record read = *record;
	if (values != NULL && read_members(parser->dates, values, &read, NULL)) {
		*record = read;
		return true;
	}
	if (!parse_fully(parser, line, record, error))
		return false;
	if (plain && values == NULL)
		layouts_learn(parser->layouts, line->text);
	return true;
}
