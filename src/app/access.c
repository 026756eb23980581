// SPDX-License-Identifier: Apache-2.0
// The permission table: role x licence x mode x use case.
#include "tidings/app/access.h"

#include "app-priv.h"
#include "tidings/util/error.h"

const struct enum_row use_case_names[] = {
	{USE_REPORTING, "reporting", "see tasks, the sender's state and holiday calendars"},
	{USE_TASK_CHANGE, "task-change", "add, change, switch, run and delete tasks; send a report again"},
	{USE_TASK_TENANTS, "task-tenants", "choose the tenants of a task"},
	{USE_MAIL_SHOW, "mail-show", "see the mail client settings"},
	{USE_MAIL_CHANGE, "mail-change", "change the mail client settings"},
	{USE_MAIL_TEST, "mail-test", "test the connection to the mail server"},
	{USE_DASHBOARD, "dashboard", "see statistics, build a report"},
	{USE_HISTORY, "history", "see runs and deliveries"},
	{USE_ADMINISTER, "administer", "accounts, tenants, licence, settings, calendars, allowed domains, audit log, store"},
	{USE_FALSE_POSITIVE, "false-positive", "mark indicators as false positives"},
	{USE_INGEST, "ingest", "take events"},
	{USE_SENDER, "sender", "start and stop the sender"},
	{USE_OWN, "own", "choose language, theme and keys of one's own console"},
	{0, NULL, NULL},
};

#define F ACCESS_FULL
#define R ACCESS_READONLY
#define H ACCESS_HIDDEN

/* Columns: administrator, tenant manager, analyst. `lesser` is what remains under Community Edition and Matching Engine. */
struct access_row {
	enum use_case use;
	enum access enterprise[3];
	enum access lesser[3];
	bool system_only; /* hidden in data mode */
};

static const struct access_row access_table[] = {
	{USE_REPORTING,    {F, F, H}, {R, R, H}, false},
	{USE_TASK_CHANGE,  {F, F, H}, {R, R, H}, false},
	{USE_TASK_TENANTS, {F, H, H}, {R, H, H}, true},
	{USE_MAIL_SHOW,    {F, F, H}, {F, F, H}, false},
	{USE_MAIL_CHANGE,  {F, R, H}, {R, R, H}, false},
	{USE_MAIL_TEST,    {F, F, H}, {F, F, H}, false},
	{USE_DASHBOARD,    {F, F, F}, {F, F, F}, false},
	{USE_HISTORY,      {F, F, H}, {F, F, H}, false},
	{USE_ADMINISTER,   {F, H, H}, {F, H, H}, true},
	{USE_FALSE_POSITIVE, {F, F, H}, {F, F, H}, false},
	{USE_INGEST,       {F, H, H}, {F, H, H}, false},
	{USE_SENDER,       {F, F, H}, {F, F, H}, false},
	{USE_OWN,          {F, F, F}, {F, F, F}, false},
};

#undef F
#undef R
#undef H

enum access access_rule(enum role role, enum licence licence, enum mode mode, enum use_case use)
{
	const struct access_row *row = &access_table[use];
	g_assert(row->use == use);
	if (row->system_only && mode != MODE_SYSTEM)
		return ACCESS_HIDDEN;
	return licence == LICENCE_TIP_ENTERPRISE ? row->enterprise[role] : row->lesser[role];
}

enum access app_access(const struct app *app, enum use_case use)
{
	return app->session == SESSION_OPEN ? access_rule((enum role)app->account.role, app->licence, app->mode, use) : ACCESS_HIDDEN;
}

bool app_require(struct app *app, enum use_case use, bool look, GError **error)
{
	if (!app_follow(app, error))
		return false;
	enum access access = app_access(app, use);
	if (access == ACCESS_FULL || (access == ACCESS_READONLY && look))
		return true;
	const char *role = enum_to_label(role_names, app->account.role);
	if (access == ACCESS_READONLY && app->licence != LICENCE_TIP_ENTERPRISE)
		return error_set(error, ERROR_READONLY, "read-only under the licence \"%s\"; reporting needs TIP Enterprise",
				 enum_to_label(licence_names, app->licence));
	if (access_rule((enum role)app->account.role, app->licence, MODE_SYSTEM, use) == ACCESS_FULL)
		return error_set(error, ERROR_DENIED, "this needs system management mode; leave out --mode data and --tenant");
	return error_set(error, ERROR_DENIED, "the role %s of account \"%s\" may not do this", role, app->account.login);
}
