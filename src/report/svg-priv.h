/* SPDX-License-Identifier: Apache-2.0 */
/* A chart as inline SVG, for a page that stands alone. */
#ifndef TIDINGS_REPORT_SVG_PRIV_H
#define TIDINGS_REPORT_SVG_PRIV_H

#include "tidings/report/report.h"

/* Appends the chart of a block with points. Bounded: some 30 bytes a point. */
void svg_put(GString *out, const struct report_block *block);

#endif
