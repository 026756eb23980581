// SPDX-License-Identifier: Apache-2.0
// What one line says: refusals, and what the formats share.
#include "record-priv.h"

#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#define SHOWN_COLUMNS 60
#define SHOWN_BYTES 1024 /* more would not be seen */

bool record_refuse(GError **error, const char *before, struct slice text, const char *after)
{
	g_autofree char *safe = safe_text(text.data, (gssize)MIN(text.length, SHOWN_BYTES));
	g_autofree char *shown = text_clip(safe, SHOWN_COLUMNS);
	return error_set(error, ERROR_INVALID, "%s\"%s\"%s", before, shown, after);
}

bool record_set_confidence(struct record *record, struct slice text, GError **error)
{
	int number = 0;
	if (text.data == NULL)
		return true;
	bool fits = text.length >= 1 && text.length <= 3;
	for (size_t i = 0; fits && i < text.length; i++) {
		fits = g_ascii_isdigit(text.data[i]);
		number = number * 10 + (text.data[i] - '0');
	}
	if (!fits || number > 100)
		return record_refuse(error, "confidence ", text, " is not a number from 0 to 100");
	record->confidence = number;
	return true;
}
