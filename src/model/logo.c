// SPDX-License-Identifier: Apache-2.0
// The installation's own logo: its record, and what its first bytes say.
#include "tidings/model/logo.h"

#include <string.h>

#include "tidings/util/bytes.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#define LOGO_VERSION 1
#define PNG_HEAD 24 /* signature, length and name of the first chunk, width, height */

const struct enum_row logo_tone_names[] = {
	{LOGO_ANY, "any", "Any"},
	{LOGO_DARK, "dark", "Dark"},
	{LOGO_LIGHT, "light", "Light"},
	{0, NULL, NULL},
};

void logo_release(struct logo *logo)
{
	if (logo == NULL)
		return;
	g_bytes_unref(logo->png);
	g_free(logo->text);
	*logo = (struct logo){0};
}

void logo_copy(struct logo *to, const struct logo *from)
{
	*to = (struct logo){from->png != NULL ? g_bytes_ref(from->png) : NULL, from->width, from->height, from->tone, g_strdup(from->text)};
}

bool logo_check_text(const char *text, GError **error)
{
	if (!g_utf8_validate(text, -1, NULL))
		return error_set_field(error, ERROR_INVALID, "text", "the text is not UTF-8");
	if (g_utf8_strlen(text, -1) > LOGO_TEXT_MAX)
		return error_set_field(error, ERROR_INVALID, "text", "the text must have at most %d characters", LOGO_TEXT_MAX);
	g_autofree char *safe = safe_text(text, -1);
	return strcmp(safe, text) == 0 || error_set_field(error, ERROR_INVALID, "text", "the text must not have control characters");
}

void logo_encode(const struct logo *logo, GByteArray *out)
{
	gsize length = 0;
	const void *data = g_bytes_get_data(logo->png, &length);
	bytes_put_u8(out, LOGO_VERSION);
	bytes_put_u8(out, (uint8_t)logo->tone);
	bytes_put_text(out, logo->text);
	bytes_put_blob(out, data, length);
}

static uint32_t number_at(const uint8_t *data)
{
	return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3];
}

bool logo_png_size(const uint8_t *data, size_t length, uint32_t *ret_width, uint32_t *ret_height)
{
	static const uint8_t start[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
	if (length < PNG_HEAD || memcmp(data, start, sizeof start) != 0)
		return false;
	*ret_width = number_at(data + sizeof start);
	*ret_height = number_at(data + sizeof start + sizeof(uint32_t));
	return true;
}

static bool decode(struct logo *logo, struct byte_reader *r)
{
	uint32_t width = 0, height = 0;
	size_t length = 0;
	uint8_t tone = byte_reader_u8(r);
	logo->text = byte_reader_text(r);
	const uint8_t *png = byte_reader_blob(r, &length);
	if (r->failed || r->left != 0 || tone > LOGO_LIGHT || length > LOGO_BYTES_MAX || !logo_check_text(logo->text, NULL) ||
	    !logo_png_size(png, length, &width, &height))
		return false;
	if (width == 0 || height == 0 || width > LOGO_WIDTH || height > LOGO_HEIGHT)
		return false;
	logo->png = g_bytes_new(png, length);
	logo->width = (int)width;
	logo->height = (int)height;
	logo->tone = (enum logo_tone)tone;
	return true;
}

bool logo_decode(struct logo *ret_logo, const uint8_t *data, size_t length, GError **error)
{
	struct byte_reader r = byte_reader(data, length);
	autorelease(logo) logo = {0};
	uint8_t version = byte_reader_u8(&r);
	if (version > LOGO_VERSION)
		return error_set(error, ERROR_VERSION, "the logo was written by a newer version of tidings; upgrade");
	if (version == 0 || !decode(&logo, &r))
		return error_set(error, ERROR_CORRUPT, "the record of the logo is damaged; set it again, or: tidings logo remove");
	*ret_logo = logo;
	logo = (struct logo){0};
	return true;
}
