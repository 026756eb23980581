// SPDX-License-Identifier: Apache-2.0
// Text being edited, by graphemes, limited in characters.
#include "core/editor-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"
#include "tidings/util/secret.h"

#define UNDO_MAX 200

static void step_free(void *data)
{
	struct editor_step *step = data;
	g_free(step->text);
	g_free(step);
}

void editor_init(struct editor *editor, enum editor_kind kind, int max)
{
	*editor = (struct editor){.kind = kind, .max = max};
	editor->text = g_string_sized_new(kind == EDITOR_SECRET ? (gsize)max * 4 + 1 : 16);
	if (kind != EDITOR_SECRET)
		editor->undo = g_ptr_array_new_with_free_func(step_free);
}

void editor_release(struct editor *editor)
{
	if (editor == NULL || editor->text == NULL)
		return;
	if (editor->kind == EDITOR_SECRET)
		secret_wipe(editor->text->str, editor->text->allocated_len);
	g_string_free(editor->text, TRUE);
	if (editor->undo != NULL)
		g_ptr_array_unref(editor->undo);
	memset(editor, 0, sizeof *editor);
}

static void remember(struct editor *editor, bool typing)
{
	bool same_step = typing && editor->typing;
	editor->typing = typing;
	if (editor->undo == NULL || same_step)
		return;
	if (editor->undo->len == UNDO_MAX)
		g_ptr_array_remove_index(editor->undo, 0);
	struct editor_step *step = g_new0(struct editor_step, 1);
	*step = (struct editor_step){g_strdup(editor->text->str), editor->cursor};
	g_ptr_array_add(editor->undo, step);
}

// What may stand in a text; 0 = nothing.
static gunichar accepted(const struct editor *editor, gunichar c)
{
	if (c == '\n')
		return editor->kind == EDITOR_AREA ? '\n' : ' ';
	if (c == '\t')
		return ' ';
	return c < ' ' || (c >= 0x7f && c < 0xa0) ? 0 : c;
}

// The characters of text that may be inserted, at most `room` of them, onto out; how many were too many.
static int take_characters(const struct editor *editor, const char *text, int room, GString *out)
{
	int over = 0;
	for (const char *at = text; *at != '\0'; at = g_utf8_find_next_char(at, NULL)) {
		gunichar c = g_utf8_get_char(at);
		if (c == '\r')
			c = at[1] == '\n' ? 0 : '\n';
		c = accepted(editor, c);
		if (c == 0)
			continue;
		if (room-- > 0)
			g_string_append_unichar(out, c);
		else
			over++;
	}
	return over;
}

int editor_insert(struct editor *editor, const char *text)
{
	size_t length = strlen(text);
	while (editor->kind != EDITOR_AREA && length > 0 && strchr("\r\n", text[length - 1]) != NULL)
		length--;
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
	bool one = g_utf8_strlen(valid, -1) == 1;
	g_autoptr(GString) taken = g_string_sized_new(length + 1);
	int over = take_characters(editor, valid, editor->max - text_characters(editor->text->str), taken);
	if (taken->len > 0) {
		remember(editor, one && valid[0] != ' ' && valid[0] != '\n');
		g_string_insert_len(editor->text, (gssize)editor->cursor, taken->str, (gssize)taken->len);
		editor->cursor += taken->len;
	}
	if (editor->kind == EDITOR_SECRET) {
		secret_wipe(valid, strlen(valid));
		secret_wipe(taken->str, taken->len);
	}
	return over;
}

void editor_set(struct editor *editor, const char *text)
{
	g_string_truncate(editor->text, 0);
	editor->cursor = 0;
	(void)editor_insert(editor, text);
	if (editor->kind == EDITOR_AREA)
		editor->cursor = 0;
	if (editor->undo != NULL)
		g_ptr_array_set_size(editor->undo, 0);
	editor->typing = false;
}

static size_t line_start(const char *text, size_t at)
{
	while (at > 0 && text[at - 1] != '\n')
		at--;
	return at;
}

static size_t grapheme_before(const char *text, size_t at)
{
	size_t start = at > 0 ? line_start(text, at - 1) : 0;
	size_t last = start;
	for (size_t next = start; next < at; next += MAX(text_grapheme(text + next), 1))
		last = next;
	return last;
}

static size_t word_before(const char *text, size_t at)
{
	while (at > 0 && g_ascii_isspace(text[at - 1]))
		at--;
	while (at > 0 && !g_ascii_isspace(text[at - 1]))
		at--;
	return at;
}

static size_t word_after(const char *text, size_t at)
{
	while (text[at] != '\0' && !g_ascii_isspace(text[at]))
		at++;
	while (g_ascii_isspace(text[at]))
		at++;
	return at;
}

static size_t destination(const struct editor *editor, enum editor_move move)
{
	const char *text = editor->text->str;
	size_t at = editor->cursor;
	switch (move) {
	case MOVE_LEFT:
		return grapheme_before(text, at);
	case MOVE_RIGHT:
		return at + text_grapheme(text + at);
	case MOVE_WORD_LEFT:
		return word_before(text, at);
	case MOVE_WORD_RIGHT:
		return word_after(text, at);
	case MOVE_LINE_HOME:
		return line_start(text, at);
	case MOVE_LINE_END:
		return at + strcspn(text + at, "\n");
	case MOVE_HOME:
		return 0;
	case MOVE_END:
		break;
	}
	return editor->text->len;
}

void editor_move(struct editor *editor, enum editor_move move)
{
	editor->cursor = destination(editor, move);
	editor->typing = false;
}

void editor_erase(struct editor *editor, enum editor_move move)
{
	size_t to = destination(editor, move);
	size_t start = MIN(editor->cursor, to);
	size_t length = MAX(editor->cursor, to) - start;
	if (length == 0)
		return;
	remember(editor, false);
	g_string_erase(editor->text, (gssize)start, (gssize)length);
	editor->cursor = start;
}

void editor_erase_all(struct editor *editor)
{
	if (editor->text->len == 0)
		return;
	remember(editor, false);
	if (editor->kind == EDITOR_SECRET)
		secret_wipe(editor->text->str, editor->text->len);
	g_string_truncate(editor->text, 0);
	editor->cursor = 0;
}

bool editor_undo(struct editor *editor)
{
	if (editor->undo == NULL || editor->undo->len == 0)
		return false;
	struct editor_step *step = g_ptr_array_steal_index(editor->undo, editor->undo->len - 1);
	g_string_assign(editor->text, step->text);
	editor->cursor = step->cursor;
	editor->typing = false;
	step_free(step);
	return true;
}
