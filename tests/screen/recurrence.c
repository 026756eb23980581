// SPDX-License-Identifier: Apache-2.0
// The recurrence editor: every kind of recurrence, its next occurrences and words, clock changes, and what becomes of the wizard's fields.
#include "screen-test.h"

#include <string.h>

#include "screens/wizard-priv.h"

static void open_editor(struct screen_test *test, const char *language)
{
	screen_open(test, language, false);
	screen_keys(test, "a F6");
}

// Chooses in the open list of a drop-down what the words find.
static void choose(struct screen_test *test, const char *words)
{
	screen_keys(test, "Space");
	screen_type(test, words);
	screen_keys(test, "Enter");
}

TEST(recurrence__editor__every_kind_has_its_rule)
{
	static const struct {
		const char *kind, *rule, *words;
	} kinds[] = {
		{"Hourly", "FREQ=HOURLY", "every hour"}, {"Daily", "FREQ=DAILY", "every day at 09:00"},
		{"Workdays", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every workday at 09:00"}, {"last day", "FREQ=MONTHLY;BYMONTHDAY=-1", "last day"},
		{"on a day", "FREQ=MONTHLY;BYMONTHDAY=1", "every month on day 1"}, {"weekday", "FREQ=MONTHLY;BYDAY=1MO", "first Monday"},
		{"Yearly", "FREQ=YEARLY", "every year"}, {"Once", "(none: once)", "once"},
	};
	autorelease(screen_test) test = {0};
	open_editor(&test, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		choose(&test, kinds[i].kind);
		screen_expect(&test, kinds[i].rule);
		screen_expect(&test, kinds[i].words);
		screen_expect(&test, " 1 ");
	}
}

// Summer time ends in Berlin on the 25th of October, and begins on the 28th of March.
TEST(recurrence__editor__clock_changes_are_marked)
{
	autorelease(screen_test) test = {0};
	open_editor(&test, NULL);
	screen_keys(&test, "Tab Tab Ctrl+U");
	screen_type(&test, "2027-03-27");
	screen_keys(&test, "Tab Ctrl+U");
	screen_type(&test, "02:30");
	screen_keys(&test, "Tab");
	choose(&test, "berlin");
	screen_golden(&test, "recurrence");
	screen_expect(&test, " 1 Sat 27 Mar 2027 02:30 01:30Z");
	screen_expect(&test, "-- clock UTC+01:00 to UTC+02:00");
	screen_expect(&test, "! moved, skipped by the clock");
	screen_keys(&test, "Shift+Tab Shift+Tab Ctrl+U");
	screen_type(&test, "2027-10-30");
	screen_expect(&test, "! comes twice on this clock");
	screen_keys(&test, "F7");
	screen_expect(&test, "13 ");
	g_assert_false(screen_has(&test, " 1 Sat 30 Oct"));
}

TEST(recurrence__editor__russian)
{
	autorelease(screen_test) test = {0};
	open_editor(&test, "ru");
	screen_golden(&test, "ru-recurrence");
}

TEST(recurrence__editor__what_is_wrong_is_said)
{
	autorelease(screen_test) test = {0};
	open_editor(&test, NULL);
	screen_keys(&test, "Tab Ctrl+U");
	screen_type(&test, "500");
	screen_expect(&test, "Not a schedule yet");
	screen_expect(&test, "enter a number from 1 to 366");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "Recurrence");
	screen_keys(&test, "Ctrl+U");
	screen_type(&test, "2");
	screen_expect(&test, "FREQ=DAILY;INTERVAL=2");
}

TEST(recurrence__editor__ok_and_cancel)
{
	autorelease(screen_test) test = {0};
	open_editor(&test, NULL);
	choose(&test, "Weekly");
	screen_keys(&test, "Tab Tab Space Tab Tab Space");
	screen_expect(&test, "FREQ=WEEKLY;BYDAY=MO,WE");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "< Weekly");
	screen_expect(&test, "Next: Wed 25 Nov 09:00, Mon 30 Nov 09:00");
	screen_keys(&test, "F6");
	choose(&test, "Yearly");
	screen_expect(&test, "FREQ=YEARLY");
	screen_keys(&test, "Esc");
	screen_expect(&test, "Keep editing");
	screen_keys(&test, "Right Enter");
	screen_expect(&test, "< Weekly");
	screen_keys(&test, "F6 Esc");
	screen_expect(&test, "Step 1 of 2");
}

// What the wizard's own line says obeys the exceptions too.
TEST(recurrence__editor__exceptions_are_left_out)
{
	autorelease(screen_test) test = {0};
	open_editor(&test, NULL);
	screen_keys(&test, "Tab Tab Tab Tab Tab Tab");
	screen_type(&test, "2026-11-26T09:00");
	screen_expect(&test, " 2 Fri 27 Nov 2026 09:00");
	screen_keys(&test, "Enter");
	screen_expect(&test, "Next: Wed 25 Nov 09:00, Fri 27 Nov 09:00");
}

// A hang-up in the editor keeps the draft of the task with what was chosen there.
TEST(recurrence__editor__hang_up_keeps_the_draft)
{
	autorelease(screen_test) test = {0};
	open_editor(&test, NULL);
	choose(&test, "Yearly");
	g_assert_true(console_has_drafts(&test.console));
	console_hang_up(&test.console);
	test.console.quit = false;
	console_home(&test.console);
	screen_keys(&test, "a Enter");
	screen_expect(&test, "< Yearly");
}
