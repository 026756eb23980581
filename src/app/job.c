// SPDX-License-Identifier: Apache-2.0
// Jobs for tidings-sender: both ends of the pipe.
#include "tidings/app/job.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app-priv.h"
#include "letter-priv.h"
#include "tidings/app/report.h"
#include "tidings/model/logo.h"
#include "tidings/util/error.h"

#define LINE_MAX_BYTES (1 << 20)
#define ANSWER_MAX (256 << 20)
#define POLL_MS 100

/* ---- the asking end ---- */

struct child {
	GPid pid;
	int in, out;
	int status;
	bool reaped;
};

static void child_release(struct child *child)
{
	if (child->in >= 0)
		close(child->in);
	if (child->out >= 0)
		close(child->out);
	if (child->pid > 0 && !child->reaped) {
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
}
AUTORELEASE_DEFINE(child, child_release)

static bool child_start(struct app *app, struct child *ret_child, GError **error)
{
	const char *argv[] = {app->sender, "--data", app->dir, "--as", app->account.login, "--mode", enum_to_text(mode_names, (int)app->mode),
			      "--job", app->tenant != NULL ? "--tenant" : NULL, app->tenant, NULL};
	if (app->sender == NULL)
		return error_set(error, ERROR_BUG, "the path of tidings-sender is not known");
	if (!g_spawn_async_with_pipes(NULL, (char **)(uintptr_t)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &ret_child->pid,
				      &ret_child->in, &ret_child->out, NULL, error)) {
		g_prefix_error(error, "while starting \"%s\": ", app->sender);
		return false;
	}
	return true;
}

static bool write_all(int fd, const char *data, size_t length, GError **error)
{
	while (length > 0) {
		ssize_t n = write(fd, data, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set_errno(error, errno, "while handing the job to the worker");
		data += n;
		length -= (size_t)n;
	}
	return true;
}

static bool send_request(struct child *child, const struct js *request, GError **error)
{
	g_autofree char *text = js_to_text(request);
	bool sent = write_all(child->in, text, strlen(text), error) && write_all(child->in, "\n", 1, error);
	secret_wipe(text, strlen(text));
	return sent;
}

/* Waits for bytes; false with error when cancelled. At the end of the answer *ret_end is set. */
static bool read_more(struct child *child, const struct job_call *call, GByteArray *buffer, bool *ret_end, GError **error)
{
	struct pollfd fd = {.fd = child->out, .events = POLLIN};
	while (poll(&fd, 1, POLL_MS) <= 0) {
		if (call->cancel != NULL && call->cancel(call->data))
			return error_set(error, ERROR_TIMEOUT, "stopped");
	}
	guint8 chunk[65536];
	ssize_t n = read(child->out, chunk, sizeof chunk);
	if (n < 0 && errno != EINTR)
		return error_set_errno(error, errno, "while reading the worker's answer");
	*ret_end = n == 0;
	if (n > 0)
		g_byte_array_append(buffer, chunk, (guint)n);
	if (buffer->len > ANSWER_MAX)
		return error_set(error, ERROR_LIMIT, "the worker's answer is longer than %d bytes", ANSWER_MAX);
	return true;
}

struct answer {
	bool done, ok;
	int64_t bytes; /* that follow */
};

/* The worker's error becomes ours, with code and field. */
static void take_error(const struct js *line, GError **error)
{
	const struct js *said = js_get(line, "error");
	const char *message = js_get_text(said, "message");
	const char *field = js_get_text(said, "field");
	int64_t code = js_get_int(said, "code", ERROR_BUG);
	if (code < ERROR_INVALID || code > ERROR_BUG)
		code = ERROR_BUG;
	if (field != NULL)
		error_set_field(error, (enum error_code)code, field, "%s", message != NULL ? message : "the worker failed without a reason");
	else
		error_set(error, (enum error_code)code, "%s", message != NULL ? message : "the worker failed without a reason");
}

/* Takes whole lines off the buffer until the one with "done". */
static bool take_lines(const struct job_call *call, GByteArray *buffer, struct answer *answer, GError **error)
{
	for (;;) {
		guint8 *end = answer->done || buffer->len == 0 ? NULL : memchr(buffer->data, '\n', buffer->len);
		if (end == NULL)
			return answer->done || buffer->len < LINE_MAX_BYTES || error_set(error, ERROR_LIMIT, "the worker's answer has an endless line");
		size_t length = (size_t)(end - buffer->data);
		autoptr(js) line = js_parse((const char *)buffer->data, length, error);
		if (line == NULL)
			return false;
		g_byte_array_remove_range(buffer, 0, (guint)length + 1);
		if (js_get(line, "done") != NULL) {
			answer->done = true;
			answer->ok = js_get_bool(line, "ok", false);
			answer->bytes = js_get_int(line, "bytes", 0);
			if (!answer->ok)
				take_error(line, error);
		} else if (call->line != NULL) {
			call->line(line, call->data);
		}
	}
}

bool job_call(struct app *app, const struct job_call *call, GByteArray **ret_rest, GError **error)
{
	autorelease(child) child = {.in = -1, .out = -1};
	struct answer answer = {0};
	bool end = false;
	if (!child_start(app, &child, error) || !send_request(&child, call->request, error))
		return false;
	close(child.in); /* there is no second one */
	child.in = -1;
	g_autoptr(GByteArray) buffer = g_byte_array_new();
	while (!end) {
		if (!read_more(&child, call, buffer, &end, error) || !take_lines(call, buffer, &answer, error))
			return false;
		if (answer.done && !answer.ok)
			return false;
	}
	while (waitpid(child.pid, &child.status, 0) < 0 && errno == EINTR)
		;
	child.reaped = true;
	if (!answer.done)
		return error_set(error, ERROR_IO, "the worker ended without an answer: it died, or took too much memory or time");
	if (ret_rest != NULL)
		*ret_rest = g_steal_pointer(&buffer);
	return true;
}

struct job_worker {
	struct child child;
};

struct job_worker *job_worker_new(struct app *app, GError **error)
{
	struct job_worker *worker = g_new0(struct job_worker, 1);
	worker->child = (struct child){.in = -1, .out = -1};
	if (child_start(app, &worker->child, error))
		return worker;
	job_worker_free(worker);
	return NULL;
}

void job_worker_free(struct job_worker *worker)
{
	if (worker != NULL)
		child_release(&worker->child);
	g_free(worker);
}

bool job_worker_ask(struct job_worker *worker, const struct job_call *call, GBytes **ret_bytes, GError **error)
{
	struct answer answer = {0};
	bool end = false;
	g_autoptr(GByteArray) buffer = g_byte_array_new();
	if (!send_request(&worker->child, call->request, error))
		return false;
	while (!answer.done || buffer->len < answer.bytes) {
		if (end)
			return error_set(error, ERROR_IO, "the process that builds reports ended: it died, or took too much memory or time");
		if (!read_more(&worker->child, call, buffer, &end, error) || !take_lines(call, buffer, &answer, error))
			return false;
	}
	if (answer.ok)
		*ret_bytes = g_byte_array_free_to_bytes(g_steal_pointer(&buffer));
	return answer.ok;
}

/* ---- the serving end ---- */

struct job {
	const char *name;
	bool network; /* it is for the network that it is done; what is not is done without one */
	/* Does it; bytes for the asking end go to *ret_bytes. */
	bool (*run)(struct app *app, const struct js *request, FILE *out, GBytes **ret_bytes, GError **error);
};

void job_set_record(struct js *request, const char *name, const struct field_table *table, const void *record)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fields_encode(table, record, bytes);
	g_autofree char *coded = g_base64_encode(bytes->data, bytes->len);
	js_set_text(request, name, coded);
}

static bool decode_record(const struct js *request, const char *name, const struct field_table *table, void *record, GError **error)
{
	const char *coded = js_get_text(request, name);
	gsize length = 0;
	g_autofree guchar *bytes = coded != NULL ? g_base64_decode(coded, &length) : NULL;
	if (bytes == NULL)
		return error_set(error, ERROR_BUG, "the job has no member \"%s\"", name);
	return fields_decode(table, record, bytes, length, error);
}

static void take_secret(const struct js *request, const char *name, struct secret *secret)
{
	const char *text = js_get_text(request, name);
	if (text != NULL)
		secret_set(secret, text, strlen(text));
}

static bool decode_settings(const struct js *request, struct mail_settings *settings, GError **error)
{
	if (!decode_record(request, "settings", &mail_settings_table, settings, error))
		return false;
	take_secret(request, "password", &settings->password);
	take_secret(request, "sign_key", &settings->sign_key);
	return true;
}

static void put_line(FILE *out, const struct js *line)
{
	g_autofree char *text = js_to_text(line);
	fprintf(out, "%s\n", text);
	fflush(out);
}

static void put_stage(const struct mail_stage_result *result, void *data)
{
	autoptr(js) line = js_object();
	js_set_text(line, "stage", enum_to_text(mail_stage_names, (int)result->stage));
	js_set_bool(line, "ok", result->ok);
	js_set_int(line, "ms", result->milliseconds);
	js_set_text(line, "detail", result->detail);
	put_line(data, line);
}

/* A short message that says what it is. */
static GBytes *test_message(struct app *app, const struct mail_settings *settings, const char *to, GError **error)
{
	const char *recipients[] = {to, NULL};
	g_autofree char *when = instant_to_text(app_now(app));
	g_autofree char *id = g_strdup_printf("test.%" G_GINT64_FORMAT ".%08x%08x@tidings", app_now(app), g_random_int(), g_random_int());
	g_autofree char *text = g_strdup_printf("This is the test message of Tidings, sent at %s.\nThe connection to %s works.\n", when, settings->server);
	struct mail_message message = {.from = settings->email, .to = (char *const *)(uintptr_t)recipients, .subject = "Tidings: test message",
				       .date = app_now(app), .message_id = id, .text = text, .sign_certificate = settings->sign_certificate,
				       .sign_key = &settings->sign_key};
	return app->operations->compose(&message, error);
}

static bool run_mail_test(struct app *app, const struct js *request, FILE *out, GBytes **ret_bytes, GError **error)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	(void)ret_bytes;
	if (!decode_settings(request, &settings, error))
		return false;
	const char *to = js_get_text(request, "to");
	g_autoptr(GBytes) message = to != NULL ? test_message(app, &settings, to, error) : NULL;
	return (to == NULL || message != NULL) && app->operations->test(&settings, to, message, put_stage, out, error);
}

