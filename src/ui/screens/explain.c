// SPDX-License-Identifier: Apache-2.0
// Why a task will run next, or will not: each thing it depends on, and whether it holds.
#include "screens/explain-priv.h"

#include "screens/reading-priv.h"
#include "tidings/app/outlook.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

#define NAME_WIDTH 12

char *explain_text(struct console *console, uint64_t task, GError **error)
{
	autoptr(explanation) explained = task_explain(console->app, (uint32_t)task, error);
	if (explained == NULL)
		return NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *next = instant_to_text(explained->next);
	if (explained->will_run)
		g_string_append_printf(text, console_text(console, N_("The task will run at %s.")), next);
	else
		g_string_append(text, console_text(console, N_("The task will not run; what is marked \"!\" keeps it from running.")));
	g_string_append(text, "\n\n");
	for (guint i = 0; i < explained->items->len; i++) {
		const struct explanation_item *item = explained->items->pdata[i];
		const char *name = console_text(console, item->name);
		g_autofree char *said = console_message(console, item->text);
		g_string_append_printf(text, "%c %s%*s  %s\n", item->ok ? ' ' : '!', name, MAX(NAME_WIDTH - text_columns(name), 0), "", said);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

void explain_open(struct console *console, const struct task *task)
{
	static const struct reading_kind kind = {.title = N_("Settings > Reporting > Explain"), .text = explain_text};
	reading_open(console, &kind, task->id, task->name);
}
