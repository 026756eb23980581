/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of holiday calendars. Administrators in system mode change them; whoever edits a task may name one. */
#ifndef TIDINGS_APP_CALENDAR_H
#define TIDINGS_APP_CALENDAR_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/calendar.h"

#define CALENDAR_FILE_MAX (4 << 20) /* bytes of a file that is taken */

/* The holidays of an iCalendar file, as schedule/ics.h. Given. */
struct calendar *calendar_from_ics(const char *name, const char *text, size_t length, unsigned *ret_ignored, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct calendar_import {
	unsigned days;    /* that it has now */
	unsigned ignored; /* events of the file that are no holidays: with a time of day, or cancelled */
};
/* Adds the calendar of a file, or puts it in the place of the one of that name; next runs of tasks that name it are computed again. ERROR_INVALID
 * and ERROR_LIMIT say the line and the reason. */
bool calendar_import(struct app *app, const char *name, const char *text, size_t length, struct calendar_import *ret_import, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* All of them, by name: GPtrArray of struct calendar *, unreferenced with the array. Given. */
GPtrArray *calendar_list(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One of them. ERROR_NOT_FOUND. Given. */
struct calendar *calendar_show(struct app *app, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_NOT_FOUND; ERROR_DENIED while a task names it. */
bool calendar_delete(struct app *app, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
