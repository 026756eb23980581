// SPDX-License-Identifier: Apache-2.0
// The list of pages, as far as the account may open them.
#include "screens/menu-priv.h"

#include "core/table-priv.h"
#include "screens/admin-priv.h"
#include "screens/dashboard-priv.h"
#include "screens/history-priv.h"
#include "screens/reporting-priv.h"
#include "tidings/app/access.h"

#define MENU_WIDTH 44

struct page {
	const char *name; /* of the screen: the one that is open is marked */
	const char *label;
	enum use_case use;
	void (*open)(struct console *console);
};

static void open_history(struct console *console)
{
	history_open(console, 0, NULL);
}

static const struct page pages[] = {
	{"dashboard", N_("Dashboard"), USE_DASHBOARD, dashboard_open},
	{"reporting", N_("Reporting"), USE_REPORTING, reporting_open},
	{"history", N_("Run history"), USE_HISTORY, open_history},
	{"accounts", N_("Accounts"), USE_ADMINISTER, accounts_open},
	{"tenants", N_("Tenants"), USE_ADMINISTER, tenants_open},
	{"allow", N_("Allowed domains"), USE_ADMINISTER, allow_open},
	{"licence", N_("Licence"), USE_ADMINISTER, licence_open},
	{"audit", N_("Audit log"), USE_ADMINISTER, audit_open},
	{"preferences", N_("My settings"), USE_OWN, preferences_open},
	{"about", N_("About"), USE_DASHBOARD, about_open},
};

struct menu {
	const struct page *pages[G_N_ELEMENTS(pages)];
	struct table table;
};

static const enum action_group groups[] = {GROUP_MENU, GROUP_LIST, GROUP_END};

static void go(struct console *console, const struct page *page)
{
	console_home(console);
	if (!g_str_equal(console_top(console)->screen->name, page->name))
		page->open(console);
}

static void act(struct console *console, void *data, enum action action)
{
	struct menu *state = data;
	if (action == ACT_MENU_GO)
		go(console, state->pages[state->table.row]);
	else if (action == ACT_MENU_CLOSE)
		console_pop(console);
	else
		(void)table_act(&state->table, action);
}

// The number beside a page opens it.
static void text(struct console *console, void *data, const char *typed, bool pasted)
{
	const struct menu *state = data;
	guint number = typed[0] == '0' ? 9 : (guint)(typed[0] - '1');
	if (!pasted && g_ascii_isdigit(typed[0]) && number < state->table.rows)
		go(console, state->pages[number]);
}

static void draw(const struct console *console, const void *data, struct grid *grid, struct rect body)
{
	const struct menu *state = data;
	struct rect at = table_frame(&state->table, grid, body, MENU_WIDTH, console_text(console, N_("Pages")));
	for (guint i = 0; i < state->table.rows; i++) {
		g_autofree char *line = g_strdup_printf("%u  %s", (i + 1) % 10, console_text(console, state->pages[i]->label));
		table_frame_row(&state->table, grid, at, i, line);
	}
}

static const struct screen screen = {
	.name = "menu", .groups = groups, .overlay = true, .draw = draw, .act = act, .text = text, .free = g_free,
};

void home_open(struct console *console)
{
	if (app_access(console->app, USE_REPORTING) != ACCESS_HIDDEN)
		reporting_open(console);
	else
		dashboard_open(console);
}

void menu_open(struct console *console)
{
	struct menu *state = g_new0(struct menu, 1);
	guint n = 0;
	guint here = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
		if (app_access(console->app, pages[i].use) == ACCESS_HIDDEN)
			continue;
		if (g_str_equal(console_page(console)->screen->name, pages[i].name))
			here = n;
		state->pages[n++] = &pages[i];
	}
	table_fit(&state->table, n, (int)n);
	state->table.row = here;
	console_push(console, &screen, state);
}
