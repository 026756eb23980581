// SPDX-License-Identifier: Apache-2.0
// Forms: their items, values and focus.
#include "core/form-priv.h"

#include <string.h>

#include "tidings/util/error.h"

#define NUMBER_WIDTH 8
#define LINE_LIMIT 255

static const enum item_kind kinds[] = {
	[FIELD_TEXT] = ITEM_LINE, [FIELD_AREA] = ITEM_AREA, [FIELD_INT] = ITEM_LINE, [FIELD_BOOL] = ITEM_CHECK,
	[FIELD_ENUM] = ITEM_CHOICE, [FIELD_FLAGS] = ITEM_CHECK, [FIELD_SECRET] = ITEM_SECRET,
};

static void option_clear(void *data)
{
	struct item_option *option = data;
	g_free(option->text);
}

static void item_free(void *data)
{
	struct form_item *item = data;
	editor_release(&item->editor);
	g_array_unref(item->options);
	g_free(item->chosen);
	g_free(item->hint);
	g_free(item->error);
	g_free(item);
}

void form_init(struct form *form, const struct catalog *catalog, int control, int split)
{
	*form = (struct form){.catalog = catalog, .split = split, .control = {control, 2}};
	form->items = g_ptr_array_new_with_free_func(item_free);
	editor_init(&form->filter, EDITOR_LINE, LINE_LIMIT);
}

void form_release(struct form *form)
{
	if (form == NULL || form->items == NULL)
		return;
	g_ptr_array_unref(form->items);
	editor_release(&form->filter);
	g_free(form->before);
	memset(form, 0, sizeof *form);
}

static bool has_editor(const struct form_item *item)
{
	return item->kind == ITEM_LINE || item->kind == ITEM_AREA || item->kind == ITEM_SECRET;
}

static void set_limit(struct form_item *item, int max)
{
	static const enum editor_kind editors[] = {[ITEM_LINE] = EDITOR_LINE, [ITEM_AREA] = EDITOR_AREA, [ITEM_SECRET] = EDITOR_SECRET};
	editor_release(&item->editor);
	editor_init(&item->editor, editors[item->kind], max);
}

struct form_item *form_add(struct form *form, enum item_kind kind, const char *name, const char *label)
{
	struct form_item *item = g_new0(struct form_item, 1);
	item->kind = kind;
	item->name = name;
	item->label = label;
	item->rows = kind == ITEM_NOTE ? 0 : 1;
	item->action = ACT_NONE;
	item->options = g_array_new(FALSE, FALSE, sizeof(struct item_option));
	g_array_set_clear_func(item->options, option_clear);
	if (has_editor(item))
		set_limit(item, LINE_LIMIT);
	g_ptr_array_add(form->items, item);
	return item;
}

void form_add_option(struct form_item *item, const char *text, const char *label)
{
	struct item_option option = {g_strdup(text), label, false};
	if (label == NULL)
		option.label = option.text;
	g_array_append_val(item->options, option);
}

static struct form_item *add_flags(struct form *form, const struct field *row)
{
	struct form_item *item = NULL;
	struct form_item *group = NULL;
	const char *group_name = NULL;
	for (const struct flag_row *flag = row->flags; flag->bit != 0; flag++) {
		if (flag->group != NULL && g_strcmp0(flag->group, group_name) != 0) {
			group = form_add(form, ITEM_GROUP, row->name, flag->group_label);
			group->field = row;
		}
		group_name = flag->group;
		item = form_add(form, ITEM_CHECK, row->name, flag->label);
		item->field = row;
		item->bits = flag->bit;
		if (group_name != NULL) {
			item->indent = 2;
			group->bits |= flag->bit;
		}
	}
	return item;
}

struct form_item *form_add_field(struct form *form, const struct field *row)
{
	if (row->type == FIELD_FLAGS)
		return add_flags(form, row);
	bool listed = row->choices != NULL;
	struct form_item *item = form_add(form, listed ? ITEM_CHOICE : kinds[row->type], row->name, row->label);
	item->field = row;
	item->required = (row->use & FIELD_REQUIRED) != 0;
	if (has_editor(item))
		set_limit(item, row->type == FIELD_INT ? NUMBER_WIDTH - 1 : row->max);
	if (row->type == FIELD_INT)
		item->width = NUMBER_WIDTH;
	for (const struct enum_row *choice = row->choices; choice != NULL && choice->text != NULL; choice++)
		form_add_option(item, choice->text, choice->label);
	if (row->type == FIELD_AREA)
		item->rows = 3;
	return item;
}

struct form_item *form_add_button(struct form *form, const char *label, enum action action)
{
	struct form_item *item = form_add(form, ITEM_BUTTON, action_row(action)->name, label);
	item->action = action;
	return item;
}

