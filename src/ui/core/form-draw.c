// SPDX-License-Identifier: Apache-2.0
// Forms: where items stand, and how they look.
#include "core/form-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"

#define FIELD_WIDTH 38
#define CHOICE_WIDTH 34
#define COUNTER_WIDTH 14
#define PANE_WIDE 55    /* a pane of fewer columns has a text below its label, not beside it */
#define LABELS_WIDE 8   /* labels need so many columns before the controls */

// What one item is drawn with.
struct drawing {
	const struct form *form;
	struct grid *grid;
	const struct form_item *item;
	struct form_place place; /* row: on the grid */
	bool focus;
};

static bool labelled(const struct form_item *item)
{
	bool note = item->kind == ITEM_NOTE && item->label == NULL;
	return item->kind != ITEM_CHECK && item->kind != ITEM_GROUP && item->kind != ITEM_HEADING && !note;
}

static bool is_text(const struct form_item *item)
{
	return item->kind == ITEM_LINE || item->kind == ITEM_AREA || item->kind == ITEM_SECRET;
}

// Where there is no room beside a label, the control stands below it.
static bool label_above(const struct form_pane *pane, const struct form_item *item)
{
	bool narrow = pane->control < LABELS_WIDE || (pane->columns < PANE_WIDE && is_text(item) && item->width == 0);
	return narrow && item->same_line == 0 && item->label != NULL && labelled(item);
}

static int longest_label(const struct form *form, const struct form_pane *pane)
{
	int longest = 0;
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		bool counts = !item->hidden && item->label != NULL && item->same_line == 0 && item->kind != ITEM_BUTTON && labelled(item) && !label_above(pane, item);
		if (counts)
			longest = MAX(longest, text_columns(catalog_text(form->catalog, item->label)) + 2 * item->required);
	}
	return longest;
}

// Where columns are few the controls move left, as far as no label is cut for that.
void form_set_width(struct form *form, int columns)
{
	bool beside = form->split > 0 && columns >= 78;
	form->panes[0] = (struct form_pane){0, beside ? form->split : columns, form->control[0]};
	if (columns < 78 && form->split == 0)
		form->panes[0].control -= CLAMP(form->control[0] - 4 - longest_label(form, &form->panes[0]), 0, 4);
	form->panes[1] = (struct form_pane){beside ? form->split : 0, columns - (beside ? form->split : 0), form->control[1]};
}

static int wanted_width(const struct form_item *item, int room, bool above)
{
	int own = item->width > 0 ? item->width : item->kind == ITEM_CHOICE || item->kind == ITEM_MULTI ? CHOICE_WIDTH : FIELD_WIDTH;
	if (is_text(item) && item->width == 0 && !above)
		room -= COUNTER_WIDTH;
	return MAX(MIN(own, room), 4);
}

// Where the option of that number stands: what does not fit into a row goes on in the next. Number = length: the rows of all.
static int radio_option(const struct form *form, const struct form_item *item, int number, int room, int *ret_column)
{
	int gap = room < PANE_WIDE - COUNTER_WIDTH ? 1 : 3;
	int row = 0;
	int column = 0;
	for (int i = 0; i < (int)item->options->len; i++) {
		int width = 4 + text_columns(catalog_text(form->catalog, g_array_index(item->options, struct item_option, i).label));
		if (column > 0 && column + width > room) {
			row++;
			column = 0;
		}
		if (i == number)
			break;
		column += width + gap;
	}
	*ret_column = column;
	return row;
}

/* Where the lines of an error stand: below the control, or further left when they are many. */
struct error_place {
	int column, width, rows;
};

static struct error_place error_place(const struct form *form, const struct form_item *item, int control)
{
	const struct form_pane *pane = &form->panes[item->pane];
	struct error_place place = {.column = control};
	int end = pane->columns - 1;
	int wanted = item->error != NULL ? text_columns(item->error) + 2 : 0;
	if (item->error == NULL)
		return place;
	if (wanted > end - control)
		place.column = MAX(3, MIN(control, end - wanted));
	place.width = end - place.column;
	g_autoptr(GArray) lines = text_wrap(item->error, place.width - 2);
	place.rows = (int)lines->len;
	return place;
}

