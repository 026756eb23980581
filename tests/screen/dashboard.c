// SPDX-License-Identifier: Apache-2.0
// The dashboard: its figures, what can be chosen and downloaded, and the console of an analyst.
#include "screen-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "screens/dashboard-priv.h"
#include "screens/menu-priv.h"
#include "screens/reporting-priv.h"
#include "tidings/app/account.h"
#include "tidings/app/statistics.h"
#include "tidings/app/tenant.h"
#include "tidings/util/file.h"

#define HASH "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"

static void take(struct screen_test *test, const char *lines)
{
	GError *error = NULL;
	g_autofree char *path = g_build_filename(test->dir, "events.json", NULL);
	autorelease(ingest_report) report = {0};
	const struct ingest_request request = {.format = "json"};
	g_assert_true(file_write(path, lines, strlen(lines), 0600, &error));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	g_assert_true(ingest_run(test->app, fd, "events.json", &request, &report, &error));
	test_no_error(error);
	close(fd);
	g_assert_cmpuint(report.rejected, ==, 0);
}

static void detect(GString *lines, const char *time, const char *tenant, const char *category, const char *indicator, const char *more)
{
	g_string_append_printf(lines, "{\"type\":\"detection\",\"time\":\"%s\",\"tenant\":\"%s\",\"source\":\"tcp\",\"category\":\"%s\",\"indicator\":\"%s\"%s}\n",
			       time, tenant, category, indicator, more);
}

// Two days of events: 2 000 events and five detections yesterday, 1 000 000 and ten since.
static void fill(struct screen_test *test)
{
	GError *error = NULL;
	g_autoptr(GString) lines = g_string_new(
		"{\"type\":\"incoming\",\"time\":\"2026-11-22T12:30:00Z\",\"tenant\":\"General\",\"source\":\"tcp\",\"count\":2000}\n"
		"{\"type\":\"incoming\",\"time\":\"2026-11-24T03:30:00Z\",\"tenant\":\"General\",\"source\":\"tcp\",\"count\":999000}\n"
		"{\"type\":\"incoming\",\"time\":\"2026-11-24T11:30:00Z\",\"tenant\":\"Branch\",\"source\":\"api\",\"count\":1000}\n");
	g_assert_true(tenant_add(test->app, "Branch", &error));
	test_no_error(error);
	detect(lines, "2026-11-22T11:00:00Z", "General", "Older", "old.example", "");
	for (int i = 0; i < 5; i++)
		detect(lines, "2026-11-22T13:00:00Z", "General", "Botnet C&C", "198.51.100.7", "");
	for (int i = 0; i < 6; i++)
		detect(lines, "2026-11-24T02:00:00Z", "General", "Malicious URL", "http://bad.example/a-long-path/to/what/was/seen", "");
	for (int i = 0; i < 3; i++)
		detect(lines, "2026-11-24T11:10:00Z", "Branch", "Malicious hash", HASH, "");
	detect(lines, "2026-11-24T11:20:00Z", "General", "Botnet C&C", "198.51.100.7", ",\"retroscan\":true");
	take(test, lines->str);
}

static void open_dashboard(struct screen_test *test, const char *language)
{
	screen_open(test, language, false);
	fill(test);
	screen_keys(test, "g 1");
}

TEST(dashboard__figures__beside_those_before)
{
	autorelease(screen_test) test = {0};
	open_dashboard(&test, NULL);
	screen_golden(&test, "dashboard");
	screen_expect(&test, "1 000 000");
	screen_expect(&test, "10  +100 %");
	screen_expect(&test, "Tue 24 Nov 11:00   Incoming events: 1 000   Detections: 4");
	screen_keys(&test, "i");
	screen_expect(&test, "Detections per hour");
	screen_expect(&test, "highest 6");
	screen_keys(&test, "Home");
	screen_expect(&test, "> Mon 23 Nov 12:00   Incoming events: 0   Detections: 0");
	screen_keys(&test, "End Left");
	screen_expect(&test, "> Tue 24 Nov 10:00");
}

TEST(dashboard__russian__is_russian)
{
	autorelease(screen_test) test = {0};
	open_dashboard(&test, "ru");
	screen_golden(&test, "ru-dashboard");
}

TEST(dashboard__panels__are_walked_and_shown_in_full)
{
	autorelease(screen_test) test = {0};
	open_dashboard(&test, NULL);
	screen_keys(&test, "Tab Down");
	screen_expect(&test, "> Malicious hash");
	screen_keys(&test, "Enter");
	screen_expect(&test, "3 of 10 detections, 30.0 %");
	screen_keys(&test, "Esc Tab Enter");
	screen_expect(&test, "http://bad.example/a-long-path/to/what/was/seen");
	screen_keys(&test, "Esc n");
	screen_expect(&test, "Top indicators, retroscan");
	screen_expect(&test, "> 198.51.100.7");
	screen_keys(&test, "n");
	screen_expect(&test, "Top hashes, MD5");
	screen_expect(&test, "> (none)");
	screen_keys(&test, "Enter n n Enter");
	screen_expect(&test, HASH);
	screen_keys(&test, "Esc Shift+Tab Shift+Tab");
	screen_expect(&test, "> Tue 24 Nov 11:00");
}

TEST(dashboard__table_view__has_the_same_figures)
{
	autorelease(screen_test) test = {0};
	open_dashboard(&test, NULL);
	screen_keys(&test, "v");
	screen_golden(&test, "dashboard-text");
	screen_keys(&test, "End");
	screen_expect(&test, "1 000              4  Tue 24 Nov 11:00");
}

