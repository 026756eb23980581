// SPDX-License-Identifier: Apache-2.0
// indicator false-positive, store check and stat, licence, settings.
#include "cli-priv.h"
#include "tidings/app/indicator.h"
#include "tidings/app/upkeep.h"
#include "tidings/util/instant.h"

static bool set_mark(struct cli *cli, bool marked, GError **error)
{
	const char *tenant = cli_option(cli, "tenant");
	return false_positive_set(cli->app, cli_operand(cli, 0), tenant != NULL ? tenant : TENANT_GENERAL, marked, error);
}

bool command_false_positive_add(struct cli *cli, GError **error)
{
	return set_mark(cli, true, error);
}

bool command_false_positive_remove(struct cli *cli, GError **error)
{
	return set_mark(cli, false, error);
}

bool command_false_positive_list(struct cli *cli, GError **error)
{
	g_autoptr(GArray) marks = false_positive_list(cli->app, cli_option(cli, "tenant"), error);
	for (guint i = 0; marks != NULL && i < marks->len; i++) {
		const struct false_positive *mark = &g_array_index(marks, struct false_positive, i);
		if (!cli_switch(cli, "json")) {
			print_line("%s  %-6s  %s", mark->tenant, mark->kind, mark->indicator);
			continue;
		}
		autoptr(js) line = js_object();
		js_set_text(line, "tenant", mark->tenant);
		js_set_text(line, "indicator", mark->indicator);
		js_set_text(line, "kind", mark->kind);
		js_set_instant(line, "marked", mark->marked);
		print_json(line);
	}
	return marks != NULL;
}

bool command_store_check(struct cli *cli, GError **error)
{
	autorelease(store_report) report = {0};
	if (!store_check(cli->app, &report, error))
		return false;
	if (cli_switch(cli, "json")) {
		autoptr(js) object = js_object();
		js_set_int(object, "records", (int64_t)report.records);
		js_set_int(object, "ledger_entries", (int64_t)report.ledger_entries);
		js_set_int(object, "ledger_cut", (int64_t)report.ledger_cut);
		js_set_text(object, "ledger_head", report.ledger_head);
		js_set_int(object, "audit_entries", (int64_t)report.audit_entries);
		js_set_text(object, "audit_head", report.audit_head);
		js_set_int(object, "detections", (int64_t)report.detections);
		print_json(object);
		return true;
	}
	print_line("records: %" G_GUINT64_FORMAT ", all checksums right", report.records);
	print_line("ledger: %" G_GUINT64_FORMAT " entries, chain whole, head %s", report.ledger_entries, report.ledger_head);
	if (report.ledger_cut > 0)
		print_line("ledger: entries 1 to %" G_GUINT64_FORMAT " went with runs that are not kept; checked from there", report.ledger_cut);
	print_line("audit log: %" G_GUINT64_FORMAT " entries, chain whole, head %s", report.audit_entries, report.audit_head);
	print_line("detections: %" G_GUINT64_FORMAT ", all checksums right", report.detections);
	return true;
}

