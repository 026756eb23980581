// SPDX-License-Identifier: Apache-2.0
// Lines of events in every format: a record, or a reason that can be shown.
#include <glib.h>
#include <string.h>

#include "fuzz.h"
#include "parser-priv.h"
#include "tidings/util/error.h"

typedef bool (*parse_fn)(struct parser *parser, const struct text_line *line, struct record *record, GError **error);

static void check_text(struct slice text)
{
	g_assert_true(text.data == NULL || g_utf8_validate_len(text.data, text.length, NULL));
}

static bool try_line(struct parser *parser, parse_fn parse, const struct text_line *line, struct record *record)
{
	g_autoptr(GError) error = NULL;
	*record = (struct record)RECORD_EMPTY;
	if (!parse(parser, line, record, &error)) {
		g_assert_true(error_is(error, ERROR_INVALID));
		g_assert_true(g_utf8_validate(error->message, -1, NULL));
		return false;
	}
	g_assert_no_error(error);
	g_assert_true(record->time == INSTANT_NONE || record->time >= 0);
	g_assert_true(record->confidence >= -1 && record->confidence <= 100);
	check_text(record->category);
	check_text(record->indicator);
	return true;
}

/* What was learnt from a line changes nothing of what a line means. */
static void try_json(struct parser *parser, struct parser *other, const struct text_line *line)
{
	struct record a, b;
	bool quick = try_line(parser, json_parse, line, &a);
	g_assert_true(quick == try_line(other, json_parse, line, &b));
	if (!quick)
		return;
	g_assert_true(a.type == b.type && a.time == b.time && a.source == b.source && a.kind == b.kind && a.confidence == b.confidence);
	g_assert_true(a.count == b.count && a.retroscan == b.retroscan && a.false_positive == b.false_positive);
	g_assert_true(slice_equal(a.tenant, b.tenant) && slice_equal(a.category, b.category) && slice_equal(a.indicator, b.indicator));
	g_assert_true(slice_equal(a.feed, b.feed) && slice_equal(a.supplier, b.supplier));
}

/* The input's lines, one after the other, so that what the first says is learnt before the next. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct ingest_options options = {.received = INT64_C(1795341600)};
	autoptr(parser) parser = parser_new(&options);
	autoptr(parser) other = parser_new(&options);
	layouts_free(other->layouts);
	other->layouts = NULL; /* it learns nothing */
	const char *at = (const char *)data, *end = at + size;
	while (at < end) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		struct text_line line = {.text = {at, (size_t)((feed != NULL ? feed : end) - at)}};
		line.marks = slice_marks(line.text);
		at += line.text.length + 1;
		struct record record;
		if (!g_utf8_validate_len(line.text.data, line.text.length, NULL))
			continue;
		(void)try_line(parser, parser_read, &line, &record);
		(void)try_line(parser, cef_parse, &line, &record);
		(void)try_line(parser, kv_line_parse, &line, &record);
		try_json(parser, other, &line);
	}
	return 0;
}
