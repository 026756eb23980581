// SPDX-License-Identifier: Apache-2.0
// Coming occurrences of tasks as an iCalendar file.
#include <string.h>

#include "app-priv.h"
#include "tidings/app/outlook.h"
#include "tidings/app/task.h"

#define LINE_MOST 75 /* octets (RFC 5545 3.1) */

/* The line, folded between characters. */
static void put_line(GString *out, const char *line)
{
	size_t used = 0;
	for (size_t length = 0; *line != '\0'; line += length) {
		length = (size_t)g_utf8_skip[(uint8_t)*line];
		if (used + length > LINE_MOST) {
			g_string_append(out, "\r\n ");
			used = 1;
		}
		g_string_append_len(out, line, (gssize)length);
		used += length;
	}
	g_string_append(out, "\r\n");
}

/* "NAME:text", escaped (3.3.11). */
static void put_text(GString *out, const char *name, const char *text)
{
	g_autoptr(GString) line = g_string_new(name);
	g_string_append_c(line, ':');
	for (; *text != '\0'; text++) {
		if (strchr("\\;,", *text) != NULL)
			g_string_append_c(line, '\\');
		if (*text == '\n')
			g_string_append(line, "\\n");
		else
			g_string_append_c(line, *text);
	}
	put_line(out, line->str);
}

static void put_instant(GString *out, const char *name, int64_t instant)
{
	struct wall wall = wall_from_seconds(instant);
	g_autofree char *line = g_strdup_printf("%s:%04d%02d%02dT%02d%02d%02dZ", name, wall.year, wall.month, wall.day, wall.hour, wall.minute,
						wall.second);
	put_line(out, line);
}

static void put_event(GString *out, struct app *app, const struct task *task, const struct outlook *item)
{
	g_autofree char *from = instant_to_text(item->period.from);
	g_autofree char *to = instant_to_text(item->period.to);
	g_autofree char *covers = g_strdup_printf("%s - %s", from, to);
	g_autofree char *uid = g_strdup_printf("%s-%" G_GINT64_FORMAT, task->uid, item->occurrence.instant);
	put_line(out, "BEGIN:VEVENT");
	put_text(out, "UID", uid);
	put_instant(out, "DTSTAMP", app_now(app));
	put_instant(out, "DTSTART", item->occurrence.instant);
	put_text(out, "SUMMARY", task->name);
	put_text(out, "DESCRIPTION", covers);
	put_line(out, task->enabled ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE");
	put_line(out, "TRANSP:TRANSPARENT");
	put_line(out, "END:VEVENT");
}

static bool put_task(GString *out, struct app *app, uint32_t id, int count, GError **error)
{
	autoptr(task_view) view = task_show(app, id, error);
	g_autoptr(GArray) all = view != NULL ? task_outlook(app, id, app_now(app) - 1, count, error) : NULL;
	for (guint i = 0; all != NULL && i < all->len; i++) {
		const struct outlook *item = &g_array_index(all, struct outlook, i);
		if (!item->exception && item->occurrence.effect != EFFECT_SKIPPED)
			put_event(out, app, &view->task, item);
	}
	return all != NULL;
}

static bool put_enabled(GString *out, struct app *app, int count, GError **error)
{
	g_autoptr(GPtrArray) views = task_list(app, error);
	for (guint i = 0; views != NULL && i < views->len; i++) {
		const struct task_view *view = views->pdata[i];
		if (view->task.enabled && !put_task(out, app, view->task.id, count, error))
			return false;
	}
	return views != NULL;
}

char *task_ics(struct app *app, const uint32_t *ids, size_t n_ids, int count, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	put_line(out, "BEGIN:VCALENDAR");
	put_line(out, "VERSION:2.0");
	put_line(out, "PRODID:-//Tidings//Tidings//EN");
	for (size_t i = 0; i < n_ids; i++) {
		if (!put_task(out, app, ids[i], count, error))
			return NULL;
	}
	if (n_ids == 0 && !put_enabled(out, app, count, error))
		return NULL;
	put_line(out, "END:VCALENDAR");
	return g_string_free(g_steal_pointer(&out), FALSE);
}
