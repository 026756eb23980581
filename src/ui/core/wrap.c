// SPDX-License-Identifier: Apache-2.0
// Texts wrapped into lines, and the cursor among them.
#include "core/editor-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"

static int grapheme_columns(const char *text, size_t length)
{
	g_autofree char *grapheme = g_strndup(text, length);
	return text_columns(grapheme);
}

// Bytes of the next line: as many graphemes as fit, back to the last blank when a word would be broken.
static size_t line_length(const char *text, size_t length, int width)
{
	size_t at = 0;
	size_t blank = 0;
	int columns = 0;
	while (at < length) {
		size_t next = MAX(text_grapheme(text + at), 1);
		columns += grapheme_columns(text + at, next);
		if (columns > width)
			return blank > 0 ? blank : MAX(at, next);
		if (text[at] == ' ')
			blank = at + next;
		at += next;
	}
	return at;
}

GArray *text_wrap(const char *text, int width)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct text_line));
	width = MAX(width, 2);
	for (size_t start = 0;;) {
		size_t end = start + strcspn(text + start, "\n");
		do {
			size_t length = line_length(text + start, end - start, width);
			struct text_line line = {start, start + length};
			g_array_append_val(lines, line);
			start += length;
		} while (start < end);
		if (text[end] == '\0')
			return lines;
		start = end + 1;
	}
}

guint text_line_of(const GArray *lines, size_t at)
{
	guint line = lines->len - 1;
	while (line > 0 && g_array_index(lines, struct text_line, line).start > at)
		line--;
	return line;
}

// The offset in the line nearest below the column.
static size_t offset_at(const char *text, struct text_line line, bool last_of_paragraph, int column)
{
	size_t at = line.start;
	int columns = 0;
	while (at < line.end) {
		size_t next = MAX(text_grapheme(text + at), 1);
		columns += grapheme_columns(text + at, next);
		if (columns > column || (!last_of_paragraph && at + next == line.end))
			break;
		at += next;
	}
	return at;
}

bool editor_move_lines(struct editor *editor, int width, int by)
{
	const char *text = editor->text->str;
	g_autoptr(GArray) lines = text_wrap(text, width);
	guint from = text_line_of(lines, editor->cursor);
	if ((by < 0 && from == 0) || (by > 0 && from == lines->len - 1))
		return false;
	guint to = (guint)CLAMP((int)from + by, 0, (int)lines->len - 1);
	size_t start = g_array_index(lines, struct text_line, from).start;
	int column = grapheme_columns(text + start, editor->cursor - start);
	struct text_line line = g_array_index(lines, struct text_line, to);
	editor->cursor = offset_at(text, line, text[line.end] == '\n' || text[line.end] == '\0', column);
	editor->typing = false;
	return true;
}
