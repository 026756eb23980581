// SPDX-License-Identifier: Apache-2.0
// What a writing process keeps in memory: names, profiles, tuples and indicators -> ids.
#include "writer-priv.h"

#include <string.h>

#include "dictionary-priv.h"
#include "index-priv.h"
#include "mark-priv.h"
#include "table-priv.h"
#include "tidings/util/error.h"

#define SNAPSHOT_LEAST 262144 /* new ids that are worth a snapshot */
#define ROUND 64              /* names looked up together, so that memory is waited for once */

struct records {
	const struct array *array;
	GHashTable *ids; /* GBytes of a record -> id */
	uint64_t known;
};

struct writer {
	uint64_t known_names[NAME_CLASSES];
	GHashTable *names[NAME_CLASSES]; /* text -> id */
	struct records profiles, tuples;
	struct index *index;             /* NULL until it is needed */
	struct dictionary_trust trust;
	struct mark_set *marks;          /* as of the state's number of changes */
	uint64_t known_marks;
};

static struct records records_of(const struct array *array)
{
	GHashTable *ids = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	return (struct records){array, ids, 0};
}

struct writer *writer_new(void)
{
	struct writer *writer = g_new0(struct writer, 1);
	for (int class = 0; class < NAME_CLASSES; class++)
		writer->names[class] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	writer->profiles = records_of(&array_profiles);
	writer->tuples = records_of(&array_tuples);
	writer->trust.chunks = g_byte_array_new();
	writer->marks = mark_set_new();
	return writer;
}

void writer_free(struct writer *writer)
{
	if (writer == NULL)
		return;
	for (int class = 0; class < NAME_CLASSES; class++)
		g_hash_table_unref(writer->names[class]);
	g_hash_table_unref(writer->profiles.ids);
	g_hash_table_unref(writer->tuples.ids);
	index_free(writer->index);
	g_byte_array_unref(writer->trust.chunks);
	mark_set_free(writer->marks);
	g_free(writer);
}

static uint32_t first_id(enum name_class class)
{
	return class == NAME_TENANT ? TENANT_ALL + 1 : 0;
}

static bool sync_names(struct writer *writer, struct kv_txn *txn, const struct state *state, GError **error)
{
	for (enum name_class class = 0; class < NAME_CLASSES; class++) {
		for (uint64_t n = writer->known_names[class]; n < state->names[class]; n++) {
			uint32_t id = (uint32_t)n + first_id(class);
			char *name = name_get(txn, class, id, error);
			if (name == NULL)
				return false;
			g_hash_table_insert(writer->names[class], name, GUINT_TO_POINTER(id));
		}
		writer->known_names[class] = state->names[class];
	}
	return true;
}

static bool sync_records(struct kv_txn *txn, struct records *records, uint64_t count, GError **error)
{
	autoptr(array_view) view = array_view_new(txn, records->array, count);
	for (; records->known < count; records->known++) {
		const uint8_t *at = array_view_at(view, records->known, error);
		if (at == NULL)
			return false;
		g_hash_table_insert(records->ids, g_bytes_new(at, records->array->record), GUINT_TO_POINTER((guint)records->known));
	}
	return true;
}

static bool sync_index(struct writer *writer, struct kv_txn *txn, const struct state *state, GError **error)
{
	uint64_t known = index_count(writer->index);
	autoptr(dictionary) dictionary = dictionary_new(txn, state->indicators, &writer->trust);
	for (uint64_t id = known; id < state->indicators; id++) {
		struct kv_bytes name;
		if (!dictionary_name(dictionary, (uint32_t)id, &name, error))
			return false;
		index_add(writer->index, hash_bytes(&state->key, name), (uint32_t)id);
	}
	return true;
}

static bool take_mark(uint32_t tenant, uint32_t indicator, int64_t time, void *data, GError **error)
{
	(void)time;
	(void)error;
	mark_set_add(data, tenant, indicator);
	return true;
}

static bool sync_marks(struct writer *writer, struct kv_txn *txn, const struct state *state, GError **error)
{
	if (writer->known_marks == state->marks)
		return true;
	mark_set_free(writer->marks);
	writer->marks = mark_set_new();
	writer->known_marks = state->marks;
	return marks_each(txn, take_mark, writer->marks, error);
}

bool writer_sync(struct writer *writer, struct kv_txn *txn, const struct state *state, GError **error)
{
	if (!sync_names(writer, txn, state, error) || !sync_records(txn, &writer->profiles, state->profiles, error) ||
	    !sync_records(txn, &writer->tuples, state->tuples, error) || !sync_marks(writer, txn, state, error))
		return false;
	if (writer->index == NULL) {
		writer->index = index_new();
		if (!index_load(txn, writer->index, state->snapshot, error))
			return false;
	}
	return sync_index(writer, txn, state, error);
}

static bool name_id(struct session *session, enum name_class class, const char *name, uint32_t *ret_id, GError **error)
{
	struct writer *writer = session->writer;
	struct state *state = &session->state;
	gpointer id = NULL;
	if (!g_hash_table_lookup_extended(writer->names[class], name, NULL, &id)) {
		uint64_t next = state->names[class] + first_id(class);
		if (next > INT32_MAX)
			return error_set(error, ERROR_LIMIT, "statistics: there are too many different names");
		id = GUINT_TO_POINTER((guint)next);
		if (!name_put(session->txn, class, (uint32_t)next, name, error))
			return false;
		g_hash_table_insert(writer->names[class], g_strdup(name), id);
		writer->known_names[class] = ++state->names[class];
	}
	*ret_id = GPOINTER_TO_UINT(id);
	return true;
}