static bool run_signer(struct app *app, const struct js *request, FILE *out, GBytes **ret_bytes, GError **error)
{
	autorelease(mail_settings) settings = {0};
	(void)ret_bytes;
	mail_settings_init(&settings);
	if (!decode_settings(request, &settings, error))
		return false;
	g_autofree char *words = app->operations->signer(&settings, app_now(app), error);
	if (words == NULL)
		return false;
	autoptr(js) line = js_object();
	js_set_text(line, "words", words);
	put_line(out, line);
	return true;
}

static bool run_signature(struct app *app, const struct js *request, FILE *out, GBytes **ret_bytes, GError **error)
{
	const char *coded = js_get_text(request, "message");
	gsize length = 0;
	(void)ret_bytes;
	if (coded == NULL)
		return error_set(error, ERROR_BUG, "the job has no message");
	guchar *data = g_base64_decode(coded, &length);
	g_autoptr(GBytes) message = g_bytes_new_take(data, length);
	g_autofree char *words = NULL;
	autoptr(js) line = js_object();
	js_set_bool(line, "good", app->operations->signature(message, js_get_text(request, "ca"), &words));
	js_set_text(line, "words", words);
	put_line(out, line);
	return true;
}

static bool run_logo(struct app *app, const struct js *request, FILE *out, GBytes **ret_bytes, GError **error)
{
	const char *coded = js_get_text(request, "file");
	gsize length = 0;
	(void)out;
	if (coded == NULL)
		return error_set(error, ERROR_BUG, "the job has no file");
	guchar *data = g_base64_decode(coded, &length);
	g_autoptr(GBytes) file = g_bytes_new_take(data, length);
	autorelease(logo) logo = {0};
	if (!app->operations->logo(file, &logo, error))
		return false;
	g_autoptr(GByteArray) record = g_byte_array_new();
	logo_encode(&logo, record);
	*ret_bytes = g_byte_array_free_to_bytes(g_steal_pointer(&record));
	return true;
}

