/* SPDX-License-Identifier: Apache-2.0 */
/* Document -> PDF and PNG by cairo, pango and qpdf. Linked by tidings-sender only. Same document, same library versions: same bytes. */
#ifndef TIDINGS_RENDER_RENDER_H
#define TIDINGS_RENDER_RENDER_H

#include <glib.h>

#include "tidings/model/logo.h"
#include "tidings/report/report.h"

/* A4, tagged, with bookmarks, embedded fonts, language and alternative texts; dates from report->generated. Checked after drawing: page
 * count, every block drawn, no unknown glyph, it opens again; else ERROR_BUG or ERROR_INVALID with what to do. Given. */
GBytes *render_pdf(const struct report *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The block as a PNG of 2 x 568 x 210 pixels, opaque white. Given. */
GBytes *render_chart_png(const struct report_block *chart, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes a PNG that somebody gave into a logo without text: at most LOGO_WIDTH x LOGO_HEIGHT pixels (proportions kept) and LOGO_BYTES_MAX,
 * encoded anew without anything but its pixels. Its size and its end are looked at before anything is decoded. In a build --with-svg-logo a
 * drawing in SVG becomes one, too: as large as may be kept, without what it names outside itself. ERROR_INVALID: no PNG, damaged, more than
 * LOGO_SIDE_MAX pixels a side, a drawing without a size or where none is taken, nothing to be seen; ERROR_LIMIT: more than LOGO_FILE_MAX.
 * For hostile files: call it where memory and time are limited. */
bool render_logo(GBytes *file, struct logo *ret_logo, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At the end of a process: where leaks are looked for (valgrind, if its header was there when this was built; address sanitizer), frees what the
 * libraries keep (font map, fontconfig). */
void render_shutdown(void);

#endif