bool writer_tenant(struct session *session, const char *name, uint32_t *ret_id, GError **error)
{
	return name_id(session, NAME_TENANT, name, ret_id, error);
}

/* The id of a record; a new one when it was never seen. */
static bool record_id(struct kv_txn *txn, struct records *records, uint64_t *count, const uint8_t *record, uint32_t *ret_id, GError **error)
{
	const struct array *array = records->array;
	g_autoptr(GBytes) bytes = g_bytes_new(record, array->record);
	gpointer id = NULL;
	if (!g_hash_table_lookup_extended(records->ids, bytes, NULL, &id)) {
		if (*count >= UINT32_MAX)
			return error_set(error, ERROR_LIMIT, "statistics: there are too many different values of one kind: %s", array->what);
		id = GUINT_TO_POINTER((guint)*count);
		if (!array_append(txn, array, *count, table_bytes(record, array->record), error))
			return false;
		g_hash_table_insert(records->ids, g_bytes_ref(bytes), id);
		records->known = ++*count;
	}
	*ret_id = GPOINTER_TO_UINT(id);
	return true;
}

bool writer_tuple(struct session *session, const struct dimensions *dimensions, uint32_t *ret_id, GError **error)
{
	struct kv_txn *txn = session->txn;
	struct writer *writer = session->writer;
	struct state *state = &session->state;
	struct profile profile = {.kind = dimensions->kind, .group = dimensions->group};
	struct tuple tuple = {0};
	uint8_t profile_bytes[PROFILE_BYTES], tuple_bytes[TUPLE_BYTES];
	if (!name_id(session, NAME_TENANT, dimensions->tenant, &tuple.tenant, error) ||
	    !name_id(session, NAME_CATEGORY, dimensions->category, &profile.category, error) ||
	    !name_id(session, NAME_FEED, dimensions->feed, &profile.feed, error) ||
	    !name_id(session, NAME_SUPPLIER, dimensions->supplier, &profile.supplier, error))
		return false;
	profile_encode(&profile, profile_bytes);
	if (!record_id(txn, &writer->profiles, &state->profiles, profile_bytes, &tuple.profile, error))
		return false;
	tuple_encode(tuple, tuple_bytes);
	return record_id(txn, &writer->tuples, &state->tuples, tuple_bytes, ret_id, error);
}

/* The id of a name that is stored; *ret_id is untouched when it is not. */
static bool find_indicator(const struct writer *writer, struct dictionary *dictionary, uint64_t hash, struct kv_bytes name, uint32_t *ret_id,
			   GError **error)
{
	size_t slot = 0;
	uint32_t id = 0;
	while (index_next(writer->index, hash, &slot, &id)) {
		struct kv_bytes stored;
		if (!dictionary_name(dictionary, id, &stored, error))
			return false;
		if (stored.length == name.length && memcmp(stored.data, name.data, name.length) == 0) {
			*ret_id = id;
			return true;
		}
	}
	return true;
}

/* Looks all names up; those that are not stored have the id UINT32_MAX. */
static bool find_indicators(const struct writer *writer, struct dictionary *dictionary, const struct pool *pool, uint32_t *ret_ids, GError **error)
{
	uint32_t n = pool_count(pool);
	for (uint32_t start = 0; start < n; start += ROUND) {
		uint32_t end = MIN(n, start + ROUND);
		for (uint32_t i = start; i < end; i++)
			index_prefetch(writer->index, pool_hash(pool, i));
		for (uint32_t i = start; i < end; i++) {
			ret_ids[i] = UINT32_MAX;
			if (!find_indicator(writer, dictionary, pool_hash(pool, i), pool_at(pool, i), &ret_ids[i], error))
				return false;
		}
	}
	return true;
}

static bool save_index(struct writer *writer, struct kv_txn *txn, struct state *state, GError **error)
{
	if (state->indicators - state->snapshot < MAX(SNAPSHOT_LEAST, state->snapshot / 2))
		return true;
	state->snapshot = state->indicators;
	return index_save(txn, writer->index, error);
}

bool writer_indicators(struct session *session, const struct pool *pool, uint32_t *ret_ids, GError **error)
{
	struct kv_txn *txn = session->txn;
	struct writer *writer = session->writer;
	struct state *state = &session->state;
	uint32_t n = pool_count(pool);
	g_autoptr(GArray) fresh = g_array_new(FALSE, FALSE, sizeof(struct kv_bytes));
	autoptr(dictionary) dictionary = dictionary_new(txn, state->indicators, &writer->trust);
	if (!find_indicators(writer, dictionary, pool, ret_ids, error))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		if (ret_ids[i] != UINT32_MAX)
			continue;
		struct kv_bytes name = pool_at(pool, i);
		uint64_t id = state->indicators + fresh->len;
		if (id >= UINT32_MAX)
			return error_set(error, ERROR_LIMIT, "statistics: there are too many different indicators");
		ret_ids[i] = (uint32_t)id;
		index_add(writer->index, pool_hash(pool, i), ret_ids[i]);
		g_array_append_val(fresh, name);
	}
	if (!dictionary_append(txn, state->indicators, (const struct kv_bytes *)(const void *)fresh->data, fresh->len, error))
		return false;
	state->indicators += fresh->len;
	return save_index(writer, txn, state, error);
}

const struct mark_set *writer_marks(const struct writer *writer)
{
	return writer->marks;
}
