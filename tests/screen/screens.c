// SPDX-License-Identifier: Apache-2.0
// Every screen as it looks, and what its keys do.
#include "screen-test.h"

#include <string.h>

#include "screens/reporting-priv.h"
#include "tidings/app/mail.h"
#include "tidings/app/task.h"
#include "tidings/app/upkeep.h"

TEST(screen__reporting__empty)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_golden(&test, "reporting-empty");
	screen_keys(&test, "Space");
	screen_expect(&test, "There is no task yet");
}

TEST(screen__reporting__tasks)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "Down");
	struct input tick = {.type = INPUT_TICK};
	console_input(&test.console, &tick);
	screen_golden(&test, "reporting");
}

TEST(screen__reporting__wide)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_resize(&test, 40, 160);
	screen_expect(&test, "Last run");
	screen_expect(&test, "Tenants");
	screen_resize(&test, 5, 20);
	screen_expect(&test, "needs at least 60x20");
	screen_resize(&test, 1, 1);
	screen_resize(&test, 24, 80);
	screen_expect(&test, "Daily overview");
}

TEST(screen__reporting__the_detail_follows_after_a_moment)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "Down");
	g_assert_true(test.console.ticking);
	g_assert_false(screen_has(&test, "Europe/Moscow"));
	struct input tick = {.type = INPUT_TICK};
	console_input(&test.console, &tick);
	console_draw(&test.console);
	screen_expect(&test, "Europe/Moscow");
	g_assert_false(test.console.ticking);
}

TEST(screen__reporting__a_task_is_switched)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, NULL, true);
	screen_keys(&test, "Space");
	screen_expect(&test, "The task is off.");
	autoptr(task_view) off = task_show(test.app, 1, &error);
	g_assert_false(off->task.enabled);
	screen_keys(&test, "Space");
	autoptr(task_view) on = task_show(test.app, 1, &error);
	g_assert_true(on->task.enabled);
	test_no_error(error);
}

TEST(screen__reporting__deleting_asks_and_keeps_by_default)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "d");
	screen_golden(&test, "question");
	screen_keys(&test, "Enter");
	screen_expect(&test, "Tasks: 4");
	screen_keys(&test, "d d Esc");
	screen_expect(&test, "Tasks: 4");
	screen_keys(&test, "Del Right Enter");
	screen_expect(&test, "The task is deleted.");
	screen_expect(&test, "Tasks: 3");
}

TEST(screen__reporting__letters_of_a_russian_keyboard)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "ь");
	screen_expect(&test, "Mail client settings");
}

TEST(screen__reporting__a_paste_is_no_command)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_paste(&test, "d\n a\n");
	screen_type(&test, "ddddddddddddd");
	screen_expect(&test, "Settings > Reporting");
	screen_expect(&test, "Tasks: 4");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "reporting");
}

TEST(screen__mail__empty)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_keys(&test, "m");
	screen_golden(&test, "mail-empty");
}

TEST(screen__mail__faults)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_keys(&test, "m");
	screen_type(&test, "smtp.example.com");
	screen_keys(&test, "Tab Ctrl+U");
	screen_type(&test, "70000");
	screen_keys(&test, "Tab Tab Tab Tab");
	screen_type(&test, "reports@example");
	screen_keys(&test, "Ctrl+S");
	screen_golden(&test, "mail-faults");
}

TEST(screen__mail__is_saved)
{
	autorelease(screen_test) test = {0};
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	bool has_password = false;
	screen_open(&test, NULL, false);
	mail_settings_init(&settings);
	screen_keys(&test, "m");
	screen_type(&test, "smtp.example.com");
	screen_keys(&test, "Tab Tab Right Tab Tab");
	screen_type(&test, "reports");
	screen_keys(&test, "Tab");
	screen_type(&test, "reports@example.com");
	screen_keys(&test, "Tab");
	screen_type(&test, "Пароль1!");
	screen_expect(&test, "********");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "Mail client settings are saved");
	screen_expect(&test, "smtp.example.com:587 STARTTLS");
	g_assert_true(mail_show(test.app, &settings, &has_password, &error));
	g_assert_cmpstr(settings.login, ==, "reports");
	g_assert_true(has_password);
	screen_keys(&test, "m");
	screen_golden(&test, "mail-saved");
	// The password is kept when it stays empty.
	screen_keys(&test, "Tab Ctrl+U");
	screen_type(&test, "25");
	screen_keys(&test, "Enter");
	screen_expect(&test, "smtp.example.com:25");
	g_assert_true(mail_show(test.app, &settings, &has_password, &error));
	g_assert_true(has_password);
}

