// SPDX-License-Identifier: Apache-2.0
// Marks of false positives: a set of (tenant, indicator), applied when a question is asked.
#include "mark-priv.h"

#include <string.h>

#include "dict-priv.h"
#include "stats-priv.h"
#include "table-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"
#include "tuple-priv.h"

static void mark_clear(gpointer data)
{
	struct stats_mark *mark = data;
	g_free(mark->tenant);
	g_free(mark->indicator);
}

/* Key: tenant, indicator, 64 bits each. */
static void put_key(GByteArray *out, uint32_t tenant, uint32_t indicator)
{
	bytes_put_be64(out, tenant);
	bytes_put_be64(out, indicator);
}

struct names {
	GByteArray *tenant, *indicator;
};

static bool names_make(const struct stats_mark *mark, struct names *ret_names, GError **error)
{
	size_t tenant = mark->tenant == NULL ? 0 : strlen(mark->tenant);
	size_t indicator = mark->indicator == NULL ? 0 : strlen(mark->indicator);
	if (tenant == 0 || tenant > DIMENSION_MAX)
		return error_set_field(error, ERROR_INVALID, "tenant", "tenant has 1 to %d bytes", DIMENSION_MAX);
	if (indicator == 0 || indicator > INDICATOR_MAX || mark->kind > KIND_SHA256)
		return error_set_field(error, ERROR_INVALID, "indicator", "indicator has 1 to %d bytes", INDICATOR_MAX);
	struct event event = {.type = EVENT_INCOMING, .tenant = mark->tenant};
	tuple_encode(&event, ret_names->tenant);
	indicator_encode(mark->kind, mark->indicator, ret_names->indicator);
	return true;
}

struct change {
	const struct names *names;
	const struct stats_mark *mark;
};

static bool add_write(struct kv_txn *txn, void *data, GError **error)
{
	const struct change *change = data;
	uint32_t tenant = 0, indicator = 0;
	if (!dict_intern(txn, &dict_tuples, table_array_bytes(change->names->tenant), &tenant, error) ||
	    !dict_intern(txn, &dict_indicators, table_array_bytes(change->names->indicator), &indicator, error))
		return false;
	g_autoptr(GByteArray) key = g_byte_array_new();
	g_autoptr(GByteArray) value = g_byte_array_new();
	put_key(key, tenant, indicator);
	if (kv_has(txn, TABLE_MARKS, table_array_bytes(key)))
		return error_set(error, ERROR_EXISTS, "\"%s\" is marked as a false positive already", change->mark->indicator);
	bytes_put_u64(value, (uint64_t)change->mark->time);
	return kv_put(txn, TABLE_MARKS, table_array_bytes(key), table_array_bytes(value), error) &&
	       table_set_number(txn, "version", STATS_VERSION, error);
}

static bool remove_write(struct kv_txn *txn, void *data, GError **error)
{
	const struct change *change = data;
	uint32_t tenant = 0, indicator = 0;
	bool has_tenant = false, has_indicator = false;
	if (!dict_find(txn, &dict_tuples, table_array_bytes(change->names->tenant), &tenant, &has_tenant, error) ||
	    !dict_find(txn, &dict_indicators, table_array_bytes(change->names->indicator), &indicator, &has_indicator, error))
		return false;
	g_autoptr(GByteArray) key = g_byte_array_new();
	put_key(key, tenant, indicator);
	if (!has_tenant || !has_indicator || !kv_has(txn, TABLE_MARKS, table_array_bytes(key)))
		return error_set(error, ERROR_NOT_FOUND, "\"%s\" is not marked as a false positive", change->mark->indicator);
	return kv_delete(txn, TABLE_MARKS, table_array_bytes(key), error);
}

static bool change_run(struct stats *stats, const struct stats_mark *mark, kv_fn fn, GError **error)
{
	g_autoptr(GByteArray) tenant = g_byte_array_new();
	g_autoptr(GByteArray) indicator = g_byte_array_new();
	struct names names = {tenant, indicator};
	struct change change = {&names, mark};
	return names_make(mark, &names, error) && kv_write(stats->kv, fn, &change, error);
}

bool stats_mark_add(struct stats *stats, const struct stats_mark *mark, GError **error)
{
	return change_run(stats, mark, add_write, error);
}

bool stats_mark_remove(struct stats *stats, const struct stats_mark *mark, GError **error)
{
	return change_run(stats, mark, remove_write, error);
}

struct walk {
	mark_fn fn;
	void *data;
};

static enum kv_step walk_mark(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	const struct walk *walk = data;
	struct byte_reader ids = byte_reader(key.data, key.length);
	struct byte_reader rest = byte_reader(value.data, value.length);
	uint64_t tenant = byte_reader_be64(&ids);
	uint64_t indicator = byte_reader_be64(&ids);
	int64_t time = (int64_t)byte_reader_u64(&rest);
	if (ids.failed || rest.failed || tenant > UINT32_MAX || indicator > UINT32_MAX) {
		table_damaged(error, "false positive");
		return KV_FAIL;
	}
	return walk->fn((uint32_t)tenant, (uint32_t)indicator, time, walk->data, error) ? KV_NEXT : KV_FAIL;
}

bool marks_each(struct kv_txn *txn, mark_fn fn, void *data, GError **error)
{
	struct walk walk = {fn, data};
	return kv_each(txn, (struct kv_range){.table = TABLE_MARKS}, walk_mark, &walk, error);
}

struct listing {
	struct kv_txn *txn;
	const char *tenant;
	GArray *marks;
};

static bool list_mark(uint32_t tenant, uint32_t indicator, int64_t time, void *data, GError **error)
{
	struct listing *listing = data;
	struct kv_bytes name;
	autorelease(tuple) tuple = {0};
	if (!dict_name(listing->txn, &dict_tuples, tenant, &name, error) || !tuple_decode(name, &tuple, error))
		return false;
	if (listing->tenant != NULL && strcmp(listing->tenant, tuple.tenant) != 0)
		return true;
	struct stats_mark mark = {.time = time};
	if (!dict_name(listing->txn, &dict_indicators, indicator, &name, error) ||
	    !indicator_decode(name, &mark.kind, &mark.indicator, error))
		return false;
	mark.tenant = g_steal_pointer(&tuple.tenant);
	g_array_append_val(listing->marks, mark);
	return true;
}

static bool list_read(struct kv_txn *txn, void *data, GError **error)
{
	struct listing *listing = data;
	listing->txn = txn;
	return marks_each(txn, list_mark, listing, error);
}

static gint mark_order(gconstpointer a, gconstpointer b)
{
	const struct stats_mark *x = a, *y = b;
	int order = strcmp(x->tenant, y->tenant);
	if (order == 0)
		order = strcmp(x->indicator, y->indicator);
	return order != 0 ? order : (int)x->kind - (int)y->kind;
}

GArray *stats_mark_list(struct stats *stats, const char *tenant, GError **error)
{
	g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct stats_mark));
	g_array_set_clear_func(marks, mark_clear);
	struct listing listing = {NULL, tenant, marks};
	if (!kv_read(stats->kv, list_read, &listing, error))
		return NULL;
	g_array_sort(marks, mark_order);
	return g_steal_pointer(&marks);
}
