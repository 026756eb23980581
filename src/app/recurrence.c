// SPDX-License-Identifier: Apache-2.0
// What console and command line ask of schedule.
#include "tidings/app/recurrence.h"

#include "app-priv.h"
#include "tidings/schedule/form.h"
#include "tidings/schedule/recurrence.h"
#include "tidings/schedule/zone.h"

#define LOOKED_AT_MOST 2000

GArray *app_occurrences(const struct recurrence_spec *spec, int64_t after, int count, GError **error)
{
	autoptr(recurrence) recurrence = recurrence_new(spec, error);
	if (recurrence == NULL)
		return NULL;
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct occurrence));
	struct occurrence next = {.instant = after};
	while ((int)found->len < count && recurrence_next(recurrence, next.instant, &next))
		g_array_append_val(found, next);
	return found;
}

GArray *task_occurrences(struct app *app, const struct task *task, int64_t after, int count, GError **error)
{
	autoptr(recurrence) recurrence = app_recurrence(app, task, error);
	if (recurrence == NULL)
		return NULL;
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct occurrence));
	struct occurrence next = {.instant = after};
	for (int i = 0; i < LOOKED_AT_MOST && (int)found->len < count && recurrence_next(recurrence, next.instant, &next); i++)
		if (next.effect != EFFECT_SKIPPED)
			g_array_append_val(found, next);
	return found;
}

char *app_recurrence_words(const char *locale_dir, const struct recurrence_spec *spec, const char *language, GError **error)
{
	autoptr(recurrence) recurrence = recurrence_new(spec, error);
	if (recurrence == NULL)
		return NULL;
	autoptr(catalog) catalog = locale_dir != NULL && language != NULL ? catalog_open(locale_dir, language, NULL) : NULL;
	return recurrence_words(recurrence, catalog);
}

char *task_recurrence_words(struct app *app, const struct task *task, const struct catalog *catalog, GError **error)
{
	autoptr(recurrence) recurrence = app_recurrence(app, task, error);
	return recurrence != NULL ? recurrence_words(recurrence, catalog) : NULL;
}

char *app_form_to_rule(const struct recurrence_form *form, GError **error)
{
	return recurrence_form_to_rule(form, error);
}

struct recurrence_form app_form_from_rule(const char *rrule)
{
	return recurrence_form_from_rule(rrule);
}

char **app_zones(void)
{
	return zone_names();
}

bool app_zone_offset(const char *name, int64_t instant, int *ret_offset, GError **error)
{
	autoptr(zone) zone = zone_new(name, error);
	if (zone == NULL)
		return false;
	*ret_offset = zone_offset(zone, instant);
	return true;
}
