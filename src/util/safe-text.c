// SPDX-License-Identifier: Apache-2.0
// Text from outside, made safe to show and measured in columns.
#include "tidings/util/safe-text.h"

#include <string.h>

#define ZWJ 0x200D

static const struct {
	gunichar first, last;
} unsafe_ranges[] = {
	{0x00, 0x1F}, {0x7F, 0x9F}, {0xAD, 0xAD}, {0x61C, 0x61C}, {0x200B, 0x200F}, {0x2028, 0x202E},
	{0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

static bool is_unsafe(gunichar c)
{
	if (c >= ' ' && c < 0x7F)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(unsafe_ranges); i++) {
		if (c >= unsafe_ranges[i].first && c <= unsafe_ranges[i].last)
			return true;
	}
	return false;
}

static char *make_safe(const char *bytes, gssize length, bool keep_lines)
{
	size_t left = length >= 0 ? (size_t)length : strlen(bytes);
	g_autoptr(GString) out = g_string_sized_new(left + 1);
	while (left > 0) {
		gunichar c = *bytes == '\0' ? 0 : g_utf8_get_char_validated(bytes, (gssize)left);
		size_t size = 1;
		if (c == (gunichar)-1 || c == (gunichar)-2) {
			g_string_append_unichar(out, 0xFFFD);
		} else if (is_unsafe(c) && !(keep_lines && c == '\n')) {
			g_string_append_printf(out, "\\u{%02X}", c);
			size = c == 0 ? 1 : (size_t)g_unichar_to_utf8(c, NULL);
		} else {
			size = (size_t)g_unichar_to_utf8(c, NULL);
			g_string_append_len(out, bytes, (gssize)size);
		}
		bytes += size;
		left -= size;
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *safe_text(const char *bytes, gssize length)
{
	return make_safe(bytes, length, false);
}

char *safe_text_lines(const char *bytes, gssize length)
{
	return make_safe(bytes, length, true);
}

// g_utf8_next_char casts const away.
static const char *next_char(const char *text)
{
	return text + g_utf8_skip[(guchar)*text];
}

static int columns_of(gunichar c)
{
	if (c < 0x300)
		return 1;
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

// Combining marks, variation selectors, medial and final jamo, emoji skin tones.
static bool extends(gunichar c)
{
	return g_unichar_ismark(c) || c == ZWJ || (c >= 0x1160 && c <= 0x11FF) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

static bool is_regional(gunichar c)
{
	return c >= 0x1F1E6 && c <= 0x1F1FF;
}

static int columns_until(const char *text, const char *end)
{
	int columns = 0;
	for (; text < end; text = next_char(text))
		columns += columns_of(g_utf8_get_char(text));
	return columns;
}

int text_columns(const char *text)
{
	return columns_until(text, text + strlen(text));
}

char *text_clip(const char *text, int columns)
{
	if (columns <= 0)
		return g_strdup("");
	const char *cut = text;
	const char *at = text;
	int used = 0;
	for (size_t size; (size = text_grapheme(at)) > 0;) {
		used += columns_until(at, at + size);
		if (used > columns)
			return g_strdup_printf("%.*s…", (int)(cut - text), text);
		at += size;
		if (used < columns)
			cut = at;
	}
	return g_strdup(text);
}

size_t text_grapheme(const char *text)
{
	if (*text == '\0')
		return 0;
	gunichar before = g_utf8_get_char(text);
	const char *at = next_char(text);
	if (g_unichar_iscntrl(before))
		return (size_t)(at - text);
	bool flag = is_regional(before);
	for (; *at != '\0'; at = next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (flag && is_regional(c))
			flag = false;
		else if (!extends(c) && !(before == ZWJ && g_unichar_isgraph(c)))
			break;
		before = c;
	}
	return (size_t)(at - text);
}

int text_characters(const char *text)
{
	return (int)g_utf8_strlen(text, -1);
}