static struct form_place place_item(const struct form *form, const struct form_item *item, int row)
{
	const struct form_pane *pane = &form->panes[item->pane];
	bool above = label_above(pane, item);
	int control = item->same_line > 0                         ? pane->control + item->same_line
		      : !above && (labelled(item) || item->under) ? pane->control
								  : 3 + 2 * above + item->indent;
	int room = pane->columns - control - 1;
	int rows = item->rows + (item->hint != NULL) + error_place(form, item, control).rows + above;
	if (item->kind == ITEM_RADIO)
		rows += radio_option(form, item, (int)item->options->len, room, &(int){0});
	return (struct form_place){row, rows, pane->column + control, wanted_width(item, room, above), above};
}

GArray *form_places(const struct form *form, int *ret_rows)
{
	GArray *places = g_array_new(FALSE, TRUE, sizeof(struct form_place));
	int next[2] = {0, 0};
	int line = 0;
	bool below = form->split > 0 && form->panes[1].column == 0;
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		struct form_place place = {0};
		int pane = below ? 0 : item->pane;
		if (!item->hidden && item->kind != ITEM_BUTTON) {
			if (item->same_line == 0)
				line = next[pane];
			place = place_item(form, item, line);
			if (item->same_line > 0 && item->error != NULL)
				place.rows += MAX(next[pane] - line - 1, 0);
			next[pane] = MAX(next[pane], line + place.rows);
		}
		g_array_append_val(places, place);
	}
	*ret_rows = MAX(next[0], next[1]);
	return places;
}

// Close to the item before: the sign of the focus takes the only cell between them.
static bool is_close(const struct form_item *item)
{
	return item->same_line > 0 || item->under;
}

// The ellipsis takes the place of the first grapheme; the columns of that.
static int draw_skipped(const struct drawing *d, enum ui_role role, const char **from)
{
	size_t length = text_grapheme(*from);
	g_autofree char *grapheme = g_strndup(*from, length);
	*from += length;
	grid_text(d->grid, d->place.row, d->place.control, 1, role, "…");
	return MAX(text_columns(grapheme), 1);
}

// A one-line value in its field: the part around the cursor, in steps of half a field so that typing moves little.
static void draw_line(const struct drawing *d, const char *text, size_t cursor)
{
	int width = d->place.width;
	g_autofree char *before = g_strndup(text, cursor);
	int at = text_columns(before);
	int step = MAX(width / 2, 1);
	int skip = at < width ? 0 : ((at - width) / step + 1) * step;
	const char *from = text;
	int skipped = 0;
	while (skipped < skip && *from != '\0') {
		size_t length = MAX(text_grapheme(from), 1);
		g_autofree char *grapheme = g_strndup(from, length);
		skipped += text_columns(grapheme);
		from += length;
	}
	enum ui_role role = d->focus ? UI_FIELD_FOCUS : UI_FIELD;
	grid_fill(d->grid, d->place.row, d->place.control, width, role, "_");
	int used = skip > 0 && is_close(d->item) ? draw_skipped(d, role, &from) : 0;
	grid_text(d->grid, d->place.row, d->place.control + used, width - used, role, from);
	if (skip > 0 && !is_close(d->item))
		grid_text(d->grid, d->place.row, d->place.control - 1, 1, UI_HINT, "…");
	if (d->focus)
		grid_cursor(d->grid, d->place.row, d->place.control + MIN(at - skipped, width - 1));
}

static void draw_secret(const struct drawing *d)
{
	const struct editor *editor = &d->item->editor;
	if (d->form->revealed) {
		draw_line(d, editor->text->str, editor->cursor);
		return;
	}
	g_autofree char *stars = g_strnfill((gsize)text_characters(editor->text->str), '*');
	draw_line(d, stars, (size_t)g_utf8_pointer_to_offset(editor->text->str, editor->text->str + editor->cursor));
}

