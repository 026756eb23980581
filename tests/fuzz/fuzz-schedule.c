// SPDX-License-Identifier: Apache-2.0
// Recurrences: the lines are start, zone, rule, exceptions and additions. What is accepted goes forward in time, the same way whenever it is asked.
#include <glib.h>
#include <string.h>

#include "fuzz.h"
#include "tidings/schedule/form.h"
#include "tidings/schedule/recurrence.h"
#include "tidings/util/error.h"

static void check_form(const char *rrule)
{
	struct recurrence_form form = recurrence_form_from_rule(rrule);
	if (form.recur == RECUR_CUSTOM)
		return;
	g_autofree char *rule = recurrence_form_to_rule(&form, NULL);
	g_assert_nonnull(rule);
	struct recurrence_form again = recurrence_form_from_rule(rule);
	g_autofree char *same = recurrence_form_to_rule(&again, NULL);
	g_assert_cmpstr(rule, ==, same);
}

static void check_recurrence(const struct recurrence *r)
{
	struct occurrence before = {.instant = INSTANT_NONE}, o, again;
	for (int i = 0; i < 4 && recurrence_next(r, before.instant, &o); i++) {
		g_assert_cmpint(o.instant, >, before.instant);
		g_assert_true(recurrence_next(r, o.instant - 1, &again));
		g_assert_cmpint(again.instant, ==, o.instant);
		g_assert_cmpint(again.offset, ==, zone_offset(recurrence_zone(r), o.instant));
		before = o;
	}
	g_autofree char *words = recurrence_words(r, NULL);
	g_assert_true(g_utf8_validate(words, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup(size > 0 ? (const char *)data : "", size);
	g_auto(GStrv) lines = g_strsplit(text, "\n", 6);
	const char *field[5] = {NULL};
	for (guint i = 0; i < 5 && lines[i] != NULL; i++)
		field[i] = lines[i];
	struct recurrence_spec spec = {.start = field[0], .zone = field[1], .rrule = field[2], .exdate = field[3], .rdate = field[4],
				       .gap = (enum gap_policy)(size % 2), .overlap = (enum overlap_policy)(size / 2 % 2)};
	g_autoptr(GError) error = NULL;
	autoptr(recurrence) r = recurrence_new(&spec, &error);
	if (r == NULL)
		g_assert_nonnull(error_field(error));
	else
		check_recurrence(r);
	check_form(spec.rrule);
	return 0;
}
