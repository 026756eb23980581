// SPDX-License-Identifier: Apache-2.0
// The commands, one row each: parsing, help, completion and manual come from here.
#include "cli-priv.h"
#include "tidings/model/access.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/settings.h"
#include "tidings/model/task.h"

const struct option_row global_options[] = {
	{"data", "DIR", "Data directory (also TIDINGS_DATA); default ~/.local/share/tidings"},
	{"as", "LOGIN", "Act as this account; default the administrator made by init"},
	{"mode", "MODE", "system or data; default system for administrators"},
	{"tenant", "NAME", "The tenant to work in, with --mode data"},
	{"json", NULL, "Print JSON, one object or one line a record"},
	{"help", NULL, "Show this help"},
	{NULL, NULL, NULL},
};

const struct exit_code_row exit_code_table[] = {
	{0, "Done."},
	{1, "Failed; the line on standard error says why."},
	{2, "The command line, or a value in it, is wrong."},
	{3, "The account, the licence or the mode does not allow it."},
	{4, "Not found: the data directory, a task, a run, an account."},
	{75, "Failed for now: busy, or the network; trying later may help."},
	{0, NULL},
};

static const struct option_row init_options[] = {
	{"admin", "LOGIN", "Login of the administrator; default admin"},
	{"password-file", "F", "File with the administrator's password; - is standard input"},
	{"demo", NULL, "Add sample events and two sample tasks"},
	{NULL, NULL, NULL},
};

static const struct option_row console_options[] = {
	{"account", "NAME", "Open the console of this account; over SSH, do the command that was asked for as this account"},
	{"key", "FINGERPRINT", "The SSH key that the person came with, for the audit log"},
	{"plain", NULL, "Numbered prompts instead of a full screen"},
	{NULL, NULL, NULL},
};

static const struct option_row to_options[] = {
	{"to", "ADDRESS", "Recipient of a test message"},
	{NULL, NULL, NULL},
};

static const struct option_row task_add_options[] = {
	{"enable", NULL, "Switch the task on"},
	{NULL, NULL, NULL},
};

static const struct option_row task_file_options[] = {
	{"remove", NULL, "Delete the tasks that the text does not name"},
	{NULL, NULL, NULL},
};

static const struct option_row ics_options[] = {
	{"count", "N", "How many occurrences of a task; default 100"},
	{NULL, NULL, NULL},
};

static const struct option_row count_options[] = {
	{"count", "N", "How many occurrences; default 10"},
	{"after", "INSTANT", "Only occurrences after this instant"},
	{NULL, NULL, NULL},
};

static const struct option_row preview_options[] = {
	{"at", "INSTANT", "As if scheduled at this instant"},
	{NULL, NULL, NULL},
};

static const struct option_row schedule_options[] = {
	{"start", "WALL", "Start, as a wall-clock time: 2026-11-30T09:00"},
	{"zone", "Z", "IANA time zone; default UTC"},
	{"rrule", "R", "Recurrence rule (RFC 5545); without it once"},
	{"exdate", "L", "Wall-clock times left out, separated by commas"},
	{"rdate", "L", "Wall-clock times added, separated by commas"},
	{"gap", "POLICY", "A time that the clock skips: shift or skip"},
	{"overlap", "POLICY", "A time that comes twice: first or second"},
	{"calendar", "FILE", "Holidays: an iCalendar file, - is standard input"},
	{"holiday", "POLICY", "An occurrence on a holiday: skip, previous or next working day"},
	{"after", "INSTANT", "Only occurrences after this instant"},
	{"count", "N", "How many occurrences; default 10"},
	{"language", "L", "Language of the words: en or ru"},
	{NULL, NULL, NULL},
};

static const struct option_row ingest_options[] = {
	{"format", "FORMAT", "auto, cef, kv, json or lookup; default auto"},
	{"tenant", "T", "Tenant of records that name none; default General"},
	{"source", "S", "tcp or api, for records that do not say"},
	{"time-zone", "Z", "Zone of times that carry none; default UTC"},
	{"create-tenants", NULL, "Make tenants that do not exist yet"},
	{"again", NULL, "Take a file that was taken before"},
	{NULL, NULL, NULL},
};

