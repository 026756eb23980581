// SPDX-License-Identifier: Apache-2.0
// Records of a field table: their life, comparison, tagged bytes and JSON.
#include <string.h>

#include "field-priv.h"
#include "tidings/model/field.h"
#include "tidings/util/bytes.h"
#include "tidings/util/error.h"
#include "tidings/util/secret.h"

#define RECORD_VERSION 1
#define RECORD_END 0 // in place of a tag

union value {
	char *text;
	int number;
	bool yes;
	uint32_t flags;
	struct secret secret;
};

static GByteArray **unknown_member(const struct field_table *table, const void *record)
{
	return (GByteArray **)((uintptr_t)record + table->unknown_offset);
}

static bool check_row(const struct field *row, const void *record, GError **error)
{
	if (row->type == FIELD_SECRET) {
		const struct secret *secret = field_member(row, record);
		union value scratch = {0};
		bool valid = field_ops(row)->set(row, &scratch, secret_text(secret), error);
		field_ops(row)->release(&scratch);
		return valid;
	}
	union value scratch = {0};
	g_autofree char *text = field_get_text(row, record);
	if (!field_ops(row)->set(row, &scratch, text, error))
		return false;
	bool same = field_ops(row)->equal(&scratch, field_member(row, record));
	field_ops(row)->release(&scratch);
	return same || error_set_field(error, ERROR_INVALID, row->name, "\"%s\" is not in its canonical form", row->name);
}

static bool decode_value(const struct field *row, void *record, const uint8_t *data, size_t length, GError **error)
{
	char small[256];
	g_autofree char *large = length < sizeof(small) ? NULL : g_malloc(length + 1);
	char *text = large != NULL ? large : small;
	memcpy(text, data, length);
	text[length] = '\0';
	if (row->type == FIELD_SECRET || strlen(text) != length)
		return error_set(error, ERROR_CORRUPT, "the stored \"%s\" is damaged", row->name);
	g_autoptr(GError) fault = NULL;
	if (!field_set_text(row, record, text, &fault))
		return error_set(error, ERROR_CORRUPT, "a stored value is out of its limits: %s", fault->message);
	return true;
}

static void init_row(const struct field_table *table, const struct field *row, void *record)
{
	union value none = {0};
	if (row->initial == NULL)
		field_ops(row)->copy(field_member(row, record), &none);
	else if (!field_set_text(row, record, row->initial, NULL))
		g_error("initial value of %s.%s is not valid", table->noun, row->name);
}

static void keep_unknown(const struct field_table *table, void *record, uint16_t tag, const uint8_t *data, size_t length)
{
	GByteArray **unknown = unknown_member(table, record);
	if (*unknown == NULL)
		*unknown = g_byte_array_new();
	bytes_put_u16(*unknown, tag);
	bytes_put_blob(*unknown, data, length);
}

// Rows are written in the table's order: `guess` is nearly always right. n_rows: not there.
static size_t row_index(const struct field_table *table, uint16_t tag, size_t guess)
{
	if (guess < table->n_rows && table->rows[guess].tag == tag)
		return guess;
	const struct field *row = field_by_tag(table, tag);
	return row != NULL ? (size_t)(row - table->rows) : table->n_rows;
}

static bool decode_rows(const struct field_table *table, void *record, struct byte_reader *r, bool *seen, GError **error)
{
	size_t next = 0;
	for (;;) {
		uint16_t tag = byte_reader_u16(r);
		if (r->failed || tag == RECORD_END)
			break;
		size_t length = 0;
		const uint8_t *data = byte_reader_blob(r, &length);
		if (r->failed)
			break;
		size_t at = row_index(table, tag, next);
		if (at == table->n_rows) {
			keep_unknown(table, record, tag, data, length);
			continue;
		}
		if (seen[at])
			return error_set(error, ERROR_CORRUPT, "a %s record has \"%s\" twice", table->noun, table->rows[at].name);
		if (!decode_value(&table->rows[at], record, data, length, error))
			return false;
		seen[at] = true;
		next = at + 1;
	}
	if (r->failed || r->left != 0)
		return error_set(error, ERROR_CORRUPT, "a %s record has a wrong length", table->noun);
	return true;
}

static bool check_version(const struct field_table *table, uint8_t version, GError **error)
{
	if (version > RECORD_VERSION)
		return error_set(error, ERROR_VERSION, "a %s record has version %u, this program knows %d: use a newer one", table->noun,
				 version, RECORD_VERSION);
	return version > 0 || error_set(error, ERROR_CORRUPT, "a %s record is damaged", table->noun);
}

