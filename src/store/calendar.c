// SPDX-License-Identifier: Apache-2.0
// Holiday calendars by name.
#include "tidings/store/store.h"

#include <string.h>

#include <glib.h>

#include "store-priv.h"
#include "tidings/util/error.h"

#define CALENDAR_NOUN "calendar"

static bool no_calendar(const char *name, GError **error)
{
	return error_set_field(error, ERROR_NOT_FOUND, "calendar", "there is no calendar \"%s\"; see tidings calendar list", name);
}

struct put_job {
	const struct store *store;
	const struct calendar *calendar;
};

static bool is_stored(struct kv_txn *txn, struct kv_bytes key, const GByteArray *record)
{
	struct kv_bytes value;
	return kv_has(txn, TABLE_CALENDARS, key) && kv_get(txn, TABLE_CALENDARS, key, &value, NULL) && value.length == record->len &&
	       memcmp(value.data, record->data, record->len) == 0;
}

static bool count_up(struct kv_txn *txn, GError **error)
{
	uint64_t generation = 0;
	return store_meta_next(txn, META_CALENDARS, &generation, error);
}

static bool put_calendar(struct kv_txn *txn, void *data, GError **error)
{
	const struct put_job *job = data;
	struct kv_bytes key = store_text_bytes(job->calendar->name);
	g_autoptr(GByteArray) record = g_byte_array_new();
	g_autofree char *detail = g_strdup_printf("%u days", job->calendar->holidays->len);
	const struct audit_subject subject = {
		.action = kv_has(txn, TABLE_CALENDARS, key) ? "edit" : "add", .noun = CALENDAR_NOUN, .subject = job->calendar->name, .detail = detail};
	calendar_encode(job->calendar, record);
	if (is_stored(txn, key, record))
		return true;
	return kv_put(txn, TABLE_CALENDARS, key, store_array_bytes(record), error) && count_up(txn, error) &&
	       store_audit_put(txn, job->store, &subject, error);
}

bool store_calendar_put(struct store *store, const struct calendar *calendar, GError **error)
{
	struct put_job job = {store, calendar};
	return calendar_check_name(calendar->name, error) && store_write(store, put_calendar, &job, error);
}

struct get_job {
	const char *name;
	struct calendar *calendar;
};

static bool get_calendar(struct kv_txn *txn, void *data, GError **error)
{
	struct get_job *job = data;
	struct kv_bytes key = store_text_bytes(job->name), value;
	if (*job->name == '\0' || strlen(job->name) > 4 * CALENDAR_NAME_MAX || !kv_has(txn, TABLE_CALENDARS, key))
		return no_calendar(job->name, error);
	if (!kv_get(txn, TABLE_CALENDARS, key, &value, error))
		return false;
	job->calendar = calendar_decode(job->name, value.data, value.length, error);
	return job->calendar != NULL;
}

struct calendar *store_calendar_get(struct store *store, const char *name, GError **error)
{
	struct get_job job = {.name = name};
	return store_read(store, get_calendar, &job, error) ? job.calendar : NULL;
}

static enum kv_step take_calendar(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	g_autofree char *name = g_strndup((const char *)key.data, key.length);
	struct calendar *calendar = calendar_decode(name, value.data, value.length, error);
	if (calendar != NULL)
		g_ptr_array_add(data, calendar);
	return calendar != NULL ? KV_NEXT : KV_FAIL;
}

static bool read_calendars(struct kv_txn *txn, void *data, GError **error)
{
	return kv_each(txn, (struct kv_range){.table = TABLE_CALENDARS}, take_calendar, data, error);
}

static void free_calendar(gpointer calendar)
{
	calendar_unref(calendar);
}

GPtrArray *store_calendars(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) calendars = g_ptr_array_new_with_free_func(free_calendar);
	return store_read(store, read_calendars, calendars, error) ? g_steal_pointer(&calendars) : NULL;
}

static bool read_generation(struct kv_txn *txn, void *data, GError **error)
{
	return store_meta_get(txn, META_CALENDARS, data, error);
}

bool store_calendar_generation(struct store *store, uint64_t *ret_generation, GError **error)
{
	uint64_t generation = 0;
	if (!store_read(store, read_generation, &generation, error))
		return false;
	*ret_generation = generation;
	return true;
}

struct delete_job {
	const struct store *store;
	const char *name;
	unsigned used;
};

/* A task that cannot be read names nothing. */
static enum kv_step count_use(struct kv_bytes key, struct kv_bytes value, void *data, GError **error)
{
	struct delete_job *job = data;
	autorelease(task) task = {0};
	(void)key;
	(void)error;
	task_init(&task);
	if (value.length > sizeof(uint64_t) &&
	    fields_decode(&task_table, &task, value.data + sizeof(uint64_t), value.length - sizeof(uint64_t), NULL) && strcmp(task.calendar, job->name) == 0)
		job->used++;
	return KV_NEXT;
}

static bool delete_calendar(struct kv_txn *txn, void *data, GError **error)
{
	struct delete_job *job = data;
	struct kv_bytes key = store_text_bytes(job->name);
	const struct audit_subject subject = {.action = "delete", .noun = CALENDAR_NOUN, .subject = job->name};
	if (*job->name == '\0' || strlen(job->name) > 4 * CALENDAR_NAME_MAX || !kv_has(txn, TABLE_CALENDARS, key))
		return no_calendar(job->name, error);
	job->used = 0;
	if (!kv_each(txn, (struct kv_range){.table = TABLE_TASKS}, count_use, job, error))
		return false;
	if (job->used > 0)
		return error_set(error, ERROR_DENIED, "the calendar \"%s\" is named by %u task(s); give them another one first", job->name, job->used);
	return kv_delete(txn, TABLE_CALENDARS, key, error) && count_up(txn, error) && store_audit_put(txn, job->store, &subject, error);
}

bool store_calendar_delete(struct store *store, const char *name, GError **error)
{
	struct delete_job job = {.store = store, .name = name};
	return store_write_urgent(store, delete_calendar, &job, error);
}
