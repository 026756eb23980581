// SPDX-License-Identifier: Apache-2.0
// audit list, verify.
#include "cli-priv.h"
#include "tidings/app/audit.h"
#include "tidings/util/instant.h"

static void print_entry(const struct audit *entry)
{
	g_autofree char *time = instant_to_text(entry->time);
	g_autofree char *changes = audit_changes_text(entry);
	print_line("%6" G_GUINT64_FORMAT "  %-20s  %-12s  %-8s  %s%s%s %s%s%s%s%s", entry->number, time != NULL ? time : "-",
		   *entry->account != '\0' ? entry->account : "-", entry->via, *entry->address != '\0' ? entry->address : "local",
		   *entry->key != '\0' ? " " : "", entry->key, entry->action, *entry->noun != '\0' ? " " : "", entry->noun,
		   *entry->subject != '\0' ? " " : "", entry->subject);
	if (*changes != '\0')
		print_line("        %s", changes);
}

bool command_audit_list(struct cli *cli, GError **error)
{
	int last = 0;
	struct audit_request request = {.account = cli_option(cli, "account"), .noun = cli_option(cli, "about")};
	if (!cli_option_instant(cli, "since", INSTANT_NONE, &request.since, error) ||
	    !cli_option_int(cli, "last", 1, G_MAXINT, &last, error))
		return false;
	request.most = (size_t)last;
	g_autoptr(GPtrArray) entries = audit_list(cli->app, &request, error);
	for (guint i = 0; entries != NULL && i < entries->len; i++) {
		if (!cli_switch(cli, "json")) {
			print_entry(entries->pdata[i]);
			continue;
		}
		autoptr(js) line = audit_to_json(entries->pdata[i]);
		print_json(line);
	}
	return entries != NULL;
}

bool command_audit_verify(struct cli *cli, GError **error)
{
	uint64_t entries = 0;
	g_autofree char *head = NULL;
	if (!audit_verify(cli->app, cli_option(cli, "head"), &entries, &head, error))
		return false;
	if (cli_switch(cli, "json")) {
		autoptr(js) object = js_object();
		js_set_int(object, "entries", (int64_t)entries);
		js_set_text(object, "head", head);
		print_json(object);
		return true;
	}
	print_line("%" G_GUINT64_FORMAT " entries, chain whole, head %s", entries, head);
	return true;
}
