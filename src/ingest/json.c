// SPDX-License-Identifier: Apache-2.0
// Events as JSON objects, one a line.
#include <string.h>

#include "record-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"
#include "tidings/util/json.h"

static const struct enum_row record_type_names[] = {
	{RECORD_DETECTION, "detection", NULL},
	{RECORD_INCOMING, "incoming", NULL},
	{0, NULL, NULL},
};

/* A member that is not there, or null. */
static bool is_absent(const struct js *value)
{
	if (value == NULL)
		return true;
	if (js_text(value) != NULL || js_is_int(value) || js_is_bool(value))
		return false;
	g_autofree char *text = js_to_text(value);
	return strcmp(text, "null") == 0;
}

/* The reads below leave *value as it is when the member is absent. */
static bool read_text(const struct js *object, const char *name, char **value, GError **error)
{
	const struct js *member = js_get(object, name);
	if (is_absent(member))
		return true;
	if (js_text(member) == NULL)
		return error_set(error, ERROR_INVALID, "\"%s\" is not a text", name);
	*value = g_strdup(js_text(member));
	return true;
}

static bool read_bool(const struct js *object, const char *name, bool *value, GError **error)
{
	const struct js *member = js_get(object, name);
	if (is_absent(member))
		return true;
	if (!js_is_bool(member))
		return error_set(error, ERROR_INVALID, "\"%s\" is not true or false", name);
	*value = js_get_bool(object, name, false);
	return true;
}

struct range {
	int64_t least, most;
};

static bool read_int(const struct js *object, const char *name, struct range range, int64_t *value, GError **error)
{
	const struct js *member = js_get(object, name);
	if (is_absent(member))
		return true;
	int64_t number = js_get_int(object, name, range.least);
	if (!js_is_int(member) || number < range.least || number > range.most)
		return error_set(error, ERROR_INVALID, "\"%s\" is not an integer from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, name,
				 range.least, range.most);
	*value = number;
	return true;
}

static bool read_enum(const struct js *object, const char *name, const struct enum_row *table, int *value, GError **error)
{
	g_autofree char *text = NULL;
	if (!read_text(object, name, &text, error))
		return false;
	if (text == NULL)
		return true;
	int number = enum_from_text(table, text);
	if (number < 0) {
		g_autofree char *choices = enum_choices(table);
		g_autofree char *before = g_strdup_printf("\"%s\" is ", name);
		g_autofree char *after = g_strdup_printf(", not %s", choices);
		return record_refuse(error, before, text, after);
	}
	*value = number;
	return true;
}

static bool read_time(const struct js *object, struct record *record, GError **error)
{
	g_autofree char *text = NULL;
	if (!read_text(object, "time", &text, error))
		return false;
	return text == NULL || instant_from_text(text, &record->time, error);
}

static bool read_detection(const struct js *object, struct record *record, GError **error)
{
	int64_t confidence = -1;
	if (!read_text(object, "category", &record->category, error) || !read_text(object, "indicator", &record->indicator, error) ||
	    !read_text(object, "feed", &record->feed, error) || !read_text(object, "supplier", &record->supplier, error) ||
	    !read_enum(object, "kind", indicator_kind_names, &record->kind, error) ||
	    !read_int(object, "confidence", (struct range){0, 100}, &confidence, error) ||
	    !read_bool(object, "retroscan", &record->retroscan, error) ||
	    !read_bool(object, "false_positive", &record->false_positive, error))
		return false;
	record->confidence = (int)confidence;
	return true;
}

static bool read_incoming(const struct js *object, struct record *record, GError **error)
{
	int64_t count = 1;
	if (!read_int(object, "count", (struct range){0, INGEST_COUNT_MAX}, &count, error))
		return false;
	record->count = (uint64_t)count;
	return true;
}

static bool read_object(const struct js *object, struct record *record, GError **error)
{
	int type = -1;
	if (!read_enum(object, "type", record_type_names, &type, error) ||
	    !read_enum(object, "source", event_source_names, &record->source, error) ||
	    !read_text(object, "tenant", &record->tenant, error) || !read_time(object, record, error))
		return false;
	if (type < 0)
		return error_set(error, ERROR_INVALID, "\"type\" is missing");
	record->type = (enum record_type)type;
	return record->type == RECORD_INCOMING ? read_incoming(object, record, error) : read_detection(object, record, error);
}

bool json_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error)
{
	(void)options;
	autoptr(js) object = js_parse(line, strlen(line), error);
	if (object == NULL)
		return false;
	if (!js_is_object(object))
		return error_set(error, ERROR_INVALID, "not a JSON object");
	return read_object(object, record, error);
}
