// SPDX-License-Identifier: Apache-2.0
// Recurrences: what each kind of rule gives, clock changes, ends, exceptions.
#include "tidings/schedule/recurrence.h"

#include <string.h>

#include "test.h"

static struct recurrence_spec spec(const char *start, const char *zone, const char *rrule)
{
	return (struct recurrence_spec){.start = start, .zone = zone, .rrule = rrule};
}

/* The first occurrences as "INSTANT INSTANT ...", at most n. */
static char *first(const struct recurrence_spec *s, int n)
{
	GError *error = NULL;
	autoptr(recurrence) r = recurrence_new(s, &error);
	test_no_error(error);
	g_autoptr(GString) text = g_string_new("");
	struct occurrence o = {.instant = INSTANT_NONE};
	for (int i = 0; i < n && recurrence_next(r, o.instant, &o); i++) {
		g_autofree char *at = instant_to_text_offset(o.instant, o.offset);
		g_string_append_printf(text, "%s%s%s", i > 0 ? " " : "", at, o.fit == WALL_GAP ? "!gap" : o.fit == WALL_OVERLAP ? "!overlap" : "");
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void gives(struct recurrence_spec s, int n, const char *want)
{
	g_autofree char *have = first(&s, n);
	g_assert_cmpstr(have, ==, want);
}

TEST(recurrence__next__once)
{
	gives(spec("2026-11-30T09:00", "Europe/Moscow", ""), 3, "2026-11-30T09:00:00+03:00");
	gives(spec("2026-11-30T09:00", "Europe/Moscow", NULL), 3, "2026-11-30T09:00:00+03:00");
}

TEST(recurrence__next__daily_keeps_the_wall_time_through_clock_changes)
{
	gives(spec("2026-03-28T09:00", "Europe/Berlin", "FREQ=DAILY"), 3,
	      "2026-03-28T09:00:00+01:00 2026-03-29T09:00:00+02:00 2026-03-30T09:00:00+02:00");
}

TEST(recurrence__next__weekly_on_days)
{
	gives(spec("2026-11-30T09:00", "Europe/Moscow", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"), 4,
	      "2026-11-30T09:00:00+03:00 2026-12-04T09:00:00+03:00 2026-12-14T09:00:00+03:00 2026-12-18T09:00:00+03:00");
}

TEST(recurrence__next__monthly)
{
	gives(spec("2026-01-31T09:00", "UTC", "FREQ=MONTHLY"), 3, "2026-01-31T09:00:00+00:00 2026-03-31T09:00:00+00:00 2026-05-31T09:00:00+00:00");
	gives(spec("2026-01-30T09:00", "UTC", "FREQ=MONTHLY;BYMONTHDAY=-1"), 3,
	      "2026-01-31T09:00:00+00:00 2026-02-28T09:00:00+00:00 2026-03-31T09:00:00+00:00");
	gives(spec("2026-01-01T09:00", "UTC", "FREQ=MONTHLY;BYDAY=-1FR"), 2, "2026-01-30T09:00:00+00:00 2026-02-27T09:00:00+00:00");
}
