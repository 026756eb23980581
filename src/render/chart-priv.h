/* SPDX-License-Identifier: Apache-2.0 */
/* Charts over time, the same on paper and in the picture of the mail. */
#ifndef TIDINGS_RENDER_CHART_PRIV_H
#define TIDINGS_RENDER_CHART_PRIV_H

#include "canvas-priv.h"
#include "tidings/report/report.h"

/* Draws a block with points into the area. */
void chart_draw(struct canvas *canvas, const struct report_block *block, const cairo_rectangle_t *area);
/* "This period", "Previous period" with their marks, ending at x = right; nothing without a previous period. */
void chart_legend(struct canvas *canvas, const struct report_block *block, double right, double y);
/* A line of values without axes. */
void chart_trend(struct canvas *canvas, const GArray *values, const cairo_rectangle_t *area);

#endif
