// SPDX-License-Identifier: Apache-2.0
// The text form of flags: "overview:incoming,detections;top:hashes".
#include <string.h>

#include "tidings/model/field.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

// A piece of text, borrowed.
struct span {
	const char *start;
	size_t length;
};

// The piece up to one of the separators, without blanks around; *at moves behind it.
static struct span take_piece(const char **at, const char *end, char separator)
{
	const char *stop = memchr(*at, separator, (size_t)(end - *at));
	struct span piece = {.start = *at, .length = (size_t)((stop != NULL ? stop : end) - *at)};
	*at = stop != NULL ? stop + 1 : end;
	for (; piece.length > 0 && piece.start[0] == ' '; piece.length--)
		piece.start++;
	for (; piece.length > 0 && piece.start[piece.length - 1] == ' '; piece.length--)
		continue;
	return piece;
}

static bool is_text(struct span piece, const char *text)
{
	return strlen(text) == piece.length && memcmp(piece.start, text, piece.length) == 0;
}

static bool refuse(const struct flag_row *flags, struct span word, GError **error)
{
	g_autofree char *shown = safe_text(word.start, (gssize)word.length);
	g_autofree char *all = flags_to_text(flags, G_MAXUINT32);
	return error_set(error, ERROR_INVALID, "unknown word \"%s\", expected: %s", shown, all);
}

// The first row of that group; NULL when there is none.
static const struct flag_row *find_group(const struct flag_row *flags, struct span group)
{
	const struct flag_row *row = flags;
	while (row->bit != 0 && (row->group == NULL || !is_text(group, row->group)))
		row++;
	return row->bit != 0 ? row : NULL;
}

static const struct flag_row *find(const struct flag_row *flags, const char *group, struct span name)
{
	const struct flag_row *row = flags;
	while (row->bit != 0 && (g_strcmp0(row->group, group) != 0 || !is_text(name, row->name)))
		row++;
	return row->bit != 0 ? row : NULL;
}

static bool parse_group(const struct flag_row *flags, struct span text, uint32_t *value, GError **error)
{
	const char *group = NULL;
	const char *at = text.start;
	const char *end = text.start + text.length;
	if (memchr(at, ':', text.length) != NULL) {
		struct span name = take_piece(&at, end, ':');
		const struct flag_row *row = find_group(flags, name);
		if (row == NULL)
			return refuse(flags, name, error);
		group = row->group;
	}
	while (at < end) {
		struct span word = take_piece(&at, end, ',');
		const struct flag_row *row = word.length > 0 ? find(flags, group, word) : NULL;
		if (row == NULL && word.length > 0)
			return refuse(flags, word, error);
		*value |= row != NULL ? row->bit : 0;
	}
	return true;
}

char *flags_to_text(const struct flag_row *flags, uint32_t value)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct flag_row *last = NULL;
	for (const struct flag_row *row = flags; row->bit != 0; row++) {
		if ((value & row->bit) == 0)
			continue;
		bool same = last != NULL && g_strcmp0(last->group, row->group) == 0;
		if (last != NULL)
			g_string_append_c(out, same ? ',' : ';');
		if (!same && row->group != NULL)
			g_string_append_printf(out, "%s:", row->group);
		g_string_append(out, row->name);
		last = row;
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

bool flags_from_text(const struct flag_row *flags, const char *text, uint32_t *ret_value, GError **error)
{
	uint32_t value = 0;
	const char *end = text + strlen(text);
	while (text < end) {
		if (!parse_group(flags, take_piece(&text, end, ';'), &value, error))
			return false;
	}
	*ret_value = value;
	return true;
}
