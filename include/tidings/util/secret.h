/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets in memory: locked against swapping where the system allows it, wiped when released, never printed. */
#ifndef TIDINGS_UTIL_SECRET_H
#define TIDINGS_UTIL_SECRET_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "tidings/util/auto.h"

/* Zeroed = the empty secret. */
struct secret {
	char *text;    /* NUL-terminated; NULL when empty */
	size_t length; /* bytes without the NUL */
};

/* Replaces the secret by a copy of the bytes; the old one is wiped. length 0 clears. */
void secret_set(struct secret *secret, const char *bytes, size_t length);
void secret_copy(struct secret *to, const struct secret *from);
bool secret_is_empty(const struct secret *secret) G_GNUC_WARN_UNUSED_RESULT;
/* Compares in a time that depends on the lengths only. */
bool secret_equal(const struct secret *a, const struct secret *b) G_GNUC_WARN_UNUSED_RESULT;
/* The text, borrowed; "" when empty. */
const char *secret_text(const struct secret *secret) G_GNUC_WARN_UNUSED_RESULT;
/* Wipes and frees; the struct is the empty secret afterwards. */
void secret_release(struct secret *secret);
/* Wipes memory in a way that the compiler keeps. */
void secret_wipe(void *memory, size_t length);

AUTORELEASE_DEFINE(secret, secret_release)

#endif
