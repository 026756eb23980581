/* SPDX-License-Identifier: Apache-2.0 */
/* Drawing the installation's own logo. */
#ifndef TIDINGS_RENDER_LOGO_PRIV_H
#define TIDINGS_RENDER_LOGO_PRIV_H

#include "canvas-priv.h"
#include "tidings/model/logo.h"

struct logo_place {
	double x, y;          /* of the top left, or of the top right */
	double width, height; /* at most; proportions are kept */
	bool right;           /* x is where it ends */
	bool on_dark;         /* of the ground it stands on */
};

/* The pixels that are drawn: of a kept PNG; ERROR_CORRUPT. Given: cairo_surface_destroy. */
cairo_surface_t *logo_load(const struct logo *logo, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Draws canvas->logo, on a plate where the ground would hide it, as a figure with its text. Gives its width. */
double logo_draw(struct canvas *canvas, const struct logo *logo, const struct logo_place *place);

#endif
