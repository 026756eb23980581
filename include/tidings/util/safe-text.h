/* SPDX-License-Identifier: Apache-2.0 */
/* Text from outside, made safe to show, and measured as a terminal shows it. */
#ifndef TIDINGS_UTIL_SAFE_TEXT_H
#define TIDINGS_UTIL_SAFE_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* One line that no sink can misread, given: C0 (with LF, CR, TAB), DEL, C1, bidi controls (U+061C, 200E-F, 202A-E, 2066-9),
 * zero-width and BOM (U+200B-D, 2060-F, FEFF, 00AD, FFF9-B), line separators (U+2028-9) and tags (U+E0000-7F) become a visible
 * \u{XX}; invalid UTF-8 becomes U+FFFD.
 * length -1 = up to the NUL. The result is valid UTF-8; a safe text stays as it is. */
char *safe_text(const char *bytes, gssize length) G_GNUC_WARN_UNUSED_RESULT;

/* The same, but LF is kept: for texts of several lines. */
char *safe_text_lines(const char *bytes, gssize length) G_GNUC_WARN_UNUSED_RESULT;

/* Terminal columns of valid UTF-8: wide characters 2, combining 0. */
int text_columns(const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* At most `columns` columns of the text, given; what was cut is marked by a last column "…". columns <= 0 gives "". */
char *text_clip(const char *text, int columns) G_GNUC_WARN_UNUSED_RESULT;

/* Bytes to the start of the next grapheme (base character, combining marks, ZWJ sequences); 0 at the end. */
size_t text_grapheme(const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Characters (code points) of valid UTF-8: what every limit of the product counts. */
int text_characters(const char *text) G_GNUC_WARN_UNUSED_RESULT;

#endif