static const struct option_row collect_options[] = {
	{"listen", "ADDR:PORT", "Where to listen, such as 127.0.0.1:9998 or [::1]:9998"},
	{"format", "F", "auto, cef, kv or json; default auto"},
	{"tenant", "T", "Tenant of records that name none; default General"},
	{"source", "S", "tcp or api, for records that do not say"},
	{"time-zone", "Z", "Zone of times that carry none; default UTC"},
	{"create-tenants", NULL, "Make tenants that do not exist yet"},
	{"connections", "N", "How many at once; more wait. Default 1000"},
	{"idle", "SECONDS", "Close connections that are silent for so long; default 3600"},
	{"report", "SECONDS", "Print figures so often, when they have changed; default 10"},
	{NULL, NULL, NULL},
};

static const struct option_row stats_options[] = {
	{"from", "INSTANT", "Start of the period (RFC 3339)"},
	{"to", "INSTANT", "End of the period, not included"},
	{"tenants", "L", "Tenants, separated by commas, or all"},
	{"source", "S", "all, tcp or api"},
	{"false-positives", NULL, "Count false positives as well"},
	{"by", "STEP", "Step of the series: hour, day or week; default day"},
	{"zone", "Z", "Zone in which steps are aligned; default UTC"},
	{"top", "N", "Rows of each top list; default 10"},
	{"breakdown", NULL, "Count detections by tenant and by weekday and hour as well"},
	{NULL, NULL, NULL},
};

static const struct option_row report_options[] = {
	{"task", "ID", "The report of this task"},
	{"format", "FORMAT", "pdf, html, eml, text, csv or json; default text"},
	{"at", "INSTANT", "As if scheduled at this instant; default now"},
	{"output", "FILE", "Write to this file (also -o FILE); default standard output"},
	{NULL, NULL, NULL},
};

static const struct option_row sender_run_options[] = {
	{"until-idle", NULL, "Do all that is due, then exit"},
	{"metrics", "DIR", "Keep tidings.prom in this directory for Prometheus (node_exporter's textfile collector)"},
	{NULL, NULL, NULL},
};

static const struct option_row sender_status_options[] = {
	{"check", NULL, "Exit 1 when it does not run, or mails wait for somebody to mend the mail server"},
	{NULL, NULL, NULL},
};

static const struct option_row runs_options[] = {
	{"task", "ID", "Runs of this task only"},
	{"last", "N", "The newest N runs only"},
	{"state", "LIST", "Runs in these states only: failed,partial,unknown"},
	{"kind", "K", "scheduled, manual or test runs only"},
	{"since", "INSTANT", "Occurrences at this instant or later only"},
	{"until", "INSTANT", "Occurrences before this instant only"},
	{NULL, NULL, NULL},
};

static const struct option_row false_positive_options[] = {
	{"tenant", "T", "The tenant; default General, for list all"},
	{NULL, NULL, NULL},
};

static const struct option_row audit_list_options[] = {
	{"since", "INSTANT", "Entries from this instant on"},
	{"account", "LOGIN", "What this account did"},
	{"about", "NOUN", "Entries about task, account, tenant, licence, sign-in ..."},
	{"last", "N", "The newest N entries only"},
	{NULL, NULL, NULL},
};

static const struct option_row audit_verify_options[] = {
	{"head", "HASH", "A head that was printed earlier and kept elsewhere: the log must still have it"},
	{NULL, NULL, NULL},
};

static const struct option_row tenant_options[] = {
	{"name", "NAME", "The new name"},
	{NULL, NULL, NULL},
};

static const struct option_row account_options[] = {
	{"password-file", "F", "File with the password; - is standard input"},
	{NULL, NULL, NULL},
};

static const struct option_row sign_in_options[] = {
	{"password-file", "F", "File with the password; - is standard input"},
	{NULL, NULL, NULL},
};

static const struct option_row logo_set_options[] = {
	{"text", "T", "What it shows, for whoever does not see it; default the word Logo"},
	{NULL, NULL, NULL},
};

static const struct option_row logo_show_options[] = {
	{"output", "FILE", "Write the PNG to this file (-o); - is standard output"},
	{NULL, NULL, NULL},
};