// Into a zeroed record.
static bool decode(const struct field_table *table, void *record, struct byte_reader *r, GError **error)
{
	if (!check_version(table, byte_reader_u8(r), error))
		return false;
	g_autofree bool *seen = g_new0(bool, table->n_rows);
	if (!decode_rows(table, record, r, seen, error))
		return false;
	for (size_t i = 0; i < table->n_rows; i++) {
		if (!seen[i])
			init_row(table, &table->rows[i], record);
	}
	return true;
}

void fields_init(const struct field_table *table, void *record)
{
	memset(record, 0, table->size);
	for (size_t i = 0; i < table->n_rows; i++)
		init_row(table, &table->rows[i], record);
}

void fields_release(const struct field_table *table, void *record)
{
	if (record == NULL)
		return;
	for (size_t i = 0; i < table->n_rows; i++)
		field_ops(&table->rows[i])->release(field_member(&table->rows[i], record));
	g_clear_pointer(unknown_member(table, record), g_byte_array_unref);
	memset(record, 0, table->size);
}

void fields_copy(const struct field_table *table, void *to, const void *from)
{
	g_autofree void *fresh = g_malloc0(table->size);
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		field_ops(row)->copy(field_member(row, fresh), field_member(row, from));
	}
	const GByteArray *unknown = *unknown_member(table, from);
	if (unknown != NULL) {
		*unknown_member(table, fresh) = g_byte_array_sized_new(unknown->len);
		g_byte_array_append(*unknown_member(table, fresh), unknown->data, unknown->len);
	}
	fields_release(table, to);
	memcpy(to, fresh, table->size);
}

bool fields_equal(const struct field_table *table, const void *a, const void *b)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		if (!field_ops(row)->equal(field_member(row, a), field_member(row, b)))
			return false;
	}
	return true;
}

bool fields_check(const struct field_table *table, const void *record, GError **error)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		if (!check_row(&table->rows[i], record, error))
			return false;
	}
	return true;
}

void fields_encode(const struct field_table *table, const void *record, GByteArray *out)
{
	bytes_put_u8(out, RECORD_VERSION);
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		if (row->type == FIELD_SECRET)
			continue;
		g_autofree char *text = field_get_text(row, record);
		bytes_put_u16(out, row->tag);
		bytes_put_text(out, text);
	}
	const GByteArray *unknown = *unknown_member(table, record);
	if (unknown != NULL)
		g_byte_array_append(out, unknown->data, unknown->len);
	bytes_put_u16(out, RECORD_END);
}

bool fields_decode(const struct field_table *table, void *record, const uint8_t *data, size_t length, GError **error)
{
	struct byte_reader r = byte_reader(data, length);
	g_autofree void *fresh = g_malloc0(table->size);
	if (!decode(table, fresh, &r, error)) {
		fields_release(table, fresh);
		return false;
	}
	fields_release(table, record);
	memcpy(record, fresh, table->size);
	return true;
}

void fields_to_json(const struct field_table *table, const void *record, struct js *object)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		if (row->type == FIELD_SECRET || (row->use & FIELD_HIDDEN) != 0)
			continue;
		g_autofree char *name = g_strdelimit(g_strdup(row->name), "-", '_');
		g_autofree char *text = field_get_text(row, record);
		if (row->type == FIELD_INT)
			js_set_int(object, name, *(const int *)field_member(row, record));
		else if (row->type == FIELD_BOOL)
			js_set_bool(object, name, *(const bool *)field_member(row, record));
		else
			js_set_text(object, name, text);
	}
}

static struct field_peek *find_peek(struct field_peek *peeks, size_t n, uint16_t tag)
{
	for (size_t i = 0; i < n; i++)
		if (peeks[i].row->tag == tag)
			return &peeks[i];
	return NULL;
}

bool fields_peek(const struct field_table *table, const uint8_t *data, size_t length, struct field_peek *peeks, size_t n, GError **error)
{
	struct byte_reader r = byte_reader(data, length);
	if (!check_version(table, byte_reader_u8(&r), error))
		return false;
	for (size_t i = 0; i < n; i++)
		peeks[i].data = NULL;
	for (size_t found = 0; found < n;) {
		uint16_t tag = byte_reader_u16(&r);
		if (r.failed || tag == RECORD_END)
			break;
		size_t bytes = 0;
		const uint8_t *value = byte_reader_blob(&r, &bytes);
		struct field_peek *peek = r.failed ? NULL : find_peek(peeks, n, tag);
		if (peek == NULL)
			continue;
		peek->data = value;
		peek->length = bytes;
		found++;
	}
	return !r.failed || error_set(error, ERROR_CORRUPT, "a %s record has a wrong length", table->noun);
}
