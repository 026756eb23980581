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
