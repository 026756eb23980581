// SPDX-License-Identifier: Apache-2.0
// Drives the mail layer for the test scripts: mail-probe send|test|build OPTION..., one JSON object a line.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "tidings/mail/message.h"
#include "tidings/mail/test.h"
#include "tidings/mail/transport.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"
#include "tidings/util/json.h"

#define INPUT_MAX (64 << 20)

struct options {
	char *server, *connection, *login, *password, *email, *ca, *message, *dir, *mechanism, *token_file, *token_command;
	char **to;
	int port, times;
	gboolean plain_login, refuse_dot;
};

static void options_release(struct options *o)
{
	char *texts[] = {o->server, o->connection, o->login, o->password, o->email, o->ca, o->message, o->dir, o->mechanism, o->token_file, o->token_command};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	g_strfreev(o->to);
}
AUTORELEASE_DEFINE(options, options_release)

static void print_line(struct js *object)
{
	g_autofree char *text = js_to_text(object);
	puts(text);
	fflush(stdout);
}

static void set_error_members(struct js *object, const GError *error)
{
	if (error == NULL)
		return;
	js_set_int(object, "error", error->code);
	js_set_text(object, "message", error->message);
	js_set_text(object, "field", error_field(error));
}

static void fill_settings(const struct options *o, struct mail_settings *settings)
{
	mail_settings_init(settings);
	g_free(settings->server);
	settings->server = g_strdup(o->server != NULL ? o->server : "127.0.0.1");
	settings->port = o->port;
	settings->connection = enum_from_text(mail_connection_names, o->connection != NULL ? o->connection : "none");
	g_free(settings->login);
	settings->login = g_strdup(o->login != NULL ? o->login : "");
	if (o->password != NULL)
		secret_set(&settings->password, o->password, strlen(o->password));
	g_free(settings->email);
	settings->email = g_strdup(o->email != NULL ? o->email : "reports@example.org");
	g_free(settings->ca);
	settings->ca = g_strdup(o->ca != NULL ? o->ca : "");
	settings->mechanism = o->mechanism != NULL ? enum_from_text(mail_mechanism_names, o->mechanism) : MECHANISM_AUTO;
	g_free(settings->token_file);
	settings->token_file = g_strdup(o->token_file != NULL ? o->token_file : "");
	g_free(settings->token_command);
	settings->token_command = g_strdup(o->token_command != NULL ? o->token_command : "");
	settings->plain_login = o->plain_login;
}

static GBytes *read_message(const struct options *o)
{
	char *data = NULL;
	size_t length = 0;
	g_autoptr(GError) error = NULL;
	if (o->message == NULL)
		return g_bytes_new_static("Subject: probe\r\n\r\n.dot first\r\nbody\r\n", 36);
	if (!file_read(o->message, INPUT_MAX, &data, &length, &error)) {
		fprintf(stderr, "mail-probe: %s\n", error->message);
		exit(2);
	}
	return g_bytes_new_take(data, length);
}

struct dots {
	struct run *run;
	int count, marked;
	bool refuse;
};

static bool on_dot(void *data, GError **error)
{
	struct dots *dots = data;
	dots->count++;
	for (guint i = 0; i < dots->run->deliveries->len; i++)
		dots->marked += run_delivery(dots->run, i)->state == DELIVERY_DOT;
	return !dots->refuse || error_set(error, ERROR_FULL, "the disk is full");
}

static struct js *deliveries_json(struct run *run)
{
	struct js *array = js_array();
	for (guint i = 0; i < run->deliveries->len; i++) {
		const struct delivery *delivery = run_delivery(run, i);
		struct js *object = js_object();
		js_set_text(object, "recipient", delivery->recipient);
		js_set_text(object, "state", enum_to_text(delivery_state_names, delivery->state));
		js_set_int(object, "code", delivery->code);
		js_set_text(object, "text", delivery->text);
		js_append(array, object);
	}
	return array;
}

static void send_once(struct mail_transport *transport, const struct options *o, GBytes *message)
{
	autorelease(run) run = {0};
	g_autoptr(GError) error = NULL;
	autoptr(js) line = js_object();
	struct dots dots = {.run = &run, .refuse = o->refuse_dot};
	struct mail_job job = {.run = &run, .from = o->email != NULL ? o->email : "reports@example.org", .message = message, .dot = on_dot, .data = &dots};
	enum mail_fault fault = MAIL_FAULT_CONFIG;
	run_init(&run);
	for (char **to = o->to; to != NULL && *to != NULL; to++)
		run_add_recipient(&run, *to);
	js_set_bool(line, "ok", mail_transport_send(transport, &job, &fault, &error));
	js_set_int(line, "fault", fault);
	js_set_int(line, "dots", dots.count);
	js_set_int(line, "marked", dots.marked);
	js_set(line, "deliveries", deliveries_json(&run));
	set_error_members(line, error);
	print_line(line);
}

static int send_command(const struct options *o)
{
	autorelease(mail_settings) settings = {0};
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) message = read_message(o);
	fill_settings(o, &settings);
	autoptr(mail_transport) transport = mail_transport_new(&settings, &error);
	if (transport == NULL) {
		autoptr(js) line = js_object();
		js_set_bool(line, "ok", false);
		set_error_members(line, error);
		print_line(line);
		return 0;
	}
	for (int i = 0; i < MAX(o->times, 1); i++)
		send_once(transport, o, message);
	return 0;
}

