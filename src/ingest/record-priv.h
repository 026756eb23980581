/* SPDX-License-Identifier: Apache-2.0 */
/* What one line says, before defaults are filled in; and the parsers that read it. */
#ifndef TIDINGS_INGEST_RECORD_PRIV_H
#define TIDINGS_INGEST_RECORD_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/ingest/ingest.h"
#include "tidings/util/auto.h"
#include "tidings/util/instant.h"

enum record_type { RECORD_DETECTION, RECORD_INCOMING, RECORD_SERVICE };

/* Texts are owned; NULL = not said. */
struct record {
	enum record_type type;
	int64_t time;   /* INSTANT_NONE = not said */
	int source;     /* enum event_source; -1 = not said */
	int kind;       /* enum indicator_kind; -1 = not said: the value decides */
	int confidence; /* -1 = not said */
	uint64_t count; /* RECORD_INCOMING */
	bool retroscan, false_positive;
	char *tenant, *category, *indicator, *feed, *supplier;
};

/* Nothing said: a detection without any value. */
#define RECORD_EMPTY {.time = INSTANT_NONE, .source = -1, .kind = -1, .confidence = -1, .count = 1}

/* Frees the texts; the record is RECORD_EMPTY afterwards. NULL is allowed. */
void record_release(struct record *record);
AUTORELEASE_DEFINE(record, record_release)

/* Reads one line (valid UTF-8, no control for line ends) into an empty record. ERROR_INVALID with the reason. */
typedef bool (*record_parse_fn)(const struct ingest_options *options, const char *line, struct record *record, GError **error);

/* ArcSight CEF as the platform writes it. */
bool cef_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The platform's key=value events. */
bool kv_line_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One JSON object. */
bool json_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whatever of these the line looks like. */
bool auto_parse(const struct ingest_options *options, const char *line, struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ERROR_INVALID: BEFORE "TEXT" AFTER, the text made safe and short. false. */
bool record_refuse(GError **error, const char *before, const char *text, const char *after);
/* Reads a confidence of 0 to 100; NULL = not said. ERROR_INVALID. */
bool record_set_confidence(struct record *record, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the platform's "LookupFinished" events are called, as a word, a key or a category. */
#define LOOKUP_FINISHED "LookupFinished"

#endif
