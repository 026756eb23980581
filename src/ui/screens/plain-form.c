// SPDX-License-Identifier: Apache-2.0
// A form asked for item by item.
#include <string.h>

#include "screens/plain-priv.h"
#include "tidings/util/secret.h"

#define LISTED 20 /* a longer list is searched instead of read out */
#define EMPTIES "-"
#define TEXT_END "."
#define KEEPS_REST "="
#define LEAVES "!"

static const char *option_label(const struct plain *plain, const struct form_item *item, int index)
{
	return plain_text(plain, g_array_index(item->options, struct item_option, index).label);
}

// "Task name (must be filled in) [Weekly]".
static char *question(const struct plain *plain, const struct form_item *item, const char *value)
{
	const char *label = item->label != NULL ? item->label : item->lead != NULL ? item->lead : item->name;
	g_autofree char *required = item->required ? g_strdup_printf(" (%s)", plain_text(plain, N_("must be filled in"))) : g_strdup("");
	return g_strdup_printf("%s%s [%s]:", *label != '\0' ? plain_text(plain, label) : item->name, required, value);
}

// What is typed; "" keeps the value. NULL when the input has ended or the form is to be left.
static char *ask_value(struct plain *plain, const char *asked, bool secret)
{
	g_autofree char *line = plain_ask(plain, asked, secret);
	if (line == NULL || strcmp(line, LEAVES) == 0)
		return NULL;
	plain->keep_rest = strcmp(line, KEEPS_REST) == 0;
	return plain->keep_rest ? g_strdup("") : g_steal_pointer(&line);
}

static bool ask_line(struct plain *plain, struct form_item *item)
{
	bool secret = item->kind == ITEM_SECRET;
	g_autofree char *asked = question(plain, item, secret ? (item->hint != NULL ? plain_text(plain, N_("saved")) : "") : item_text(item));
	g_autofree char *line = ask_value(plain, asked, secret);
	if (line == NULL)
		return false;
	if (strcmp(line, EMPTIES) == 0)
		item_set_text(item, "");
	else if (*line != '\0')
		item_set_text(item, line);
	secret_wipe(line, strlen(line));
	return true;
}

static bool ask_area(struct plain *plain, struct form_item *item)
{
	g_autofree char *asked = question(plain, item, item_text(item));
	g_autoptr(GString) lines = g_string_new(NULL);
	plain_say(plain, plain_text(plain, N_("Several lines; a line with only a dot ends them.")));
	for (bool first = true;; first = false) {
		g_autofree char *line = first ? ask_value(plain, asked, false) : plain_ask(plain, "", false);
		if (line == NULL)
			return false;
		if (first && *line == '\0')
			return true;
		if (first && strcmp(line, EMPTIES) == 0)
			break;
		if (strcmp(line, TEXT_END) == 0)
			break;
		g_string_append_printf(lines, "%s%s", first ? "" : "\n", line);
	}
	item_set_text(item, lines->str);
	return true;
}

static bool ask_check(struct plain *plain, struct form_item *item)
{
	const char *yes = plain_text(plain, N_("yes"));
	const char *no = plain_text(plain, N_("no"));
	g_autofree char *asked = question(plain, item, item->value != 0 ? yes : no);
	for (;;) {
		g_autofree char *line = ask_value(plain, asked, false);
		if (line == NULL)
			return false;
		if (*line == '\0')
			return true;
		bool is_yes = strcmp(line, yes) == 0 || g_ascii_strcasecmp(line, "yes") == 0;
		if (is_yes || strcmp(line, no) == 0 || g_ascii_strcasecmp(line, "no") == 0) {
			item->value = is_yes;
			return true;
		}
	}
}

// The option with that number, or the only one whose name has the text in it; -1 when there is none, or several, which are read out.
static int find_option(struct plain *plain, const struct form_item *item, const char *line)
{
	guint64 number = 0;
	int found = -1;
	int n = 0;
	int all = (int)item->options->len;
	if (all <= LISTED && g_ascii_string_to_unsigned(line, 10, 1, (guint64)all, &number, NULL))
		return (int)number - 1;
	g_autofree char *wanted = g_utf8_casefold(line, -1);
	for (int i = 0; i < all; i++) {
		g_autofree char *folded = g_utf8_casefold(option_label(plain, item, i), -1);
		if (strcmp(folded, wanted) == 0)
			return i;
		if (strstr(folded, wanted) == NULL)
			continue;
		found = i;
		if (++n <= LISTED && all > LISTED)
			plain_say(plain, option_label(plain, item, i));
	}
	return n == 1 ? found : -1;
}

static bool ask_choice(struct plain *plain, struct form_item *item)
{
	g_autofree char *asked = question(plain, item, option_label(plain, item, item->value));
	for (int i = 0; i < (int)item->options->len && item->options->len <= LISTED; i++) {
		g_autofree char *line = g_strdup_printf("%d. %s", i + 1, option_label(plain, item, i));
		plain_say(plain, line);
	}
	for (;;) {
		g_autofree char *line = ask_value(plain, asked, false);
		if (line == NULL)
			return false;
		if (*line == '\0')
			return true;
		int option = find_option(plain, item, line);
		if (option >= 0) {
			item->value = option;
			return true;
		}
	}
}

// Names separated by commas; those there are are read out while they are few.
static bool ask_multi(struct plain *plain, struct form_item *item)
{
	for (int i = 0; i < (int)item->options->len && item->options->len <= LISTED; i++) {
		const struct item_option *option = &g_array_index(item->options, struct item_option, i);
		const char *label = plain_text(plain, option->label);
		g_autofree char *line = strcmp(label, option->text) == 0 ? g_strdup(label) : g_strdup_printf("%s: %s", option->text, label);
		plain_say(plain, line);
	}
	return ask_line(plain, item);
}

static bool ask_item(struct plain *plain, struct form_item *item)
{
	switch (item->kind) {
	case ITEM_LINE:
	case ITEM_SECRET:
		return ask_line(plain, item);
	case ITEM_AREA:
		return ask_area(plain, item);
	case ITEM_CHECK:
		return ask_check(plain, item);
	case ITEM_RADIO:
	case ITEM_CHOICE:
		return ask_choice(plain, item);
	case ITEM_MULTI:
		return ask_multi(plain, item);
	case ITEM_HEADING:
	case ITEM_GROUP:
		plain_say(plain, plain_text(plain, item->label));
		return true;
	case ITEM_NOTE:
		plain_say(plain, item->hint != NULL ? item->hint : "");
		return true;
	default:
		return true;
	}
}

// Asks until the answer is right.
static bool ask_right(struct plain *plain, struct form *form, struct form_item *item)
{
	if (item->field != NULL && item->field->help != NULL && item->kind != ITEM_CHECK && item->kind != ITEM_GROUP)
		plain_say(plain, plain_text(plain, item->field->help));
	for (;;) {
		if (!ask_item(plain, item))
			return false;
		form_check(form, item);
		if (item->error == NULL)
			return true;
		plain_say(plain, item->error);
	}
}

bool plain_form(struct plain *plain, struct form *form, bool faults_only, void (*arrange)(struct plain *plain, void *data), void *data)
{
	plain->keep_rest = false;
	for (guint i = 0; i < form->items->len && !plain->keep_rest; i++) {
		struct form_item *item = form->items->pdata[i];
		if (item->hidden || (faults_only && item->error == NULL))
			continue;
		if (!ask_right(plain, form, item))
			return false;
		if (arrange != NULL)
			arrange(plain, data);
	}
	return true;
}