TEST(screen__mail__leaving_asks_only_when_something_changed)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_keys(&test, "m Tab Esc");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "reporting");
	screen_keys(&test, "m");
	screen_type(&test, "x");
	screen_keys(&test, "Esc Enter");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "mail");
	screen_keys(&test, "Ctrl+Q Esc");
	g_assert_false(test.console.quit);
	screen_keys(&test, "Esc Right Enter");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "reporting");
	screen_keys(&test, "Ctrl+Q");
	g_assert_true(test.console.quit);
}

TEST(screen__mail__a_long_paste_is_cut_and_says_so)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_keys(&test, "m Tab Tab Tab Tab Tab Tab Tab Tab");
	g_autofree char *text = g_strnfill(10050, 'x');
	screen_paste(&test, text);
	screen_expect(&test, "50 characters did not fit");
	screen_expect(&test, "10000/10000");
}

TEST(screen__test__without_a_worker_says_so)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "t");
	screen_golden(&test, "test");
	screen_keys(&test, "Esc");
	screen_expect(&test, "never tested");
}

TEST(screen__test__without_settings_says_what_to_do)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, false);
	screen_keys(&test, "t");
	screen_expect(&test, "the mail client is not set up");
}

TEST(screen__wizard__first_step)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "a");
	screen_golden(&test, "task-1-new");
	screen_type(&test, "Quarterly");
	screen_keys(&test, "Tab");
	screen_type(&test, "ciso@example.com nobody");
	screen_keys(&test, "PgDn");
	screen_golden(&test, "task-1-fault");
}

TEST(screen__wizard__every_kind_of_recurrence)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "a Tab Tab Tab Tab");
	static const char *const kinds[] = {"Once", "Hourly", "Daily", "Workdays", "Weekly", "Monthly on a day", "Monthly on the last day",
					    "Monthly on a weekday", "Yearly", "Custom rule"};
	screen_keys(&test, "Left Left Left");
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		screen_expect(&test, kinds[i]);
		screen_keys(&test, "Right");
	}
	screen_keys(&test, "Tab");
	screen_type(&test, "FREQ=SECONDLY");
	screen_expect(&test, "!");
	screen_keys(&test, "Ctrl+U");
	screen_type(&test, "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1");
	screen_expect(&test, "Next: Mon 1 Mar 09:00");
}

TEST(screen__wizard__weekly)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "a Tab Tab Tab Tab Right Right Tab Tab Space Tab Tab Space Tab Tab Tab Tab Tab Tab Tab");
	screen_type(&test, "mosc");
	screen_golden(&test, "task-1-zones");
	screen_keys(&test, "Enter");
	screen_golden(&test, "task-1-weekly");
}

TEST(screen__wizard__a_task_is_added_and_edited)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, NULL, true);
	screen_keys(&test, "a");
	screen_type(&test, "Quarterly");
	screen_keys(&test, "Tab");
	screen_type(&test, "ciso@example.com; soc@example.com");
	screen_keys(&test, "Tab");
	screen_type(&test, "Report {period}");
	screen_keys(&test, "Enter");
	screen_golden(&test, "task-2");
	screen_keys(&test, "Down Right Right Right Right Right Right Tab Space Down Space Enter PgUp");
	screen_expect(&test, "Quarterly");
	screen_keys(&test, "PgDn");
	screen_expect(&test, "Previous quarter");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "The task is saved and off.");
	screen_expect(&test, "Row 5 of 5");
	autoptr(task_view) view = task_show(test.app, 5, &error);
	test_no_error(error);
	g_assert_cmpstr(view->task.name, ==, "Quarterly");
	g_assert_cmpstr(view->task.recipients, ==, "ciso@example.com, soc@example.com");
	g_assert_cmpstr(view->task.period, ==, "prev-quarter");
	g_assert_cmpstr(view->task.tenants, ==, "General");
	g_assert_cmpstr(view->task.rrule, ==, "FREQ=DAILY");
	g_assert_cmpstr(view->task.start, ==, "2026-11-25T09:00");
	g_assert_false(view->task.enabled);
	screen_keys(&test, "Enter End");
	screen_type(&test, " board");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "Quarterly board");
	screen_expect(&test, "Row 5 of 5");
}

TEST(screen__wizard__a_copy_is_a_new_task)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "Down y");
	screen_expect(&test, "Add reporting task");
	screen_expect(&test, "Europe/Moscow");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "Tasks: 5");
}

TEST(screen__wizard__no_tenant_is_refused)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "Enter Enter Tab Tab Space Space Enter Ctrl+S");
	screen_expect(&test, "choose at least one");
}

