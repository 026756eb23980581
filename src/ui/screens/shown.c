// SPDX-License-Identifier: Apache-2.0
// Values in words: times, sizes, states.
#include "screens/shown-priv.h"

#include <string.h>

#include "tidings/util/instant.h"

static const char *const months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
				     N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
static const char *const days[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")};

char *shown_instant(const struct catalog *catalog, int64_t instant, int offset)
{
	if (instant == INSTANT_NONE)
		return g_strdup("--");
	struct wall wall = wall_from_seconds(instant + offset);
	return g_strdup_printf("%d %s %02d:%02d", wall.day, catalog_text(catalog, months[wall.month - 1]), wall.hour, wall.minute);
}

char *shown_day(const struct catalog *catalog, int64_t instant, int offset)
{
	struct wall wall = wall_from_seconds(instant + offset);
	g_autofree char *time = shown_instant(catalog, instant, offset);
	return g_strdup_printf("%s %s", catalog_text(catalog, days[wall_weekday(&wall) - 1]), time);
}

char *shown_date(const struct catalog *catalog, int64_t instant, int offset)
{
	struct wall wall = wall_from_seconds(instant + offset);
	return g_strdup_printf("%d %s %d", wall.day, catalog_text(catalog, months[wall.month - 1]), wall.year);
}

char *shown_day_of_year(const struct catalog *catalog, int64_t instant, int offset)
{
	struct wall wall = wall_from_seconds(instant + offset);
	g_autofree char *date = shown_date(catalog, instant, offset);
	return g_strdup_printf("%s %s %02d:%02d", catalog_text(catalog, days[wall_weekday(&wall) - 1]), date, wall.hour, wall.minute);
}

char *shown_number(uint64_t number)
{
	g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, number);
	g_autoptr(GString) text = g_string_new(NULL);
	for (size_t left = strlen(digits), i = 0; left > 0; left--, i++)
		g_string_append_printf(text, "%s%c", i > 0 && left % 3 == 0 ? " " : "", digits[i]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

char *shown_number_short(uint64_t number)
{
	static const char *const units[] = {"", "k", "M", "G", "T", "P", "E"};
	size_t unit = 0;
	double value = (double)number;
	for (; value >= 999.5 && unit < G_N_ELEMENTS(units) - 1; unit++)
		value /= 1000;
	return unit > 0 && value < 9.95 ? g_strdup_printf("%.1f%s", value, units[unit]) : g_strdup_printf("%.0f%s", value, units[unit]);
}

char *shown_size(uint64_t bytes)
{
	if (bytes == 0)
		return g_strdup("-");
	if (bytes < 1024)
		return g_strdup_printf("%u B", (unsigned)bytes);
	if (bytes < 1024 * 1024)
		return g_strdup_printf("%u K", (unsigned)(bytes / 1024));
	return g_strdup_printf("%.1f M", (double)bytes / 1048576.0);
}

char *shown_delivered(const struct catalog *catalog, const struct run *run)
{
	guint accepted = 0;
	guint all = run->deliveries != NULL ? run->deliveries->len : 0;
	for (guint i = 0; i < all; i++)
		accepted += g_array_index(run->deliveries, struct delivery, i).state == DELIVERY_ACCEPTED;
	return g_strdup_printf(catalog_text(catalog, N_("%u of %u")), accepted, all);
}

char *shown_offset(int offset)
{
	int minutes = ABS(offset) / 60;
	return g_strdup_printf("UTC%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

char *shown_recipients(const char *recipients)
{
	g_auto(GStrv) list = g_strsplit(recipients, ", ", -1);
	guint n = g_strv_length(list);
	return n > 1 ? g_strdup_printf("%s +%u", list[0], n - 1) : g_strdup(recipients);
}

bool shown_state_is_bad(enum run_state state)
{
	return state == RUN_FAILED || state == RUN_PARTIAL || state == RUN_UNKNOWN || state == RUN_MISSED;
}

char *shown_state(const struct catalog *catalog, enum run_state state)
{
	const char *label = catalog_text(catalog, enum_to_label(run_state_names, (int)state));
	return state == RUN_FAILED ? g_utf8_strup(label, -1) : g_utf8_strdown(label, -1);
}
