/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of the installation's upkeep: check the store, the licence, the settings. */
#ifndef TIDINGS_APP_UPKEEP_H
#define TIDINGS_APP_UPKEEP_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/settings.h"
#include "tidings/stats/stats.h"
#include "tidings/store/store.h"

struct store_report {
	uint64_t records;        /* values of the record store, all sound */
	uint64_t ledger_entries; /* links of the ledger's chain that ever were */
	uint64_t ledger_cut;     /* how many of the first went with runs that are not kept */
	char *ledger_head;       /* hash of the newest one */
	uint64_t audit_entries;  /* entries of the audit log, and the hash of the newest one */
	char *audit_head;
	uint64_t detections;
};
/* Frees the members and zeroes; NULL allowed. */
void store_report_release(struct store_report *report);
AUTORELEASE_DEFINE(store_report, store_report_release)

/* Verifies the structure and all checksums of records and detections, and the hash chains of the ledger and the audit log. ERROR_CORRUPT says
 * what is damaged. */
bool store_check(struct app *app, struct store_report *ret_report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the data directory holds and the room it takes. */
struct store_extent {
	struct store_room records;
	struct stats_room detections;
};
bool store_stat(struct app *app, struct store_extent *ret_extent, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A copy of records and detections into directory dir while others read and write; without the key, so no password is in it. ERROR_EXISTS
 * when there is a backup already. */
bool store_save_backup(struct app *app, const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes a data directory at dir from a backup, which is only read; verified before it is there. ERROR_EXISTS when there is one. */
bool store_load_backup(const char *dir, const char *from, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seals the stored secrets under a new key and forgets the old one (store_key_change). */
bool store_renew_key(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The licence, for the administrator in System mode: everybody is told of it where it refuses something. */
bool licence_show(struct app *app, enum licence *ret_licence, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets the licence ("community", "matching-engine", "tip-enterprise"). */
bool licence_set(struct app *app, const char *licence, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The settings of the installation, for the administrator in System mode; save: ERROR_INVALID with the field. */
bool settings_show(struct app *app, struct settings *ret_settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool settings_save(struct app *app, const struct settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes what the settings keep no longer; done without being asked once a day, events when some are taken, runs by the sender. */
struct retention_report {
	uint64_t detections; /* removed now */
	uint64_t runs;       /* the same */
	int64_t kept_from;   /* no event from before is kept; INSTANT_NONE: all that ever came are */
};
bool retention_apply(struct app *app, struct retention_report *ret_report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
