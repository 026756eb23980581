// SPDX-License-Identifier: Apache-2.0
// Deleted tasks: kept so that deleting can be taken back.
#include "tidings/store/store.h"

#include <glib.h>

#include "key-priv.h"
#include "store-priv.h"
#include "tidings/util/bytes.h"

#define KEPT 200

static void task_free(gpointer task)
{
	task_release(task);
	g_free(task);
}

static enum kv_step take_key(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	(void)error;
	*(uint64_t *)data = key_part(key, 0, 8);
	return KV_STOP;
}

static bool drop_oldest(struct kv_txn *txn, GError **error)
{
	uint64_t oldest = 0;
	struct key from = key_u64(0);
	if (kv_count(txn, TABLE_TRASH) < KEPT)
		return true;
	if (!kv_each(txn, (struct kv_range){TABLE_TRASH, key_bytes(&from), false}, take_key, &oldest, error))
		return false;
	struct key key = key_u64(oldest);
	return kv_delete(txn, TABLE_TRASH, key_bytes(&key), error);
}

bool store_trash_keep(struct kv_txn *txn, uint32_t id, struct kv_bytes record, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	uint64_t number = 0;
	bytes_put_u32(bytes, id);
	g_byte_array_append(bytes, record.data, (guint)record.length);
	if (!drop_oldest(txn, error) || !store_meta_next(txn, META_TRASH, &number, error))
		return false;
	struct key key = key_u64(number);
	return kv_put(txn, TABLE_TRASH, key_bytes(&key), store_array_bytes(bytes), error);
}

struct search {
	uint32_t id;
	uint64_t number; /* 0 = not found */
};

static enum kv_step find_id(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)error;
	struct search *search = data;
	struct byte_reader reader = byte_reader(value.data, value.length);
	if (byte_reader_u32(&reader) != search->id || reader.failed)
		return KV_NEXT;
	search->number = key_part(key, 0, 8);
	return KV_STOP;
}

bool store_trash_drop(struct kv_txn *txn, uint32_t id, GError **error)
{
	struct search search = {.id = id};
	struct key from = key_u64(0);
	if (kv_count(txn, TABLE_TRASH) == 0)
		return true;
	if (!kv_each(txn, (struct kv_range){TABLE_TRASH, key_bytes(&from), false}, find_id, &search, error))
		return false;
	struct key key = key_u64(search.number);
	return search.number == 0 || kv_delete(txn, TABLE_TRASH, key_bytes(&key), error);
}

// A record that is damaged is no task to bring back.
static enum kv_step take_task(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	(void)key;
	(void)error;
	struct byte_reader reader = byte_reader(value.data, value.length);
	uint32_t id = byte_reader_u32(&reader);
	struct task *task = g_new0(struct task, 1);
	task_init(task);
	if (!reader.failed && fields_decode(&task_table, task, reader.data, reader.left, NULL)) {
		task->id = id;
		g_ptr_array_add(data, task);
	} else {
		task_free(task);
	}
	return KV_NEXT;
}

static bool read_trash(struct kv_txn *txn, void *data, GError **error)
{
	return kv_each(txn, (struct kv_range){TABLE_TRASH, {0}, true}, take_task, data, error);
}

GPtrArray *store_trash(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) tasks = g_ptr_array_new_with_free_func(task_free);
	return store_read(store, read_trash, tasks, error) ? g_steal_pointer(&tasks) : NULL;
}
