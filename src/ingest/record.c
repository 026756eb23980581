// SPDX-License-Identifier: Apache-2.0
// What one line says, and which parser reads it.
#include "record-priv.h"

#include <string.h>

#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#define SHOWN_COLUMNS 60

void record_release(struct record *record)
{
	if (record == NULL)
		return;
	g_free(record->tenant);
	g_free(record->category);
	g_free(record->indicator);
	g_free(record->feed);
	g_free(record->supplier);
	*record = (struct record)RECORD_EMPTY;
}

bool record_refuse(GError **error, const char *before, const char *text, const char *after)
{
	g_autofree char *safe = safe_text(text, -1);
	g_autofree char *shown = text_clip(safe, SHOWN_COLUMNS);
	return error_set(error, ERROR_INVALID, "%s\"%s\"%s", before, shown, after);
}

bool record_set_confidence(struct record *record, const char *text, GError **error)
{
	gint64 number = -1;
	if (text != NULL && !g_ascii_string_to_signed(text, 10, 0, 100, &number, NULL))
		return record_refuse(error, "confidence ", text, " is not a number from 0 to 100");
	record->confidence = (int)number;
	return true;
}

bool auto_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error)
{
	if (line[strspn(line, " \t")] == '{')
		return json_parse(options, line, record, error);
	if (strstr(line, "CEF:") != NULL)
		return cef_parse(options, line, record, error);
	return kv_line_parse(options, line, record, error);
}
