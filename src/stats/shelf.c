// SPDX-License-Identifier: Apache-2.0
// Shelves of the roll-ups: numbered items of one bucket in one value.
#include "shelf-priv.h"

#include "bits-priv.h"
#include "table-priv.h"

static void put_key(GByteArray *out, const struct shelf_key *key)
{
	bytes_put_u8(out, (uint8_t)key->level);
	bytes_put_be64(out, key->bucket);
	bytes_put_be64(out, key->shelf);
}

static bool read_key(struct kv_bytes bytes, struct shelf_key *ret_key)
{
	struct byte_reader reader = byte_reader(bytes.data, bytes.length);
	ret_key->level = byte_reader_u8(&reader);
	ret_key->bucket = byte_reader_be64(&reader);
	ret_key->shelf = (uint32_t)byte_reader_be64(&reader);
	return !reader.failed && reader.left == 0 && ret_key->level <= LEVEL_MONTH && ret_key->bucket <= INT32_MAX;
}

static bool read_items(struct kv_bytes value, GArray *items)
{
	struct byte_reader reader = byte_reader(value.data, value.length);
	uint64_t n = variable_get(&reader), number = 0, sum = 0;
	g_array_set_size(items, 0);
	for (uint64_t i = 0; !reader.failed && i < n; i++) {
		number += variable_get(&reader);
		struct shelf_item item = {(uint32_t)number, NULL, variable_get(&reader)};
		if (number > UINT32_MAX || item.length > value.length || reader.failed)
			return false;
		sum += item.length;
		g_array_append_val(items, item);
	}
	if (reader.failed || sum + BITS_SLACK != reader.left)
		return false;
	for (guint i = 0; i < items->len; i++) {
		struct shelf_item *item = &g_array_index(items, struct shelf_item, i);
		item->data = reader.data;
		reader.data += item->length;
	}
	return true;
}

bool shelf_read(struct kv_txn *txn, unsigned table, const struct shelf_key *key, GArray *ret_items, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct kv_bytes value;
	bool found = false;
	g_array_set_size(ret_items, 0);
	put_key(bytes, key);
	if (!table_find(txn, table, table_array_bytes(bytes), &value, &found, error))
		return false;
	return !found || read_items(value, ret_items) || table_damaged(error, "roll-up");
}

void shelf_begin(struct shelf_writer *writer)
{
	if (writer->items == NULL) {
		writer->items = g_byte_array_new();
		writer->directory = g_byte_array_new();
	}
	g_byte_array_set_size(writer->items, 0);
	g_byte_array_set_size(writer->directory, 0);
	writer->n = writer->last = 0;
}

void shelf_end_item(struct shelf_writer *writer, uint32_t number, size_t start)
{
	variable_put(writer->directory, number - writer->last);
	variable_put(writer->directory, writer->items->len - start);
	writer->last = number;
	writer->n++;
}

bool shelf_write(struct kv_txn *txn, unsigned table, const struct shelf_key *key, struct shelf_writer *writer, GError **error)
{
	static const uint8_t slack[BITS_SLACK] = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GByteArray) value = g_byte_array_sized_new(writer->directory->len + writer->items->len + 32);
	put_key(bytes, key);
	variable_put(value, writer->n);
	g_byte_array_append(value, writer->directory->data, writer->directory->len);
	g_byte_array_append(value, writer->items->data, writer->items->len);
	g_byte_array_append(value, slack, sizeof(slack));
	return kv_put(txn, table, table_array_bytes(bytes), table_array_bytes(value), error);
}

void shelf_writer_release(struct shelf_writer *writer)
{
	g_clear_pointer(&writer->items, g_byte_array_unref);
	g_clear_pointer(&writer->directory, g_byte_array_unref);
}

struct bound {
	enum shelf_level level;
	uint64_t bucket;
	bool found;
};

static enum kv_step take_bound(struct kv_bytes bytes, struct kv_bytes value, void *data, GError **error)
{
	(void)value;
	struct bound *bound = data;
	struct shelf_key key;
	if (!read_key(bytes, &key)) {
		table_damaged(error, "roll-up");
		return KV_FAIL;
	}
	bound->found = key.level == bound->level;
	bound->bucket = key.bucket;
	return KV_STOP;
}

bool shelf_bounds(struct kv_txn *txn, unsigned table, const struct shelf_key *key, uint64_t ret_buckets[static 2], bool *ret_found, GError **error)
{
	struct bound first = {.level = key->level}, last = {.level = key->level};
	g_autoptr(GByteArray) low = g_byte_array_new();
	g_autoptr(GByteArray) high = g_byte_array_new();
	put_key(low, key);
	put_key(high, &(struct shelf_key){key->level, UINT64_MAX, UINT32_MAX});
	if (!kv_each(txn, (struct kv_range){.table = table, .from = table_array_bytes(low)}, take_bound, &first, error) ||
	    !kv_each(txn, (struct kv_range){.table = table, .from = table_array_bytes(high), .backwards = true}, take_bound, &last, error))
		return false;
	ret_buckets[0] = first.bucket;
	ret_buckets[1] = last.bucket;
	*ret_found = first.found && last.found;
	return true;
}

bool shelf_drop(struct kv_txn *txn, unsigned table, enum shelf_level level, uint64_t bucket, size_t *dropped, GError **error)
{
	g_autoptr(GByteArray) from = g_byte_array_new();
	g_autoptr(GByteArray) below = g_byte_array_new();
	put_key(from, &(struct shelf_key){.level = level});
	put_key(below, &(struct shelf_key){.level = level, .bucket = bucket});
	return table_drop(txn, table, table_array_bytes(from), table_array_bytes(below), dropped, error);
}
