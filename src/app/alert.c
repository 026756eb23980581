// SPDX-License-Identifier: Apache-2.0
// The alert: a server that refuses the sign-in, its certificate or STARTTLS stops the queue until a person mends it.
#include "alert-priv.h"

#include "letter-priv.h"
#include "tidings/util/instant.h"
#include "tidings/util/log.h"

#define NOTE_ALERT "sender.alert"

char *alert_get(struct app *app, GError **error)
{
	return store_note_get(app->store, NOTE_ALERT, error);
}

bool alert_raise(struct app *app, const char *words, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autofree char *raised = alert_get(app, &failure);
	if (raised != NULL || failure != NULL) {
		if (failure != NULL)
			g_propagate_error(error, g_steal_pointer(&failure));
		return raised != NULL;
	}
	g_autofree char *since = instant_to_text(app_now(app));
	g_autofree char *text = g_strdup_printf("%s: %s", since, words);
	log_line(LOG_LEVEL_ERROR, "mails wait until somebody mends it: %s", words);
	return store_note_put(app->store, NOTE_ALERT, text, error) && notice_queue_alert(app, text, error);
}

bool alert_clear(struct app *app, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autofree char *raised = alert_get(app, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return false;
	}
	if (raised == NULL)
		return true;
	log_line(LOG_LEVEL_NOTICE, "the mail server can be used again");
	return store_note_put(app->store, NOTE_ALERT, NULL, error);
}