struct form_item *form_item(const struct form *form, const char *name)
{
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (g_strcmp0(item->name, name) == 0)
			return item;
	}
	return NULL;
}

struct form_item *form_focus(const struct form *form)
{
	return form->items->pdata[form->focus];
}

const char *item_text(const struct form_item *item)
{
	if (has_editor(item))
		return item->editor.text->str;
	if (item->kind == ITEM_CHECK)
		return item->value != 0 ? "yes" : "no";
	if (item->kind == ITEM_MULTI)
		return item->chosen != NULL ? item->chosen : "";
	if (item->options->len > 0)
		return g_array_index(item->options, struct item_option, item->value).text;
	return "";
}

static struct item_option *option_at(const struct form_item *item, int index)
{
	return &g_array_index(item->options, struct item_option, index);
}

static void join_ticked(struct form_item *item)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < (int)item->options->len; i++)
		if (option_at(item, i)->ticked)
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", option_at(item, i)->text);
	g_free(item->chosen);
	item->chosen = g_string_free(g_steal_pointer(&text), FALSE);
}

void item_tick(struct form_item *item, int option)
{
	bool ticked = !option_at(item, option)->ticked;
	for (int i = 0; i < (int)item->options->len; i++)
		if (item->every && (i == 0) != (option == 0))
			option_at(item, i)->ticked = false;
	option_at(item, option)->ticked = ticked;
	join_ticked(item);
}

int item_ticked(const struct form_item *item)
{
	int n = 0;
	for (int i = 0; i < (int)item->options->len; i++)
		n += option_at(item, i)->ticked;
	return n;
}

static int find_option(const struct form_item *item, const char *text)
{
	for (int i = 0; i < (int)item->options->len; i++)
		if (strcmp(option_at(item, i)->text, text) == 0)
			return i;
	return -1;
}

// What the list does not offer is kept by being offered.
static void set_ticked(struct form_item *item, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, ",", -1);
	for (int i = 0; i < (int)item->options->len; i++)
		option_at(item, i)->ticked = false;
	for (char **word = words; *word != NULL; word++) {
		if (*g_strstrip(*word) == '\0')
			continue;
		if (find_option(item, *word) < 0)
			form_add_option(item, *word, NULL);
		option_at(item, find_option(item, *word))->ticked = true;
	}
	join_ticked(item);
}

void item_set_text(struct form_item *item, const char *text)
{
	if (item->kind == ITEM_MULTI) {
		set_ticked(item, text);
		return;
	}
	if (has_editor(item))
		editor_set(&item->editor, text);
	if (item->kind == ITEM_CHECK)
		item->value = strcmp(text, "yes") == 0;
	for (guint i = 0; i < item->options->len; i++)
		if (strcmp(g_array_index(item->options, struct item_option, i).text, text) == 0)
			item->value = (int)i;
}

void item_set_hint(struct form_item *item, const char *hint)
{
	g_free(item->hint);
	item->hint = g_strdup(hint);
}

static bool item_can_focus(const struct form_item *item)
{
	return !item->hidden && item->kind != ITEM_HEADING && item->kind != ITEM_NOTE;
}

bool form_typing(const struct form *form)
{
	return form->open || has_editor(form_focus(form));
}

static bool focus_first(struct form *form, const char *name)
{
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		if (!item_can_focus(item) || (name != NULL && g_strcmp0(item->name, name) != 0))
			continue;
		form->focus = i;
		return true;
	}
	return false;
}

static void load_item(struct form_item *item, const void *record)
{
	if (item->field == NULL || item->kind == ITEM_GROUP)
		return;
	if (item->field->type == FIELD_FLAGS) {
		uint32_t bits = 0;
		memcpy(&bits, (const char *)record + item->field->offset, sizeof bits);
		item->value = (bits & item->bits) != 0;
		return;
	}
	g_autofree char *text = field_get_text(item->field, record);
	item_set_text(item, text);
	// A value that the list does not offer is kept by being offered.
	if (item->kind != ITEM_MULTI && item->options->len > 0 && strcmp(item_text(item), text) != 0) {
		form_add_option(item, text, NULL);
		item_set_text(item, text);
	}
}

void form_load(struct form *form, const struct field_table *table, const void *record)
{
	form->table = table;
	for (guint i = 0; i < form->items->len; i++)
		load_item(form->items->pdata[i], record);
	form->changed = false;
	focus_first(form, NULL);
}

static uint32_t flags_of(const struct form *form, const struct field *row)
{
	uint32_t bits = 0;
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		if (item->kind == ITEM_CHECK && item->field == row && item->value != 0)
			bits |= item->bits;
	}
	return bits;
}