static void on_stage(const struct mail_stage_result *result, void *data)
{
	autoptr(js) line = js_object();
	(void)data;
	js_set_text(line, "stage", enum_to_text(mail_stage_names, result->stage));
	js_set_bool(line, "ok", result->ok);
	js_set_int(line, "milliseconds", result->milliseconds);
	js_set_text(line, "detail", result->detail);
	print_line(line);
}

static int test_command(const struct options *o)
{
	autorelease(mail_settings) settings = {0};
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) message = read_message(o);
	autoptr(js) line = js_object();
	bool with_message = o->to != NULL && o->to[0] != NULL;
	fill_settings(o, &settings);
	js_set_bool(line, "ok", mail_test(&settings, with_message ? o->to[0] : NULL, with_message ? message : NULL, on_stage, NULL, &error));
	set_error_members(line, error);
	print_line(line);
	return 0;
}

/* Standard input: records of three texts, each ended by NUL: subject, file name, body. Writes DIR/0.eml, DIR/1.eml ... */
static int build_command(const struct options *o)
{
	g_autoptr(GByteArray) input = g_byte_array_new();
	g_auto(GStrv) to = g_strsplit("ops@example.com security-operations-centre@branch.office.example.net", " ", 0);
	guint8 buffer[65536];
	size_t n = 0;
	while ((n = fread(buffer, 1, sizeof buffer, stdin)) > 0 && input->len < INPUT_MAX)
		g_byte_array_append(input, buffer, (guint)n);
	g_byte_array_append(input, (const guint8 *)"", 1);
	const char *at = (const char *)input->data, *end = at + input->len - 1;
	g_autoptr(GBytes) data = g_bytes_new_static("\x00\x01.\r\n\xff", 6);
	for (int i = 0; at < end; i++) {
		const char *text[3] = {"", "", ""};
		for (int j = 0; j < 3 && at < end; j++, at += strlen(at) + 1)
			text[j] = at;
		g_autoptr(GError) error = NULL;
		const struct mail_attachment attachment = {.name = text[1], .type = "application/pdf", .data = data};
		const struct mail_message message = {.from = "reports@example.org", .to = to, .subject = text[0], .date = 1700000000 + i,
						     .message_id = "3.1700000000.0123456789abcdef@tidings.example.org",
						     .list_id = "task-3.tidings.example.org", .text = text[2], .html = text[2], .chart = data,
						     .chart_cid = "chart@tidings", .attachments = &attachment, .n_attachments = 1};
		g_autoptr(GBytes) bytes = mail_message_build(&message, &error);
		g_autofree char *path = g_strdup_printf("%s/%d.eml", o->dir, i);
		if (bytes == NULL || !g_file_set_contents(path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), &error)) {
			fprintf(stderr, "mail-probe: message %d: %s\n", i, error->message);
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	autorelease(options) o = {0};
	const GOptionEntry entries[] = {
		{"server", 0, 0, G_OPTION_ARG_FILENAME, &o.server, NULL, NULL},
		{"port", 0, 0, G_OPTION_ARG_INT, &o.port, NULL, NULL},
		{"connection", 0, 0, G_OPTION_ARG_FILENAME, &o.connection, NULL, NULL},
		{"login", 0, 0, G_OPTION_ARG_FILENAME, &o.login, NULL, NULL},
		{"password", 0, 0, G_OPTION_ARG_FILENAME, &o.password, NULL, NULL},
		{"plain-login", 0, 0, G_OPTION_ARG_NONE, &o.plain_login, NULL, NULL},
		{"email", 0, 0, G_OPTION_ARG_FILENAME, &o.email, NULL, NULL},
		{"ca", 0, 0, G_OPTION_ARG_FILENAME, &o.ca, NULL, NULL},
		{"to", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.to, NULL, NULL},
		{"message", 0, 0, G_OPTION_ARG_FILENAME, &o.message, NULL, NULL},
		{"times", 0, 0, G_OPTION_ARG_INT, &o.times, NULL, NULL},
		{"refuse-dot", 0, 0, G_OPTION_ARG_NONE, &o.refuse_dot, NULL, NULL},
		{"mechanism", 0, 0, G_OPTION_ARG_FILENAME, &o.mechanism, NULL, NULL},
		{"token-file", 0, 0, G_OPTION_ARG_FILENAME, &o.token_file, NULL, NULL},
		{"token-command", 0, 0, G_OPTION_ARG_FILENAME, &o.token_command, NULL, NULL},
		{"dir", 0, 0, G_OPTION_ARG_FILENAME, &o.dir, NULL, NULL},
		{0},
	};
	g_autoptr(GOptionContext) context = g_option_context_new("send|test|build");
	g_autoptr(GError) error = NULL;
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error) || argc != 2) {
		fprintf(stderr, "mail-probe: %s\n", error != NULL ? error->message : "send, test or build");
		return 2;
	}
	if (strcmp(argv[1], "send") == 0)
		return send_command(&o);
	if (strcmp(argv[1], "test") == 0)
		return test_command(&o);
	return build_command(&o);
}
