// SPDX-License-Identifier: Apache-2.0
// Use cases of the installation's upkeep.
#include "tidings/app/upkeep.h"

#include <unistd.h>

#include <glib/gstdio.h>

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

bool store_stat(struct app *app, struct store_extent *ret_extent, GError **error)
{
	struct store_extent extent = {0};
	struct stats *stats = app_require(app, USE_ADMINISTER, false, error) ? app_stats(app, error) : NULL;
	if (stats == NULL || !store_measure(app->store, &extent.records, error) || !stats_measure(stats, &extent.detections, error))
		return false;
	*ret_extent = extent;
	return true;
}

bool store_save_backup(struct app *app, const char *dir, GError **error)
{
	const struct app_act act = {.action = "backup", .noun = "store", .detail = dir};
	struct stats *stats = app_require(app, USE_ADMINISTER, false, error) ? app_stats(app, error) : NULL;
	return stats != NULL && app_audit_begin(app, &act, error) &&
	       app_audit_end(app, &act, store_backup(app->store, dir, error) && stats_backup(stats, dir, error), error);
}

/* Where a backup goes. The mark stands while it is put there, so that what an interrupted restore left is told from what somebody else made. */
struct target {
	char *records, *detections, *mark;
	int lock;
};

static void target_release(struct target *target)
{
	if (target->lock >= 0) {
		g_unlink(target->mark);
		close(target->lock);
	}
	g_free(target->records);
	g_free(target->detections);
	g_free(target->mark);
}
AUTORELEASE_DEFINE(target, target_release)

static bool exists(const char *path)
{
	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static bool target_is_free(const struct target *target, const char *dir, GError **error)
{
	if (!exists(target->records) && (exists(target->mark) || !exists(target->detections)))
		return true;
	return error_set(error, ERROR_EXISTS, "there are data at \"%s\" already; move them away, or give another directory by --data", dir);
}

static bool target_open(struct target *target, const char *dir, GError **error)
{
	target->records = g_build_filename(dir, "tidings.mdb", NULL);
	target->detections = g_build_filename(dir, "stats", "stats.mdb", NULL);
	target->mark = g_build_filename(dir, "restoring", NULL);
	if (!file_make_private_dir(dir, error) || !target_is_free(target, dir, error) || !file_lock(target->mark, &target->lock, error) ||
	    !target_is_free(target, dir, error)) /* once more: another may just have ended */
		return false;
	g_unlink(target->detections);
	return true;
}

/* The records last: without them it is no data directory. */
bool store_load_backup(const char *dir, const char *from, GError **error)
{
	autorelease(target) target = {.lock = -1};
	if (!target_open(&target, dir, error))
		return false;
	bool done = stats_restore(dir, from, error) && store_restore(dir, from, error);
	if (!done)
		g_unlink(target.detections);
	return done;
}

bool store_renew_key(struct app *app, GError **error)
{
	return app_require(app, USE_ADMINISTER, false, error) && store_key_change(app->store, error);
}

bool licence_show(struct app *app, enum licence *ret_licence, GError **error)
{
	return app_require(app, USE_ADMINISTER, false, error) && store_licence_get(app->store, ret_licence, error);
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
