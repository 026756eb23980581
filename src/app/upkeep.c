// SPDX-License-Identifier: Apache-2.0
// Use cases of the installation's upkeep.
#include "tidings/app/upkeep.h"

#include "app-priv.h"
#include "tidings/app/access.h"
#include "tidings/store/audit.h"
#include "tidings/util/file.h"

void store_report_release(struct store_report *report)
{
	g_free(report->ledger_head);
	g_free(report->audit_head);
	*report = (struct store_report){0};
}

bool store_check(struct app *app, struct store_report *ret_report, GError **error)
{
	autorelease(store_report) report = {0};
	if (!app_require(app, USE_ADMINISTER, false, error) || !store_verify(app->store, &report.records, error) ||
	    !ledger_verify(app->store, &report.ledger_entries, &report.ledger_cut, &report.ledger_head, error) ||
	    !store_audit_verify(app->store, NULL, &report.audit_entries, &report.audit_head, error))
		return false;
	struct stats *stats = app_stats(app, error);
	if (stats == NULL || !stats_check(stats, &report.detections, error))
		return false;
	*ret_report = report;
	report = (struct store_report){0};
	return true;
}

bool store_save_backup(struct app *app, const char *dir, GError **error)
{
	struct stats *stats = app_require(app, USE_ADMINISTER, false, error) ? app_stats(app, error) : NULL;
	return stats != NULL && store_backup(app->store, dir, error) && stats_backup(stats, dir, error);
}

/* The records last: without them it is no data directory. */
bool store_load_backup(const char *dir, const char *from, GError **error)
{
	g_autofree char *records = g_build_filename(dir, "tidings.mdb", NULL);
	if (g_file_test(records, G_FILE_TEST_EXISTS))
		return error_set(error, ERROR_EXISTS, "there is a data directory at \"%s\" already; move it away, or give another by --data", dir);
	return file_make_private_dir(dir, error) && stats_restore(dir, from, error) && store_restore(dir, from, error);
}

bool licence_set(struct app *app, const char *licence, GError **error)
{
	int value = enum_from_text(licence_names, licence);
	if (value < 0) {
		g_autofree char *choices = enum_choices(licence_names);
		return error_set(error, ERROR_INVALID, "unknown licence \"%s\"; choose %s", licence, choices);
	}
	if (!app_require(app, USE_ADMINISTER, false, error) || !store_licence_put(app->store, (enum licence)value, error))
		return false;
	app->licence = (enum licence)value;
	return true;
}

bool settings_show(struct app *app, struct settings *ret_settings, GError **error)
{
	return app_require(app, USE_ADMINISTER, false, error) && store_settings_get(app->store, ret_settings, error);
}

bool settings_save(struct app *app, const struct settings *settings, GError **error)
{
	return app_require(app, USE_ADMINISTER, false, error) && store_settings_put(app->store, settings, error);
}
