// SPDX-License-Identifier: Apache-2.0
// About: which program this is, where its data are, and who is here.
#include "screens/admin-priv.h"
#include "screens/reading-priv.h"
#include "tidings/app/sender.h"
#include "tidings/util/instant.h"

static void add(GString *text, const struct console *console, const char *label, const char *value)
{
	g_string_append_printf(text, "%s: %s\n", console_text(console, label), value);
}

static char *build(struct console *console, uint64_t number, GError **error)
{
	(void)number;
	(void)error;
	const struct account *account = app_account(console->app);
	g_autoptr(GString) text = g_string_new("Tidings " PACKAGE_VERSION "\n");
	g_autofree char *now = instant_to_text(app_now(console->app));
	struct sender_status sender = {.next = INSTANT_NONE};
	g_autoptr(GError) fault = NULL;
	g_string_append_printf(text, "%s\n\n", console_text(console, N_("Scheduled reports about detections, by mail.")));
	add(text, console, N_("Account"), account->login);
	add(text, console, N_("Role"), console_text(console, enum_to_label(role_names, account->role)));
	add(text, console, N_("Mode"), console_text(console, enum_to_label(mode_names, (int)app_mode(console->app))));
	if (app_mode(console->app) == MODE_DATA)
		add(text, console, N_("Tenant"), app_tenant(console->app));
	add(text, console, N_("Licence"), console_text(console, enum_to_label(licence_names, (int)app_licence(console->app))));
	add(text, console, N_("Data directory"), app_dir(console->app));
	add(text, console, N_("Now"), now);
	if (sender_status(console->app, &sender, &fault))
		add(text, console, N_("Sender"), sender.running ? console_text(console, N_("running")) : console_text(console, N_("not running")));
	g_string_append_printf(text, "\n%s\n%s", console_text(console, N_("The manual: man tidings. Every command: tidings --help.")),
			       console_text(console, N_("Free software under the Apache License, version 2.0.")));
	return g_string_free(g_steal_pointer(&text), FALSE);
}

void about_open(struct console *console)
{
	static const struct reading_kind kind = {.title = N_("About"), .text = build};
	reading_open(console, &kind, 0, NULL);
}
