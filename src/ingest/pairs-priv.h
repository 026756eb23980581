/* SPDX-License-Identifier: Apache-2.0 */
/* "key=value key=value": a key is letters, digits and _ after a blank or the start; a value goes on, blanks and = included, to the next key. */
#ifndef TIDINGS_INGEST_PAIRS_PRIV_H
#define TIDINGS_INGEST_PAIRS_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "slice-priv.h"
#include "tidings/util/auto.h"

struct pairs;
/* Empty; the memory is used for one text after the other. Given. */
struct pairs *pairs_new(void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void pairs_free(struct pairs *pairs);
AUTOPTR_DEFINE(pairs, pairs_free)

/* Reads a text, which is borrowed. escapes: \= \\ \| \n \r are one character, and an escaped = ends no key (CEF). */
void pairs_read(struct pairs *pairs, struct slice text, bool escapes);

/* What stands before the first key, without blanks around it; never "not said". Borrowed until the next text, as all below. */
struct slice pairs_prefix(const struct pairs *pairs) G_GNUC_WARN_UNUSED_RESULT;
/* The value of the key's first occurrence; not said when there is none or it is empty or "-". */
struct slice pairs_get(struct pairs *pairs, const char *key) G_GNUC_WARN_UNUSED_RESULT;
/* Is the key there, with whatever value? */
bool pairs_has(const struct pairs *pairs, const char *key) G_GNUC_WARN_UNUSED_RESULT;

/* The text with its escapes undone: itself when it has none. */
struct slice pairs_unescape(struct pairs *pairs, struct slice text) G_GNUC_WARN_UNUSED_RESULT;

#endif
