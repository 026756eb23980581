// SPDX-License-Identifier: Apache-2.0
// Every screen with texts that are far too long, at every size, in both languages: nothing is cut without a mark, nothing stands over another.
#include "screen-test.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "screens/reporting-priv.h"
#include "tidings/app/account.h"
#include "tidings/app/allow.h"
#include "tidings/app/mail.h"
#include "tidings/app/ssh-key.h"
#include "tidings/app/statistics.h"
#include "tidings/app/tenant.h"
#include "tidings/util/file.h"
#include "tidings/util/safe-text.h"

#define KEY "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB4QYPDsVjHQFl+p+r2pIbwvNrYyo1ZlJtdjSV9NC0aO "
#define LONG_NAME 64
#define LONG_URL 2048

static char *repeat(const char *text, int times)
{
	GString *all = g_string_new(NULL);
	for (int i = 0; i < times; i++)
		g_string_append(all, text);
	return g_string_free(all, FALSE);
}

static char *long_url(void)
{
	g_autofree char *path = g_strnfill(LONG_URL, 'u');
	memcpy(path, "http://bad.example/", strlen("http://bad.example/"));
	return g_steal_pointer(&path);
}

static char *long_domain(void)
{
	g_autofree char *label = g_strnfill(60, 'd');
	return g_strdup_printf("%s.%s.%s.example", label, label, label);
}

static void add_accounts(struct app *app)
{
	GError *error = NULL;
	g_autofree char *login = g_strnfill(LONG_NAME, 'l');
	g_autofree char *full_name = repeat("日本", 127);
	g_autofree char *comment = g_strnfill(200, 'c');
	g_autofree char *key = g_strconcat(KEY, comment, NULL);
	autorelease(account) account = {0};
	account_init(&account);
	account.role = ROLE_TENANT_MANAGER;
	g_assert_true(field_set_text(field_by_name(&account_table, "login"), &account, login, &error));
	g_assert_true(field_set_text(field_by_name(&account_table, "full-name"), &account, full_name, &error));
	g_assert_true(account_add(app, &account, NULL, &error));
	g_assert_true(account_key_add(app, login, key, &error));
	test_no_error(error);
}

static void add_tasks(struct app *app)
{
	g_autofree char *latin = g_strnfill(LONG_NAME, 'W');
	g_autofree char *wide = repeat("日", LONG_NAME);
	g_autofree char *marked = repeat("e\xcc\x81", LONG_NAME);
	g_autofree char *domain = long_domain();
	g_autofree char *many = g_strdup_printf("first@%s, second@%s, third@%s, fourth@%s", domain, domain, domain, domain);
	const char *rule = "FREQ=MONTHLY;BYDAY=1MO,2TU,3WE,4TH,-1FR;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYHOUR=0,1,2,3,4,5,6,7,8;BYMINUTE=0,15,30";
	(void)app_task(app, true, "name", latin, "subject", latin, "recipients", many, "text", latin, "zone", "America/Argentina/ComodRivadavia",
		       "rrule", rule, NULL);
	(void)app_task(app, true, "name", wide, "recipients", many, NULL);
	(void)app_task(app, false, "name", marked, "recipients", "a@example.com", "zone", "Europe/Moscow", "rrule", "FREQ=YEARLY", NULL);
}

// The mails have gone to a server that the test knows; what is shown from now on is another.
static void add_mail(struct app *app)
{
	GError *error = NULL;
	bool has_password = false;
	autorelease(mail_settings) settings = {0};
	g_autofree char *server = long_domain();
	g_autofree char *email = g_strdup_printf("reports@%s", server);
	mail_settings_init(&settings);
	g_assert_true(mail_show(app, &settings, &has_password, &error));
	g_assert_true(field_set_text(field_by_name(&mail_settings_table, "server"), &settings, server, &error));
	g_assert_true(field_set_text(field_by_name(&mail_settings_table, "email"), &settings, email, &error));
	if (!mail_save(app, &settings, true, &error))
		test_no_error(error);
}

static void add_events(struct app *app, const char *dir)
{
	GError *error = NULL;
	g_autofree char *url = long_url();
	g_autofree char *category = g_strnfill(LONG_NAME, 'C');
	g_autofree char *path = g_build_filename(dir, "events.json", NULL);
	g_autoptr(GString) lines = g_string_new("{\"type\":\"incoming\",\"time\":\"2026-11-24T03:30:00Z\",\"tenant\":\"General\",\"source\":\"tcp\",\"count\":999000999}\n");
	for (int i = 0; i < 12; i++)
		g_string_append_printf(lines, "{\"type\":\"detection\",\"time\":\"2026-11-24T0%d:00:00Z\",\"tenant\":\"General\",\"source\":\"tcp\",\"category\":\"%s%d\",\"indicator\":\"%s%d\"}\n",
				       i % 10, category, i, url, i);
	autorelease(ingest_report) report = {0};
	const struct ingest_request request = {.format = "json"};
	g_assert_true(file_write(path, lines->str, lines->len, 0600, &error));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	g_assert_true(ingest_run(app, fd, "events.json", &request, &report, &error));
	test_no_error(error);
	close(fd);
	if (report.rejected > 0)
		g_error("%s", report.first_reason);
}

