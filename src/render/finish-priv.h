/* SPDX-License-Identifier: Apache-2.0 */
/* What cairo cannot say in a PDF, added by qpdf. */
#ifndef TIDINGS_RENDER_FINISH_PRIV_H
#define TIDINGS_RENDER_FINISH_PRIV_H

#include <glib.h>

#include "tidings/report/report.h"

/* Language, alternative texts (char *, of the figures in their order), scopes of table heads, XMP, packed objects, a digest as ID.
 * Reads the result again: ERROR_BUG unless it has that many pages and all alternative texts were used. Given. */
GBytes *finish_pdf(const GByteArray *pdf, const struct report *report, const GPtrArray *alternatives, int pages, GError **error);

#endif
