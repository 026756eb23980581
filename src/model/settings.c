// SPDX-License-Identifier: Apache-2.0
// The settings of the installation: their fields and life.
#include "tidings/model/settings.h"

#include <stddef.h>

#include "tidings/util/catalog.h"

static const struct field rows[] = {
	{.tag = 1, .name = "events-days", .label = N_("Keep events (days)"), .type = FIELD_INT, .min = 0, .max = 36500,
	 .offset = offsetof(struct settings, events_days), .section = N_("Retention"), .value = "N",
	 .help = N_("Enter a number from 0 to 36500. 0 keeps them for ever.")},
	{.tag = 2, .name = "events-megabytes", .label = N_("Room for events (MB)"), .type = FIELD_INT, .min = 0, .max = 60000,
	 .offset = offsetof(struct settings, events_megabytes), .value = "N",
	 .help = N_("Enter a number from 0 to 60000. When more is needed, the oldest days go. 0 sets no limit.")},
	{.tag = 3, .name = "runs-days", .label = N_("Keep runs (days)"), .type = FIELD_INT, .min = 0, .max = 36500,
	 .offset = offsetof(struct settings, runs_days), .value = "N",
	 .help = N_("Enter a number from 0 to 36500. 0 keeps them for ever.")},
	{.tag = 4, .name = "lock-minutes", .label = N_("Lock when idle (minutes)"), .type = FIELD_INT, .min = 0, .max = 1440,
	 .offset = offsetof(struct settings, lock_minutes), .initial = "5", .section = N_("Sessions"), .value = "N",
	 .help = N_("Enter a number from 0 to 1440. 0 never locks.")},
};

const struct field_table settings_table = {
	.noun = "settings", .rows = rows, .n_rows = G_N_ELEMENTS(rows), .size = sizeof(struct settings),
	.unknown_offset = offsetof(struct settings, unknown),
};

void settings_init(struct settings *settings)
{
	fields_init(&settings_table, settings);
}

void settings_release(struct settings *settings)
{
	fields_release(&settings_table, settings);
}

void settings_copy(struct settings *to, const struct settings *from)
{
	fields_copy(&settings_table, to, from);
}
