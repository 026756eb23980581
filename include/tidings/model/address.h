/* SPDX-License-Identifier: Apache-2.0 */
/* Mail addresses (RFC 5321 4.1.2, 4.5.3.1): dot-atom local part at most 64 octets, ASCII domain of letters, digits and hyphens at
 * most 255, whole address at most 254. Quoted local parts and address literals are refused. No name parts, no comments. */
#ifndef TIDINGS_MODEL_ADDRESS_H
#define TIDINGS_MODEL_ADDRESS_H

#include <glib.h>
#include <stdbool.h>

/* True for one valid address; else ERROR_INVALID with the reason ("domain names in Cyrillic are not supported", ...). */
bool address_check(const char *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Splits at commas, semicolons and white space and checks each; duplicates (domain without case) are dropped, order is kept.
 * Given: a NULL-terminated vector (g_strfreev). An empty text gives an empty vector. ERROR_INVALID names the address. */
char **address_list_parse(const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The canonical text, "a@x, b@y", given. */
char *address_list_to_text(char *const *addresses) G_GNUC_WARN_UNUSED_RESULT;

/* A domain as it stands in addresses, in lower case, given; an international one becomes its ASCII form, a dot at its end is dropped, one at its
 * beginning (all domains below it) is kept. ERROR_INVALID. */
char *address_domain_canon(const char *domain, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The domain of a valid address, borrowed. */
const char *address_domain(const char *address) G_GNUC_WARN_UNUSED_RESULT;

#endif
