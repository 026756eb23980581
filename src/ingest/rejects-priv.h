/* SPDX-License-Identifier: Apache-2.0 */
/* The file of what was rejected: "# line N: REASON" and the line itself, so that it can be corrected and given again. */
#ifndef TIDINGS_INGEST_REJECTS_PRIV_H
#define TIDINGS_INGEST_REJECTS_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/auto.h"

struct rejects;
/* The file is made with the first reject (mode 0600) and cut to `bytes` (what an earlier part of the batch has in it). name becomes a
 * part of the file's name, as far as it is harmless, and identity makes it the batch's own. Given. */
struct rejects *rejects_new(const char *dir, const char *name, const uint8_t *identity, uint64_t bytes) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void rejects_free(struct rejects *rejects);
AUTOPTR_DEFINE(rejects, rejects_free)

/* From now on the file is not cut: more is written behind what it holds. Before the first reject. */
void rejects_append(struct rejects *rejects);
/* The file, of which all is durable, becomes PATH.old, and an empty one begins. */
bool rejects_rotate(struct rejects *rejects, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where and why ("line 3: not a JSON object") and the bytes. ERROR_IO, ERROR_FULL: it is kept in memory, and written later. */
bool rejects_add(struct rejects *rejects, const char *reason, const char *text, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes what was added durable; the file's length. */
bool rejects_sync(struct rejects *rejects, uint64_t *ret_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The reason of the first reject in the file, given; NULL when it cannot be read. */
char *rejects_first(const struct rejects *rejects) G_GNUC_WARN_UNUSED_RESULT;
/* Removes what an earlier try at the same batch has left, when nothing was rejected this time. */
void rejects_discard(struct rejects *rejects);
/* The path, borrowed. */
const char *rejects_path(const struct rejects *rejects) G_GNUC_WARN_UNUSED_RESULT;

#endif
