// SPDX-License-Identifier: Apache-2.0
// A data directory with a clock that stands still and a mail server that does as it is told.
#include "app-test.h"

#include <stdarg.h>
#include <string.h>

#include "tidings/app/mail.h"
#include "tidings/app/run.h"
#include "tidings/app/task.h"
#include "tidings/model/logo.h"
#include "tidings/util/instant.h"

struct fake_mail fake_mail;

static GBytes *fake_pdf(const struct report *report, GError **error)
{
	g_assert_nonnull(report);
	if (fake_mail.break_pdf) {
		error_set(error, ERROR_BUG, "no ink");
		return NULL;
	}
	if (fake_mail.no_room) {
		error_set(error, ERROR_FULL, "no room");
		return NULL;
	}
	return g_bytes_new_static("%PDF", 4);
}

static GBytes *fake_chart(const struct report_block *chart, GError **error)
{
	(void)error;
	g_assert_nonnull(chart);
	return g_bytes_new_static("PNG", 3);
}

static GBytes *fake_compose(const struct mail_message *message, GError **error)
{
	(void)error;
	GString *text = g_string_new(NULL);
	g_string_printf(text, "Subject: %s\nMessage-ID: <%s>\n", message->subject, message->message_id);
	for (char *const *to = message->to; *to != NULL; to++)
		g_string_append_printf(text, "To: %s\n", *to);
	g_string_append_c(text, '\n');
	for (size_t i = 0; i < message->n_attachments; i++)
		g_string_append_printf(text, "Attachment: %s %0200d\n", message->attachments[i].name, 0);
	if (message->html != NULL)
		g_string_append_printf(text, "HTML: %0400d\n", 0);
	g_string_append(text, message->text);
	return g_string_free_to_bytes(text);
}

static void *fake_connect(const struct mail_settings *settings, GError **error)
{
	(void)error;
	g_assert_cmpstr(settings->server, ==, "mail.example.com");
	fake_mail.connections++;
	return &fake_mail;
}

static void fake_disconnect(void *connection)
{
	g_assert_true(connection == &fake_mail);
}

static bool is_shown(const struct delivery *delivery)
{
	return delivery->state == DELIVERY_QUEUED || delivery->state == DELIVERY_SENDING || delivery->state == DELIVERY_DEFERRED;
}

static bool fake_send(void *connection, const struct mail_job *job, enum mail_fault *ret_fault, GError **error)
{
	struct fake_mail *fake = connection;
	*ret_fault = fake->fault;
	if (fake->refuse_connection)
		return error_set(error, ERROR_NET, "connection refused");
	if (!fake->stop_before_dot) {
		for (guint i = 0; i < job->run->deliveries->len; i++)
			if (is_shown(run_delivery(job->run, i)))
				run_delivery(job->run, i)->state = DELIVERY_DOT;
		if (!job->dot(job->data, error))
			return false;
		fake->dots++;
	}
	fake->sent++;
	g_ptr_array_add(fake->messages, g_bytes_ref(job->message));
	for (guint i = 0; i < job->run->deliveries->len; i++) {
		struct delivery *delivery = run_delivery(job->run, i);
		if (!is_shown(delivery) && delivery->state != DELIVERY_DOT)
			continue;
		fake->tries++;
		bool meant = fake->only == NULL || strcmp(fake->only, delivery->recipient) == 0;
		bool large = fake->size_limit != 0 && g_bytes_get_size(job->message) > fake->size_limit;
		delivery->state = large ? DELIVERY_FAILED : meant ? fake->verdict : DELIVERY_ACCEPTED;
		delivery->code = large ? 552 : meant ? fake->code : 250;
		g_free(delivery->text);
		delivery->text = g_strdup_printf("%d said the server", delivery->code);
	}
	return true;
}

static bool fake_logo(GBytes *file, struct logo *ret_logo, GError **error)
{
	if (g_bytes_get_size(file) < 24)
		return error_set(error, ERROR_INVALID, "not a PNG");
	*ret_logo = (struct logo){.png = g_bytes_ref(file), .width = 7, .height = 5, .tone = LOGO_DARK};
	return true;
}

static char *fake_signer(const struct mail_settings *settings, int64_t now, GError **error)
{
	if (g_strcmp0(secret_text(&settings->sign_key), "right") == 0 && now > 0)
		return g_strdup_printf("signer for %s", settings->email);
	error_set_field(error, ERROR_INVALID, "sign-key", "not its key");
	return NULL;
}

static bool fake_signature(GBytes *message, const char *ca, char **ret_words)
{
	bool good = strstr(g_bytes_get_data(message, NULL), "good signature") != NULL;
	g_assert_nonnull(ca);
	*ret_words = g_strdup(good ? "signed by somebody" : "not of this content");
	return good;
}

