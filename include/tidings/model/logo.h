/* SPDX-License-Identifier: Apache-2.0 */
/* The installation's own logo, as it is kept: a small PNG that was made here from what a person gave. */
#ifndef TIDINGS_MODEL_LOGO_H
#define TIDINGS_MODEL_LOGO_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/auto.h"
#include "tidings/util/enum-table.h"

#define LOGO_FILE_MAX (1 << 20)  /* bytes of a file that is given */
#define LOGO_SIDE_MAX 2000       /* pixels of a side of it */
#define LOGO_WIDTH 640           /* pixels that are kept, at most */
#define LOGO_HEIGHT 176
#define LOGO_BYTES_MAX (32 << 10) /* of the PNG that is kept */
#define LOGO_TEXT_MAX 255        /* characters */

/* What ground it can be seen on: of a logo with a ground of its own, any. */
enum logo_tone { LOGO_ANY, LOGO_DARK, LOGO_LIGHT };
extern const struct enum_row logo_tone_names[];

struct logo {
	GBytes *png;   /* NULL: there is none */
	int width, height;
	enum logo_tone tone;
	char *text;    /* what it shows, for whoever does not see it; NULL or "" = not said */
};

/* Frees the members and zeroes; NULL allowed. copy: into a released or zeroed one. */
void logo_release(struct logo *logo);
void logo_copy(struct logo *to, const struct logo *from);
AUTORELEASE_DEFINE(logo, logo_release)

/* ERROR_INVALID (field text) for a text of more than LOGO_TEXT_MAX characters, of other than UTF-8, or with control characters. */
bool logo_check_text(const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The store's record. decode takes only what could have been made here; ERROR_CORRUPT, ERROR_VERSION. */
void logo_encode(const struct logo *logo, GByteArray *out);
bool logo_decode(struct logo *ret_logo, const uint8_t *data, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The side of a PNG as its first bytes say it, before anything of it is decoded. False for what is no PNG. */
bool logo_png_size(const uint8_t *data, size_t length, uint32_t *ret_width, uint32_t *ret_height) G_GNUC_WARN_UNUSED_RESULT;

#endif