static void draw_area(const struct drawing *d)
{
	const struct editor *editor = &d->item->editor;
	const char *text = editor->text->str;
	enum ui_role role = d->focus ? UI_FIELD_FOCUS : UI_FIELD;
	int rows = d->item->rows;
	g_autoptr(GArray) lines = text_wrap(text, d->place.width);
	int current = (int)text_line_of(lines, editor->cursor);
	int first = current < rows ? 0 : MIN(current / rows * rows, (int)lines->len - rows);
	for (int i = 0; i < rows; i++) {
		grid_fill(d->grid, d->place.row + i, d->place.control, d->place.width, role, "_");
		if (first + i >= (int)lines->len)
			continue;
		struct text_line line = g_array_index(lines, struct text_line, first + i);
		g_autofree char *part = g_strndup(text + line.start, line.end - line.start);
		grid_text(d->grid, d->place.row + i, d->place.control, d->place.width, role, part);
	}
	if ((int)lines->len > rows) {
		g_autofree char *where = g_strdup_printf(catalog_text(d->form->catalog, N_("line %d of %u")), current + 1, lines->len);
		grid_text_right(d->grid, d->place.row + rows - 1, d->place.control + d->place.width + 1, COUNTER_WIDTH - 2, UI_COUNTER, where);
	}
	if (!d->focus)
		return;
	struct text_line line = g_array_index(lines, struct text_line, current);
	g_autofree char *before = g_strndup(text + line.start, editor->cursor - line.start);
	grid_cursor(d->grid, d->place.row + current - first, d->place.control + MIN(text_columns(before), d->place.width - 1));
}

static void draw_check(const struct drawing *d)
{
	static const char *const boxes[] = {"[ ]", "[-]", "[x]"};
	int state = d->item->kind == ITEM_GROUP ? form_group_state(d->form, d->item) : d->item->value != 0 ? 2 : 0;
	const struct form_pane *pane = &d->form->panes[d->item->pane];
	int room = pane->column + pane->columns - d->place.control - 1;
	enum ui_role role = d->focus ? UI_FOCUS : UI_FIELD;
	const char *label = catalog_text(d->form->catalog, d->item->label);
	int box = is_close(d->item) ? 3 : 4;
	grid_text(d->grid, d->place.row, d->place.control, box, role, boxes[state]);
	grid_text(d->grid, d->place.row, d->place.control + box, room - box, role, label);
	if (d->focus)
		grid_cursor(d->grid, d->place.row, d->place.control + 1);
}

static void draw_radio(const struct drawing *d)
{
	const struct form_pane *pane = &d->form->panes[d->item->pane];
	int end = pane->column + pane->columns - 1;
	for (int i = 0; i < (int)d->item->options->len; i++) {
		bool chosen = i == d->item->value;
		const char *label = catalog_text(d->form->catalog, g_array_index(d->item->options, struct item_option, i).label);
		enum ui_role role = chosen && d->focus ? UI_FOCUS : UI_FIELD;
		int column = 0;
		int row = d->place.row + radio_option(d->form, d->item, i, end - d->place.control, &column);
		column += d->place.control;
		if (chosen && d->focus)
			grid_cursor(d->grid, row, column + 1);
		column += grid_text(d->grid, row, column, end - column, role, chosen ? "(*) " : "( ) ");
		grid_text(d->grid, row, column, end - column, role, label);
	}
}

