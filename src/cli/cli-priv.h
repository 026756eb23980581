/* SPDX-License-Identifier: Apache-2.0 */
/* One parsed command line, and what every command prints with. */
#ifndef TIDINGS_CLI_PRIV_H
#define TIDINGS_CLI_PRIV_H

#include "tidings/app/app.h"
#include "tidings/cli/cli.h"
#include "tidings/util/error.h"
#include "tidings/util/json.h"
#include "tidings/util/secret.h"

struct cli {
	const struct cli_environment *environment;
	const struct command *command;
	GHashTable *options;   /* name -> text; switches have "yes" or, for --no-NAME, "no" */
	GPtrArray *operands;   /* borrowed from argv */
	char **words;          /* argv of a command that came over SSH */
	char *dir, *account, *key; /* what console --account fixes: data directory, login, fingerprint; NULL = as the options say */
	struct app *app;       /* NEED_APP */
	int exit_code;         /* of a command that succeeds and still has to say something */
};

/* Splits argv into cli->command, options and operands. ERROR_USAGE. */
bool args_parse(struct cli *cli, int argc, char **argv, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the command that a client of sshd asks for in place of the one that was parsed. ERROR_DENIED for what only a shell could do, a command,
 * an option or a file of this host that may not be named from afar; ERROR_USAGE. */
bool remote_replace(struct cli *cli, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The option's text, borrowed; NULL when it was not given. */
const char *cli_option(const struct cli *cli, const char *name) G_GNUC_WARN_UNUSED_RESULT;
bool cli_switch(const struct cli *cli, const char *name) G_GNUC_WARN_UNUSED_RESULT;
const char *cli_operand(const struct cli *cli, unsigned i) G_GNUC_WARN_UNUSED_RESULT;
/* A number; what was not given leaves the default. ERROR_USAGE names the option. */
bool cli_option_int(const struct cli *cli, const char *name, int min, int max, int *value_or_default, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An instant, with the fallback for what was not given. */
bool cli_option_instant(const struct cli *cli, const char *name, int64_t fallback, int64_t *ret_value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A value of an enum's table. */
bool cli_option_enum(const struct cli *cli, const char *name, const struct enum_row *table, int fallback, int *ret_value, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The first operand as a task's or run's number. */
bool cli_operand_id(const struct cli *cli, guint64 max, guint64 *ret_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets every field of the command's table that was given as an option (--NAME, --NAME-file) in the record. */
bool cli_set_fields(const struct cli *cli, void *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The first line of a file (a password); "-" is standard input. */
bool cli_read_secret(const char *path, struct secret *ret_secret, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The bytes of a file; "-" is standard input. More than max: ERROR_LIMIT, or from standard input one byte more than max at least. */
bool cli_read_input(const char *path, size_t max, GByteArray *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A line on stdout; for people it is made safe. */
void print_line(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* One JSON value as a line. */
void print_json(const struct js *value);
/* A line a field: its name and its value as an option takes it; no secrets. */
void print_record(const struct field_table *table, const void *record);
/* "2026-11-24 09:00 +03:00", or "-" for INSTANT_NONE; given. */
char *print_instant(int64_t instant, int offset) G_GNUC_WARN_UNUSED_RESULT;
/* Writes to the file of that path; NULL and "-" are stdout. What is no text ("a PDF"; NULL: it is one) does not go to a terminal. */
bool print_bytes(const char *path, GBytes *bytes, const char *binary, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Flushes stdout: ERROR_IO when what was printed did not arrive. */
bool print_flush(GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Usage and options of a command, or (NULL) the list of commands. */
void print_help(const struct command *command);

/* The commands, one file a group. */
bool command_init(struct cli *cli, GError **error);
bool command_console(struct cli *cli, GError **error);
bool command_version(struct cli *cli, GError **error);
bool command_mail_set(struct cli *cli, GError **error);
bool command_mail_show(struct cli *cli, GError **error);
bool command_mail_test(struct cli *cli, GError **error);
bool command_task_add(struct cli *cli, GError **error);
bool command_task_edit(struct cli *cli, GError **error);
bool command_task_list(struct cli *cli, GError **error);
bool command_task_show(struct cli *cli, GError **error);
bool command_task_copy(struct cli *cli, GError **error);
bool command_task_enable(struct cli *cli, GError **error);
bool command_task_disable(struct cli *cli, GError **error);
bool command_task_delete(struct cli *cli, GError **error);
bool command_task_restore(struct cli *cli, GError **error);
bool command_task_run(struct cli *cli, GError **error);
bool command_task_test(struct cli *cli, GError **error);
bool command_task_next(struct cli *cli, GError **error);
bool command_task_explain(struct cli *cli, GError **error);
bool command_task_preview(struct cli *cli, GError **error);
bool command_task_ics(struct cli *cli, GError **error);
bool command_task_export(struct cli *cli, GError **error);
bool command_task_diff(struct cli *cli, GError **error);
bool command_task_apply(struct cli *cli, GError **error);
bool command_theme_check(struct cli *cli, GError **error);
bool command_schedule_next(struct cli *cli, GError **error);
bool command_schedule_words(struct cli *cli, GError **error);
bool command_calendar_add(struct cli *cli, GError **error);
bool command_calendar_list(struct cli *cli, GError **error);
bool command_calendar_show(struct cli *cli, GError **error);
bool command_calendar_delete(struct cli *cli, GError **error);
bool command_ingest(struct cli *cli, GError **error);
bool command_collect(struct cli *cli, GError **error);
bool command_stats(struct cli *cli, GError **error);
bool command_report_build(struct cli *cli, GError **error);
bool command_report_verify(struct cli *cli, GError **error);
bool command_sender_run(struct cli *cli, GError **error);
bool command_sender_start(struct cli *cli, GError **error);
bool command_sender_stop(struct cli *cli, GError **error);
bool command_sender_status(struct cli *cli, GError **error);
bool command_runs_list(struct cli *cli, GError **error);
bool command_runs_show(struct cli *cli, GError **error);
bool command_runs_resend(struct cli *cli, GError **error);
bool command_false_positive_add(struct cli *cli, GError **error);
bool command_false_positive_remove(struct cli *cli, GError **error);
bool command_false_positive_list(struct cli *cli, GError **error);
bool command_audit_list(struct cli *cli, GError **error);
bool command_audit_verify(struct cli *cli, GError **error);
bool command_store_backup(struct cli *cli, GError **error);
bool command_account_add(struct cli *cli, GError **error);
bool command_account_edit(struct cli *cli, GError **error);
bool command_account_disable(struct cli *cli, GError **error);
bool command_account_enable(struct cli *cli, GError **error);
bool command_account_delete(struct cli *cli, GError **error);
bool command_account_list(struct cli *cli, GError **error);
bool command_account_verify(struct cli *cli, GError **error);
bool command_preferences_set(struct cli *cli, GError **error);
bool command_preferences_show(struct cli *cli, GError **error);
bool command_key_add(struct cli *cli, GError **error);
bool command_key_list(struct cli *cli, GError **error);
bool command_key_remove(struct cli *cli, GError **error);
bool command_ssh_keys(struct cli *cli, GError **error);
bool command_store_rekey(struct cli *cli, GError **error);
bool command_store_restore(struct cli *cli, GError **error);
bool command_store_retain(struct cli *cli, GError **error);
bool command_store_stat(struct cli *cli, GError **error);
bool command_store_check(struct cli *cli, GError **error);
bool command_licence_show(struct cli *cli, GError **error);
bool command_licence_set(struct cli *cli, GError **error);
bool command_tenant_add(struct cli *cli, GError **error);
bool command_tenant_edit(struct cli *cli, GError **error);
bool command_tenant_disable(struct cli *cli, GError **error);
bool command_tenant_enable(struct cli *cli, GError **error);
bool command_tenant_delete(struct cli *cli, GError **error);
bool command_allow_add(struct cli *cli, GError **error);
bool command_allow_list(struct cli *cli, GError **error);
bool command_allow_remove(struct cli *cli, GError **error);
bool command_logo_set(struct cli *cli, GError **error);
bool command_logo_show(struct cli *cli, GError **error);
bool command_logo_remove(struct cli *cli, GError **error);
bool command_settings_set(struct cli *cli, GError **error);
bool command_settings_show(struct cli *cli, GError **error);
bool command_tenant_list(struct cli *cli, GError **error);

#endif
