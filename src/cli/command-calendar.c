// SPDX-License-Identifier: Apache-2.0
// calendar add, list, show, delete.
#include "cli-priv.h"
#include "tidings/app/calendar.h"

static const struct holiday *day_at(const struct calendar *calendar, guint i)
{
	return &g_array_index(calendar->holidays, struct holiday, i);
}

bool command_calendar_add(struct cli *cli, GError **error)
{
	struct calendar_import import = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	if (!cli_read_input(cli_operand(cli, 1), CALENDAR_FILE_MAX, bytes, error) || !calendar_import(cli->app, cli_operand(cli, 0), (const char *)bytes->data, bytes->len, &import, error))
		return false;
	if (cli_switch(cli, "json")) {
		autoptr(js) object = js_object();
		js_set_text(object, "name", cli_operand(cli, 0));
		js_set_int(object, "days", import.days);
		js_set_int(object, "ignored", import.ignored);
		print_json(object);
	} else if (import.ignored > 0) {
		print_line("%u days; %u events are no holidays: they have a time of day or are cancelled", import.days, import.ignored);
	} else {
		print_line("%u days", import.days);
	}
	return true;
}

bool command_calendar_list(struct cli *cli, GError **error)
{
	g_autoptr(GPtrArray) calendars = calendar_list(cli->app, error);
	for (guint i = 0; calendars != NULL && i < calendars->len; i++) {
		const struct calendar *calendar = calendars->pdata[i];
		guint n = calendar->holidays->len;
		g_autofree char *first = holiday_date(day_at(calendar, 0));
		g_autofree char *last = holiday_date(day_at(calendar, n - 1));
		if (!cli_switch(cli, "json")) {
			print_line("%s  %u days, %s to %s", calendar->name, n, first, last);
			continue;
		}
		autoptr(js) line = js_object();
		js_set_text(line, "name", calendar->name);
		js_set_int(line, "days", n);
		js_set_text(line, "first", first);
		js_set_text(line, "last", last);
		print_json(line);
	}
	return calendars != NULL;
}

bool command_calendar_show(struct cli *cli, GError **error)
{
	autoptr(calendar) calendar = calendar_show(cli->app, cli_operand(cli, 0), error);
	for (guint i = 0; calendar != NULL && i < calendar->holidays->len; i++) {
		g_autofree char *date = holiday_date(day_at(calendar, i));
		if (!cli_switch(cli, "json")) {
			print_line("%s  %s", date, day_at(calendar, i)->words);
			continue;
		}
		autoptr(js) line = js_object();
		js_set_text(line, "date", date);
		js_set_text(line, "name", day_at(calendar, i)->words);
		print_json(line);
	}
	return calendar != NULL;
}

bool command_calendar_delete(struct cli *cli, GError **error)
{
	return calendar_delete(cli->app, cli_operand(cli, 0), error);
}
