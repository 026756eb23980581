/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that lie inside another one: no NUL behind them, nothing to free. */
#ifndef TIDINGS_INGEST_SLICE_PRIV_H
#define TIDINGS_INGEST_SLICE_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* data NULL = not said; borrowed. */
struct slice {
	const char *data;
	size_t length;
};

/* A whole text; NULL is "not said". */
static inline struct slice slice_of(const char *text)
{
	return (struct slice){text, text != NULL ? strlen(text) : 0};
}

/* 8 bytes as they stand in memory. */
static inline uint64_t slice_word(const char *at)
{
	uint64_t word = 0;
	memcpy(&word, at, sizeof(word));
	return word;
}

/* The same length bytes? Texts are short: words beat a call. */
static inline bool slice_same(const char *a, const char *b, size_t length)
{
	if (length < 8) {
		while (length > 0 && a[length - 1] == b[length - 1])
			length--;
		return length == 0;
	}
	uint64_t differ = slice_word(a + length - 8) ^ slice_word(b + length - 8);
	for (size_t i = 0; i + 8 < length; i += 8)
		differ |= slice_word(a + i) ^ slice_word(b + i);
	return differ == 0;
}

/* The same bytes? Not said is the same as empty. */
static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length && slice_same(a.data, b.data, a.length);
}

/* The first c at or after `at`; NULL when there is none. */
static inline const char *slice_find(const char *at, const char *end, char c)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	for (int i = 0; i < 3 && end - at >= 8; i++, at += 8) {
		uint64_t differ = GUINT64_FROM_LE(slice_word(at)) ^ ones * (uint8_t)c;
		uint64_t found = (differ - ones) & ~differ & ones << 7; /* its lowest bit is right, those above it may not be */
		if (found != 0)
			return at + __builtin_ctzll(found) / 8;
	}
	return memchr(at, c, (size_t)(end - at));
}

/* Said, and the same bytes as text. */
static inline bool slice_is(struct slice slice, const char *text)
{
	return slice.data != NULL && slice_equal(slice, slice_of(text));
}

/* Are the last bytes those of end? Both are said. */
static inline bool slice_ends_with(struct slice slice, struct slice end)
{
	return slice.length >= end.length && memcmp(slice.data + slice.length - end.length, end.data, end.length) == 0;
}

enum { MARK_HIGH = 1, MARK_BACKSLASH = 2, MARK_CONTROL = 4 }; /* from 0x80 up; \; below 0x20 */
/* Bytes of each kind that were seen, 16 at a time (the compiler knows how on any machine). */
typedef uint8_t slice_block __attribute__((vector_size(16)));
struct slice_seen {
	slice_block high, backslash, control;
};

/* Adds 16 bytes. */
static inline void slice_see(struct slice_seen *seen, slice_block bytes)
{
	seen->high |= bytes;
	seen->backslash |= (slice_block)(bytes == '\\');
	seen->control |= (slice_block)(bytes < ' ');
}

/* Does any byte have a bit of mask? */
static inline bool slice_any(slice_block block, uint64_t mask)
{
	uint64_t words[2];
	memcpy(words, &block, sizeof(words));
	return ((words[0] | words[1]) & mask) != 0;
}

/* What bytes a text holds. */
static inline unsigned slice_marks(struct slice slice)
{
	struct slice_seen seen = {0};
	slice_block bytes;
	size_t at = 0;
	for (; at + sizeof(bytes) <= slice.length; at += sizeof(bytes)) {
		memcpy(&bytes, slice.data + at, sizeof(bytes));
		slice_see(&seen, bytes);
	}
	bytes = (slice_block){0} + ' ';
	if (at < slice.length)
		memcpy(&bytes, slice.data + at, slice.length - at);
	slice_see(&seen, bytes);
	return (slice_any(seen.high, UINT64_C(0x8080808080808080)) ? MARK_HIGH : 0) | (slice_any(seen.backslash, UINT64_MAX) ? MARK_BACKSLASH : 0) |
	       (slice_any(seen.control, UINT64_MAX) ? MARK_CONTROL : 0);
}

#endif