static void add_all(struct app *app, const char *dir)
{
	GError *error = NULL;
	g_autofree char *tenant = repeat("日", LONG_NAME);
	g_autofree char *domain = long_domain();
	app_mail(app);
	add_tasks(app);
	g_assert_true(tenant_add(app, tenant, &error));
	g_assert_true(allow_add(app, domain, &error));
	g_assert_true(allow_add(app, "example.com", &error));
	test_no_error(error);
	add_accounts(app);
	add_events(app, dir);
	fake_mail.verdict = DELIVERY_FAILED;
	fake_mail.code = 550;
}

/* From the Reporting page to a screen, and how many Tabs or Downs go through it. long_texts: each place gets a text as well. */
struct route {
	const char *keys, *step;
	int steps;
	bool long_texts;
};

static const struct route routes[] = {
	{"", "Down", 3, false},
	{"Space d", "Right", 1, false},
	{"c", "Down", 7, false},
	{"/", "Left", 1, true},
	{"?", "Down", 30, false},
	{"x", "Down", 30, false},
	{"p", "PgDn", 5, false},
	{"p m", "PgDn", 3, false},
	{"Down h", "Down", 3, false},
	{"Down h Enter", "PgDn", 3, false},
	{"Down h s", "Right", 1, false},
	{"t", "s", 1, false},
	{"m", "Tab", 18, false},
	{"m", "Tab", 18, true},
	{"m Ctrl+S", "Tab", 18, false},
	{"a", "Tab", 24, true},
	{"a PgDn", "Tab", 24, false},
	{"Enter", "Tab", 24, false},
	{"Enter PgDn", "Tab", 45, false},
	{"Enter Tab Tab Tab Tab Space", "Down", 10, false},
	{"a F6", "Tab", 14, true},
	{"Enter F6", "Tab", 20, false},
	{"Enter F6 Space", "Down", 10, false},
	{"g", "Down", 9, false},
	{"g 1", "Tab", 4, false},
	{"g 1 Tab Tab", "Down", 6, false},
	{"g 1 i v", "Down", 12, false},
	{"g 1 p", "Tab", 6, true},
	{"g 1 t", "Tab", 6, false},
	{"g 1 d", "Tab", 4, true},
	{"g 4", "Down", 2, false},
	{"g 4 a", "Tab", 10, true},
	{"g 4 Down Enter", "Tab", 10, false},
	{"g 4 Down d", "Right", 1, false},
	{"g 4 Down k", "Down", 1, false},
	{"g 4 Down k a", "Tab", 3, true},
	{"g 5", "Down", 2, false},
	{"g 5 a", "Tab", 3, true},
	{"g 6", "Down", 2, false},
	{"g 6 a", "Tab", 3, true},
	{"g 7", "Down", 2, false},
	{"g 8", "Down", 12, false},
	{"g 8 Enter", "PgDn", 2, false},
	{"g 9", "PgDn", 2, false},
};

static void walk(struct screen_test *test, const struct route *route, const char *text, GHashTable *seen)
{
	if (*route->keys != '\0')
		screen_keys(test, route->keys);
	for (int i = 0; i < route->steps && test->console.views->len > 0; i++) {
		g_hash_table_add(seen, g_strdup(console_top(&test->console)->screen->name));
		if (route->long_texts)
			screen_paste(test, text);
		screen_keys(test, route->step);
	}
	if (route->long_texts)
		screen_keys(test, "Ctrl+S");

}

static void walk_all(const char *language)
{
	static const struct {
		int rows, columns;
	} sizes[] = {{24, 80}, {20, 60}, {40, 120}, {10, 40}, {20, 79}, {24, 61}};
	static const char *const screens[] = {
		"account", "accounts", "allow", "audit", "columns", "dashboard", "dashboard-choice", "dashboard-download", "domain", "filter", "help",
		"history", "key", "keys", "licence", "mail", "menu", "preview", "question", "reading", "recurrence", "reporting", "run", "task-1",
		"task-2", "tenant", "tenants", "test",
	};
	autorelease(screen_test) test = {0};
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *url = long_url();
	g_autofree char *wide = repeat("日e\xcc\x81", LONG_NAME);
	screen_open_filled(&test, language, add_all);
	screen_enter(&test);
	add_mail(test.app);
	for (size_t size = 0; size < G_N_ELEMENTS(sizes); size++) {
		for (size_t i = 0; i < G_N_ELEMENTS(routes); i++) {
			console_release(&test.console);
			console_init(&test.console, test.app, language);
			reporting_open(&test.console);
			screen_resize(&test, sizes[size].rows, sizes[size].columns);
			walk(&test, &routes[i], i % 2 == 0 ? url : wide, seen);
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(screens); i++)
		if (!g_hash_table_contains(seen, screens[i]))
			g_error("the screen \"%s\" was not walked through", screens[i]);
	// Too small to be drawn: one line says so, wholly.
	g_assert_cmpint(text_columns(console_text(&test.console, "needs at least %dx%d")), <=, 40);
}

TEST(screen__cuts__english)
{
	walk_all(NULL);
}

TEST(screen__cuts__russian)
{
	walk_all("ru");
}