static void print_extent(const struct store_extent *extent)
{
	const struct stats_room *room = &extent->detections;
	uint64_t bytes = 0;
	print_line("records: %" G_GUINT64_FORMAT " in %" G_GUINT64_FORMAT " bytes; the file has %" G_GUINT64_FORMAT, extent->records.records,
		   extent->records.bytes, extent->records.file);
	print_line("detections: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " indicators", room->detections, room->indicators);
	if (room->first != INSTANT_NONE) {
		g_autofree char *first = instant_to_text(room->first);
		g_autofree char *last = instant_to_text(room->last);
		print_line("  from %s to %s", first, last);
	}
	if (room->cut > 0) {
		g_autofree char *cut = instant_to_text(room->cut);
		print_line("  what happened before %s was removed", cut);
	}
	print_line("  not in roll-ups yet: %" G_GUINT64_FORMAT, room->waiting);
	print_line("  marks of false positives: %" G_GUINT64_FORMAT ", sources taken: %" G_GUINT64_FORMAT, room->marks, room->batches);
	for (int area = 0; area < STATS_AREAS; area++) {
		print_line("  %-16s %14" G_GUINT64_FORMAT " bytes", stats_area_names[area], room->areas[area]);
		bytes += room->areas[area];
	}
	print_line("  %-16s %14" G_GUINT64_FORMAT " bytes, %.1f a detection; the file has %" G_GUINT64_FORMAT, "together", bytes,
		   room->detections > 0 ? (double)bytes / (double)room->detections : 0.0, room->file);
}

bool command_store_stat(struct cli *cli, GError **error)
{
	struct store_extent extent = {0};
	if (!store_stat(cli->app, &extent, error))
		return false;
	if (!cli_switch(cli, "json")) {
		print_extent(&extent);
		return true;
	}
	const struct stats_room *room = &extent.detections;
	autoptr(js) object = js_object();
	js_set_int(object, "records", (int64_t)extent.records.records);
	js_set_int(object, "record_bytes", (int64_t)extent.records.bytes);
	js_set_int(object, "record_file", (int64_t)extent.records.file);
	js_set_int(object, "detections", (int64_t)room->detections);
	js_set_int(object, "indicators", (int64_t)room->indicators);
	js_set_int(object, "waiting", (int64_t)room->waiting);
	js_set_int(object, "false_positives", (int64_t)room->marks);
	js_set_int(object, "sources", (int64_t)room->batches);
	js_set_instant(object, "first_detection", room->first);
	js_set_instant(object, "last_detection", room->last);
	js_set_instant(object, "kept_from", room->cut > 0 ? room->cut : INSTANT_NONE);
	struct js *bytes = js_object();
	for (int area = 0; area < STATS_AREAS; area++)
		js_set_int(bytes, stats_area_names[area], (int64_t)room->areas[area]);
	js_set(object, "detection_bytes", bytes);
	js_set_int(object, "detection_file", (int64_t)room->file);
	print_json(object);
	return true;
}

bool command_store_backup(struct cli *cli, GError **error)
{
	return store_save_backup(cli->app, cli_operand(cli, 0), error);
}

bool command_store_rekey(struct cli *cli, GError **error)
{
	return store_renew_key(cli->app, error);
}

bool command_store_restore(struct cli *cli, GError **error)
{
	const char *dir = cli_option(cli, "data") != NULL ? cli_option(cli, "data") : cli->environment->default_dir;
	if (!store_load_backup(dir, cli_operand(cli, 0), error))
		return false;
	print_line("made %s from the backup; unless the key of where it was made is put there as \"key\", give the mail password again", dir);
	return true;
}

bool command_store_retain(struct cli *cli, GError **error)
{
	struct retention_report report = {0};
	if (!retention_apply(cli->app, &report, error))
		return false;
	g_autofree char *from = report.kept_from != INSTANT_NONE ? instant_to_text(report.kept_from) : g_strdup("the beginning");
	if (cli_switch(cli, "json")) {
		autoptr(js) object = js_object();
		js_set_int(object, "removed", (int64_t)report.detections);
		js_set_int(object, "removed_runs", (int64_t)report.runs);
		js_set_instant(object, "kept_from", report.kept_from);
		print_json(object);
	} else {
		print_line("removed: %" G_GUINT64_FORMAT " detections; events are kept from %s on", report.detections, from);
		print_line("removed: %" G_GUINT64_FORMAT " runs", report.runs);
	}
	return true;
}

bool command_licence_show(struct cli *cli, GError **error)
{
	enum licence level = LICENCE_COMMUNITY;
	if (!licence_show(cli->app, &level, error))
		return false;
	const char *licence = enum_to_text(licence_names, (int)level);
	if (cli_switch(cli, "json")) {
		autoptr(js) object = js_object();
		js_set_text(object, "licence", licence);
		print_json(object);
	} else {
		print_line("%s", licence);
	}
	return true;
}

bool command_licence_set(struct cli *cli, GError **error)
{
	return licence_set(cli->app, cli_operand(cli, 0), error);
}

bool command_settings_set(struct cli *cli, GError **error)
{
	autorelease(settings) settings = {0};
	settings_init(&settings);
	return settings_show(cli->app, &settings, error) && cli_set_fields(cli, &settings, error) && settings_save(cli->app, &settings, error);
}

bool command_settings_show(struct cli *cli, GError **error)
{
	autorelease(settings) settings = {0};
	settings_init(&settings);
	if (!settings_show(cli->app, &settings, error))
		return false;
	if (!cli_switch(cli, "json")) {
		print_record(&settings_table, &settings);
		return true;
	}
	autoptr(js) object = js_object();
	fields_to_json(&settings_table, &settings, object);
	print_json(object);
	return true;
}
