// SPDX-License-Identifier: Apache-2.0
// Dates and times as iCalendar writes them -> wall times.
#include "basic-time-priv.h"

#include <string.h>

bool basic_time_parse(const char *text, struct wall *ret_wall, bool *ret_is_date)
{
	size_t n = strlen(text);
	bool is_date = n == 8;
	if (strspn(text, "0123456789") != 8 || (!is_date && (n != 15 || text[8] != 'T' || strspn(text + 9, "0123456789") != 6)))
		return false;
	const char *time = is_date ? "000000" : text + 9;
	g_autofree char *extended = g_strdup_printf("%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", text, text + 4, text + 6, time, time + 2, time + 4);
	if (!wall_from_text(extended, ret_wall, NULL))
		return false;
	*ret_is_date = is_date;
	return true;
}
