/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of the installation's own logo, for the administrator in System mode. */
#ifndef TIDINGS_APP_LOGO_H
#define TIDINGS_APP_LOGO_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/logo.h"

/* Makes what reports show as logo of a PNG, or of an SVG in a build --with-svg-logo; text (NULL or "" = not said) says what it shows, for
 * whoever does not see it. The file is decoded where memory and time are limited, made at most LOGO_WIDTH x LOGO_HEIGHT and LOGO_BYTES_MAX,
 * and encoded anew without anything but its pixels. ERROR_INVALID (not a PNG, damaged, too many pixels, nothing on it), ERROR_LIMIT (file too
 * large, or it takes too long). */
bool logo_set(struct app *app, GBytes *file, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The logo that is kept; ERROR_NOT_FOUND when none was set. */
bool logo_show(struct app *app, struct logo *ret_logo, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reports show the neutral mark again. ERROR_NOT_FOUND. */
bool logo_remove(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
