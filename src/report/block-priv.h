/* SPDX-License-Identifier: Apache-2.0 */
/* Making and freeing the parts of a document. */
#ifndef TIDINGS_REPORT_BLOCK_PRIV_H
#define TIDINGS_REPORT_BLOCK_PRIV_H

#include <glib.h>

#include "tidings/report/report.h"

/* A section of the report without blocks, appended to it, borrowed. Takes title and note (NULL = none). */
struct report_section *section_new(struct report *report, const char *key, char *take_title, char *take_note);
/* An array of struct report_section * that frees them. */
GPtrArray *sections_new(void);

/* Appends an empty block (its arrays are there and empty) and gives it back, borrowed. Takes title (NULL = none). */
struct report_block *section_add(struct report_section *section, enum report_block_kind kind, const char *key, char *take_title);

/* An array of struct report_fact that frees its texts. */
GArray *facts_new(void);
void facts_add(GArray *facts, char *take_label, char *take_value);

#endif
