/* SPDX-License-Identifier: Apache-2.0 */
/* Widgets: one table row each. A new widget is a bit of enum widget, a row in widget-table.c and its builder. */
#ifndef TIDINGS_REPORT_WIDGET_PRIV_H
#define TIDINGS_REPORT_WIDGET_PRIV_H

#include <stddef.h>
#include <stdint.h>

#include "block-priv.h"
#include "words-priv.h"

/* What a builder reads. All borrowed. */
struct build {
	const struct report_plan *plan;
	const struct stats_result *result;
	const struct stats_result *previous; /* NULL: nothing to compare with */
	const struct words *words;
	struct report *report;
};

typedef void (*widget_fn)(const struct build *build, struct report_section *section);

struct widget_row {
	uint32_t bits;     /* shown when one of them is set in task.widgets */
	const char *key;
	const char *title; /* N_() */
	const char *note;  /* N_(), about defanged indicators; NULL = none */
	widget_fn build;
};

/* The rows in the order of the report; ended by bits 0. */
extern const struct widget_row widget_rows[];

/* The plan's task's choice. */
bool widget_chosen(const struct build *build, uint32_t bits);

/* A row's number, share and bar; its name and detail are the caller's. */
struct report_row row_new(const struct build *build, uint64_t value, uint64_t longest);

/* The indicator as the plan wants it shown. Given. */
char *indicator_text(const struct build *build, enum indicator_kind kind, const char *indicator);

/* Builders. */
void overview_build(const struct build *build, struct report_section *section);
void breakdown_build(const struct build *build, struct report_section *section);
void top_build(const struct build *build, struct report_section *section);

/* The block of detections by weekday and hour. */
void week_add(const struct build *build, struct report_section *section);

/* At most three sentences about the figures that are shown, each true as it stands: appended as char *. */
void findings_add(const struct build *build, GPtrArray *lines);

#endif
