// SPDX-License-Identifier: Apache-2.0
// Byte records: writer and bounds-checked reader.
#include "tidings/util/bytes.h"

#include <string.h>

static void put_little(GByteArray *out, uint64_t value, size_t width)
{
	uint8_t bytes[8];
	for (size_t i = 0; i < width; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	g_byte_array_append(out, bytes, (guint)width);
}

static const uint8_t *take(struct byte_reader *r, size_t length)
{
	if (r->failed || length > r->left) {
		r->failed = true;
		return NULL;
	}
	const uint8_t *at = r->data;
	if (length > 0) {
		r->data += length;
		r->left -= length;
	}
	return at;
}

static uint64_t take_little(struct byte_reader *r, size_t width)
{
	const uint8_t *at = take(r, width);
	uint64_t value = 0;
	for (size_t i = 0; at != NULL && i < width; i++)
		value |= (uint64_t)at[i] << (8 * i);
	return value;
}

void bytes_put_u8(GByteArray *out, uint8_t value)
{
	put_little(out, value, 1);
}

void bytes_put_u16(GByteArray *out, uint16_t value)
{
	put_little(out, value, 2);
}

void bytes_put_u32(GByteArray *out, uint32_t value)
{
	put_little(out, value, 4);
}

void bytes_put_u64(GByteArray *out, uint64_t value)
{
	put_little(out, value, 8);
}

void bytes_put_be64(GByteArray *out, uint64_t value)
{
	put_little(out, GUINT64_SWAP_LE_BE(value), 8);
}

void bytes_put_blob(GByteArray *out, const void *data, size_t length)
{
	g_assert(length <= G_MAXUINT32);
	bytes_put_u32(out, (uint32_t)length);
	if (length > 0)
		g_byte_array_append(out, data, (guint)length);
}

void bytes_put_text(GByteArray *out, const char *text)
{
	bytes_put_blob(out, text, text != NULL ? strlen(text) : 0);
}

struct byte_reader byte_reader(const void *data, size_t length)
{
	return (struct byte_reader){.data = data, .left = length};
}

uint8_t byte_reader_u8(struct byte_reader *r)
{
	return (uint8_t)take_little(r, 1);
}

uint16_t byte_reader_u16(struct byte_reader *r)
{
	return (uint16_t)take_little(r, 2);
}

uint32_t byte_reader_u32(struct byte_reader *r)
{
	return (uint32_t)take_little(r, 4);
}

uint64_t byte_reader_u64(struct byte_reader *r)
{
	return take_little(r, 8);
}

uint64_t byte_reader_be64(struct byte_reader *r)
{
	uint64_t value = take_little(r, 8); // the macro may evaluate its argument more than once
	return GUINT64_SWAP_LE_BE(value);
}

const uint8_t *byte_reader_blob(struct byte_reader *r, size_t *ret_length)
{
	size_t length = byte_reader_u32(r);
	const uint8_t *data = take(r, length);
	*ret_length = data != NULL ? length : 0;
	return data;
}

char *byte_reader_text(struct byte_reader *r)
{
	size_t length = 0;
	const uint8_t *data = byte_reader_blob(r, &length);
	if (data == NULL)
		return NULL;
	// A length is given, so g_utf8_validate takes an embedded NUL for invalid as well.
	if (length > 0 && !g_utf8_validate((const char *)data, (gssize)length, NULL)) {
		r->failed = true;
		return NULL;
	}
	return g_strndup((const char *)data, length);
}
