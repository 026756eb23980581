// SPDX-License-Identifier: Apache-2.0
// Byte records written, read, cut short.
#include "tidings/util/bytes.h"

#include <string.h>

#include "test.h"

TEST(bytes__put__is_little_endian)
{
	static const uint8_t expected[] = {
		0x01, 0x03, 0x02, 0x07, 0x06, 0x05, 0x04, 0x0F, 0x0E, 0x0D, 0x0C, 0x0B, 0x0A, 0x09, 0x08,
		0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 2, 0, 0, 0, 'h', 'i', 0, 0, 0, 0, 0, 0, 0, 0,
	};
	g_autoptr(GByteArray) out = g_byte_array_new();
	bytes_put_u8(out, 0x01);
	bytes_put_u16(out, 0x0203);
	bytes_put_u32(out, 0x04050607);
	bytes_put_u64(out, 0x08090A0B0C0D0E0F);
	bytes_put_be64(out, 0x08090A0B0C0D0E0F);
	bytes_put_blob(out, "hi", 2);
	bytes_put_blob(out, NULL, 0);
	bytes_put_text(out, NULL);
	g_assert_cmpmem(out->data, out->len, expected, sizeof(expected));
}

TEST(bytes__put_be64__orders_as_numbers)
{
	static const uint64_t values[] = {0, 1, 255, 256, 65535, G_MAXUINT32, G_MAXINT64, G_MAXUINT64};
	for (size_t i = 1; i < G_N_ELEMENTS(values); i++) {
		g_autoptr(GByteArray) low = g_byte_array_new();
		g_autoptr(GByteArray) high = g_byte_array_new();
		bytes_put_be64(low, values[i - 1]);
		bytes_put_be64(high, values[i]);
		g_assert_cmpint(memcmp(low->data, high->data, 8), <, 0);
	}
}

static GByteArray *sample(void)
{
	GByteArray *out = g_byte_array_new();
	bytes_put_u8(out, 0xFE);
	bytes_put_u16(out, 0xFEDC);
	bytes_put_u32(out, 0xFEDCBA98);
	bytes_put_u64(out, G_MAXUINT64 - 1);
	bytes_put_be64(out, G_MAXUINT64 - 2);
	bytes_put_text(out, "Привет");
	bytes_put_blob(out, "\0\1", 2);
	return out;
}

static void read_sample(struct byte_reader *r, char **ret_text)
{
	size_t length = 0;
	byte_reader_u8(r);
	byte_reader_u16(r);
	byte_reader_u32(r);
	byte_reader_u64(r);
	byte_reader_be64(r);
	*ret_text = byte_reader_text(r);
	byte_reader_blob(r, &length);
}

TEST(byte_reader__read__gives_back_what_was_put)
{
	g_autoptr(GByteArray) out = sample();
	struct byte_reader r = byte_reader(out->data, out->len);
	size_t length = 0;
	g_assert_cmpuint(byte_reader_u8(&r), ==, 0xFE);
	g_assert_cmpuint(byte_reader_u16(&r), ==, 0xFEDC);
	g_assert_cmpuint(byte_reader_u32(&r), ==, 0xFEDCBA98);
	g_assert_cmpuint(byte_reader_u64(&r), ==, G_MAXUINT64 - 1);
	g_assert_cmpuint(byte_reader_be64(&r), ==, G_MAXUINT64 - 2);
	g_autofree char *text = byte_reader_text(&r);
	g_assert_cmpstr(text, ==, "Привет");
	const uint8_t *blob = byte_reader_blob(&r, &length);
	g_assert_cmpmem(blob, length, "\0\1", 2);
	g_assert_false(r.failed);
	g_assert_cmpuint(r.left, ==, 0);
}

TEST(byte_reader__read__fails_at_every_shorter_length)
{
	g_autoptr(GByteArray) out = sample();
	for (guint length = 0; length < out->len; length++) {
		g_autofree uint8_t *exact = g_memdup2(out->data, length);
		struct byte_reader r = byte_reader(exact, length);
		g_autofree char *text = NULL;
		read_sample(&r, &text);
		g_assert_true(r.failed);
	}
}

TEST(byte_reader__read__stays_failed)
{
	struct byte_reader r = byte_reader("\1\2\3", 3);
	size_t length = 9;
	g_assert_cmpuint(byte_reader_u32(&r), ==, 0);
	g_assert_true(r.failed);
	g_assert_cmpuint(byte_reader_u8(&r), ==, 0);
	g_assert_null(byte_reader_blob(&r, &length));
	g_assert_cmpuint(length, ==, 0);
	g_assert_null(byte_reader_text(&r));
	g_assert_true(r.failed);
}

TEST(byte_reader__blob__refuses_a_length_past_the_end)
{
	struct byte_reader r = byte_reader("\xFF\xFF\xFF\xFFxx", 6);
	size_t length = 0;
	g_assert_null(byte_reader_blob(&r, &length));
	g_assert_true(r.failed);
}

TEST(byte_reader__text__refuses_nul_and_bad_utf8)
{
	static const char *const bad[] = {"\3\0\0\0a\0b", "\2\0\0\0\xC3\x28", "\1\0\0\0\xD0", "\3\0\0\0\xED\xA0\x80"};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		struct byte_reader r = byte_reader(bad[i], 4 + (size_t)bad[i][0]);
		g_assert_null(byte_reader_text(&r));
		g_assert_true(r.failed);
	}
	struct byte_reader r = byte_reader("\0\0\0\0", 4);
	g_autofree char *empty = byte_reader_text(&r);
	g_assert_cmpstr(empty, ==, "");
}
