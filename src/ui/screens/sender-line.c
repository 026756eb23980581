// SPDX-License-Identifier: Apache-2.0
// The sender as the console shows and starts it.
#include "screens/sender-line-priv.h"

#include "screens/shown-priv.h"
#include "tidings/util/instant.h"

char *sender_line(const struct console *console, const struct sender_status *status)
{
	const char *state = status->running ? console_text(console, N_("running")) : console_text(console, N_("not running"));
	if (status->next == INSTANT_NONE)
		return g_strdup_printf("%s, %s", state, console_text(console, N_("no report is planned")));
	g_autofree char *next = shown_instant(console->catalog, status->next, 0);
	return g_strdup_printf(console_text(console, N_("%s, next report %s UTC")), state, next);
}

void sender_ensure(struct console *console, const char *done)
{
	struct sender_status status = {0};
	g_autoptr(GError) error = NULL;
	if (!sender_status(console->app, &status, &error)) {
		console_say_error(console, error);
		return;
	}
	if (status.running) {
		console_say(console, UI_GOOD, done);
		return;
	}
	g_autofree char *starting = g_strdup_printf("%s %s", done, console_text(console, N_("Starting the sender ...")));
	console_say(console, UI_MESSAGE, starting);
	console_show(console);
	if (!sender_start(console->app, &error)) {
		g_autofree char *why = console_message(console, error->message);
		g_autofree char *failed = g_strdup_printf(console_text(console, N_("! %s But the sender does not start: %s")), done, why);
		console_say(console, UI_ERROR, failed);
		return;
	}
	g_autofree char *started = g_strdup_printf("%s %s", done, console_text(console, N_("The sender was not running and has been started.")));
	console_say(console, UI_GOOD, started);
}