const struct command command_table[] = {
	{"init", "", 0, 0, NEED_NOTHING, "Make a data directory", init_options, NULL, command_init},
	{"console", "", 0, 0, NEED_APP, "Open the console", console_options, NULL, command_console},
	{"theme check", "FILE", 1, 1, NEED_NOTHING, "Check a theme file of the console: prints what is hard to see, then exits with 1", NULL, NULL,
	 command_theme_check},
	{"mail set", "", 0, 0, NEED_APP, "Set up the mail client", NULL, &mail_settings_table, command_mail_set},
	{"mail show", "", 0, 0, NEED_APP, "Show the mail client settings, without the password", NULL, NULL, command_mail_show},
	{"mail test", "", 0, 0, NEED_APP, "Test the connection to the mail server, stage by stage", to_options, NULL, command_mail_test},
	{"task add", "", 0, 0, NEED_APP, "Add a reporting task and print its number", task_add_options, &task_table, command_task_add},
	{"task edit", "ID", 1, 1, NEED_APP, "Change the given fields of a task", NULL, &task_table, command_task_edit},
	{"task list", "", 0, 0, NEED_APP, "List the tasks", NULL, NULL, command_task_list},
	{"task show", "ID", 1, 1, NEED_APP, "Show one task", NULL, NULL, command_task_show},
	{"task copy", "ID", 1, 1, NEED_APP, "Copy a task, switched off, and print the new number", NULL, NULL, command_task_copy},
	{"task enable", "ID", 1, 1, NEED_APP, "Switch a task on", NULL, NULL, command_task_enable},
	{"task disable", "ID", 1, 1, NEED_APP, "Switch a task off", NULL, NULL, command_task_disable},
	{"task delete", "ID", 1, 1, NEED_APP, "Delete a task", NULL, NULL, command_task_delete},
	{"task restore", "[ID]", 0, 1, NEED_APP, "Bring a deleted task back; without ID, list the deleted ones, newest first", NULL, NULL,
	 command_task_restore},
	{"task run", "ID", 1, 1, NEED_APP, "Ask for a run of a task now, to all its recipients", NULL, NULL, command_task_run},
	{"task test", "ID", 1, 1, NEED_APP, "Ask for a run of a task now, to one address", to_options, NULL, command_task_test},
	{"task next", "ID", 1, 1, NEED_APP, "Show the next occurrences of a task", count_options, NULL, command_task_next},
	{"task ics", "[ID...]", 0, -1, NEED_APP, "Print the coming occurrences of tasks, or of all that are on, as an iCalendar file", ics_options, NULL,
	 command_task_ics},
	{"task export", "[ID...]", 0, -1, NEED_APP, "Print tasks as text, to be kept, edited and applied", NULL, NULL, command_task_export},
	{"task diff", "FILE | -", 1, 1, NEED_APP, "Show what task apply would change; exits with 1 when anything", task_file_options, NULL,
	 command_task_diff},
	{"task apply", "FILE | -", 1, 1, NEED_APP, "Make the tasks as the text says, all or none, and show the changes", task_file_options, NULL,
	 command_task_apply},
	{"task explain", "ID", 1, 1, NEED_APP, "Say why a task will run next, or will not", NULL, NULL, command_task_explain},
	{"task preview", "ID", 1, 1, NEED_APP, "Show the report of a task's next occurrence, or of its last, without a run", preview_options, NULL,
	 command_task_preview},
	{"schedule next", "", 0, 0, NEED_NOTHING, "Show the occurrences of a recurrence", schedule_options, NULL, command_schedule_next},
	{"schedule words", "", 0, 0, NEED_NOTHING, "Say a recurrence in words", schedule_options, NULL, command_schedule_words},
	{"calendar add", "NAME FILE", 2, 2, NEED_APP, "Add a holiday calendar from an iCalendar file (.ics), or put it in the place of the one of that name; - is "
	 "standard input", NULL, NULL, command_calendar_add},
	{"calendar list", "", 0, 0, NEED_APP, "List the holiday calendars", NULL, NULL, command_calendar_list},
	{"calendar show", "NAME", 1, 1, NEED_APP, "List the days of a holiday calendar", NULL, NULL, command_calendar_show},
	{"calendar delete", "NAME", 1, 1, NEED_APP, "Delete a holiday calendar that no task names", NULL, NULL, command_calendar_delete},
	{"ingest", "[FILE... | -]", 0, -1, NEED_APP, "Take events from files or standard input", ingest_options, NULL, command_ingest},
	{"collect", "[ADDR:PORT=TENANT...]", 0, -1, NEED_APP, "Take events over TCP until stopped", collect_options, NULL, command_collect},
	{"stats", "", 0, 0, NEED_APP, "Show statistics of a period", stats_options, NULL, command_stats},
	{"report build", "", 0, 0, NEED_APP, "Build a report", report_options, &task_table, command_report_build},
	{"report verify", "FILE | -", 1, 1, NEED_APP, "Say which run sent a file or a mail, and whether it was changed since", NULL, NULL,
	 command_report_verify},
	{"sender run", "", 0, 0, NEED_APP, "Run the sender in the foreground", sender_run_options, NULL, command_sender_run},
	{"sender start", "", 0, 0, NEED_APP, "Start the sender in the background", NULL, NULL, command_sender_start},
	{"sender stop", "", 0, 0, NEED_APP, "Stop the sender", NULL, NULL, command_sender_stop},
	{"sender status", "", 0, 0, NEED_APP, "Show whether the sender runs and what is next", sender_status_options, NULL, command_sender_status},
	{"runs list", "", 0, 0, NEED_APP, "List runs, newest first", runs_options, NULL, command_runs_list},
	{"runs show", "RUN", 1, 1, NEED_APP, "Show one run with its deliveries", NULL, NULL, command_runs_show},
	{"runs resend", "RUN", 1, 1, NEED_APP, "Send a run's report again to those who did not get it", NULL, NULL, command_runs_resend},
	{"tenant add", "NAME", 1, 1, NEED_APP, "Add a tenant", NULL, NULL, command_tenant_add},
	{"tenant edit", "NAME", 1, 1, NEED_APP, "Rename a tenant that has no events yet", tenant_options, NULL, command_tenant_edit},
	{"tenant disable", "NAME", 1, 1, NEED_APP, "Disable a tenant: it keeps its data, takes no events, and tasks that name it are skipped", NULL, NULL,
	 command_tenant_disable},
	{"tenant enable", "NAME", 1, 1, NEED_APP, "Enable a tenant", NULL, NULL, command_tenant_enable},
	{"tenant delete", "NAME", 1, 1, NEED_APP, "Delete a tenant without events, tasks and accounts", NULL, NULL, command_tenant_delete},
	{"tenant list", "", 0, 0, NEED_APP, "List the tenants", NULL, NULL, command_tenant_list},
	{"allow add", "DOMAIN", 1, 1, NEED_APP, "Let reports go to a domain (.DOMAIN: to all below it) and to no other that is not on the list", NULL, NULL,
	 command_allow_add},
	{"allow list", "", 0, 0, NEED_APP, "List the domains that reports may go to; none: to all", NULL, NULL, command_allow_list},
	{"allow remove", "DOMAIN", 1, 1, NEED_APP, "Take a domain off the list", NULL, NULL, command_allow_remove},
	{"licence show", "", 0, 0, NEED_APP, "Show the licence", NULL, NULL, command_licence_show},
	{"licence set", "LICENCE", 1, 1, NEED_APP, "Set the licence: community, matching-engine or tip-enterprise", NULL, NULL, command_licence_set},
	{"logo set", "FILE | -", 1, 1, NEED_APP, "Make a PNG, or an SVG where the build takes it, the logo of all reports, checked and drawn anew; - is standard input",
	 logo_set_options, NULL, command_logo_set},
	{"logo show", "", 0, 0, NEED_APP, "Show the logo that was set, or write it to a file", logo_show_options, NULL, command_logo_show},
	{"logo remove", "", 0, 0, NEED_APP, "Remove the logo: reports show the neutral mark again", NULL, NULL, command_logo_remove},
	{"settings set", "", 0, 0, NEED_APP, "Set how long events and runs are kept, and when an idle console locks", NULL, &settings_table,
	 command_settings_set},
	{"settings show", "", 0, 0, NEED_APP, "Show the settings of the installation", NULL, NULL, command_settings_show},
	{"indicator false-positive add", "VALUE", 1, 1, NEED_APP, "Mark an indicator as a false positive, past detections included",
	 false_positive_options, NULL, command_false_positive_add},
	{"indicator false-positive remove", "VALUE", 1, 1, NEED_APP, "Undo the mark", false_positive_options, NULL, command_false_positive_remove},
	{"indicator false-positive list", "", 0, 0, NEED_APP, "List the marked indicators", false_positive_options, NULL, command_false_positive_list},
	{"account add", "LOGIN", 1, 1, NEED_APP, "Add an account", account_options, &account_table, command_account_add},
	{"account edit", "LOGIN", 1, 1, NEED_APP, "Change the given fields of an account", account_options, &account_table, command_account_edit},
	{"account disable", "LOGIN", 1, 1, NEED_APP, "Disable an account", NULL, NULL, command_account_disable},
	{"account enable", "LOGIN", 1, 1, NEED_APP, "Enable an account", NULL, NULL, command_account_enable},
	{"account delete", "LOGIN", 1, 1, NEED_APP, "Delete an account that owns no task", NULL, NULL, command_account_delete},
	{"account list", "", 0, 0, NEED_APP, "List the accounts", NULL, NULL, command_account_list},
	{"account verify", "LOGIN", 1, 1, NEED_APP, "Check a password as the console's sign-in does: failures count, and exit with 3", sign_in_options,
	 NULL, command_account_verify},
	{"account key add", "LOGIN FILE", 2, 2, NEED_APP, "Give an account the SSH key of a .pub file; - is standard input", NULL, NULL, command_key_add},
	{"account key list", "LOGIN", 1, 1, NEED_APP, "List the SSH keys of an account", NULL, NULL, command_key_list},
	{"account key remove", "LOGIN KEY", 2, 2, NEED_APP, "Take a key, named by fingerprint or comment, away from an account", NULL, NULL,
	 command_key_remove},
	{"ssh-keys", "USER TYPE KEY", 3, 3, NEED_NOTHING, "For sshd's AuthorizedKeysCommand: print what the owner of the key may start", NULL, NULL,
	 command_ssh_keys},
	{"preferences set", "", 0, 0, NEED_APP, "Choose language, theme and keys of one's own console", NULL, &preferences_table,
	 command_preferences_set},
	{"preferences show", "", 0, 0, NEED_APP, "Show language, theme and keys of one's own console", NULL, NULL, command_preferences_show},
	{"audit list", "", 0, 0, NEED_APP, "List who changed what, newest first", audit_list_options, NULL, command_audit_list},
	{"audit verify", "", 0, 0, NEED_APP, "Verify that no entry of the audit log was changed, removed or added", audit_verify_options, NULL,
	 command_audit_verify},
	{"store backup", "DIR", 1, 1, NEED_APP, "Copy records and detections into a new directory, while others work; the key is not copied", NULL, NULL,
	 command_store_backup},
	{"store check", "", 0, 0, NEED_APP, "Verify the chains of ledger and audit log, and all checksums", NULL, NULL, command_store_check},
	{"store rekey", "", 0, 0, NEED_APP, "Seal the stored secrets under a new key, and forget the old one", NULL, NULL, command_store_rekey},
	{"store restore", "DIR", 1, 1, NEED_NOTHING, "Make the data directory anew from a backup, verified before it is there", NULL, NULL,
	 command_store_restore},
	{"store retain", "", 0, 0, NEED_APP, "Remove now what the settings keep no longer; taking events does it once a day", NULL, NULL,
	 command_store_retain},
	{"store stat", "", 0, 0, NEED_APP, "Show how much is stored, from when to when, and the room it takes", NULL, NULL, command_store_stat},
	{"version", "", 0, 0, NEED_NOTHING, "Show the version", NULL, NULL, command_version},
	{NULL, NULL, 0, 0, NEED_NOTHING, NULL, NULL, NULL, NULL},
};
