// SPDX-License-Identifier: Apache-2.0
// The Russian pass: every screen that has a golden in English has one in Russian.
#include "screen-test.h"

#include <string.h>

#include "screens/reporting-priv.h"
#include "screens/sign-in-priv.h"
#include "tidings/app/account.h"
#include "tidings/app/allow.h"
#include "tidings/app/sign-in.h"
#include "tidings/app/task.h"
#include "tidings/app/tenant.h"
#include "tidings/app/upkeep.h"

#define KEY "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB4QYPDsVjHQFl+p+r2pIbwvNrYyo1ZlJtdjSV9NC0aO anna@example"
#define PASSWORD "Corr3ct-horse"

/* A state of a screen: keys and a text typed after them, each as often as there is one. */
struct state {
	const char *golden;
	bool tasks;
	const char *keys[3], *texts[3];
};

static void show(const struct state *state)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, "ru", state->tasks);
	g_assert_true(tenant_add(test.app, "Филиал", &error));
	g_assert_true(allow_add(test.app, "example.com", &error));
	test_no_error(error);
	for (size_t i = 0; i < G_N_ELEMENTS(state->keys); i++) {
		if (state->keys[i] != NULL)
			screen_keys(&test, state->keys[i]);
		if (state->texts[i] != NULL)
			screen_paste(&test, state->texts[i]);
	}
	screen_golden(&test, state->golden);
}

static void show_all(const struct state *states, size_t n)
{
	for (size_t i = 0; i < n; i++)
		show(&states[i]);
}

TEST(russian__reporting__looks_as_in_its_texts)
{
	static const struct state states[] = {
		{"ru-reporting-empty", false, {NULL}, {NULL}},
		{"ru-question", true, {"d"}, {NULL}},
		{"ru-columns", true, {"c Down Down Space"}, {NULL}},
		{"ru-history", true, {"h"}, {NULL}},
		{"ru-run", true, {"h Enter"}, {NULL}},
		{"ru-preview", true, {"p"}, {NULL}},
		{"ru-explain", true, {"Down x"}, {NULL}},
		{"ru-test", true, {"t"}, {NULL}},
	};
	show_all(states, G_N_ELEMENTS(states));
}

TEST(russian__forms__look_as_in_their_texts)
{
	static const struct state states[] = {
		{"ru-mail-empty", false, {"m"}, {NULL}},
		{"ru-mail-faults", false, {"m", "Tab Ctrl+U", "Ctrl+S"}, {"почта", "70000", NULL}},
		{"ru-task-1-fault", true, {"a", "Tab", "PgDn"}, {"Отчёт", "ciso@example.com никто", NULL}},
		{"ru-task-1-zones", true, {"a Tab Tab Tab Tab Right Right Tab Tab Space Tab Tab Space Tab Tab Tab Tab Tab Tab Tab"}, {"mosc"}},
		{"ru-task-1-weekly", true, {"a Tab Tab Tab Tab Right Right Tab Tab Space Tab Tab Space Tab Tab Tab Tab Tab Tab Tab", "Enter"}, {"mosc", NULL}},
		{"ru-account-edit", false, {"g 4 Enter"}, {NULL}},
		{"ru-key-new", false, {"g 4 k a"}, {KEY}},
		{"ru-keys", false, {"g 4 k a", "Ctrl+S"}, {KEY, NULL}},
		{"ru-tenant-new", false, {"g 5 a"}, {"Филиал 2"}},
		{"ru-domain-new", false, {"g 6 a"}, {"нет"}},
		{"ru-dashboard-choice", false, {"g 1 t"}, {NULL}},
	};
	show_all(states, G_N_ELEMENTS(states));
}

TEST(russian__administration__looks_as_in_its_texts)
{
	static const struct state states[] = {
		{"ru-tenants", false, {"g 5 Down"}, {NULL}},
		{"ru-allow", false, {"g 6"}, {NULL}},
		{"ru-licence", false, {"g 7"}, {NULL}},
		{"ru-audit-entry", false, {"g 8 Enter"}, {NULL}},
		{"ru-dashboard-text", false, {"g 1 v"}, {NULL}},
	};
	show_all(states, G_N_ELEMENTS(states));
}

TEST(russian__readonly__says_why_nothing_changes)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, "ru", true);
	g_assert_true(licence_set(test.app, "community", &error));
	test_no_error(error);
	screen_keys(&test, "F5");
	screen_golden(&test, "ru-readonly");
}

TEST(russian__conflict__shows_both)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	screen_open(&test, "ru", true);
	screen_keys(&test, "Enter End");
	screen_type(&test, " мой");
	autoptr(task_view) other = task_show(test.app, 1, &error);
	g_assert_true(field_set_text(field_by_name(&task_table, "subject"), &other->task, "Их", &error));
	g_assert_true(task_save(test.app, &other->task, &error));
	test_no_error(error);
	screen_keys(&test, "Ctrl+S");
	screen_golden(&test, "ru-conflict");
}

TEST(russian__draft__is_offered)
{
	autorelease(screen_test) test = {0};
	screen_open(&test, "ru", true);
	screen_keys(&test, "a");
	screen_type(&test, "Половина");
	console_hang_up(&test.console);
	console_release(&test.console);
	console_init(&test.console, test.app, "ru");
	reporting_open(&test.console);
	screen_keys(&test, "a");
	screen_golden(&test, "ru-draft");
}

TEST(russian__sign_in__and_the_lock)
{
	autorelease(screen_test) test = {0};
	GError *error = NULL;
	autorelease(account) admin = {0};
	autorelease(secret) password = {0};
	screen_open(&test, "ru", true);
	secret_set(&password, PASSWORD, strlen(PASSWORD));
	g_assert_true(account_show(test.app, "admin", &admin, &error));
	g_assert_true(account_edit(test.app, &admin, &password, &error));
	test_no_error(error);
	sign_in_idle(&test.console);
	screen_golden(&test, "ru-locked");
	screen_type(&test, PASSWORD);
	screen_keys(&test, "Enter");
	screen_expect(&test, "Daily overview");
	session_sign_out(test.app);
	g_ptr_array_set_size(test.console.views, 0);
	sign_in_open(&test.console);
	screen_golden(&test, "ru-sign-in");
}
