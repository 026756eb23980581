// SPDX-License-Identifier: Apache-2.0
// Tasks, and the index of their next runs.
#include "tidings/store/store.h"

#include <string.h>

#include <glib.h>

#include "key-priv.h"
#include "store-priv.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"

#define EACH_AT_ONCE 64
#define MOVE_AT_ONCE 1024

struct row {
	struct task task;
	int64_t next_run;
	GBytes *value; /* as it is stored */
};

static void row_free(gpointer data)
{
	struct row *row = data;
	task_release(&row->task);
	g_bytes_unref(row->value);
	g_free(row);
}

static bool row_decode(uint32_t id, struct kv_bytes value, struct task *task, int64_t *ret_next_run, GError **error)
{
	struct byte_reader reader = byte_reader(value.data, value.length);
	int64_t next_run = (int64_t)byte_reader_u64(&reader);
	if (reader.failed)
		return error_set(error, ERROR_CORRUPT, "the record of task %u is damaged", id);
	if (!fields_decode(&task_table, task, reader.data, reader.left, error)) {
		g_prefix_error(error, "while reading task %u: ", id);
		return false;
	}
	task->id = id;
	if (*task->uid == '\0') { /* saved before tasks had one */
		g_free(task->uid);
		task->uid = g_strdup_printf("task-%u", id);
	}
	*ret_next_run = next_run;
	return true;
}

static bool no_task(uint32_t id, GError **error)
{
	return error_set(error, ERROR_NOT_FOUND, "there is no task %u", id);
}

static bool get_value(struct kv_txn *txn, uint32_t id, struct kv_bytes *ret_value, GError **error)
{
	struct key key = key_u32(id);
	return kv_has(txn, TABLE_TASKS, key_bytes(&key)) ? kv_get(txn, TABLE_TASKS, key_bytes(&key), ret_value, error)
							 : no_task(id, error);
}

/* The next run alone: a damaged record can still be replaced or deleted. */
static int64_t get_next_run(struct kv_txn *txn, uint32_t id)
{
	struct kv_bytes value;
	if (!get_value(txn, id, &value, NULL))
		return INSTANT_NONE;
	struct byte_reader reader = byte_reader(value.data, value.length);
	int64_t next_run = (int64_t)byte_reader_u64(&reader);
	return reader.failed ? INSTANT_NONE : next_run;
}

static bool move_due(struct kv_txn *txn, uint32_t id, int64_t from, int64_t to, GError **error)
{
	struct key old = key_u64_u32(key_from_instant(from), id), fresh = key_u64_u32(key_from_instant(to), id);
	if (from != INSTANT_NONE && !kv_delete(txn, TABLE_DUE, key_bytes(&old), error))
		return false;
	return to == INSTANT_NONE || kv_put(txn, TABLE_DUE, key_bytes(&fresh), (struct kv_bytes){0}, error);
}

static bool put_row(struct kv_txn *txn, uint32_t id, int64_t next_run, struct kv_bytes record, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	bytes_put_u64(bytes, (uint64_t)next_run);
	g_byte_array_append(bytes, record.data, (guint)record.length);
	struct key key = key_u32(id);
	int64_t before = get_next_run(txn, id);
	return kv_put(txn, TABLE_TASKS, key_bytes(&key), store_array_bytes(bytes), error) &&
		move_due(txn, id, before, next_run, error);
}

/* The same record with another next run. */
static bool move_row(struct kv_txn *txn, uint32_t id, struct kv_bytes value, int64_t next_run, GError **error)
{
	/* A copy: what kv gave is gone with the next write. */
	g_autoptr(GByteArray) record = g_byte_array_new();
	g_byte_array_append(record, value.data + sizeof(uint64_t), (guint)(value.length - sizeof(uint64_t)));
	return put_row(txn, id, next_run, store_array_bytes(record), error);
}

bool store_task_advance(struct kv_txn *txn, struct due due, int64_t next_run, GError **error)
{
	struct kv_bytes value;
	g_autoptr(GError) fault = NULL;
	bool sound = get_value(txn, due.task, &value, &fault);
	/* A task without a sound record cannot run: without its place in the index it stops nobody else. */
	if (error_is(fault, ERROR_NOT_FOUND) || error_is(fault, ERROR_CORRUPT) || (sound && value.length < sizeof(uint64_t)))
		return move_due(txn, due.task, due.instant, INSTANT_NONE, error);
	if (!sound) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	/* The entry that was decided goes in any case, also when the record names another one. */
	return move_row(txn, due.task, value, next_run, error) && move_due(txn, due.task, due.instant, INSTANT_NONE, error);
}

struct put {
	const struct store *store;
	struct task *task;
	int64_t next_run;
	uint32_t id;
};

/* The number for a task: the next one, or the task's own, which is not given again. */
static bool take_id(struct kv_txn *txn, struct put *put, GError **error)
{
	uint64_t highest = 0;
	if (!store_meta_get(txn, META_TASK, &highest, error))
		return false;
	uint64_t id = put->task->id != 0 ? put->task->id : highest + 1;
	if (id > UINT32_MAX)
		return error_set(error, ERROR_LIMIT, "there are no more numbers for tasks");
	put->id = (uint32_t)id;
	return id <= highest || store_meta_put(txn, META_TASK, id, error);
}

