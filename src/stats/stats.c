// SPDX-License-Identifier: Apache-2.0
// The statistics store: made, opened, verified.
#include "tidings/stats/stats.h"

#include "dict-priv.h"
#include "incoming-priv.h"
#include "mark-priv.h"
#include "row-priv.h"
#include "stats-priv.h"
#include "table-priv.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"
#include "tuple-priv.h"

bool stats_create(const char *dir, GError **error)
{
	g_autofree char *home = g_build_filename(dir, "stats", NULL);
	g_autofree char *path = g_build_filename(home, "stats.mdb", NULL);
	return file_make_private_dir(home, error) && kv_create(path, stats_tables, error);
}

static bool version_read(struct kv_txn *txn, void *data, GError **error)
{
	return table_number(txn, "version", data, error);
}

struct stats *stats_open(const char *dir, GError **error)
{
	g_autofree char *path = g_build_filename(dir, "stats", "stats.mdb", NULL);
	autoptr(kv) kv = kv_open(path, stats_tables, error);
	uint64_t version = 0;
	if (kv == NULL || !kv_read(kv, version_read, &version, error))
		return NULL;
	if (version > STATS_VERSION) {
		error_set(error, ERROR_VERSION, "statistics store \"%s\" was written by a newer version; use that version", path);
		return NULL;
	}
	struct stats *stats = g_new0(struct stats, 1);
	stats->kv = g_steal_pointer(&kv);
	return stats;
}

void stats_close(struct stats *stats)
{
	if (stats == NULL)
		return;
	kv_close(stats->kv);
	g_free(stats);
}

struct check {
	uint64_t tuples, indicators, rows;
};

static bool check_row(const struct row *row, void *data, GError **error)
{
	struct check *check = data;
	if (row->tuple >= check->tuples || row->indicator >= check->indicators)
		return table_damaged(error, "detection");
	check->rows++;
	return true;
}

static bool check_incoming(const struct incoming *cell, void *data, GError **error)
{
	const struct check *check = data;
	return cell->tuple < check->tuples || table_damaged(error, "counter of incoming events");
}

static bool check_mark(uint32_t tenant, uint32_t indicator, int64_t time, void *data, GError **error)
{
	(void)time;
	const struct check *check = data;
	return (tenant < check->tuples && indicator < check->indicators) || table_damaged(error, "false positive");
}

static bool check_tuples(struct kv_txn *txn, uint64_t n, GError **error)
{
	for (uint64_t id = 0; id < n; id++) {
		struct kv_bytes name;
		autorelease(tuple) tuple = {0};
		if (!dict_name(txn, &dict_tuples, (uint32_t)id, &name, error) || !tuple_decode(name, &tuple, error))
			return false;
	}
	return true;
}

static bool check_indicators(struct kv_txn *txn, uint64_t n, GError **error)
{
	for (uint64_t id = 0; id < n; id++) {
		struct kv_bytes name;
		enum indicator_kind kind = 0;
		g_autofree char *value = NULL;
		if (!dict_name(txn, &dict_indicators, (uint32_t)id, &name, error) || !indicator_decode(name, &kind, &value, error))
			return false;
	}
	return true;
}

static bool check_read(struct kv_txn *txn, void *data, GError **error)
{
	struct check *check = data;
	uint64_t expected = 0;
	const struct period always = {0, INT64_MAX};
	check->tuples = dict_count(txn, &dict_tuples);
	check->indicators = dict_count(txn, &dict_indicators);
	if (!check_tuples(txn, check->tuples, error) || !check_indicators(txn, check->indicators, error))
		return false;
	if (!rows_each(txn, always, check_row, check, error) || !incoming_each(txn, always, check_incoming, check, error) ||
	    !marks_each(txn, check_mark, check, error))
		return false;
	if (!table_number(txn, "detections", &expected, error))
		return false;
	return check->rows == expected || table_damaged(error, "chunk of detections");
}

bool stats_check(struct stats *stats, uint64_t *ret_detections, GError **error)
{
	struct check check = {0};
	uint64_t values = 0;
	if (!kv_check(stats->kv, &values, error) || !kv_read(stats->kv, check_read, &check, error))
		return false;
	*ret_detections = check.rows;
	return true;
}

bool stats_backup(struct stats *stats, const char *dir, GError **error)
{
	g_autofree char *home = g_build_filename(dir, "stats", NULL);
	g_autofree char *path = g_build_filename(home, "stats.mdb", NULL);
	return file_make_private_dir(home, error) && kv_backup(stats->kv, path, error);
}
