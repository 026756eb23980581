/* SPDX-License-Identifier: Apache-2.0 */
/* Compressed inputs: gzip (RFC 1952) and Zstandard (RFC 8878), one stream or several behind each other. The only user of zlib.h and zstd.h. */
#ifndef TIDINGS_INGEST_EXPAND_PRIV_H
#define TIDINGS_INGEST_EXPAND_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum packing { PACKED_NOT, PACKED_GZIP, PACKED_ZSTD };

/* What an input is, by its first bytes. */
enum packing packing_of(const void *start, size_t length) G_GNUC_WARN_UNUSED_RESULT;

/* Where the bytes come from and go to: read gives at most size of them, 0 at the end only; write takes all. Both set error on failure. */
struct expand_ends {
	bool (*read)(void *data, void *buffer, size_t size, size_t *ret_length, GError **error);
	bool (*write)(void *data, const void *bytes, size_t length, GError **error);
	void *data;
};
/* Expands all of it, in bounded memory. ERROR_INVALID when it is damaged or ends too early; what was written by then is of no use. */
bool expand(enum packing packing, const struct expand_ends *ends, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