/* The stored record in `before`, an initialised task. A damaged one can be replaced or deleted: it was nothing. */
static bool get_before(struct kv_txn *txn, uint32_t id, struct task *before)
{
	struct kv_bytes value;
	int64_t ignored = INSTANT_NONE;
	return get_value(txn, id, &value, NULL) && row_decode(id, value, before, &ignored, NULL);
}

bool store_task_is(struct kv_txn *txn, uint32_t id, const struct task *task)
{
	autorelease(task) stored = {0};
	task_init(&stored);
	return get_before(txn, id, &stored) && fields_equal(&task_table, &stored, task);
}

static bool audit_task(struct kv_txn *txn, const struct store *store, uint32_t id, const struct task *after, GError **error)
{
	autorelease(task) before = {0};
	task_init(&before);
	bool there = get_before(txn, id, &before);
	g_autofree char *number = g_strdup_printf("%u", id);
	const struct audit_subject subject = {
		.action = after == NULL ? "delete" : NULL, .noun = task_table.noun, .subject = number,
		.detail = after != NULL ? after->name : before.name, .table = there || after != NULL ? &task_table : NULL,
		.before = there ? &before : NULL, .after = after,
	};
	return store_audit_put(txn, store, &subject, error);
}

static bool put_task(struct kv_txn *txn, void *data, GError **error)
{
	struct put *put = data;
	if (!take_id(txn, put, error) || !audit_task(txn, put->store, put->id, put->task, error))
		return false;
	g_autoptr(GByteArray) record = g_byte_array_new();
	fields_encode(&task_table, put->task, record);
	return store_trash_drop(txn, put->id, error) && put_row(txn, put->id, put->next_run, store_array_bytes(record), error);
}

static void give_uid(struct task *task)
{
	if (*task->uid != '\0')
		return;
	g_free(task->uid);
	task->uid = g_uuid_string_random();
}

bool store_task_put(struct store *store, struct task *task, int64_t next_run, GError **error)
{
	struct put put = {.store = store, .task = task, .next_run = next_run};
	give_uid(task);
	if (!fields_check(&task_table, task, error) || !store_write(store, put_task, &put, error))
		return false;
	task->id = put.id;
	return true;
}

struct get {
	uint32_t id;
	struct task *task;
	int64_t next_run;
};

static bool get_task(struct kv_txn *txn, void *data, GError **error)
{
	struct get *get = data;
	struct kv_bytes value;
	return get_value(txn, get->id, &value, error) && row_decode(get->id, value, get->task, &get->next_run, error);
}

bool store_task_get(struct store *store, uint32_t id, struct task *ret_task, int64_t *ret_next_run, GError **error)
{
	struct get get = {.id = id, .task = ret_task};
	if (!store_read(store, get_task, &get, error))
		return false;
	*ret_next_run = get.next_run;
	return true;
}

struct delete {
	const struct store *store;
	uint32_t id;
};
/* A record that cannot be read is deleted all the same. */
static bool keep_in_trash(struct kv_txn *txn, uint32_t id, GError **error)
{
	struct kv_bytes value;
	if (!get_value(txn, id, &value, NULL) || value.length < sizeof(uint64_t))
		return true;
	g_autoptr(GByteArray) record = g_byte_array_new();
	g_byte_array_append(record, value.data + sizeof(uint64_t), (guint)(value.length - sizeof(uint64_t)));
	return store_trash_keep(txn, id, store_array_bytes(record), error);
}

static bool delete_task(struct kv_txn *txn, void *data, GError **error)
{
	const struct delete *delete = data;
	struct key key = key_u32(delete->id);
	if (!kv_has(txn, TABLE_TASKS, key_bytes(&key)))
		return no_task(delete->id, error);
	return audit_task(txn, delete->store, delete->id, NULL, error) && keep_in_trash(txn, delete->id, error) &&
		move_due(txn, delete->id, get_next_run(txn, delete->id), INSTANT_NONE, error) &&
		kv_delete(txn, TABLE_TASKS, key_bytes(&key), error);
}

bool store_task_delete(struct store *store, uint32_t id, GError **error)
{
	struct delete delete = {store, id};
	return store_write_urgent(store, delete_task, &delete, error);
}

struct writes {
	const struct store *store;
	const struct task_write *writes;
	size_t n;
};

static bool write_tasks(struct kv_txn *txn, void *data, GError **error)
{
	const struct writes *all = data;
	for (size_t i = 0; i < all->n; i++) {
		const struct task_write *write = &all->writes[i];
		struct put put = {.store = all->store, .task = write->task, .next_run = write->next_run};
		struct delete delete = {all->store, write->task->id};
		if (write->gone ? !delete_task(txn, &delete, error) : !put_task(txn, &put, error))
			return false;
		write->task->id = write->gone ? write->task->id : put.id;
	}
	return true;
}

