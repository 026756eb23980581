// SPDX-License-Identifier: Apache-2.0
// A database checked: its pages, then every value.
#include "tidings/kv/kv.h"

#include <glib.h>
#include <lmdb.h>

#include "data-file-priv.h"
#include "kv-priv.h"
#include "page-tree-priv.h"
#include "tidings/util/error.h"

#define SNAPSHOTS_MOST 20

struct page_check {
	bool gone;
};

static bool check_pages(struct kv_txn *txn, void *data, GError **error)
{
	struct page_check *check = data;
	enum page_tree_state state = page_tree_check(txn->kv->fd, mdb_txn_id(txn->txn));
	check->gone = state == PAGE_TREE_GONE;
	return state != PAGE_TREE_DAMAGED || data_file_damaged(txn->kv->path, "a page is missing or wrong", error);
}

bool kv_check_pages(struct kv *kv, GError **error)
{
	struct page_check check = {.gone = true};
	for (int i = 0; check.gone && i < SNAPSHOTS_MOST; i++) {
		if (!kv_read(kv, check_pages, &check, error))
			return false;
	}
	return !check.gone || error_set(error, ERROR_BUSY, "\"%s\" changes too fast to be checked", kv->path);
}

static enum kv_step count_value(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)key;
	(void)value;
	(void)error;
	uint64_t *values = data;
	(*values)++;
	return KV_NEXT;
}

static bool check_tables(struct kv_txn *txn, void *data, GError **error)
{
	for (unsigned table = 0; table < txn->kv->n_tables; table++) {
		if (!kv_each(txn, (struct kv_range){.table = table}, count_value, data, error))
			return false;
	}
	return true;
}

bool kv_check(struct kv *kv, uint64_t *ret_values, GError **error)
{
	uint64_t values = 0;
	if (!kv_check_pages(kv, error) || !kv_read(kv, check_tables, &values, error))
		return false;
	*ret_values = values;
	return true;
}
