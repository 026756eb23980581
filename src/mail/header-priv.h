/* SPDX-License-Identifier: Apache-2.0 */
/* Texts in header fields as 7-bit lines that every reader takes apart the same way (RFC 2047, RFC 2231), always told utf-8. Pure.
 * GMime guesses charsets, leaves what looks like an encoded word as it is, cuts characters in two and folds a little late. */
#ifndef TIDINGS_MAIL_HEADER_PRIV_H
#define TIDINGS_MAIL_HEADER_PRIV_H

#include <glib.h>

/* Valid UTF-8 in one line, given: every control character, line separator and paragraph separator is a blank. */
char *header_line(const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* The value of an unstructured field that is called `name`, folded and ended by CRLF, given: the line as it is when that is safe, else
 * encoded words of whole characters. */
char *header_unstructured(const char *name, const char *line) G_GNUC_WARN_UNUSED_RESULT;

/* The value "token; parameter=line", folded and ended by CRLF, given: quoted when that is safe, else in sections of RFC 2231 of whole
 * characters. */
char *header_with_parameter(const char *token, const char *parameter, const char *line) G_GNUC_WARN_UNUSED_RESULT;

#endif
