/* SPDX-License-Identifier: Apache-2.0 */
/* What one line says, before defaults are filled in. */
#ifndef TIDINGS_INGEST_RECORD_PRIV_H
#define TIDINGS_INGEST_RECORD_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "slice-priv.h"
#include "tidings/util/instant.h"

enum record_type { RECORD_DETECTION, RECORD_INCOMING, RECORD_SERVICE };

/* Texts are borrowed from the line or the parser, until it reads the next line; valid UTF-8 without NUL. */
struct record {
	enum record_type type;
	int64_t time;   /* INSTANT_NONE = not said */
	int source;     /* enum event_source; -1 = not said */
	int kind;       /* enum indicator_kind; -1 = not said: the value decides */
	int confidence; /* -1 = not said */
	uint64_t count; /* RECORD_INCOMING */
	bool retroscan, false_positive;
	struct slice tenant, category, indicator, feed, supplier;
};

/* Nothing said: a detection without any value. */
#define RECORD_EMPTY {.time = INSTANT_NONE, .source = -1, .kind = -1, .confidence = -1, .count = 1}

/* ERROR_INVALID: BEFORE "TEXT" AFTER, the text made safe and short. false. */
bool record_refuse(GError **error, const char *before, struct slice text, const char *after);
/* Reads a confidence of 0 to 100; not said is fine. ERROR_INVALID. */
bool record_set_confidence(struct record *record, struct slice text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
