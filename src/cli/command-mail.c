// SPDX-License-Identifier: Apache-2.0
// mail set, show, test.
#include <stdio.h>

#include "cli-priv.h"
#include "tidings/app/mail.h"

#define KEY_MAX 4000

/* A key has many lines; a secret has one, in which their ends are blanks. */
static bool read_key(const struct cli *cli, struct secret *ret_key, GError **error)
{
	const char *path = cli_option(cli, "sign-key-file");
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	if (path == NULL)
		return true;
	bool read = cli_read_input(path, KEY_MAX, bytes, error);
	for (guint i = 0; i < bytes->len; i++)
		bytes->data[i] = bytes->data[i] == '\r' || bytes->data[i] == '\n' ? ' ' : bytes->data[i];
	if (read && bytes->len <= KEY_MAX)
		secret_set(ret_key, (const char *)bytes->data, bytes->len);
	secret_wipe(bytes->data, bytes->len);
	return read && (bytes->len <= KEY_MAX || error_set(error, ERROR_LIMIT, "a private key has at most %d bytes", KEY_MAX));
}

static bool print_signer(const struct cli *cli, GError **error)
{
	g_autofree char *signer = mail_show_signer(cli->app, error);
	if (signer != NULL && !cli_switch(cli, "json"))
		print_line("mails are signed as %s", signer);
	return signer != NULL;
}

bool command_mail_set(struct cli *cli, GError **error)
{
	autorelease(mail_settings) settings = {0};
	bool has_password = false;
	mail_settings_init(&settings);
	if (!mail_show(cli->app, &settings, &has_password, error) || !cli_set_fields(cli, &settings, error))
		return false;
	const char *file = cli_option(cli, "password-file");
	if (file != NULL && !cli_read_secret(file, &settings.password, error))
		return false;
	if (!read_key(cli, &settings.sign_key, error) || !mail_save(cli->app, &settings, file == NULL, error))
		return false;
	return cli_option(cli, "sign-certificate-file") == NULL || print_signer(cli, error);
}

bool command_mail_show(struct cli *cli, GError **error)
{
	autorelease(mail_settings) settings = {0};
	bool has_password = false;
	mail_settings_init(&settings);
	if (!mail_show(cli->app, &settings, &has_password, error))
		return false;
	g_autoptr(GError) failure = NULL;
	g_autofree char *signer = mail_show_signer(cli->app, &failure);
	g_autofree char *tested = failure == NULL ? mail_last_test(cli->app, &failure) : NULL;
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (cli_switch(cli, "json")) {
		autoptr(js) object = js_object();
		fields_to_json(&mail_settings_table, &settings, object);
		js_set_bool(object, "has_password", has_password);
		js_set_text(object, "signer", signer);
		js_set_text(object, "last_test", tested);
		print_json(object);
		return true;
	}
	print_record(&mail_settings_table, &settings);
	print_line("%-16s %s", "password", has_password ? "saved, sealed" : "none");
	print_line("%-16s %s", "signature", signer != NULL ? signer : "none");
	print_line("%-16s %s", "last test", tested != NULL ? tested : "never");
	return true;
}

static void print_stage(const struct mail_stage_result *result, void *data)
{
	const struct cli *cli = data;
	if (cli_switch(cli, "json")) {
		autoptr(js) line = js_object();
		js_set_text(line, "stage", enum_to_text(mail_stage_names, (int)result->stage));
		js_set_bool(line, "ok", result->ok);
		js_set_int(line, "milliseconds", result->milliseconds);
		js_set_text(line, "detail", result->detail);
		print_json(line);
	} else {
		print_line("%-4s %-22s %6d ms  %s", result->ok ? "ok" : "FAIL", enum_to_label(mail_stage_names, (int)result->stage),
			   result->milliseconds, result->detail);
	}
	fflush(stdout);
}

bool command_mail_test(struct cli *cli, GError **error)
{
	struct mail_test_request request = {.to = cli_option(cli, "to"), .report = print_stage, .data = cli};
	return mail_run_test(cli->app, &request, error);
}