static bool run_report(struct app *app, const struct js *request, FILE *out, GBytes **ret_bytes, GError **error)
{
	autorelease(task) task = {0};
	task_init(&task);
	(void)out;
	if (!decode_record(request, "task", &task_table, &task, error))
		return false;
	task.id = (uint32_t)js_get_int(request, "id", 0);
	int format = enum_from_text(report_format_names, js_get_text(request, "format"));
	if (format < 0)
		return error_set(error, ERROR_BUG, "the job names no known format");
	*ret_bytes = report_build(app, &task, js_get_int(request, "at", app_now(app)), (enum report_format)format, error);
	return *ret_bytes != NULL;
}

void js_set_run(struct js *object, const struct run *run)
{
	g_autoptr(GByteArray) record = g_byte_array_new();
	run_encode(run, record);
	g_autofree char *coded = g_base64_encode(record->data, record->len);
	js_set_text(object, "run", coded);
}

bool js_get_run(const struct js *object, struct run *run, GError **error)
{
	const char *coded = js_get_text(object, "run");
	gsize length = 0;
	g_autofree guchar *bytes = coded != NULL ? g_base64_decode(coded, &length) : NULL;
	return bytes != NULL ? run_decode(run, bytes, length, error) : error_set(error, ERROR_BUG, "the job has no run");
}

