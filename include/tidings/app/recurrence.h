/* SPDX-License-Identifier: Apache-2.0 */
/* What console and command line ask of schedule. */
#ifndef TIDINGS_APP_RECURRENCE_H
#define TIDINGS_APP_RECURRENCE_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/recurrence.h"

/* The occurrences strictly after `after` (INSTANT_NONE: from the start), at most count: GArray of struct occurrence. ERROR_INVALID with
 * the field. Given. */
GArray *app_occurrences(const struct recurrence_spec *spec, int64_t after, int count, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those of a task, stored or not, by its calendar: without what a holiday skips; some 2000 are looked at. ERROR_INVALID, ERROR_NOT_FOUND with the field.
 * Given. */
GArray *task_occurrences(struct app *app, const struct task *task, int64_t after, int count, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The sentence for a recurrence in a language whose catalogue is in locale_dir; a missing catalogue gives English. Given. */
char *app_recurrence_words(const char *locale_dir, const struct recurrence_spec *spec, const char *language, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a task, by its calendar, in a language; NULL = English. ERROR_INVALID, ERROR_NOT_FOUND with the field. Given. */
char *task_recurrence_words(struct app *app, const struct task *task, const struct catalog *catalog, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Form <-> rule, as tidings/schedule/form.h. */
char *app_form_to_rule(const struct recurrence_form *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;
struct recurrence_form app_form_from_rule(const char *rrule) G_GNUC_WARN_UNUSED_RESULT;
/* Zone names for a drop-down, sorted, given (g_strfreev). */
char **app_zones(void) G_GNUC_WARN_UNUSED_RESULT;
/* Seconds east of UTC of a zone at an instant. */
bool app_zone_offset(const char *zone, int64_t instant, int *ret_offset, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
