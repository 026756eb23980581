// SPDX-License-Identifier: Apache-2.0
// What the dashboard shows, chosen in a form; and a report of it into a file.
#include <string.h>

#include "screens/dashboard-priv.h"
#include "screens/form-page-priv.h"
#include "screens/period-items-priv.h"
#include "screens/reading-priv.h"
#include "screens/tenant-items-priv.h"
#include "tidings/app/recurrence.h"
#include "tidings/app/report.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

#define FORMAT_ITEM "format"
#define FILE_ITEM "file"
#define FILE_NAME_MOST 128

/* The dashboard below the form on top. */
static struct dashboard *dashboard_below(const struct console *console)
{
	const struct view *below = console->views->pdata[console->views->len - 2];
	return below->state;
}

static bool show(struct console *console, struct form_page *page, char **ret_done, GError **error)
{
	autorelease(task) task = {0};
	struct dashboard *state = dashboard_below(console);
	task_init(&task);
	task_copy(&task, &state->task);
	if (!form_store(&page->form, &task, error) || !period_items_store(&page->form, &task, error))
		return false;
	task_release(&state->task);
	state->task = task;
	task = (struct task){0};
	*ret_done = NULL;
	dashboard_read(console, state);
	return true;
}

static void arrange(struct form_page *page)
{
	period_items_arrange(&page->form);
}

static const struct form_kind choice_kind = {.save = show, .arrange = arrange, .above = N_("What the dashboard shows."), .button = N_("Show")};
static const struct screen choice_screen = {.name = "dashboard-choice", FORM_PAGE_SCREEN};

static void add_zones(struct form *form)
{
	struct form_item *zone = form_add_field(form, field_by_name(&task_table, "zone"));
	g_auto(GStrv) names = app_zones();
	zone->kind = ITEM_CHOICE;
	for (char **name = names; name != NULL && *name != NULL; name++)
		form_add_option(zone, *name, NULL);
}

void dashboard_choose(struct console *console, const struct dashboard *state, const char *at)
{
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) tenants = app_tenants(console->app, &error);
	if (tenants == NULL) {
		console_say_error(console, error);
		return;
	}
	struct form_page *page = form_page_new(console, &choice_kind, "", g_strdup(console_text(console, N_("Dashboard > Period and tenants"))));
	struct form *form = &page->form;
	period_items_add(form, false);
	add_zones(form);
	tenant_items_add(form, field_by_name(&task_table, TENANT_ITEMS), tenants);
	form_add_field(form, field_by_name(&task_table, "source"));
	form_add_field(form, field_by_name(&task_table, "false-positives"));
	form_load(form, &task_table, &state->task);
	form_item(form, "zone")->hint = g_strdup("");
	period_items_load(form, state->task.period);
	form_page_open(console, &choice_screen, page);
	for (guint i = 0; i < form->items->len; i++)
		if (g_strcmp0(((struct form_item *)form->items->pdata[i])->name, at) == 0)
			form->focus = i;
}

static bool check_name(const struct form_item *item, GError **error)
{
	const char *name = item_text(item);
	if (*name != '\0' && *name != '.' && strchr(name, '/') == NULL)
		return true;
	return error_set_field(error, ERROR_INVALID, item->name, "enter the name of a new file without \"/\", not beginning with a dot");
}

static char *place_of(const char *name)
{
	g_autofree char *here = g_get_current_dir();
	return g_build_filename(here, name, NULL);
}

static bool download(struct console *console, struct form_page *page, char **ret_done, GError **error)
{
	const struct form_item *item = form_item(&page->form, FILE_ITEM);
	const struct dashboard *state = dashboard_below(console);
	g_autofree char *path = place_of(item_text(item));
	if (!check_name(item, error))
		return false;
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return error_set_field(error, ERROR_EXISTS, FILE_ITEM, "there is such a file already; choose another name");
	console_say(console, UI_HINT, console_text(console, N_("Building the report ...")));
	console_show(console);
	int format = enum_from_text(report_format_names, item_text(form_item(&page->form, FORMAT_ITEM)));
	g_autoptr(GBytes) bytes = report_build(console->app, &state->task, app_now(console->app), (enum report_format)format, error);
	if (bytes == NULL)
		return false;
	gsize length = 0;
	const void *data = g_bytes_get_data(bytes, &length);
	if (!file_write(path, data, length, 0600, error))
		return false;
	*ret_done = g_strdup_printf(console_text(console, N_("The report is in \"%s\".")), path);
	return true;
}

