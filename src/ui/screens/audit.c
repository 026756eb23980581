// SPDX-License-Identifier: Apache-2.0
// The audit log: who changed what, from where, and whether the log is whole.
#include "tidings/app/audit.h"

#include "screens/admin-priv.h"
#include "screens/list-page-priv.h"
#include "screens/reading-priv.h"
#include "screens/shown-priv.h"
#include "tidings/util/instant.h"

#define AUDIT_MOST 1000

enum { COLUMN_TIME, COLUMN_ACCOUNT, COLUMN_ACTION, COLUMN_WHAT, COLUMN_FROM, COLUMN_CHANGES };

static const struct table_column columns[] = {
	[COLUMN_TIME] = {N_("Time (UTC)"), 12, 0, 0},
	[COLUMN_ACCOUNT] = {N_("Account"), 14, 0, 1},
	[COLUMN_ACTION] = {N_("Action"), 8, 0, 0},
	[COLUMN_WHAT] = {N_("What"), 16, 2, 0},
	[COLUMN_FROM] = {N_("From"), 15, 0, 3},
	[COLUMN_CHANGES] = {N_("Changes"), 20, 4, 4},
	{NULL, 0, 0, 0},
};

static const enum action_group groups[] = {GROUP_AUDIT, GROUP_TABLE, GROUP_BACK, GROUP_PAGE, GROUP_LIST, GROUP_END};

static GPtrArray *read_rows(struct console *console, const struct list_page *page, GError **error)
{
	(void)page;
	const struct audit_request request = {.since = INSTANT_NONE, .most = AUDIT_MOST};
	return audit_list(console->app, &request, error);
}

static char *what(const struct audit *entry)
{
	return g_strdup_printf("%s%s%s", entry->noun, *entry->subject != '\0' ? " " : "", entry->subject);
}

static char *cell(const struct console *console, const void *row, int column, enum ui_role *ret_role)
{
	const struct audit *entry = row;
	bool failed = g_str_equal(entry->action, "failed");
	switch (column) {
	case -1:
		*ret_role = UI_ERROR;
		return g_strdup(failed ? "!" : " ");
	case COLUMN_TIME:
		return shown_instant(console->catalog, entry->time, 0);
	case COLUMN_ACCOUNT:
		return g_strdup(*entry->account != '\0' ? entry->account : "--");
	case COLUMN_ACTION:
		*ret_role = failed ? UI_ERROR : UI_TEXT;
		return g_strdup(entry->action);
	case COLUMN_WHAT:
		return what(entry);
	case COLUMN_FROM:
		return g_strdup(*entry->address != '\0' ? entry->address : entry->via);
	default:
		return audit_changes_text(entry);
	}
}

static char *key(const void *row, int column)
{
	const struct audit *entry = row;
	return column == COLUMN_TIME ? g_strdup_printf("%020" G_GUINT64_FORMAT, entry->number) : NULL;
}

static char *name(const void *row)
{
	return g_strdup_printf("%" G_GUINT64_FORMAT, ((const struct audit *)row)->number);
}

static char *origin(const struct console *console, const struct audit *entry)
{
	const char *from = *entry->address != '\0' ? entry->address : console_text(console, N_("this host"));
	g_autofree char *key = *entry->key != '\0' ? g_strdup_printf(console_text(console, N_(", SSH key %s")), entry->key) : g_strdup("");
	const char *via = *entry->via != '\0' ? entry->via : "--";
	return g_strdup_printf(console_text(console, N_("From %s by %s%s")), from, via, key);
}

static char *lines(const struct console *console, const void *row)
{
	const struct audit *entry = row;
	g_autofree char *time = instant_to_text(entry->time);
	g_autofree char *subject = what(entry);
	g_autofree char *from = origin(console, entry);
	g_autofree char *changes = audit_changes_text(entry);
	g_autofree char *head = g_strdup_printf(console_text(console, N_("Entry %u, %s")), (unsigned)entry->number, time);
	return g_strdup_printf("%s: %s %s\n%s\n%s", head, entry->action, subject, from, changes);
}

// Everything, one field a line.
static char *whole(const struct console *console, const struct audit *entry)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *time = instant_to_text(entry->time);
	g_autofree char *subject = what(entry);
	g_autofree char *from = origin(console, entry);
	g_string_append_printf(text, "%s\n%s  %s\n%s %s\n", time, console_text(console, N_("Account")),
			       *entry->account != '\0' ? entry->account : "--", entry->action, subject);
	g_string_append_printf(text, "%s\n", from);
	if (*entry->detail != '\0')
		g_string_append_printf(text, "\n%s\n", entry->detail);
	for (guint i = 0; i < entry->changes->len; i++) {
		const struct audit_change *change = &g_array_index(entry->changes, struct audit_change, i);
		g_string_append_printf(text, "\n%s\n", change->field);
		g_string_append_printf(text, "  %s: %s\n  %s: %s\n", console_text(console, N_("before")), change->before,
				       console_text(console, N_("after")), change->after);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void verify(struct console *console)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *head = NULL;
	uint64_t entries = 0;
	if (!audit_verify(console->app, NULL, &entries, &head, &error)) {
		console_say_error(console, error);
		return;
	}
	g_autofree char *text = g_strdup_printf(console_text(console, N_("The log is whole: entries %u, head %.16s...")), (unsigned)entries, head);
	console_say(console, UI_GOOD, text);
}

static void act(struct console *console, struct list_page *page, const void *row, enum action action)
{
	static const struct reading_kind entry_kind = {.title = N_("Settings > Audit log > Entry")};
	(void)page;
	if (action == ACT_AUDIT_VERIFY) {
		verify(console);
	} else if (action == ACT_AUDIT_SHOW && row != NULL) {
		g_autofree char *number = name(row);
		g_autofree char *text = whole(console, row);
		reading_open_text(console, &entry_kind, number, text);
	}
}

static char *title(const struct console *console, const void *data)
{
	(void)data;
	return g_strdup(console_text(console, N_("Settings > Audit log")));
}

static const struct list_kind kind = {
	.columns = columns, .empty = N_("Nothing was changed yet."), .read = read_rows, .cell = cell,
	.key = key, .name = name, .lines = lines, .act = act,
};

static const struct screen screen = {.name = "audit", .groups = groups, .title = title, LIST_PAGE_SCREEN};

void audit_open(struct console *console)
{
	list_page_open(console, &screen, &kind, "");
}
