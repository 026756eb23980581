// SPDX-License-Identifier: Apache-2.0
// Forms: the open list of a drop-down, with a filter.
#include "core/form-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"

#define LIST_ROWS 8

// Options that pass the filter: indices.
static GArray *list_options(const struct form *form)
{
	const struct form_item *item = form_focus(form);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(int));
	g_autofree char *wanted = g_utf8_casefold(form->filter.text->str, -1);
	for (int i = 0; i < (int)item->options->len; i++) {
		const char *label = catalog_text(form->catalog, g_array_index(item->options, struct item_option, i).label);
		g_autofree char *folded = g_utf8_casefold(label, -1);
		if (strstr(folded, wanted) != NULL)
			g_array_append_val(found, i);
	}
	return found;
}

void form_list_open(struct form *form)
{
	form->open = true;
	const struct form_item *item = form_focus(form);
	form->pick = item->value;
	for (int i = (int)item->options->len - 1; item->kind == ITEM_MULTI && i >= 0; i--)
		if (g_array_index(item->options, struct item_option, i).ticked)
			form->pick = i;
	editor_set(&form->filter, "");
	g_free(form->before);
	form->before = g_strdup(item_text(form_focus(form)));
}

// The place of the marked option among those found; 0 when it is not among them.
static int place_of(const GArray *found, int pick)
{
	for (guint i = 0; i < found->len; i++)
		if (g_array_index(found, int, i) == pick)
			return (int)i;
	return 0;
}

static void mark(struct form *form, const GArray *found, int place)
{
	if (found->len > 0)
		form->pick = g_array_index(found, int, CLAMP(place, 0, (int)found->len - 1));
}

bool form_list_text(struct form *form, const char *text)
{
	struct form_item *item = form_focus(form);
	if (item->kind == ITEM_MULTI && strcmp(text, " ") == 0) {
		g_autoptr(GArray) shown = list_options(form);
		if (shown->len > 0)
			item_tick(item, form->pick);
		return shown->len > 0;
	}
	(void)editor_insert(&form->filter, text);
	g_autoptr(GArray) found = list_options(form);
	mark(form, found, place_of(found, form->pick));
	return false;
}

static bool take(struct form *form, const GArray *found)
{
	struct form_item *item = form_focus(form);
	form->open = false;
	if (item->kind == ITEM_MULTI || found->len == 0 || item->value == form->pick)
		return false;
	item->value = form->pick;
	return true;
}

// Back to what was chosen before the list was opened; true when that is something else.
static bool give_up(struct form *form)
{
	struct form_item *item = form_focus(form);
	form->open = false;
	if (item->kind != ITEM_MULTI || strcmp(item_text(item), form->before) == 0)
		return false;
	item_set_text(item, form->before);
	return true;
}

bool form_list_act(struct form *form, enum action action)
{
	g_autoptr(GArray) found = list_options(form);
	int place = place_of(found, form->pick);
	switch (action) {
	case ACT_SUBMIT:
	case ACT_SAVE:
	case ACT_NEXT:
		return take(form, found);
	case ACT_CANCEL:
	case ACT_PREVIOUS:
		return give_up(form);
	case ACT_FIELD_DOWN:
	case ACT_FIELD_UP:
		mark(form, found, place + (action == ACT_FIELD_DOWN ? 1 : -1));
		break;
	case ACT_LINE_HOME:
	case ACT_LINE_END:
		mark(form, found, action == ACT_LINE_END ? (int)found->len - 1 : 0);
		break;
	case ACT_STEP_NEXT:
	case ACT_STEP_BACK:
		mark(form, found, place + (action == ACT_STEP_NEXT ? LIST_ROWS : -LIST_ROWS));
		break;
	case ACT_ERASE:
		editor_erase(&form->filter, MOVE_LEFT);
		break;
	case ACT_ERASE_ALL:
		editor_erase_all(&form->filter);
		break;
	default:
		break;
	}
	return false;
}

static void draw_row(const struct form *form, struct grid *grid, struct rect at, int row, int option)
{
	const struct form_item *item = form_focus(form);
	bool marked = option == form->pick;
	const char *label = catalog_text(form->catalog, g_array_index(item->options, struct item_option, option).label);
	enum ui_role role = marked ? UI_SELECTED : UI_DIALOG;
	grid_text(grid, at.row + row, at.column + 1, 1, UI_FOCUS, marked ? ">" : " ");
	int column = at.column + 3;
	if (item->kind == ITEM_MULTI) {
		bool ticked = g_array_index(item->options, struct item_option, option).ticked;
		column += grid_text(grid, at.row + row, column, 4, role, ticked ? "[x] " : "[ ] ");
	}
	grid_text(grid, at.row + row, column, at.column + at.columns - 2 - column, role, label);
	if (marked)
		grid_cursor(grid, at.row + row, at.column + 3 + (item->kind == ITEM_MULTI));
}

// Below its field, or above it where there is more room; never over the title, the message and the bar.
static struct rect list_place(const struct grid *grid, struct form_place place, int rows)
{
	int below = grid->rows - 3 - place.row;
	int above = place.row - 1;
	bool up = rows + 2 > below && above > below;
	int shown = CLAMP(rows + 2, 3, MAX(up ? above : below, 3));
	return (struct rect){up ? place.row - shown : place.row + 1, place.control, shown, MAX(place.width, 24)};
}

void form_draw_list(const struct form *form, struct grid *grid, struct form_place place)
{
	g_autoptr(GArray) found = list_options(form);
	struct rect at = list_place(grid, place, MIN(LIST_ROWS, MAX((int)found->len, 1)));
	int rows = at.rows - 2;
	at.column = MAX(MIN(at.column, grid->columns - at.columns), 0);
	const char *filter = form->filter.text->str;
	grid_frame(grid, at, filter[0] != '\0' ? filter : catalog_text(form->catalog, N_("type to search")));
	int marked = place_of(found, form->pick);
	int first = CLAMP(marked - rows / 2, 0, MAX((int)found->len - rows, 0));
	if (found->len == 0) {
		grid_text(grid, at.row + 1, at.column + 1, 1, UI_FOCUS, ">");
		grid_text(grid, at.row + 1, at.column + 3, at.columns - 5, UI_ERROR, catalog_text(form->catalog, N_("nothing found")));
		grid_cursor(grid, at.row + 1, at.column + 3);
	}
	for (int i = 0; i < rows && first + i < (int)found->len; i++)
		draw_row(form, grid, at, i + 1, g_array_index(found, int, first + i));
	bool multi = form_focus(form)->kind == ITEM_MULTI;
	if ((int)found->len > rows || multi) {
		g_autofree char *count = NULL;
		if (multi)
			count = g_strdup_printf(catalog_text(form->catalog, N_(" row %d of %u, %d ticked ")), marked + 1, found->len,
						item_ticked(form_focus(form)));
		else
			count = g_strdup_printf(" %d/%u ", marked + 1, found->len);
		grid_text_right(grid, at.row + at.rows - 1, at.column, at.columns - 2, UI_HINT, count);
	}
}
