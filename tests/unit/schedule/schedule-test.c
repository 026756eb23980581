// SPDX-License-Identifier: Apache-2.0
// What the tests of recurrences share.
#include "schedule-test.h"

#include <string.h>

struct recurrence_spec spec_of(const char *start, const char *zone, const char *rrule)
{
	return (struct recurrence_spec){.start = start, .zone = zone, .rrule = rrule};
}

static char *list(const struct recurrence_spec *spec, int64_t after, int n)
{
	GError *error = NULL;
	autoptr(recurrence) r = recurrence_new(spec, &error);
	test_no_error(error);
	g_autoptr(GString) text = g_string_new("");
	struct occurrence o = {.instant = after};
	for (int i = 0; i < n && recurrence_next(r, o.instant, &o); i++) {
		g_autofree char *at = instant_to_text_offset(o.instant, o.offset);
		static const char *const marks[] = {[WALL_PLAIN] = "", [WALL_GAP] = "!gap", [WALL_OVERLAP] = "!overlap"};
		g_string_append_printf(text, "%s%s%s", i > 0 ? " " : "", at, marks[o.fit]);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

void gives(struct recurrence_spec spec, int n, const char *want)
{
	g_autofree char *have = list(&spec, INSTANT_NONE, n);
	g_assert_cmpstr(have, ==, want);
}

void gives_after(struct recurrence_spec spec, const char *after, int n, const char *want)
{
	GError *error = NULL;
	int64_t at = 0;
	g_assert_true(instant_from_text(after, &at, &error));
	g_autofree char *have = list(&spec, at, n);
	g_assert_cmpstr(have, ==, want);
}

void refuses(struct recurrence_spec spec, const char *field, const char *words)
{
	GError *error = NULL;
	g_assert_null(recurrence_new(&spec, &error));
	g_assert_nonnull(error);
	if (strstr(error->message, words) == NULL)
		g_error("\"%s\" does not say \"%s\"", error->message, words);
	test_error(&error, ERROR_INVALID, field);
}

void refuses_rule(const char *rrule, const char *words)
{
	refuses(spec_of("2026-11-30T09:00", "Europe/Moscow", rrule), "rrule", words);
}
