/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of the installation as a whole: what is kept for how long, when a session locks. */
#ifndef TIDINGS_MODEL_SETTINGS_H
#define TIDINGS_MODEL_SETTINGS_H

#include <glib.h>

#include "tidings/model/field.h"

struct settings {
	int events_days;      /* events are kept for so many days; 0 = for ever */
	int events_megabytes; /* the oldest days of events go when the statistics take more; 0 = no limit */
	int runs_days;        /* runs are kept for so many days; 0 = for ever */
	int lock_minutes;     /* a console without a key pressed locks; 0 = never */
	GByteArray *unknown;
};

extern const struct field_table settings_table;

/* Life of the record: initial values on zeroed memory; members freed and zeroed (NULL allowed); deep copy into a valid record. */
void settings_init(struct settings *settings);
void settings_release(struct settings *settings);
void settings_copy(struct settings *to, const struct settings *from);
AUTORELEASE_DEFINE(settings, settings_release)

#endif
