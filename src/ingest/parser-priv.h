/* SPDX-License-Identifier: Apache-2.0 */
/* Lines -> records, in each format. */
#ifndef TIDINGS_INGEST_PARSER_PRIV_H
#define TIDINGS_INGEST_PARSER_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "date-priv.h"
#include "json-layout-priv.h"
#include "pairs-priv.h"
#include "record-priv.h"
#include "tidings/ingest/ingest.h"
#include "tidings/util/auto.h"
#include "tidings/util/json.h"

/* What is kept from line to line: memory, and what was learnt of the producer. */
struct parser {
	const struct ingest_options *options;
	struct dates *dates;
	struct pairs *pairs;
	struct layouts *layouts; /* NULL: nothing is learnt */
	struct js *object; /* the record's texts are its own, when the line was read by the full parser */
};

/* Given. options are borrowed. */
struct parser *parser_new(const struct ingest_options *options) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void parser_free(struct parser *parser);
AUTOPTR_DEFINE(parser, parser_free)

/* A line: valid UTF-8 without NUL or LF. */
struct text_line {
	struct slice text;
	unsigned marks; /* of slice_marks */
};

/* Reads one line of options->format (or, with auto, as it looks) into an empty record. ERROR_INVALID with the reason. */
bool parser_read(struct parser *parser, const struct text_line *line, struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for one format. */
bool cef_parse(struct parser *parser, const struct text_line *line, struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool kv_line_parse(struct parser *parser, const struct text_line *line, struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool json_parse(struct parser *parser, const struct text_line *line, struct record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the platform's "LookupFinished" events are called, as a word, a key or a category. */
#define LOOKUP_FINISHED "LookupFinished"

#endif
