// SPDX-License-Identifier: Apache-2.0
// The sender's state as Prometheus reads it.
#include "tidings/app/sender.h"

#include <string.h>

#include "app-priv.h"
#include "tidings/util/file.h"
#include "tidings/util/instant.h"

#define FILE_NAME "tidings.prom"
#define FILE_MODE 0644

static void put(GString *out, const char *name, const char *help, int64_t value)
{
	g_string_append_printf(out, "# HELP tidings_%s %s\n# TYPE tidings_%s gauge\ntidings_%s %" G_GINT64_FORMAT "\n", name, help, name, name, value);
}

/* An instant that there is not is 0. */
static void put_instant(GString *out, const char *name, const char *help, int64_t instant)
{
	put(out, name, help, instant != INSTANT_NONE ? instant : 0);
}

static bool put_states(struct app *app, GString *out, GError **error)
{
	guint counts[RUN_UNKNOWN + 1] = {0};
	g_autoptr(GPtrArray) runs = ledger_list(app->store, 0, 0, error);
	for (guint i = 0; runs != NULL && i < runs->len; i++) {
		const struct run *run = runs->pdata[i];
		counts[run->state]++;
	}
	g_string_append(out, "# HELP tidings_runs Runs in the ledger by their state.\n# TYPE tidings_runs gauge\n");
	for (int state = 0; state <= RUN_UNKNOWN; state++)
		g_string_append_printf(out, "tidings_runs{state=\"%s\"} %u\n", enum_to_text(run_state_names, state), counts[state]);
	return runs != NULL;
}

static char *make_metrics(struct app *app, GError **error)
{
	struct sender_status status = {0};
	g_autoptr(GError) failure = NULL;
	if (!sender_status(app, &status, error))
		return NULL;
	g_autofree char *alert = sender_alert(app, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return NULL;
	}
	g_autoptr(GString) out = g_string_new(NULL);
	put(out, "sender_up", "1 while a sender holds the data directory.", status.running);
	put(out, "sender_alert", "1 while the mail server cannot be used until somebody mends it.", alert != NULL);
	put_instant(out, "next_run_timestamp_seconds", "When the next report is due; 0 = none is planned.", status.next);
	put_instant(out, "last_delivered_timestamp_seconds", "When the newest delivered run began; 0 = none.", status.delivered);
	put(out, "runs_waiting", "Runs under way: planned, being built or sent, deferred.", status.waiting);
	put(out, "runs_failed_today", "Runs of the last 24 hours that failed or are unknown.", status.failed_today);
	put(out, "metrics_timestamp_seconds", "When this was written.", app_now(app));
	return put_states(app, out, error) ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

bool sender_write_metrics(struct app *app, const char *dir, GError **error)
{
	g_autofree char *path = g_build_filename(dir, FILE_NAME, NULL);
	g_autofree char *text = make_metrics(app, error);
	return text != NULL && file_write(path, text, strlen(text), FILE_MODE, error);
}