bool store_tasks_write(struct store *store, const struct task_write *writes, size_t n, GError **error)
{
	struct writes all = {store, writes, n};
	for (size_t i = 0; i < n; i++) {
		give_uid(writes[i].task);
		if (!writes[i].gone && !fields_check(&task_table, writes[i].task, error))
			return false;
	}
	return store_write(store, write_tasks, &all, error);
}

struct page {
	uint32_t from;
	guint most;
	GPtrArray *rows;
};

static enum kv_step take_row(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct page *page = data;
	struct row *row = g_new0(struct row, 1);
	g_ptr_array_add(page->rows, row);
	row->value = g_bytes_new(value.data, value.length);
	task_init(&row->task);
	if (!row_decode((uint32_t)key_part(key, 0, 4), value, &row->task, &row->next_run, error))
		return KV_FAIL;
	return page->rows->len < page->most ? KV_NEXT : KV_STOP;
}

static bool read_page(struct kv_txn *txn, void *data, GError **error)
{
	struct page *page = data;
	struct key from = key_u32(page->from);
	return kv_each(txn, (struct kv_range){TABLE_TASKS, key_bytes(&from), false}, take_row, page, error);
}

/* Calls fn for pages of tasks by id ascending, between transactions. */
static bool each_page(struct store *store, guint most, bool (*fn)(const GPtrArray *rows, void *data, GError **error), void *data, GError **error)
{
	uint64_t next = 0;
	while (next <= UINT32_MAX) {
		g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_free);
		struct page page = {(uint32_t)next, most, rows};
		if (!store_read(store, read_page, &page, error) || !fn(rows, data, error))
			return false;
		if (rows->len < most)
			break;
		next = (uint64_t)((const struct row *)rows->pdata[rows->len - 1])->task.id + 1;
	}
	return true;
}

struct each {
	store_task_fn fn;
	void *data;
};

static bool visit_page(const GPtrArray *rows, void *data, GError **error)
{
	const struct each *each = data;
	for (guint i = 0; i < rows->len; i++) {
		const struct row *row = rows->pdata[i];
		if (!each->fn(&row->task, row->next_run, each->data, error))
			return false;
	}
	return true;
}

bool store_task_each(struct store *store, store_task_fn fn, void *data, GError **error)
{
	struct each each = {fn, data};
	return each_page(store, EACH_AT_ONCE, visit_page, &each, error);
}

struct records {
	store_record_fn fn;
	void *data;
};

static enum kv_step visit_record(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	const struct records *records = data;
	uint32_t id = (uint32_t)key_part(key, 0, sizeof(uint32_t));
	struct byte_reader reader = byte_reader(value.data, value.length);
	int64_t next_run = (int64_t)byte_reader_u64(&reader);
	if (reader.failed) {
		error_set(error, ERROR_CORRUPT, "the record of task %u is damaged", id);
		return KV_FAIL;
	}
	return records->fn(id, next_run, reader.data, reader.left, records->data, error) ? KV_NEXT : KV_FAIL;
}

static bool read_records(struct kv_txn *txn, void *data, GError **error)
{
	return kv_each(txn, (struct kv_range){.table = TABLE_TASKS}, visit_record, data, error);
}

bool store_task_records(struct store *store, store_record_fn fn, void *data, GError **error)
{
	struct records records = {fn, data};
	return store_read(store, read_records, &records, error);
}

struct move {
	const struct row *row;
	int64_t to;
};

static bool is_as_read(struct kv_bytes value, const struct row *row)
{
	gsize length = 0;
	const void *data = g_bytes_get_data(row->value, &length);
	return value.length == length && memcmp(value.data, data, length) == 0;
}

static bool move_tasks(struct kv_txn *txn, void *data, GError **error)
{
	const GArray *moves = data;
	for (guint i = 0; i < moves->len; i++) {
		const struct move *move = &g_array_index(moves, struct move, i);
		struct kv_bytes value;
		uint32_t id = move->row->task.id;
		/* What was decided or changed meanwhile has a next run of its own. */
		if (get_value(txn, id, &value, NULL) && is_as_read(value, move->row) && !move_row(txn, id, value, move->to, error))
			return false;
	}
	return true;
}

struct move_each {
	struct store *store;
	store_move_fn fn;
	void *data;
};

static bool move_page(const GPtrArray *rows, void *data, GError **error)
{
	const struct move_each *each = data;
	g_autoptr(GArray) moves = g_array_new(FALSE, FALSE, sizeof(struct move));
	for (guint i = 0; i < rows->len; i++) {
		const struct row *row = rows->pdata[i];
		struct move move = {row, row->next_run};
		if (!each->fn(&row->task, &move.to, each->data, error))
			return false;
		if (move.to != row->next_run)
			g_array_append_val(moves, move);
	}
	return moves->len == 0 || store_write(each->store, move_tasks, moves, error);
}

bool store_task_move_each(struct store *store, store_move_fn fn, void *data, GError **error)
{
	struct move_each each = {store, fn, data};
	return each_page(store, MOVE_AT_ONCE, move_page, &each, error);
}