/* The message of a run, and the run with its Message-ID and digests. */
static bool run_letter(struct app *app, const struct js *request, FILE *out, GBytes **ret_bytes, GError **error)
{
	autorelease(task) task = {0};
	autorelease(run) run = {0};
	autorelease(mail_settings) settings = {0};
	task_init(&task);
	run_init(&run);
	mail_settings_init(&settings);
	int64_t size = js_get_int(request, "size", LETTER_WHOLE);
	if (!decode_record(request, "task", &task_table, &task, error) || !js_get_run(request, &run, error) ||
	    !store_mail_get(app->store, &settings, error))
		return false;
	if (size < LETTER_WHOLE || size >= LETTER_SIZES)
		return error_set(error, ERROR_BUG, "the job names no known size");
	task.id = run.task;
	*ret_bytes = letter_compose(app, &task, &run, &settings, (enum letter_size)size, error);
	if (*ret_bytes == NULL)
		return false;
	autoptr(js) line = js_object();
	js_set_run(line, &run);
	put_line(out, line);
	return true;
}

static const struct job jobs[] = {
	{"letter", false, run_letter},
	{"logo", false, run_logo},
	{"mail-test", true, run_mail_test},
	{"report", false, run_report},
	{"signature", false, run_signature},
	{"signer", false, run_signer},
};

static void put_done(FILE *out, GBytes *bytes, const GError *error)
{
	autoptr(js) line = js_object();
	js_set_bool(line, "done", true);
	js_set_bool(line, "ok", error == NULL);
	js_set_int(line, "bytes", bytes != NULL ? (int64_t)g_bytes_get_size(bytes) : 0);
	if (error != NULL) {
		struct js *said = js_object();
		js_set_int(said, "code", error->domain == TIDINGS_ERROR ? error->code : ERROR_BUG);
		js_set_text(said, "field", error_field(error));
		js_set_text(said, "message", error->message);
		js_set(line, "error", said);
	}
	put_line(out, line);
}

struct serving {
	struct app *app;
	FILE *out;
	bool isolated;
};

static bool isolate(struct serving *serving, GError **error)
{
	bool (*isolate_now)(GError **) = serving->app->operations->isolate;
	if (!serving->isolated && isolate_now != NULL && !isolate_now(error))
		return false;
	serving->isolated = true;
	return true;
}

static bool run_job(struct serving *serving, const char *text, size_t length, GBytes **ret_bytes, GError **error)
{
	autoptr(js) request = js_parse(text, length, error);
	if (request == NULL)
		return false;
	const char *name = js_get_text(request, "job");
	for (size_t i = 0; i < G_N_ELEMENTS(jobs); i++)
		if (g_strcmp0(name, jobs[i].name) == 0)
			return (jobs[i].network || isolate(serving, error)) && jobs[i].run(serving->app, request, serving->out, ret_bytes, error);
	return error_set(error, ERROR_BUG, "unknown job \"%s\"", name != NULL ? name : "");
}

static bool serve(struct serving *serving, char *text, size_t length, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GBytes) bytes = NULL;
	if (length > 0)
		(void)run_job(serving, text, length, &bytes, &failure);
	else
		error_set(&failure, ERROR_BUG, "no job was given");
	put_done(serving->out, bytes, failure);
	if (bytes != NULL)
		fwrite(g_bytes_get_data(bytes, NULL), 1, g_bytes_get_size(bytes), serving->out);
	return (fflush(serving->out) == 0 && !ferror(serving->out)) || error_set_errno(error, errno, "while answering");
}

bool job_serve(struct app *app, FILE *in, FILE *out, GError **error)
{
	struct serving serving = {app, out, false};
	char *text = NULL;
	size_t size = 0;
	ssize_t length = getline(&text, &size, in);
	bool ok = true;
	do {
		ok = serve(&serving, text, (size_t)MAX(length, 0), error);
		if (text != NULL)
			secret_wipe(text, size);
		length = ok ? getline(&text, &size, in) : -1;
	} while (length > 0);
	free(text);
	return ok;
}