TEST(dashboard__choice__period_and_tenants)
{
	autorelease(screen_test) test = {0};
	open_dashboard(&test, NULL);
	screen_keys(&test, "t Space Down Space");
	screen_golden(&test, "dashboard-choice");
	screen_keys(&test, "Enter Ctrl+S");
	screen_expect(&test, "Tenants: Branch");
	screen_expect(&test, "1 000");
	g_assert_false(screen_has(&test, "1 000 000"));
	screen_keys(&test, "p Space End Enter");
	screen_expect(&test, "From .. to ..");
	screen_keys(&test, "Tab");
	screen_type(&test, "2026-11-22..2026-11-23");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "Period: Sun 22 Nov 00:00 - Mon 23 Nov 00:00, UTC");
	screen_keys(&test, "t Space Up Space Enter Ctrl+S");
	screen_expect(&test, "2 000");
}

// Without a tenant the form says so and stays.
TEST(dashboard__choice__no_tenant__is_refused)
{
	autorelease(screen_test) test = {0};
	open_dashboard(&test, NULL);
	screen_keys(&test, "t Space Space Enter Ctrl+S");
	screen_expect(&test, "choose at least one");
	screen_keys(&test, "Esc Right Enter");
	screen_expect(&test, "1 000 000");
}

TEST(dashboard__download__writes_a_file_and_overwrites_none)
{
	autorelease(screen_test) test = {0};
	g_autofree char *before = g_get_current_dir();
	g_autofree char *text = NULL;
	size_t length = 0;
	GError *error = NULL;
	open_dashboard(&test, NULL);
	g_assert_cmpint(g_chdir(test.dir), ==, 0);
	screen_keys(&test, "d");
	screen_expect(&test, "report-2026-11-24.pdf");
	screen_keys(&test, "Right Right Right");
	screen_expect(&test, "report-2026-11-24.csv");
	screen_keys(&test, "Tab Ctrl+U");
	screen_type(&test, "../x.csv");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "without \"/\"");
	screen_keys(&test, "Ctrl+U");
	screen_type(&test, "mine.csv");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "The report is in \"");
	g_assert_true(file_read("mine.csv", 1 << 20, &text, &length, &error));
	g_assert_nonnull(strstr(text, "1000000"));
	screen_keys(&test, "d Tab Ctrl+U");
	screen_type(&test, "mine.csv");
	screen_keys(&test, "Ctrl+S");
	screen_expect(&test, "choose another name");
	g_assert_cmpint(g_chdir(before), ==, 0);
}

TEST(dashboard__events__come_in_while_it_is_open)
{
	autorelease(screen_test) test = {0};
	open_dashboard(&test, NULL);
	g_autoptr(GString) lines = g_string_new(NULL);
	detect(lines, "2026-11-24T11:40:00Z", "General", "New category", "new.example", "");
	take(&test, lines->str);
	struct dashboard *state = console_top(&test.console)->state;
	struct input change = {.type = INPUT_CHANGE};
	// At once when nothing came for a while; else at a tick after a rest.
	state->asked -= 2 * G_USEC_PER_SEC;
	console_input(&test.console, &change);
	console_draw(&test.console);
	screen_expect(&test, "New category");
	g_assert_false(test.console.ticking);
	console_input(&test.console, &change);
	g_assert_true(test.console.ticking && state->stale);
	state->asked -= 2 * G_USEC_PER_SEC;
	console_input(&test.console, &(struct input){.type = INPUT_TICK});
	g_assert_false(test.console.ticking || state->stale);
}

static void open_as(struct screen_test *test, int role)
{
	GError *error = NULL;
	autorelease(account) account = {0};
	screen_open(test, NULL, false);
	fill(test);
	account_init(&account);
	account.role = role;
	g_assert_true(field_set_text(field_by_name(&account_table, "login"), &account, "ann", &error));
	g_assert_true(field_set_text(field_by_name(&account_table, "tenants"), &account, "Branch", &error));
	g_assert_true(account_add(test->app, &account, NULL, &error));
	console_release(&test->console);
	app_close(test->app);
	struct app_options options = {.dir = test->dir, .as = "ann", .clock.fixed = true};
	g_assert_true(instant_from_text(SCREEN_NOW, &options.clock.at, &error));
	test->app = app_open(&options, &error);
	test_no_error(error);
	console_init(&test->console, test->app, NULL);
	home_open(&test->console);
	console_draw(&test->console);
}

// An analyst begins on the dashboard of its tenants, and has no more than that.
TEST(dashboard__analyst__has_it_as_first_page)
{
	autorelease(screen_test) test = {0};
	open_as(&test, ROLE_ANALYST);
	screen_golden(&test, "dashboard-analyst");
	g_assert_false(screen_has(&test, "Malicious URL"));
	screen_keys(&test, "g");
	screen_expect(&test, "3  About");
	g_assert_false(screen_has(&test, "Reporting"));
	screen_keys(&test, "3 2 g 1");
	g_assert_cmpuint(test.console.views->len, ==, 1);
	screen_keys(&test, "Esc q m a t");
	screen_expect(&test, "Branch");
	g_assert_false(screen_has(&test, "General"));
}

TEST(dashboard__tenant_manager__begins_on_reporting)
{
	autorelease(screen_test) test = {0};
	open_as(&test, ROLE_TENANT_MANAGER);
	screen_expect(&test, "Settings > Reporting");
}