static void draw_choice(const struct drawing *d)
{
	enum ui_role role = d->focus ? UI_FIELD_FOCUS : UI_FIELD;
	const char *text = "";
	bool joined = d->item->kind == ITEM_MULTI && !(d->item->every && g_array_index(d->item->options, struct item_option, 0).ticked);
	if (joined)
		text = item_text(d->item);
	else if (d->item->options->len > 0)
		text = catalog_text(d->form->catalog, g_array_index(d->item->options, struct item_option, d->item->value).label);
	bool tight = text_columns(text) > d->place.width - 6;
	int margin = tight ? 1 : 2;
	const char *end = tight ? "v>" : "v >";
	int room = d->place.width - (int)strlen(end);
	grid_fill(d->grid, d->place.row, d->place.control, d->place.width, role, " ");
	grid_text(d->grid, d->place.row, d->place.control, 1, role, "<");
	grid_text(d->grid, d->place.row, d->place.control + margin, room - 2 * margin + 1, role, text);
	grid_text(d->grid, d->place.row, d->place.control + room, (int)strlen(end), role, end);
	if (d->focus)
		grid_cursor(d->grid, d->place.row, d->place.control + margin);
}

static void draw_control(const struct drawing *d)
{
	switch (d->item->kind) {
	case ITEM_LINE:
		draw_line(d, d->item->editor.text->str, d->item->editor.cursor);
		break;
	case ITEM_SECRET:
		draw_secret(d);
		break;
	case ITEM_AREA:
		draw_area(d);
		break;
	case ITEM_CHECK:
	case ITEM_GROUP:
		draw_check(d);
		break;
	case ITEM_RADIO:
		draw_radio(d);
		break;
	case ITEM_CHOICE:
	case ITEM_MULTI:
		draw_choice(d);
		break;
	default:
		break;
	}
}

static void draw_counter(const struct drawing *d)
{
	const struct form_item *item = d->item;
	if (item->field == NULL || !is_text(item))
		return;
	g_autofree char *text = NULL;
	enum ui_role role = UI_COUNTER;
	if (item->field->type == FIELD_INT) {
		text = g_strdup_printf(catalog_text(d->form->catalog, N_("%d to %d")), item->field->min, item->field->max);
	} else {
		int used = text_characters(item->editor.text->str);
		text = g_strdup_printf("%d/%d", used, item->field->max);
		if (used * 10 >= item->field->max * 9)
			role = UI_WARNING;
	}
	const struct form_pane *pane = &d->form->panes[item->pane];
	int end = pane->column + pane->columns - 1;
	grid_text_right(d->grid, d->place.row - d->place.above, end - COUNTER_WIDTH, COUNTER_WIDTH, role, text);
}

static void draw_label(const struct drawing *d)
{
	const struct form_pane *pane = &d->form->panes[d->item->pane];
	const char *label = d->item->label != NULL ? catalog_text(d->form->catalog, d->item->label) : "";
	if (d->item->kind == ITEM_HEADING) {
		g_autofree char *upper = g_utf8_strup(label, -1);
		grid_text(d->grid, d->place.row, pane->column + 1, pane->columns - 2, UI_HEADING, upper);
		return;
	}
	if (d->item->same_line == 0 && labelled(d->item)) {
		enum ui_role role = d->focus ? UI_FOCUS : UI_LABEL;
		int star = d->item->required ? 2 : 0;
		int column = pane->column + 3;
		int room = (d->place.above > 0 ? pane->columns - COUNTER_WIDTH - 1 : pane->control) - 4 - star;
		int row = d->place.row - d->place.above;
		column += grid_text(d->grid, row, column, room, role, label);
		if (star > 0)
			grid_text(d->grid, row, column + 1, 1, role, "*");
	}
	if (d->item->lead != NULL)
		grid_text(d->grid, d->place.row, pane->column + 3, pane->control - 4, UI_LABEL, catalog_text(d->form->catalog, d->item->lead));
	if (d->item->suffix != NULL) {
		int column = d->place.control + d->place.width + 1;
		grid_text(d->grid, d->place.row, column, pane->column + pane->columns - column, UI_LABEL,
			  catalog_text(d->form->catalog, d->item->suffix));
	}
}

// The sign of the focus stands on the row of the cursor, in a text of several rows as well.
static void draw_mark(const struct drawing *d)
{
	int column = is_close(d->item) ? d->place.control - 1 : d->form->panes[d->item->pane].column + 1;
	if (d->focus)
		grid_text(d->grid, d->grid->cursor_row, column, 1, UI_FOCUS, ">");
}

