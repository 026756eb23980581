/* SPDX-License-Identifier: Apache-2.0 */
/* "key=value key=value": a key is letters, digits and _ after a blank or the start; a value goes on, blanks and = included, to the next key. */
#ifndef TIDINGS_INGEST_PAIRS_PRIV_H
#define TIDINGS_INGEST_PAIRS_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/util/auto.h"

struct pairs;
/* escapes: \= \\ \| \n \r are one character, and an escaped = ends no key (CEF). Given. */
struct pairs *pairs_parse(const char *text, bool escapes) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void pairs_free(struct pairs *pairs);
AUTOPTR_DEFINE(pairs, pairs_free)

/* What stands before the first key, without blanks around it; borrowed. */
const char *pairs_prefix(const struct pairs *pairs) G_GNUC_WARN_UNUSED_RESULT;
/* The value of the key's first occurrence, borrowed; NULL when there is none or it is empty or "-". */
const char *pairs_get(const struct pairs *pairs, const char *key) G_GNUC_WARN_UNUSED_RESULT;
/* Is the key there, with whatever value? */
bool pairs_has(const struct pairs *pairs, const char *key) G_GNUC_WARN_UNUSED_RESULT;

/* The text with its escapes undone, given. */
char *pairs_unescape(const char *text, size_t length) G_GNUC_WARN_UNUSED_RESULT;

#endif
