// SPDX-License-Identifier: Apache-2.0
// Lines of events in every format: a record, or a reason that can be shown.
#include <glib.h>

#include "fuzz.h"
#include "record-priv.h"
#include "tidings/util/error.h"

static void try_line(record_parse_fn parse, const char *line)
{
	const struct ingest_options options = {.received = INT64_C(1795341600)};
	autorelease(record) record = RECORD_EMPTY;
	g_autoptr(GError) error = NULL;
	if (!parse(&options, line, &record, &error)) {
		g_assert_true(error_is(error, ERROR_INVALID));
		g_assert_true(g_utf8_validate(error->message, -1, NULL));
		return;
	}
	g_assert_no_error(error);
	g_assert_true(record.time == INSTANT_NONE || record.time >= 0);
	g_assert_true(record.confidence >= -1 && record.confidence <= 100);
	g_assert_true(record.category == NULL || g_utf8_validate(record.category, -1, NULL));
	g_assert_true(record.indicator == NULL || g_utf8_validate(record.indicator, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!g_utf8_validate_len((const char *)data, size, NULL))
		return 0;
	g_autofree char *line = g_strndup(size > 0 ? (const char *)data : "", size);
	try_line(auto_parse, line);
	try_line(cef_parse, line);
	try_line(kv_line_parse, line);
	try_line(json_parse, line);
	return 0;
}
