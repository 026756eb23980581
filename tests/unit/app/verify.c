// SPDX-License-Identifier: Apache-2.0
// Files and mails compared with the ledger.
#include "tidings/app/verify.h"

#include <string.h>

#include "../../../src/app/app-priv.h"
#include "app-test.h"

static struct verification ask(struct app *app, GBytes *bytes, const char *name)
{
	GError *error = NULL;
	struct verification found = {0};
	bool ok = report_verify(app, bytes, name, &found, &error);
	test_no_error(error);
	g_assert_true(ok);
	return found;
}

static GBytes *text_bytes(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static struct app *delivered(const char *dir, const char *formats)
{
	struct app *app = app_at(dir, "2026-11-01T08:00:00Z");
	app_mail(app);
	app_task(app, true, "formats", formats, "period", "prev-day", NULL);
	app_close(app);
	app = app_at(dir, "2026-11-01T09:00:00Z");
	g_assert_cmpint(app_work(app), ==, 0);
	g_assert_cmpuint(fake_mail.messages->len, ==, 1);
	return app;
}

TEST(verify__message__names_its_run)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = delivered(dir, "html,pdf");
	GBytes *message = fake_mail.messages->pdata[0];
	autorelease(verification) found = ask(app, message, NULL);
	g_assert_cmpint(found.state, ==, VERIFY_UNCHANGED);
	g_assert_true(found.exact);
	g_assert_cmpstr(found.name, ==, RUN_MESSAGE);
	g_assert_cmpuint(found.run.id, ==, 1);
	g_assert_cmpstr(found.sha256, ==, found.run.sha256);
}

TEST(verify__message__may_have_got_headers_on_its_way)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = delivered(dir, "html");
	gsize length = 0;
	const char *data = g_bytes_get_data(fake_mail.messages->pdata[0], &length);
	g_autofree char *text = g_strdup_printf("Received: from here\n%.*s", (int)length, data);
	g_autoptr(GBytes) received = text_bytes(text);
	autorelease(verification) found = ask(app, received, "mail.eml");
	g_assert_cmpint(found.state, ==, VERIFY_UNCHANGED);
	g_assert_false(found.exact);
}

TEST(verify__message__of_which_one_byte_differs_is_changed)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = delivered(dir, "html");
	gsize length = 0;
	const char *data = g_bytes_get_data(fake_mail.messages->pdata[0], &length);
	g_autofree char *text = g_strndup(data, length);
	text[length - 2] ^= 1;
	g_autoptr(GBytes) changed = text_bytes(text);
	autorelease(verification) found = ask(app, changed, NULL);
	g_assert_cmpint(found.state, ==, VERIFY_CHANGED);
	g_assert_cmpstr(found.name, ==, RUN_MESSAGE);
	g_assert_cmpuint(found.run.id, ==, 1);
}

TEST(verify__file__is_known_by_its_bytes_under_any_name)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = delivered(dir, "pdf");
	g_autoptr(GBytes) pdf = text_bytes("%PDF");
	static const char *const names[] = {NULL, "x.pdf", "threat-report_2026-10-31.pdf"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		autorelease(verification) found = ask(app, pdf, names[i]);
		g_assert_cmpint(found.state, ==, VERIFY_UNCHANGED);
		g_assert_cmpstr(found.name, ==, names[2]);
		g_assert_true(found.exact);
	}
}

TEST(verify__file__is_changed_by_its_name_else_unknown)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = delivered(dir, "pdf");
	g_autoptr(GBytes) other = text_bytes("%PDG");
	autorelease(verification) named = ask(app, other, "threat-report_2026-10-31.pdf");
	autorelease(verification) nameless = ask(app, other, NULL);
	g_assert_cmpint(named.state, ==, VERIFY_CHANGED);
	g_assert_cmpint(nameless.state, ==, VERIFY_UNKNOWN);
	autoptr(js) object = verification_to_json(&nameless);
	g_assert_cmpstr(js_get_text(object, "state"), ==, "unknown");
	g_assert_null(js_get_text(object, "name"));
}

TEST(verify__message__that_was_too_large_is_known_as_well)
{
	g_autofree char *dir = test_dir();
	struct app *early = app_at(dir, "2026-11-01T08:00:00Z");
	app_mail(early);
	app_task(early, true, "formats", "html,pdf,csv", NULL);
	app_close(early);
	autoptr(app) app = app_at(dir, "2026-11-01T09:00:00Z");
	fake_mail.size_limit = 1200;
	(void)app_work(app);
	g_assert_cmpuint(fake_mail.messages->len, >, 1);
	for (guint i = 0; i < fake_mail.messages->len; i += fake_mail.messages->len - 1) {
		autorelease(verification) found = ask(app, fake_mail.messages->pdata[i], NULL);
		g_assert_cmpint(found.state, ==, VERIFY_UNCHANGED);
		g_assert_cmpint(found.exact, ==, i > 0);
	}
}

/* The record as it was before contents were digested. */
TEST(verify__message__of_an_old_run_is_compared_with_the_stored_one)
{
	g_autofree char *dir = test_dir();
	autoptr(app) app = delivered(dir, "html");
	GError *error = NULL;
	autorelease(run) run = {0};
	run_init(&run);
	g_assert_true(ledger_get(app->store, 1, &run, &error));
	run_clear_digests(&run);
	g_assert_true(ledger_update(app->store, &run, &error));
	test_no_error(error);
	gsize length = 0;
	const char *data = g_bytes_get_data(fake_mail.messages->pdata[0], &length);
	g_autofree char *text = g_strdup_printf("Received: from here\n%.*s", (int)length, data);
	g_autoptr(GBytes) received = text_bytes(text);
	autorelease(verification) exact = ask(app, fake_mail.messages->pdata[0], NULL);
	autorelease(verification) found = ask(app, received, NULL);
	g_assert_true(exact.state == VERIFY_UNCHANGED && exact.exact);
	g_assert_cmpint(found.state, ==, VERIFY_UNCHANGED);
}
