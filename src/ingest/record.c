// SPDX-License-Identifier: Apache-2.0
// What one line says, and which parser reads it.
#include "record-priv.h"

#include <string.h>

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

bool auto_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error)
{
	if (line[strspn(line, " \t")] == '{')
		return json_parse(options, line, record, error);
	if (strstr(line, "CEF:") != NULL)
		return cef_parse(options, line, record, error);
	return kv_line_parse(options, line, record, error);
}
