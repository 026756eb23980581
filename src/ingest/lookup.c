// SPDX-License-Identifier: Apache-2.0
// Answers of the platform's REST lookup.
#include "lookup-priv.h"

#include <string.h>

#include "tidings/util/error.h"
#include "tidings/util/json.h"

#define LOOKUP_MAX (64 * 1024 * 1024)

static bool take_category(struct intake *intake, const struct js *object, const struct js *category, GError **error)
{
	struct record record = RECORD_EMPTY;
	record.source = EVENT_API;
	record.category = slice_of(js_get_text(category, "category"));
	record.indicator = slice_of(js_get_text(category, "detected_indicator"));
	if (record.indicator.data == NULL)
		record.indicator = slice_of(js_get_text(object, "object"));
	return intake_take(intake, &record, error);
}

static bool take_incoming(struct intake *intake, const struct js *object, GError **error)
{
	if (js_get_text(object, "object") == NULL)
		return error_set(error, ERROR_INVALID, "not an answer of the lookup: it has no \"object\"");
	struct record record = RECORD_EMPTY;
	record.type = RECORD_INCOMING;
	record.source = EVENT_API;
	return intake_take(intake, &record, error);
}

static bool reject(struct intake *intake, const struct js *value, const GError *reason, GError **error)
{
	g_autofree char *text = js_to_text(value);
	return intake_reject(intake, "object", reason, text, strlen(text), error);
}

/* A bad category is a reject of its own and does not stop the others. */
static bool take_object(struct intake *intake, const struct js *object, GError **error)
{
	g_autoptr(GError) reason = NULL;
	if (!take_incoming(intake, object, &reason))
		return reject(intake, object, reason, error);
	const struct js *categories = js_get(object, "categories");
	for (size_t i = 0; i < js_length(categories); i++) {
		const struct js *category = js_at(categories, i);
		g_autoptr(GError) why = NULL;
		if (!take_category(intake, object, category, &why) && !reject(intake, category, why, error))
			return false;
	}
	return true;
}

static bool take_array(struct intake *intake, const struct js *array, GError **error)
{
	struct stats_progress *progress = intake_progress(intake);
	while (progress->position < js_length(array)) {
		const struct js *object = js_at(array, progress->position);
		progress->position++;
		progress->lines++;
		if (!take_object(intake, object, error) || !intake_breathe(intake, error))
			return false;
	}
	return true;
}

static bool read_whole(const struct input *input, GString *text, GError **error)
{
	if (input->length > LOOKUP_MAX)
		return error_set(error, ERROR_LIMIT, "an answer of the lookup has at most %d MiB", LOOKUP_MAX >> 20);
	g_string_set_size(text, input->length);
	for (size_t at = 0; at < input->length;) {
		size_t got = 0;
		if (!input_read(input, at, text->str + at, input->length - at, &got, error))
			return false;
		at += got;
	}
	return true;
}

bool lookup_take(struct intake *intake, const struct input *input, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) reason = NULL;
	if (!read_whole(input, text, error))
		return false;
	if (text->len == 0)
		return true;
	size_t mark = g_str_has_prefix(text->str, "\xef\xbb\xbf") ? 3 : 0;
	autoptr(js) array = js_parse(text->str + mark, text->len - mark, &reason);
	if (array != NULL && !js_is_array(array))
		error_set(&reason, ERROR_INVALID, "not an array of answers of the lookup");
	if (reason == NULL)
		return take_array(intake, array, error);
	intake_progress(intake)->lines = 1;
	return intake_reject(intake, "line", reason, text->str, MIN(text->len, INGEST_LINE_MAX), error);
}
