/* SPDX-License-Identifier: Apache-2.0 */
/* Byte records: a bounded writer and a bounds-checked reader. Integers are little-endian on every machine. */
#ifndef TIDINGS_UTIL_BYTES_H
#define TIDINGS_UTIL_BYTES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Appends to a GByteArray that the caller owns. */
void bytes_put_u8(GByteArray *out, uint8_t value);
void bytes_put_u16(GByteArray *out, uint16_t value);
void bytes_put_u32(GByteArray *out, uint32_t value);
void bytes_put_u64(GByteArray *out, uint64_t value);
/* The same, big-endian: for keys whose byte order must be their numeric order. */
void bytes_put_be64(GByteArray *out, uint64_t value);
/* A 32-bit length and the bytes. data may be NULL when length is 0. */
void bytes_put_blob(GByteArray *out, const void *data, size_t length);
/* A blob of the text without its NUL; NULL is written as the empty text. */
void bytes_put_text(GByteArray *out, const char *text);

/* Reads from borrowed memory. After the first read past the end `failed` is set, every read gives 0 or NULL,
 * and stays so: a decoder reads all its members and checks once. */
struct byte_reader {
	const uint8_t *data;
	size_t left;
	bool failed;
};

/* A reader of length bytes; then the next number of that width, little-endian, or big-endian where be says so. */
struct byte_reader byte_reader(const void *data, size_t length) G_GNUC_WARN_UNUSED_RESULT;
uint8_t byte_reader_u8(struct byte_reader *r);
uint16_t byte_reader_u16(struct byte_reader *r);
uint32_t byte_reader_u32(struct byte_reader *r);
uint64_t byte_reader_u64(struct byte_reader *r);
uint64_t byte_reader_be64(struct byte_reader *r);
/* Borrowed pointer to the blob's bytes and its length; NULL and 0 on failure. */
const uint8_t *byte_reader_blob(struct byte_reader *r, size_t *ret_length);
/* The blob as text, given. An embedded NUL or invalid UTF-8 is a failure; then NULL. */
char *byte_reader_text(struct byte_reader *r);

#endif
