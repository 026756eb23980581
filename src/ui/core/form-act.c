// SPDX-License-Identifier: Apache-2.0
// Forms: what actions and typed text do to the focus.
#include "core/form-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"

static bool has_editor(const struct form_item *item)
{
	return item->kind == ITEM_LINE || item->kind == ITEM_AREA || item->kind == ITEM_SECRET;
}

static enum form_reaction changed(struct form *form)
{
	form->changed = true;
	return FORM_CHANGED;
}

static void set_group(struct form *form, const struct form_item *group, int value)
{
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (item->kind == ITEM_CHECK && item->field == group->field && (item->bits & group->bits) != 0)
			item->value = value;
	}
}

// Ticks, chooses or presses what is no text.
static enum form_reaction tick(struct form *form)
{
	struct form_item *item = form_focus(form);
	if (item->kind == ITEM_BUTTON)
		return FORM_PRESS;
	if (form->readonly)
		return FORM_NOTHING;
	switch (item->kind) {
	case ITEM_CHECK:
		item->value = !item->value;
		return changed(form);
	case ITEM_GROUP:
		set_group(form, item, form_group_state(form, item) != 2);
		return changed(form);
	case ITEM_RADIO:
		item->value = (item->value + 1) % (int)item->options->len;
		return changed(form);
	case ITEM_CHOICE:
	case ITEM_MULTI:
		form_list_open(form);
		break;
	default:
		break;
	}
	return FORM_NOTHING;
}

// Left and right among options; elsewhere to the neighbour.
static enum form_reaction choose(struct form *form, int by)
{
	struct form_item *item = form_focus(form);
	if (item->kind != ITEM_RADIO && item->kind != ITEM_CHOICE) {
		form_step(form, by);
		return FORM_NOTHING;
	}
	int value = item->value + by;
	if (form->readonly || value < 0 || value >= (int)item->options->len)
		return FORM_NOTHING;
	item->value = value;
	return changed(form);
}

static enum form_reaction lines(struct form *form, int by)
{
	struct form_item *item = form_focus(form);
	if (item->kind == ITEM_AREA) {
		int rows = 0;
		g_autoptr(GArray) places = form_places(form, &rows);
		int width = g_array_index(places, struct form_place, form->focus).width;
		if (editor_move_lines(&item->editor, width, by))
			return FORM_NOTHING;
	}
	form_step(form, by);
	return FORM_NOTHING;
}

static enum form_reaction type(struct form *form, const char *text)
{
	struct form_item *item = form_focus(form);
	if (form->readonly)
		return FORM_NOTHING;
	form->dropped = editor_insert(&item->editor, text);
	return changed(form);
}

// Moves and erasures of an editor: the action, the move, whether it erases.
static const struct edit {
	enum action action;
	enum editor_move move;
	bool erase;
} edits[] = {
	{ACT_LEFT, MOVE_LEFT, false}, {ACT_RIGHT, MOVE_RIGHT, false},
	{ACT_WORD_LEFT, MOVE_WORD_LEFT, false}, {ACT_WORD_RIGHT, MOVE_WORD_RIGHT, false},
	{ACT_LINE_HOME, MOVE_LINE_HOME, false}, {ACT_LINE_END, MOVE_LINE_END, false},
	{ACT_TEXT_HOME, MOVE_HOME, false}, {ACT_TEXT_END, MOVE_END, false},
	{ACT_ERASE, MOVE_LEFT, true}, {ACT_DELETE, MOVE_RIGHT, true}, {ACT_ERASE_WORD, MOVE_WORD_LEFT, true},
};

static enum form_reaction edit(struct form *form, struct editor *editor, enum action action)
{
	for (size_t i = 0; i < G_N_ELEMENTS(edits); i++) {
		if (edits[i].action != action)
			continue;
		if (!edits[i].erase) {
			editor_move(editor, edits[i].move);
			return FORM_NOTHING;
		}
		if (form->readonly)
			return FORM_NOTHING;
		editor_erase(editor, edits[i].move);
		return changed(form);
	}
	if (form->readonly)
		return FORM_NOTHING;
	if (action == ACT_ERASE_ALL)
		editor_erase_all(editor);
	else if (action != ACT_UNDO || !editor_undo(editor))
		return FORM_NOTHING;
	return changed(form);
}

static enum form_reaction submit(struct form *form)
{
	const struct form_item *item = form_focus(form);
	if (item->kind == ITEM_AREA)
		return type(form, "\n");
	return item->kind == ITEM_BUTTON ? FORM_PRESS : FORM_SUBMIT;
}

enum form_reaction form_act(struct form *form, enum action action)
{
	struct form_item *item = form_focus(form);
	form->dropped = 0;
	if (form->open)
		return form_list_act(form, action) ? changed(form) : FORM_NOTHING;
	switch (action) {
	case ACT_NEXT:
	case ACT_PREVIOUS:
		form_step(form, action == ACT_NEXT ? 1 : -1);
		return FORM_NOTHING;
	case ACT_FIELD_DOWN:
	case ACT_FIELD_UP:
		return lines(form, action == ACT_FIELD_DOWN ? 1 : -1);
	case ACT_SUBMIT:
		return submit(form);
	case ACT_TICK:
		return tick(form);
	case ACT_REVEAL:
		form->revealed = !form->revealed;
		return FORM_NOTHING;
	default:
		break;
	}
	if (has_editor(item))
		return edit(form, &item->editor, action);
	if (action == ACT_LEFT || action == ACT_RIGHT)
		return choose(form, action == ACT_LEFT ? -1 : 1);
	return FORM_NOTHING;
}

enum form_reaction form_text(struct form *form, const char *text, bool pasted)
{
	form->dropped = 0;
	if (form->open)
		return form_list_text(form, text) ? changed(form) : FORM_NOTHING;
	if (has_editor(form_focus(form)))
		return type(form, text);
	// A letter on a drop-down begins a search in its list; a paste means nothing there.
	bool listed = form_focus(form)->kind == ITEM_CHOICE || form_focus(form)->kind == ITEM_MULTI;
	if (!listed || pasted || form->readonly || text[0] == ' ')
		return FORM_NOTHING;
	form_list_open(form);
	return form_list_text(form, text) ? changed(form) : FORM_NOTHING;
}