static void draw_below(const struct drawing *d)
{
	const struct form_pane *pane = &d->form->panes[d->item->pane];
	struct error_place at = error_place(d->form, d->item, d->place.control - pane->column);
	int row = d->place.row + d->place.rows - d->place.above - at.rows - (d->item->hint != NULL);
	int room = pane->column + pane->columns - d->place.control - 1;
	if (d->item->hint != NULL)
		grid_text(d->grid, row++, d->place.control, room, UI_HINT, d->item->hint);
	if (d->item->error == NULL)
		return;
	grid_text(d->grid, row, pane->column + at.column, 1, UI_ERROR, "!");
	(void)grid_text_wrapped(d->grid, (struct rect){row, pane->column + at.column + 2, at.rows, at.width - 2}, UI_ERROR, d->item->error);
}

// Below the controls where they fit, else further left.
static int button_column(const struct form *form, struct rect at)
{
	int width = 0;
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		if (item->kind == ITEM_BUTTON && !item->hidden)
			width += text_columns(catalog_text(form->catalog, item->label)) + 7;
	}
	int wanted = form->split > 0 ? 6 : form->panes[0].control;
	return at.column + MAX(MIN(wanted, at.columns - width), 3);
}

static void draw_buttons(const struct form *form, struct grid *grid, struct rect at)
{
	int column = button_column(form, at);
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		if (item->kind != ITEM_BUTTON || item->hidden)
			continue;
		bool focus = i == form->focus;
		g_autofree char *text = g_strdup_printf("[ %s ]", catalog_text(form->catalog, item->label));
		if (focus) {
			grid_text(grid, at.row + at.rows - 1, column - 2, 1, UI_FOCUS, ">");
			grid_cursor(grid, at.row + at.rows - 1, column + 2);
		}
		column += grid_text(grid, at.row + at.rows - 1, column, at.columns - column, focus ? UI_BUTTON_FOCUS : UI_BUTTON, text) + 3;
	}
}

// Long forms are shown page by page, so that a step within a page moves nothing; an item is never cut in two.
static int first_row(const struct form *form, const GArray *places, int rows, int shown)
{
	struct form_place focus = g_array_index(places, struct form_place, form->focus);
	if (rows <= shown || form_focus(form)->kind == ITEM_BUTTON)
		return form_focus(form)->kind == ITEM_BUTTON ? MAX(rows - shown, 0) : 0;
	int half = MAX(shown / 2, 1);
	int first = focus.row + focus.rows <= shown ? 0 : ((focus.row + focus.rows - shown - 1) / half + 1) * half;
	return MIN(first, rows - shown);
}

void form_draw(const struct form *form, struct grid *grid, struct rect at)
{
	int rows = 0;
	int shown = MAX(at.rows - 2, 1);
	g_autoptr(GArray) places = form_places(form, &rows);
	int first = first_row(form, places, rows, shown);
	draw_buttons(form, grid, at);
	for (guint i = 0; i < form->items->len; i++) {
		struct drawing d = {.form = form, .grid = grid, .item = form->items->pdata[i], .focus = i == form->focus};
		d.place = g_array_index(places, struct form_place, i);
		if (d.place.rows == 0 || d.place.row < first || d.place.row + d.place.rows > first + shown)
			continue;
		d.place.row += at.row - first + d.place.above;
		draw_label(&d);
		draw_control(&d);
		draw_mark(&d);
		draw_counter(&d);
		draw_below(&d);
	}
	if (rows > shown) {
		const char *more = first + shown < rows ? N_("more below") : N_("more above");
		grid_text_right(grid, at.row + at.rows - 2, at.column, at.columns - 1, UI_HINT, catalog_text(form->catalog, more));
	}
	if (form->open) {
		struct form_place place = g_array_index(places, struct form_place, form->focus);
		place.row += at.row - first + place.above;
		form_draw_list(form, grid, place);
	}
}
