/* SPDX-License-Identifier: Apache-2.0 */
/* What the use cases share and no other layer sees. */
#ifndef TIDINGS_APP_PRIV_H
#define TIDINGS_APP_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/app/sign-in.h"
#include "tidings/model/statistics.h"
#include "tidings/model/task.h"
#include "tidings/report/report.h"
#include "tidings/schedule/recurrence.h"
#include "tidings/stats/stats.h"
#include "tidings/store/ledger.h"
#include "tidings/store/store.h"
#include "tidings/util/error.h"

struct app {
	char *dir, *sender, *locale_dir;
	struct clock clock;
	struct store *store;
	struct stats *stats;      /* opened by app_stats() when first asked for */
	struct account account;
	enum session session;
	bool is_sender;           /* works for the tasks of all owners */
	char *wanted_mode, *wanted_tenant; /* as the options have them; NULL = the account's */
	char *address, *key, *via; /* from where somebody acts, as in struct app_origin */
	enum licence licence;
	enum mode mode;
	char *tenant;             /* NULL in system mode */
	const struct app_operations *operations;
	const struct password_cost *password_cost;
	struct zones *zones;      /* read once */
	GHashTable *calendars;    /* name -> struct calendar *, of calendar_generation; NULL before the first */
	uint64_t calendar_generation;
	GHashTable *catalogs;     /* language -> struct catalog * or NULL */
};

/* The detections; owned by app. */
struct stats *app_stats(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whose changes the store's are from now on: the acting account's, or nobody's. */
void app_sign_changes(struct app *app);
/* Begins the session of an account whose password was right, or ERROR_DENIED, ERROR_NOT_FOUND for the mode and tenant of the options. */
bool app_begin_session(struct app *app, const char *login, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The acting account and the licence as they are now in the store; ERROR_DENIED when the session is not open, or may not go on: the account
 * is disabled or gone, or its role or tenants are others. */
bool app_follow(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Verifies a password in its turn. */
bool app_verify_password(struct app *app, const char *hash, const struct secret *password, bool *ret_matches, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

/* True when the acting account may see the task: in data mode only a task of that tenant alone. */
bool app_sees_task(const struct app *app, const struct task *task) G_GNUC_WARN_UNUSED_RESULT;

/* What is done outside the store (indicators, the sender): its entry in the audit log is written before, so that nothing is done without
 * one; end passes `done` on, and adds an entry that says why it failed. */
struct app_act {
	const char *action, *noun, *subject, *detail; /* the last two may be NULL */
};
bool app_audit_begin(struct app *app, const struct app_act *act, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool app_audit_end(struct app *app, const struct app_act *act, bool done, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The hash of a password that the rules allow; "" for NULL. Given. */
char *account_hash_password(const struct secret *password, const struct password_cost *cost, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Names of "A, B", "all" or NULL that the acting account may ask for: a vector, given; *ret_all tells that it is everything.
 * ERROR_NOT_FOUND (field tenants) for an unknown one, ERROR_DENIED for one it may not see. */
char **app_resolve_tenants(struct app *app, const char *text, bool *ret_all, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The calendar of that name as it is now, borrowed until the next call; NULL for "". ERROR_NOT_FOUND with the field. */
bool app_calendar(struct app *app, const char *name, const struct calendar **ret_calendar, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The task's recurrence in a zone that app keeps, with its calendar. ERROR_INVALID, ERROR_NOT_FOUND with the field. Given: recurrence_free, before app is closed. */
struct recurrence *app_recurrence(struct app *app, const struct task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seconds that an occurrence may be late without being called missed. */
#define RUN_GRACE 300
/* So far ahead of now, in seconds, nothing can have been decided but by a clock that was wrong. */
#define CLOCK_AHEAD (24 * 3600)
/* When the clock leapt ahead and then went back into what it leapt over, tasks whose last decision lies ahead go on from now. Tries that wait
 * longer than any ever does are due. */
bool run_follow_clock(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* When the system's zone data are others than at the last call, next runs that lie ahead are computed again. */
bool run_follow_zone_data(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes events that the settings keep no longer, unless that was done today. */
bool retention_follow(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for runs. */
bool retention_follow_runs(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* When a calendar has changed since the last call, next runs of the tasks that name one are computed again. Whatever ends it before it is through, the
 * next call begins again. */
bool run_follow_calendars(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* After tasks were planned and stored: when a calendar has changed since that generation, they may stand where the old one had them. */
bool calendars_settle(struct app *app, uint64_t generation, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The first occurrence strictly after `after` that no holiday skips; INSTANT_NONE when there is none, or not within some 2000. */
int64_t task_next_not_skipped(const struct recurrence *recurrence, int64_t after) G_GNUC_WARN_UNUSED_RESULT;

/* The first occurrence of the task strictly after `after`; INSTANT_NONE when there is none. ERROR_INVALID. */
bool task_next_run(struct app *app, const struct task *task, int64_t after, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The next run of a task that is saved as `task`, was `before` (NULL: new) and stood in the index at `planned`. An occurrence that is due and
 * not decided yet stays while the schedule does; else it is the first from now on, this second included: what lay before was not asked for. */
bool task_plan_next(struct app *app, const struct task *before, int64_t planned, const struct task *task, int64_t *ret_instant, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* Every field, its recurrence and its tenants as the acting account may save them. ERROR_INVALID, ERROR_DENIED, ERROR_NOT_FOUND. */
bool task_validate(struct app *app, const struct task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* ERROR_INVALID until there are mail settings. */
bool app_mail_is_set(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The document of a task for a period, as scheduled at `at`. Given. */
struct report *report_make(struct app *app, const struct task *task, struct period period, int64_t at, const char *message, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the files of a task's report for one period and occurrence say they are: DOCUMENT_SCHEME and DOCUMENT_DIGITS hexadecimal digits. The same for
 * whoever builds it, so that a report that is built again has the same bytes. Given. */
#define DOCUMENT_SCHEME "urn:tidings:"
enum { DOCUMENT_DIGITS = 32 };
char *report_document(uint32_t task, const char *task_name, int64_t at, struct period period) G_GNUC_WARN_UNUSED_RESULT;
/* The period that a task's report covers when scheduled at `at`. */
bool report_period(struct app *app, const struct task *task, int64_t at, struct period *ret_period, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Starts tidings-sender with a job (one JSON line on its standard input). line is called for each JSON line it answers, until the one
 * with "done"; *ret_rest (may be NULL) gets what follows that line. cancel may be NULL. The job's own error is passed on. */
struct job_call {
	const struct js *request;
	void (*line)(const struct js *line, void *data);
	bool (*cancel)(void *data);
	void *data;
};
/* A record in a job, by its table; the other end reads it by the same. */
void job_set_record(struct js *request, const char *name, const struct field_table *table, const void *record);
bool job_call(struct app *app, const struct job_call *call, GByteArray **ret_rest, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The member "run" of a job or its answer. get: ERROR_BUG without one, else as run_decode. */
void js_set_run(struct js *object, const struct run *run);
bool js_get_run(const struct js *object, struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A process that does one job after the other. ask: *ret_bytes (given) gets the result's bytes; ERROR_IO when it has ended: it is of no use
 * then, nor after any other failure that is not the job's own. free ends it. */
struct job_worker;
struct job_worker *job_worker_new(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool job_worker_ask(struct job_worker *worker, const struct job_call *call, GBytes **ret_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void job_worker_free(struct job_worker *worker);

#endif
