// SPDX-License-Identifier: Apache-2.0
// Marks of false positives: a set of (tenant, indicator), applied when a question is asked.
#include "mark-priv.h"

#include <string.h>

#include "dictionary-priv.h"
#include "marked-priv.h"
#include "stats-priv.h"
#include "table-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"

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

static bool mark_fits(const struct stats_mark *mark, GError **error)
{
	size_t tenant = mark->tenant == NULL ? 0 : strlen(mark->tenant);
	size_t indicator = mark->indicator == NULL ? 0 : strlen(mark->indicator);
	if (tenant == 0 || tenant > DIMENSION_MAX)
		return error_set_field(error, ERROR_INVALID, "tenant", "tenant has 1 to %d bytes", DIMENSION_MAX);
	if (indicator == 0 || indicator > INDICATOR_MAX || mark->kind > KIND_SHA256)
		return error_set_field(error, ERROR_INVALID, "indicator", "indicator has 1 to %d bytes", INDICATOR_MAX);
	return true;
}

struct change {
	struct stats *stats;
	const struct stats_mark *mark;
};

/* Ids of the mark's tenant and indicator, new ones if need be, and the key that they make. */
static bool find_ids(struct session *session, const struct change *change, uint32_t *ret_tenant, uint32_t *ret_indicator, GByteArray *key,
		     GError **error)
{
	autoptr(pool) pool = pool_new(&change->stats->key);
	g_autoptr(GByteArray) name = g_byte_array_new();
	(void)!indicator_append(change->mark->kind, change->mark->indicator, strlen(change->mark->indicator), name);
	(void)!pool_add(pool, table_array_bytes(name));
	if (!writer_tenant(session, change->mark->tenant, ret_tenant, error) ||
	    !writer_indicators(session, pool, ret_indicator, error))
		return false;
	put_key(key, *ret_tenant, *ret_indicator);
	return true;
}

static bool add_write(struct session *session, void *data, GError **error)
{
	const struct change *change = data;
	uint32_t tenant = 0, indicator = 0;
	g_autoptr(GByteArray) key = g_byte_array_new();
	g_autoptr(GByteArray) value = g_byte_array_new();
	if (!find_ids(session, change, &tenant, &indicator, key, error))
		return false;
	if (kv_has(session->txn, TABLE_MARKS, table_array_bytes(key)))
		return error_set(error, ERROR_EXISTS, "\"%s\" is marked as a false positive already", change->mark->indicator);
	bytes_put_u64(value, (uint64_t)change->mark->time);
	session->state.marks++;
	return marked_find(session->txn, &session->state, tenant, indicator, error) &&
	       kv_put(session->txn, TABLE_MARKS, table_array_bytes(key), table_array_bytes(value), error);
}

static bool remove_write(struct session *session, void *data, GError **error)
{
	const struct change *change = data;
	uint32_t tenant = 0, indicator = 0;
	g_autoptr(GByteArray) key = g_byte_array_new();
	if (!find_ids(session, change, &tenant, &indicator, key, error))
		return false;
	if (!kv_has(session->txn, TABLE_MARKS, table_array_bytes(key)))
		return error_set(error, ERROR_NOT_FOUND, "\"%s\" is not marked as a false positive", change->mark->indicator);
	session->state.marks++;
	return marked_forget(session->txn, tenant, indicator, error) && kv_delete(session->txn, TABLE_MARKS, table_array_bytes(key), error);
}

static bool change_run(struct stats *stats, const struct stats_mark *mark, session_fn fn, GError **error)
{
	struct change change = {stats, mark};
	return mark_fits(mark, error) && session_write(stats, fn, &change, error);
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
	struct dictionary *dictionary;
	GArray *marks;
};

static bool list_mark(uint32_t tenant, uint32_t indicator, int64_t time, void *data, GError **error)
{
	struct listing *listing = data;
	g_autofree char *name = name_get(listing->txn, NAME_TENANT, tenant, error);
	struct stats_mark mark = {.time = time};
	struct kv_bytes bytes;
	if (name == NULL)
		return false;
	if (listing->tenant != NULL && strcmp(listing->tenant, name) != 0)
		return true;
	if (!dictionary_name(listing->dictionary, indicator, &bytes, error) || !indicator_decode(bytes, &mark.kind, &mark.indicator, error))
		return false;
	mark.tenant = g_steal_pointer(&name);
	g_array_append_val(listing->marks, mark);
	return true;
}

static bool list_read(struct kv_txn *txn, void *data, GError **error)
{
	struct listing *listing = data;
	struct state state;
	if (!state_read(txn, &state, error))
		return false;
	autoptr(dictionary) dictionary = dictionary_new(txn, state.indicators, NULL);
	listing->txn = txn;
	listing->dictionary = dictionary;
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
	struct listing listing = {.tenant = tenant, .marks = marks};
	if (!kv_read(stats->kv, list_read, &listing, error))
		return NULL;
	g_array_sort(marks, mark_order);
	return g_steal_pointer(&marks);
}
