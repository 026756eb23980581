/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that lie inside another one: no NUL behind them, nothing to free. */
#ifndef TIDINGS_INGEST_SLICE_PRIV_H
#define TIDINGS_INGEST_SLICE_PRIV_H

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

/* The same bytes? Not said is the same as empty. */
static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
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
/* What bytes a text holds. */
static inline unsigned slice_marks(struct slice slice)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	uint64_t high = 0, backslash = 0, control = 0;
	for (size_t at = 0; at < slice.length;) {
		size_t n = slice.length - at >= 8 ? 8 : slice.length - at;
		uint64_t word = ones * ' ';
		memcpy(&word, slice.data + at, n);
		uint64_t low = word & ~highs, other = low ^ ones * '\\';
		high |= word & highs;
		/* A byte of 7 bits gets its high bit by adding 0x80 - LIMIT when it is LIMIT or more. */
		control |= ~(low + ones * (0x80 - 0x20)) & ~word & highs;
		backslash |= ~(other + ones * 0x7f) & ~word & highs;
		at += n;
	}
	return (high != 0 ? MARK_HIGH : 0) | (backslash != 0 ? MARK_BACKSLASH : 0) | (control != 0 ? MARK_CONTROL : 0);
}

#endif