/* The end of the name follows the format when another one is chosen, not while the name is typed. */
static void follow_format(struct form_page *page)
{
	struct form_item *file = form_item(&page->form, FILE_ITEM);
	const char *dot = strrchr(item_text(file), '.');
	const char *format = item_text(form_item(&page->form, FORMAT_ITEM));
	bool known = dot != NULL && (enum_from_text(report_format_names, dot + 1) >= 0 || strcmp(dot, ".txt") == 0);
	if (!known || strcmp(form_focus(&page->form)->name, FORMAT_ITEM) != 0)
		return;
	g_autofree char *name = g_strdup_printf("%.*s.%s", (int)(dot - item_text(file)), item_text(file),
						strcmp(format, "text") == 0 ? "txt" : format);
	if (strcmp(name, item_text(file)) != 0)
		item_set_text(file, name);
}

static const struct form_kind download_kind = {
	.save = download, .arrange = follow_format, .above = N_("A report of what the dashboard shows, as a file."), .button = N_("Download")};
static const struct screen download_screen = {.name = "dashboard-download", FORM_PAGE_SCREEN};

static char *proposed_name(const struct console *console, const struct dashboard *state)
{
	struct wall wall = wall_from_seconds(app_now(console->app) + state->span.offset);
	for (int i = 1;; i++) {
		g_autofree char *day = g_strdup_printf("report-%04d-%02d-%02d", wall.year, wall.month, wall.day);
		g_autofree char *name = i == 1 ? g_strdup_printf("%s.pdf", day) : g_strdup_printf("%s-%d.pdf", day, i);
		g_autofree char *path = place_of(name);
		if (i == 99 || !g_file_test(path, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&name);
	}
}

/* Who comes in by a key of SSH has no files here: the same report is fetched by a command from there. */
static void show_command(struct console *console, const struct dashboard *state)
{
	static const struct reading_kind kind = {.title = N_("Dashboard > Download")};
	const struct task *task = &state->task;
	g_autofree char *tenants = strcmp(task->tenants, "all") == 0 ? g_strdup("") : g_strdup_printf(" --tenants '%s'", task->tenants);
	g_autofree char *text = g_strdup_printf(
		"%s\n\n  ssh %s@%s report build --period %s --zone %s%s --source %s%s --format pdf > report.pdf\n\n%s",
		console_text(console, N_("You are here over SSH, by a key. Fetch the report from your own computer by this command:")),
		g_get_user_name(), g_get_host_name(), task->period, task->zone, tenants, enum_to_text(source_names, task->source),
		task->false_positives ? " --false-positives" : "", console_text(console, N_("Other formats: html, text, csv, json.")));
	reading_open_text(console, &kind, NULL, text);
}

void dashboard_download(struct console *console, const struct dashboard *state)
{
	if (app_is_remote(console->app)) {
		show_command(console, state);
		return;
	}
	struct form_page *page = form_page_new(console, &download_kind, "", g_strdup(console_text(console, N_("Dashboard > Download"))));
	struct form_item *format = form_add(&page->form, ITEM_CHOICE, FORMAT_ITEM, N_("Format"));
	static const enum report_format formats[] = {REPORT_PDF, REPORT_HTML, REPORT_TEXT, REPORT_CSV, REPORT_JSON};
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		form_add_option(format, enum_to_text(report_format_names, (int)formats[i]), enum_to_label(report_format_names, (int)formats[i]));
	struct form_item *file = form_add(&page->form, ITEM_LINE, FILE_ITEM, N_("File name"));
	g_autofree char *name = proposed_name(console, state);
	g_autofree char *here = g_get_current_dir();
	g_autofree char *where = g_strdup_printf(console_text(console, N_("in %s; no file is overwritten")), here);
	editor_release(&file->editor);
	editor_init(&file->editor, EDITOR_LINE, FILE_NAME_MOST);
	file->required = true;
	file->check = check_name;
	item_set_text(file, name);
	item_set_hint(file, where);
	form_page_open(console, &download_screen, page);
}
