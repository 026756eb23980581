// SPDX-License-Identifier: Apache-2.0
// One's own settings: language, theme and keys, seen at once while they are chosen.
#include <string.h>

#include "screens/admin-priv.h"
#include "screens/form-page-priv.h"
#include "screens/help-priv.h"
#include "screens/look-priv.h"
#include "tidings/app/account.h"
#include "tidings/util/safe-text.h"

#define KEYS_WIDTH 17
#define COLUMN_LEAST 36

static bool save(struct console *console, struct form_page *page, char **ret_done, GError **error)
{
	struct account *account = page->opened;
	if (!form_store(&page->form, account, error) || !account_prefer(console->app, account, error))
		return false;
	*ret_done = g_strdup(console_text(console, N_("Saved. It holds wherever you sign in.")));
	return true;
}

static const struct form_kind kind = {.save = save, .above = N_("Choices show at once: Save keeps them, Esc goes back.")};

// What the item names now; in its open list what is marked there.
static const char *chosen(const struct form *form, const char *name)
{
	const struct form_item *item = form_item(form, name);
	if (form->open && form_focus(form) == item)
		return g_array_index(item->options, struct item_option, form->pick).text;
	return item_text(item);
}

static void set_hint(struct console *console, struct form_page *page)
{
	bool there = false;
	g_autofree char *path = look_own_keys(console, &there);
	g_autofree char *hint = NULL;
	if (path != NULL)
		hint = g_strdup_printf(console_text(console, there ? N_("with your changes in %s") : N_("your own changes can stand in %s")), path);
	item_set_hint(form_item(&page->form, "keys"), hint);
}

static void preview(struct console *console, struct form_page *page)
{
	g_autoptr(GError) error = NULL;
	look_set_language(console, chosen(&page->form, "language"));
	page->form.catalog = console->catalog;
	set_hint(console, page);
	if (!look_set_theme(console, chosen(&page->form, "theme"), &error) || !look_set_keymap(console, chosen(&page->form, "keys"), &error))
		console_say_error(console, error);
}

static bool is_open(const struct console *console, const void *page)
{
	for (guint i = 0; i < console->views->len; i++)
		if (((const struct view *)console->views->pdata[i])->state == page)
			return true;
	return false;
}

// While the page is there what is chosen on it shows, afterwards what the account has.
static void follow(struct console *console, void *page)
{
	g_autoptr(GError) error = NULL;
	if (is_open(console, page))
		preview(console, page);
	else if (!look_apply(console, &error))
		console_say_error(console, error);
}

static void act(struct console *console, void *data, enum action action)
{
	if (action == ACT_KEYS_ALL) {
		help_open_all(console);
		return;
	}
	form_page_act(console, data, action);
	follow(console, data);
}

static void text(struct console *console, void *data, const char *typed, bool pasted)
{
	form_page_text(console, data, typed, pasted);
	follow(console, data);
}

static void answer(struct console *console, void *data, int question, int number)
{
	form_page_answer(console, data, question, number);
	follow(console, data);
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Settings > My settings")));
}

static void heading(const struct console *console, struct grid *grid, int row, const char *label)
{
	g_autofree char *upper = g_utf8_strup(console_text(console, label), -1);
	grid_text(grid, row, 1, grid->columns - 2, UI_HEADING, upper);
}

// Every way in which the theme shows something, in words of the console; the row after it.
static int draw_sample(const struct console *console, struct grid *grid, int row)
{
	static const struct {
		enum ui_role role;
		const char *label;
	} samples[] = {{UI_TEXT, N_("text")}, {UI_LABEL, N_("label")}, {UI_FIELD, N_("field")}, {UI_FIELD_FOCUS, N_("field with the focus")},
		       {UI_HINT, N_("hint")}, {UI_SELECTED, N_("marked row")}, {UI_GOOD, N_("delivered")}, {UI_OFF, N_("off")},
		       {UI_WARNING, N_("! warning")}, {UI_ERROR, N_("! FAILED")}, {UI_COLUMN, N_("Column")}, {UI_KEY, "F1"}};
	int column = 3;
	heading(console, grid, row, N_("Sample"));
	row++;
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		const char *label = console_text(console, samples[i].label);
		int width = text_columns(label);
		if (column + width > grid->columns - 1) {
			column = 3;
			row++;
		}
		column += grid_text(grid, row, column, width, samples[i].role, label) + 2;
	}
	return row + 1;
}

// The keys that are used most, in one or two columns; the rest is a key away.
static void draw_keys(const struct console *console, struct grid *grid, int row, int rows)
{
	static const enum action shown[] = {ACT_UP, ACT_DOWN, ACT_PAGE_UP, ACT_PAGE_DOWN, ACT_FIRST, ACT_LAST, ACT_MENU, ACT_HELP, ACT_FILTER,
					    ACT_SORT, ACT_COLUMNS, ACT_BACK, ACT_NEXT, ACT_SAVE, ACT_CANCEL, ACT_QUIT};
	int columns = grid->columns >= 2 * COLUMN_LEAST ? 2 : 1;
	int width = grid->columns / columns;
	heading(console, grid, row, N_("Keys in force"));
	for (int i = 0; i < (int)G_N_ELEMENTS(shown) && i < (rows - 1) * columns; i++) {
		const struct action_row *action = action_row(shown[i]);
		int column = 3 + i % columns * width;
		int end = i % columns * width + width;
		g_autofree char *keys = keymap_labels(&console->keymap, shown[i]);
		grid_text(grid, row + 1 + i / columns, column, KEYS_WIDTH - 1, UI_KEY, keys);
		column += KEYS_WIDTH;
		grid_text(grid, row + 1 + i / columns, column, end - column - 1, UI_TEXT, console_text(console, action->bar != NULL ? action->bar : action->help));
	}
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct form_page *page = data;
	int used = 0;
	g_array_unref(form_places(&page->form, &used));
	int row = body.row + 2 + used + 1;
	int end = body.row + body.rows - 3;
	row = draw_sample(console, grid, row) + 1;
	if (end - row > 1)
		draw_keys(console, grid, row, end - row);
	form_page_draw(console, data, grid, body);
}

static const enum action_group groups[] = {GROUP_FORM_SAVE, GROUP_PREFERENCES, GROUP_FORM, GROUP_EDIT, GROUP_END};

static const struct screen screen = {
	.name = "preferences", .groups = groups, .title = title, .typing = form_page_typing, .changed = form_page_changed,
	.hint = form_page_hint, .draw = draw, .act = act, .text = text, .fit = form_page_fit, .answer = answer, .free = form_page_free,
};

static void add_choice(const struct console *console, struct form *form, const char *name, enum look_kind kind_of)
{
	const struct field *row = field_by_name(&preferences_table, name);
	g_auto(GStrv) names = look_names(console, kind_of);
	struct form_item *item = form_add(form, ITEM_CHOICE, row->name, row->label);
	item->field = row;
	for (char **at = names; *at != NULL; at++)
		form_add_option(item, *at, NULL);
}

void preferences_open(struct console *console)
{
	struct form_page *page = form_page_new(console, &kind, "", NULL);
	struct account *account = form_page_record(page, &account_table);
	fields_copy(&account_table, account, app_account(console->app));
	form_add_field(&page->form, field_by_name(&preferences_table, "language"));
	add_choice(console, &page->form, "theme", LOOK_THEME);
	add_choice(console, &page->form, "keys", LOOK_KEYMAP);
	form_load(&page->form, &account_table, account);
	set_hint(console, page);
	form_page_open(console, &screen, page);
}