static bool fake_test(const struct mail_settings *settings, const char *to, GBytes *message, mail_stage_fn report, void *data, GError **error)
{
	struct mail_stage_result result = {STAGE_SETTINGS, true, 1, settings->server};
	(void)error;
	g_assert_true((to == NULL) == (message == NULL));
	report(&result, data);
	return true;
}

static const struct app_operations fake_operations = {
	.pdf = fake_pdf, .chart = fake_chart, .logo = fake_logo, .compose = fake_compose, .connect = fake_connect, .disconnect = fake_disconnect,
	.send = fake_send, .signer = fake_signer, .signature = fake_signature, .test = fake_test,
};

static void drop_bytes(gpointer bytes)
{
	g_bytes_unref(bytes);
}

/* Hashes that take no time. */
static const struct password_cost cheap = {.memory_kib = 64, .passes = 1};

struct app *app_at(const char *dir, const char *instant)
{
	GError *error = NULL;
	g_autofree char *made = g_build_filename(dir, "tidings.mdb", NULL);
	struct app_options options = {.dir = dir, .operations = &fake_operations, .password_cost = &cheap, .clock.fixed = true};
	if (!g_file_test(made, G_FILE_TEST_EXISTS)) {
		g_clear_pointer(&fake_mail.messages, g_ptr_array_unref);
		fake_mail = (struct fake_mail){.verdict = DELIVERY_ACCEPTED, .code = 250, .messages = g_ptr_array_new_with_free_func(drop_bytes)};
		g_assert_true(app_create(dir, "admin", NULL, &error) || error == NULL);
	}
	test_no_error(error);
	g_assert_true(instant_from_text(instant, &options.clock.at, &error));
	struct app *app = app_open(&options, &error);
	test_no_error(error);
	return app;
}

void app_mail(struct app *app)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	const char *const values[][2] = {{"server", "mail.example.com"}, {"port", "587"}, {"connection", "starttls"}, {"email", "reports@example.com"}};
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		g_assert_true(field_set_text(field_by_name(&mail_settings_table, values[i][0]), &settings, values[i][1], &error));
	g_assert_true(mail_save(app, &settings, false, &error));
	test_no_error(error);
}

static void set(struct task *task, const char *name, const char *value)
{
	GError *error = NULL;
	bool ok = field_set_text(field_by_name(&task_table, name), task, value, &error);
	test_no_error(error);
	g_assert_true(ok);
}

uint32_t app_task(struct app *app, int enabled, ...)
{
	GError *error = NULL;
	autorelease(task) task = {0};
	task_new(app, &task);
	set(&task, "name", "Daily");
	set(&task, "recipients", "a@example.com, b@example.com");
	set(&task, "subject", "Report {date}");
	set(&task, "start", "2026-11-01T09:00");
	set(&task, "zone", "UTC");
	set(&task, "rrule", "FREQ=DAILY");
	va_list pairs;
	va_start(pairs, enabled);
	for (const char *name = va_arg(pairs, const char *); name != NULL; name = va_arg(pairs, const char *))
		set(&task, name, va_arg(pairs, const char *));
	va_end(pairs);
	task.enabled = enabled != 0;
	bool ok = task_save(app, &task, &error);
	test_no_error(error);
	g_assert_true(ok);
	return task.id;
}

bool app_never(void)
{
	return false;
}

void app_expect_next(struct app *app, uint32_t id, const char *expected)
{
	GError *error = NULL;
	autoptr(task_view) view = task_show(app, id, &error);
	test_no_error(error);
	g_autofree char *next = instant_to_text(view->next_run);
	g_assert_cmpstr(next, ==, expected);
}

void app_plan(struct app *app)
{
	GError *error = NULL;
	int recorded = 0;
	g_assert_true(run_plan_due(app, &recorded, &error));
	test_no_error(error);
}

int app_work(struct app *app)
{
	GError *error = NULL;
	int recorded = 0;
	struct run_outcome outcome = {0};
	struct run_limits limits = {.seconds = 60, .job_seconds = 60, .stop = app_never};
	bool ok = run_plan_due(app, &recorded, &error) && run_generation(app, &limits.generation, &error) && run_work(app, &limits, &outcome, &error);
	test_no_error(error);
	g_assert_true(ok);
	return outcome.failed;
}

char *app_history(struct app *app, uint32_t task)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) runs = run_list(app, task, 0, &error);
	test_no_error(error);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < runs->len; i++) {
		const struct run *run = runs->pdata[i];
		g_autofree char *when = instant_to_text(run->occurrence);
		g_string_append_printf(text, "%s%s@%.10s", i > 0 ? " " : "", enum_to_text(run_state_names, (int)run->state), when);
	}
	return g_string_free(text, FALSE);
}
