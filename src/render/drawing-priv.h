/* SPDX-License-Identifier: Apache-2.0 */
/* A logo that is a drawing: SVG, in a build --with-svg-logo. */
#ifndef TIDINGS_RENDER_DRAWING_PRIV_H
#define TIDINGS_RENDER_DRAWING_PRIV_H

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

/* Does it begin as a text of markup does? A PNG never does. */
bool is_drawing(GBytes *file) G_GNUC_WARN_UNUSED_RESULT;

/* Draws it as large as LOGO_WIDTH x LOGO_HEIGHT allows, proportions kept. What it names outside itself is neither read nor drawn. NULL with
 * ERROR_INVALID: no SVG, none that is whole, without a size, more than may be drawn; or this build draws none. Given: cairo_surface_destroy. */
cairo_surface_t *drawing_load(GBytes *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
