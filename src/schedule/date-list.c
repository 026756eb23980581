// SPDX-License-Identifier: Apache-2.0
// Exception and additional dates: text -> sorted wall-clock seconds.
#include "date-list-priv.h"

#include <string.h>

#include "basic-time-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

#define DAY 86400

static int compare_seconds(gconstpointer a, gconstpointer b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static bool add_date(struct date_list *list, const char *text, const char *field, GError **error)
{
	struct wall wall;
	bool is_date;
	if (!basic_time_parse(text, &wall, &is_date)) {
		if (!wall_from_text(text, &wall, NULL))
			return error_set_field(error, ERROR_INVALID, field, "\"%s\" is not a wall-clock time such as 2026-12-25T09:00", text);
		is_date = strlen(text) == strlen("2026-12-25");
	}
	int64_t seconds = wall_to_seconds(&wall);
	g_array_append_val(is_date ? list->days : list->times, seconds);
	return true;
}

void date_list_release(struct date_list *list)
{
	if (list == NULL)
		return;
	g_clear_pointer(&list->times, g_array_unref);
	g_clear_pointer(&list->days, g_array_unref);
}

bool date_list_parse(const char *text, const char *field, struct date_list *ret_list, GError **error)
{
	autorelease(date_list) list = {NULL, NULL};
	if (text != NULL && text[0] != '\0') {
		g_auto(GStrv) items = g_strsplit(text, ",", -1);
		if (g_strv_length(items) > DATES_MOST)
			return error_set_field(error, ERROR_INVALID, field, "more than %d dates", DATES_MOST);
		list.times = g_array_new(FALSE, FALSE, sizeof(int64_t));
		list.days = g_array_new(FALSE, FALSE, sizeof(int64_t));
		for (char **item = items; *item != NULL; item++)
			if (!add_date(&list, g_strstrip(*item), field, error))
				return false;
		g_array_sort(list.times, compare_seconds);
		g_array_sort(list.days, compare_seconds);
	}
	*ret_list = list;
	list = (struct date_list){NULL, NULL};
	return true;
}

static bool has_exactly(GArray *array, int64_t seconds)
{
	return array != NULL && g_array_binary_search(array, &seconds, compare_seconds, NULL);
}

bool date_list_has(const struct date_list *list, int64_t seconds)
{
	int64_t rest = seconds % DAY;
	return has_exactly(list->times, seconds) || has_exactly(list->days, seconds - (rest < 0 ? rest + DAY : rest));
}