int form_group_state(const struct form *form, const struct form_item *group)
{
	uint32_t set = flags_of(form, group->field) & group->bits;
	return set == 0 ? 0 : set == group->bits ? 2 : 1;
}

static bool store_item(const struct form *form, const struct form_item *item, void *record, GError **error)
{
	if (item->field == NULL)
		return item->check == NULL || item->check(item, error);
	if (item->kind == ITEM_GROUP)
		return true;
	if (item->field->type == FIELD_FLAGS) {
		uint32_t bits = flags_of(form, item->field);
		memcpy((char *)record + item->field->offset, &bits, sizeof bits);
		return true;
	}
	// An empty secret keeps what is stored; the use case knows whether it may.
	if (item->kind == ITEM_SECRET && item->editor.text->len == 0)
		return true;
	if (item->kind == ITEM_MULTI && *item_text(item) == '\0')
		return error_set_field(error, ERROR_INVALID, item->name, "choose at least one");
	return field_set_text(item->field, record, item_text(item), error);
}

/* In the form's language, and with the label instead of the name that an option of the command line would have. */
static char *fault_text(const struct form *form, const struct form_item *item, const char *message)
{
	g_autofree char *said = catalog_message(form->catalog, message);
	g_autoptr(GString) text = g_string_new(said);
	static const char *const quotes[][2] = {{"\"", "\""}, {"«", "»"}};
	for (size_t i = 0; i < G_N_ELEMENTS(quotes) && item->label != NULL; i++) {
		g_autofree char *name = g_strconcat(quotes[i][0], item->name, quotes[i][1], NULL);
		g_autofree char *label = g_strconcat(quotes[i][0], catalog_text(form->catalog, item->label), quotes[i][1], NULL);
		(void)g_string_replace(text, name, label, 1);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool check_item(const struct form *form, struct form_item *item, void *record, GError **error)
{
	g_autoptr(GError) own = NULL;
	bool ok = store_item(form, item, record, &own);
	g_clear_pointer(&item->error, g_free);
	if (ok)
		return true;
	item->error = fault_text(form, item, own->message);
	if (error == NULL || *error == NULL)
		g_propagate_error(error, g_steal_pointer(&own));
	return false;
}

bool form_store(struct form *form, void *record, GError **error)
{
	bool ok = true;
	for (guint i = 0; i < form->items->len; i++) {
		struct form_item *item = form->items->pdata[i];
		if (!item_can_focus(item) || check_item(form, item, record, error))
			continue;
		if (ok)
			form->focus = i;
		ok = false;
	}
	return ok;
}

bool form_blame(struct form *form, const GError *error)
{
	const char *name = error_field(error);
	if (name == NULL || !focus_first(form, name))
		return false;
	struct form_item *item = form_focus(form);
	g_free(item->error);
	item->error = fault_text(form, item, error->message);
	return true;
}

int form_errors(const struct form *form)
{
	int n = 0;
	for (guint i = 0; i < form->items->len; i++) {
		const struct form_item *item = form->items->pdata[i];
		n += item->error != NULL && !item->hidden;
	}
	return n;
}

void form_check(struct form *form, struct form_item *item)
{
	if (item->field == NULL ? item->check == NULL : item->field->type == FIELD_FLAGS)
		return;
	if (item->kind == ITEM_SECRET || (item->field != NULL && form->table == NULL)) {
		g_clear_pointer(&item->error, g_free);
		return;
	}
	g_autofree void *scratch = form->table != NULL ? g_malloc0(form->table->size) : NULL;
	if (scratch != NULL)
		fields_init(form->table, scratch);
	(void)check_item(form, item, scratch, NULL);
	if (scratch != NULL)
		fields_release(form->table, scratch);
}

void form_step(struct form *form, int by)
{
	guint n = form->items->len;
	struct form_item *left = form_focus(form);
	if (form->changed || left->error != NULL)
		form_check(form, left);
	for (guint i = 0, at = form->focus; i < n; i++) {
		at = (at + n + (guint)by) % n;
		if (item_can_focus(form->items->pdata[at])) {
			form->focus = at;
			return;
		}
	}
}

const char *form_help(const struct form *form)
{
	const struct form_item *item = form_focus(form);
	if (form->open && item->kind == ITEM_MULTI)
		return catalog_text(form->catalog, N_("Space ticks, typing searches, Enter takes it, Esc undoes it."));
	if (form->open)
		return catalog_text(form->catalog, N_("Type to search; Up, Down mark; Enter takes, Esc closes."));
	return item->field != NULL && item->field->help != NULL ? catalog_text(form->catalog, item->field->help) : "";
}