TEST(screen__history__runs)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "h");
	screen_golden(&test, "history");
	screen_keys(&test, "Enter");
	screen_expect(&test, "250 said the server");
	screen_keys(&test, "Esc f");
	screen_expect(&test, "No failed run.");
	screen_keys(&test, "a Esc");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "reporting");
}

TEST(screen__run__is_sent_again_to_those_who_did_not_get_it)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "h s");
	screen_expect(&test, "Everybody has this report already.");
	fake_mail.verdict = DELIVERY_FAILED;
	fake_mail.code = 550;
	screen_keys(&test, "Esc r");
	(void)app_work(test.app);
	screen_keys(&test, "h");
	screen_expect(&test, "FAILED");
	screen_keys(&test, "Enter");
	screen_golden(&test, "run");
	screen_keys(&test, "s");
	screen_expect(&test, "have it: soc@example.com?");
	screen_expect(&test, "> [ Do not send ]");
	screen_keys(&test, "Esc s Right Enter");
	screen_expect(&test, "Run 3 is asked for.");
}

TEST(screen__reporting__a_deletion_is_taken_back)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "u");
	screen_expect(&test, "No task was deleted.");
	screen_keys(&test, "Down d Right Enter");
	screen_expect(&test, "u brings it back");
	screen_expect(&test, "Tasks: 3");
	screen_keys(&test, "u");
	screen_expect(&test, "The task \"Weekly SOC summary\" is back.");
	screen_expect(&test, "Tasks: 4, on: 3");
	screen_expect(&test, "Row 2 of 4");
}

TEST(screen__explain__says_what_a_task_waits_for)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "Down x");
	screen_expect(&test, "Explain: Weekly SOC summary");
	screen_expect(&test, "2026-11-30T09:00:00+03:00");
	screen_expect(&test, "! sender");
	screen_keys(&test, "Esc Down x");
	screen_expect(&test, "The task will not run");
	screen_expect(&test, "! status");
	screen_keys(&test, "Esc");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "reporting");
}

TEST(screen__preview__the_report_page_by_page)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "p");
	screen_golden(&test, "preview");
	screen_keys(&test, "PgDn End");
	g_assert_false(screen_has(&test, "lines 1 to"));
	screen_keys(&test, "m");
	screen_expect(&test, "Message preview");
	screen_keys(&test, "Esc");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "reporting");
}

static void open_again(struct screen_test *test)
{
	console_release(&test->console);
	console_init(&test->console, test->app, NULL);
	reporting_open(&test->console);
	console_draw(&test->console);
}

TEST(screen__draft__outlives_a_hang_up)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "Down Enter End");
	screen_type(&test, " draft Ж");
	screen_keys(&test, "Enter Tab Space");
	struct input hangup = {.type = INPUT_HANGUP};
	console_input(&test.console, &hangup);
	g_assert_true(test.console.quit);
	open_again(&test);
	screen_keys(&test, "Enter");
	g_assert_false(screen_has(&test, "draft"));
	screen_keys(&test, "Esc Down Enter");
	screen_golden(&test, "draft");
	screen_keys(&test, "Enter");
	screen_expect(&test, "Weekly SOC summary draft Ж");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "The task is saved.");
	screen_keys(&test, "Enter");
	g_assert_false(screen_has(&test, "There is a draft"));
}

TEST(screen__draft__outlives_a_crash_a_moment_after_typing)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "m End");
	screen_type(&test, ".test");
	screen_keys(&test, "Tab Tab Tab Tab Tab Tab");
	screen_type(&test, "Secret1!");
	g_assert_true(test.console.ticking);
	struct input tick = {.type = INPUT_TICK};
	console_input(&test.console, &tick);
	g_assert_false(test.console.ticking);
	open_again(&test);
	screen_keys(&test, "m");
	screen_expect(&test, "There is a draft");
	screen_keys(&test, "Enter");
	screen_expect(&test, "mail.example.com.test");
	g_assert_false(screen_has(&test, "****"));
	screen_keys(&test, "Esc Right Enter m");
	g_assert_false(screen_has(&test, "There is a draft"));
}

TEST(screen__draft__begins_anew_when_told_and_is_gone_after_quitting)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "a");
	screen_type(&test, "Half");
	struct input hangup = {.type = INPUT_HANGUP};
	console_input(&test.console, &hangup);
	open_again(&test);
	screen_keys(&test, "a Right Enter");
	g_assert_false(screen_has(&test, "Half"));
	screen_type(&test, "Other");
	struct input tick = {.type = INPUT_TICK};
	console_input(&test.console, &tick);
	screen_keys(&test, "Ctrl+Q Right Enter");
	g_assert_true(test.console.quit);
	open_again(&test);
	screen_keys(&test, "a");
	g_assert_false(screen_has(&test, "There is a draft"));
}

