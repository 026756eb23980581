/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of an input: LF ends a line, CR is ignored, the last may lack its LF. */
#ifndef TIDINGS_INGEST_LINES_PRIV_H
#define TIDINGS_INGEST_LINES_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "input-priv.h"
#include "tidings/util/auto.h"

struct line {
	const char *text; /* may hold NUL bytes, and has none behind it; borrowed until the next line */
	size_t length;
	bool too_long;    /* text is the first INGEST_LINE_MAX bytes */
	uint64_t end;     /* position behind the line and its LF */
};

struct lines;
/* From position on, which is the start of a line. Given. input is borrowed. */
struct lines *lines_new(const struct input *input, uint64_t position) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void lines_free(struct lines *lines);
AUTOPTR_DEFINE(lines, lines_free)

/* *ret_more is false after the last line. */
bool lines_next(struct lines *lines, struct line *ret_line, bool *ret_more, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the CRs out of a text; the length that is left. */
size_t lines_drop_returns(char *text, size_t length) G_GNUC_WARN_UNUSED_RESULT;
/* An empty line says nothing, and neither does the "# line N: REASON" of a reject file. */
bool line_is_silent(const struct line *line) G_GNUC_WARN_UNUSED_RESULT;

#endif
