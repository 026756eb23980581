// SPDX-License-Identifier: Apache-2.0
// Indicators by id: names in chunks.
#include "dictionary-priv.h"

#include <string.h>

#include "array-priv.h"
#include "table-priv.h"
#include "tidings/util/bytes.h"

#define STRIDE 16 /* names between two that have a start */
#define HASH_BYTES_MAX 32

static size_t hash_length(enum indicator_kind kind)
{
	static const uint8_t lengths[KIND_SHA256 + 1] = {[KIND_MD5] = 16, [KIND_SHA1] = 20, [KIND_SHA256] = 32};
	return lengths[kind];
}

/* Of digits in upper case; 16 for what is none. */
static uint8_t digit_value(char c)
{
	uint8_t digit = (uint8_t)(c - '0'), letter = (uint8_t)(c - 'A');
	return digit < 10 ? digit : (uint8_t)(letter < 6 ? letter + 10 : 16);
}

static bool hash_pack(const char *text, size_t bytes, uint8_t *out)
{
	uint8_t seen = 0;
	for (size_t i = 0; i < bytes; i++) {
		uint8_t high = digit_value(text[2 * i]), low = digit_value(text[2 * i + 1]);
		seen |= high | low;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return seen < 16;
}

uint32_t indicator_append(enum indicator_kind kind, const char *text, size_t length, GByteArray *out)
{
	uint8_t hash[HASH_BYTES_MAX];
	size_t bytes = hash_length(kind);
	bool binary = bytes > 0 && length == 2 * bytes && hash_pack(text, bytes, hash);
	guint start = out->len, added = (guint)(1 + (binary ? bytes : length));
	g_byte_array_set_size(out, start + added);
	out->data[start] = (uint8_t)(kind | (binary ? NAME_BINARY : 0));
	memcpy(out->data + start + 1, binary ? (const void *)hash : text, added - 1);
	return added;
}

static char *hash_text(const uint8_t *bytes, size_t n)
{
	static const char digits[] = "0123456789ABCDEF";
	char *text = g_malloc(2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * n] = '\0';
	return text;
}

bool indicator_decode(struct kv_bytes name, enum indicator_kind *ret_kind, char **ret_text, GError **error)
{
	unsigned kind = name.length < 2 ? NAME_BINARY - 1 : name.data[0] & (NAME_BINARY - 1);
	if (kind > KIND_SHA256)
		return table_damaged(error, "indicator");
	const uint8_t *text = name.data + 1;
	size_t length = name.length - 1;
	bool binary = (name.data[0] & NAME_BINARY) != 0;
	if (binary ? length != hash_length(kind) : !g_utf8_validate_len((const char *)text, length, NULL))
		return table_damaged(error, "indicator");
	*ret_kind = kind;
	*ret_text = binary ? hash_text(text, length) : g_strndup((const char *)text, length);
	return true;
}

struct chunk {
	const uint8_t *lengths, *starts, *names; /* lengths NULL: not looked up yet */
	size_t n, names_length;
};

struct dictionary {
	struct kv_txn *txn;
	uint64_t ids;
	struct dictionary_trust *trust;
	struct chunk *chunks;
};

struct dictionary *dictionary_new(struct kv_txn *txn, uint64_t ids, struct dictionary_trust *trust)
{
	struct dictionary *dictionary = g_new0(struct dictionary, 1);
	*dictionary = (struct dictionary){txn, ids, trust, g_new0(struct chunk, ids / DICTIONARY_CHUNK + 1)};
	guint known = trust == NULL ? 0 : trust->chunks->len, full = (guint)(ids / DICTIONARY_CHUNK);
	if (trust != NULL && full > known) {
		g_byte_array_set_size(trust->chunks, full);
		memset(trust->chunks->data + known, 0, full - known);
	}
	return dictionary;
}

void dictionary_free(struct dictionary *dictionary)
{
	if (dictionary == NULL)
		return;
	g_free(dictionary->chunks);
	g_free(dictionary);
}

static uint64_t number_at(const uint8_t *at, size_t width)
{
	uint64_t number = 0;
	for (size_t i = width; i > 0; i--)
		number = number << 8 | at[i - 1];
	return number;
}

static bool chunk_parse(struct kv_bytes value, struct chunk *chunk)
{
	chunk->n = value.length < 4 ? 0 : number_at(value.data, 4);
	if (chunk->n == 0 || chunk->n > DICTIONARY_CHUNK)
		return false;
	size_t lengths = chunk->n * 2, starts = (chunk->n + STRIDE - 1) / STRIDE * 4;
	if (value.length < 4 + lengths + starts)
		return false;
	chunk->lengths = value.data + 4;
	chunk->starts = chunk->lengths + lengths;
	chunk->names = chunk->starts + starts;
	chunk->names_length = value.length - 4 - lengths - starts;
	return true;
}

static bool chunk_open(struct dictionary *dictionary, uint64_t number, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	struct kv_bytes value;
	struct chunk chunk = {0};
	bool found = false;
	bytes_put_be64(key, number);
	uint8_t *trust = dictionary->trust != NULL && number < dictionary->ids / DICTIONARY_CHUNK ? &dictionary->trust->chunks->data[number] : NULL;
	if (trust != NULL && *trust != 0)
		found = kv_get_again(dictionary->txn, TABLE_INDICATORS, table_array_bytes(key), &value);
	else if (!table_find(dictionary->txn, TABLE_INDICATORS, table_array_bytes(key), &value, &found, error))
		return false;
	if (!found || !chunk_parse(value, &chunk) || chunk.n < MIN(DICTIONARY_CHUNK, dictionary->ids - number * DICTIONARY_CHUNK))
		return table_damaged(error, "indicator");
	if (trust != NULL)
		*trust = 1;
	dictionary->chunks[number] = chunk;
	return true;
}

bool dictionary_name(struct dictionary *dictionary, uint32_t id, struct kv_bytes *ret_name, GError **error)
{
	struct chunk *chunk = &dictionary->chunks[id / DICTIONARY_CHUNK];
	if (id >= dictionary->ids)
		return table_damaged(error, "indicator");
	if (chunk->lengths == NULL && !chunk_open(dictionary, id / DICTIONARY_CHUNK, error))
		return false;
	size_t place = id % DICTIONARY_CHUNK;
	size_t start = number_at(chunk->starts + place / STRIDE * 4, 4);
	for (size_t i = place / STRIDE * STRIDE; i < place; i++)
		start += number_at(chunk->lengths + 2 * i, 2);
	size_t length = number_at(chunk->lengths + 2 * place, 2);
	if (length < 2 || start + length > chunk->names_length)
		return table_damaged(error, "indicator");
	*ret_name = table_bytes(chunk->names + start, length);
	return true;
}

struct growing {
	GByteArray *lengths, *starts, *names;
	size_t n;
};

static void growing_add(struct growing *growing, struct kv_bytes name)
{
	if (growing->n % STRIDE == 0)
		bytes_put_u32(growing->starts, growing->names->len);
	bytes_put_u16(growing->lengths, (uint16_t)name.length);
	g_byte_array_append(growing->names, name.data, (guint)name.length);
	growing->n++;
}

static void growing_clear(struct growing *growing)
{
	g_byte_array_set_size(growing->lengths, 0);
	g_byte_array_set_size(growing->starts, 0);
	g_byte_array_set_size(growing->names, 0);
	growing->n = 0;
}

static bool growing_write(struct kv_txn *txn, uint64_t number, struct growing *growing, GError **error)
{
	g_autoptr(GByteArray) key = g_byte_array_new();
	g_autoptr(GByteArray) value = g_byte_array_new();
	bytes_put_be64(key, number);
	bytes_put_u32(value, (uint32_t)growing->n);
	g_byte_array_append(value, growing->lengths->data, growing->lengths->len);
	g_byte_array_append(value, growing->starts->data, growing->starts->len);
	g_byte_array_append(value, growing->names->data, growing->names->len);
	growing_clear(growing);
	return kv_put(txn, TABLE_INDICATORS, table_array_bytes(key), table_array_bytes(value), error);
}

/* Takes the names of the last chunk, which is not full. */
static bool growing_load(struct kv_txn *txn, uint64_t ids, struct growing *growing, GError **error)
{
	autoptr(dictionary) dictionary = dictionary_new(txn, ids, NULL);
	for (uint64_t id = ids / DICTIONARY_CHUNK * DICTIONARY_CHUNK; id < ids; id++) {
		struct kv_bytes name;
		if (!dictionary_name(dictionary, (uint32_t)id, &name, error))
			return false;
		growing_add(growing, name);
	}
	return true;
}

bool dictionary_append(struct kv_txn *txn, uint64_t ids, const struct kv_bytes *names, size_t n, GError **error)
{
	g_autoptr(GByteArray) lengths = g_byte_array_new();
	g_autoptr(GByteArray) starts = g_byte_array_new();
	g_autoptr(GByteArray) texts = g_byte_array_new();
	g_autoptr(GByteArray) kinds = g_byte_array_new();
	struct growing growing = {lengths, starts, texts, 0};
	if (n == 0)
		return true;
	if (!growing_load(txn, ids, &growing, error))
		return false;
	for (size_t i = 0; i < n; i++) {
		growing_add(&growing, names[i]);
		bytes_put_u8(kinds, names[i].data[0] & (NAME_BINARY - 1));
		if (growing.n == DICTIONARY_CHUNK && !growing_write(txn, (ids + i) / DICTIONARY_CHUNK, &growing, error))
			return false;
	}
	if (growing.n > 0 && !growing_write(txn, (ids + n) / DICTIONARY_CHUNK, &growing, error))
		return false;
	return array_append(txn, &array_kinds, ids, table_array_bytes(kinds), error);
}