TEST(screen__mail__what_somebody_else_saved_is_shown_and_not_lost)
{
	autorelease(screen_test) test = {0};
	autorelease(mail_settings) settings = {0};
	GError *error = NULL;
	bool has_password = false;
	screen_open(&test, NULL, true);
	screen_keys(&test, "m Tab Ctrl+U");
	screen_type(&test, "2525");
	mail_settings_init(&settings);
	g_assert_true(mail_show(test.app, &settings, &has_password, &error));
	settings.port = 465;
	g_assert_true(mail_save(test.app, &settings, true, &error));
	test_no_error(error);
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "theirs \"465\", yours \"2525\"");
	screen_keys(&test, "Enter");
	screen_expect(&test, "2525");
	screen_keys(&test, "Ctrl+S Right Enter");
	screen_expect(&test, "mail.example.com:2525");
}

TEST(screen__wizard__what_somebody_else_saved_is_shown_and_not_lost)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, NULL, true);
	screen_keys(&test, "Enter End");
	screen_type(&test, " mine");
	autoptr(task_view) other = task_show(test.app, 1, &error);
	g_assert_true(field_set_text(field_by_name(&task_table, "subject"), &other->task, "Theirs", &error));
	g_assert_true(task_save(test.app, &other->task, &error));
	struct input change = {.type = INPUT_CHANGE};
	console_input(&test.console, &change);
	console_draw(&test.console);
	screen_expect(&test, "Somebody else changed this task");
	screen_keys(&test, "Ctrl+S");
	screen_golden(&test, "conflict");
	screen_keys(&test, "Esc");
	screen_expect(&test, "Daily overview mine");
	screen_keys(&test, "Ctrl+S Left Enter");
	screen_expect(&test, "Tasks: 5");
	autoptr(task_view) theirs = task_show(test.app, 1, &error);
	test_no_error(error);
	g_assert_cmpstr(theirs->task.subject, ==, "Theirs");
	g_assert_cmpstr(theirs->task.name, ==, "Daily overview");
}

TEST(screen__help__of_each_screen)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, NULL, true);
	screen_keys(&test, "?");
	screen_golden(&test, "help");
	screen_keys(&test, "Esc m F1");
	screen_expect(&test, "In forms");
	screen_keys(&test, "PgDn PgDn PgDn");
	screen_expect(&test, "Everywhere");
	screen_keys(&test, "Enter");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "mail");
}

TEST(screen__change__shows_at_once)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, NULL, true);
	g_assert_true(task_delete(test.app, 2, &error));
	struct input change = {.type = INPUT_CHANGE};
	console_input(&test.console, &change);
	console_draw(&test.console);
	screen_expect(&test, "Tasks: 3");
	g_assert_false(screen_has(&test, "Weekly SOC"));
}

TEST(screen__russian__main_screens)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, "ru", true);
	screen_golden(&test, "ru-reporting");
	screen_keys(&test, "a");
	screen_golden(&test, "ru-task-1");
	screen_type(&test, "Отчёт");
	screen_keys(&test, "Tab");
	screen_type(&test, "soc@example.com");
	screen_keys(&test, "Tab");
	screen_type(&test, "Отчёт");
	screen_keys(&test, "Enter");
	screen_golden(&test, "ru-task-2");
	screen_keys(&test, "Esc Right Enter m");
	screen_golden(&test, "ru-mail");
	screen_keys(&test, "F1");
	screen_golden(&test, "ru-help");
}

TEST(screen__readonly__everything_is_seen_and_nothing_changes)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, NULL, true);
	g_assert_true(licence_set(test.app, "community", &error));
	screen_keys(&test, "F5");
	screen_golden(&test, "readonly");
	screen_keys(&test, "Space");
	screen_expect(&test, "!");
	screen_keys(&test, "a r d y s");
	g_assert_cmpstr(console_top(&test.console)->screen->name, ==, "reporting");
	screen_keys(&test, "Enter");
	screen_expect(&test, "Read-only");
	screen_type(&test, "x");
	screen_keys(&test, "PgDn");
	screen_expect(&test, "Step 2 of 2");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "!");
	screen_keys(&test, "Esc m");
	screen_expect(&test, "Read-only");
	screen_expect(&test, "mail.example.com");
	screen_type(&test, "x");
	screen_keys(&test, "Esc");
	autoptr(task_view) view = task_show(test.app, 1, &error);
	test_no_error(error);
	g_assert_true(view->task.enabled);
	g_assert_cmpstr(view->task.name, ==, "Daily overview");
}
