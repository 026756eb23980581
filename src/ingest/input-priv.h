/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of one batch: a file as it is; anything else first copied, and what is compressed expanded, to an unlinked file, so that they are
 * known before they are taken. */
#ifndef TIDINGS_INGEST_INPUT_PRIV_H
#define TIDINGS_INGEST_INPUT_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/stats/stats.h"
#include "tidings/util/auto.h"

/* Zeroed = empty. */
struct input {
	int fd;
	bool owned;
	uint64_t start, length; /* the bytes lie there in fd */
	uint8_t identity[STATS_IDENTITY_BYTES]; /* their digest (kv/digest.h) */
};

/* From fd's position to its end. Copies go to a file in dir, which must be there. The caller keeps fd. ERROR_IO, ERROR_FULL;
 * ERROR_INVALID for a compressed one that is damaged. */
bool input_open(int fd, const char *dir, struct input *ret_input, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void input_release(struct input *input);
AUTORELEASE_DEFINE(input, input_release)

/* At most size bytes from position on; *ret_length is 0 at the end only. ERROR_IO, also when the file has become shorter. */
bool input_read(const struct input *input, uint64_t position, void *buffer, size_t size, size_t *ret_length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
