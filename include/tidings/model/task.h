/* SPDX-License-Identifier: Apache-2.0 */
/* A reporting task: properties, recurrence, report properties, page properties, widgets. */
#ifndef TIDINGS_MODEL_TASK_H
#define TIDINGS_MODEL_TASK_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/field.h"
#include "tidings/util/auto.h"

enum source { SOURCE_ALL, SOURCE_TCP, SOURCE_API };
enum gap_policy { GAP_SHIFT, GAP_SKIP };           /* SCHEDULE.md rule 2 */
enum overlap_policy { OVERLAP_FIRST, OVERLAP_SECOND };
enum missed_policy { MISSED_LATEST, MISSED_SKIP, MISSED_ALL };
enum unknown_policy { UNKNOWN_RETRY, UNKNOWN_HOLD }; /* DELIVERY.md: after DATA, before the reply */

enum widget { /* bits of task.widgets */
	WIDGET_INCOMING = 1 << 0,
	WIDGET_DETECTIONS = 1 << 1,
	WIDGET_INDICATORS = 1 << 2,
	WIDGET_TOP_DEFAULT = 1 << 3,
	WIDGET_TOP_RETROSCAN = 1 << 4,
	WIDGET_TOP_HASHES = 1 << 5,
	WIDGET_BY_CATEGORY = 1 << 6,
	WIDGET_BY_KIND = 1 << 7,
	WIDGET_BY_SUPPLIER = 1 << 8,
	WIDGET_BY_TENANT = 1 << 9,
	WIDGET_BY_HOUR = 1 << 10,
};
#define WIDGETS_OVERVIEW (WIDGET_INCOMING | WIDGET_DETECTIONS | WIDGET_INDICATORS)
#define WIDGETS_TOP (WIDGET_TOP_DEFAULT | WIDGET_TOP_RETROSCAN | WIDGET_TOP_HASHES)
#define WIDGETS_BY (WIDGET_BY_CATEGORY | WIDGET_BY_KIND | WIDGET_BY_SUPPLIER | WIDGET_BY_TENANT | WIDGET_BY_HOUR)

enum format { FORMAT_HTML = 1 << 0, FORMAT_PDF = 1 << 1, FORMAT_CSV = 1 << 2, FORMAT_JSON = 1 << 3 }; /* bits of task.formats */

enum paper { PAPER_A4, PAPER_LETTER };
enum tlp { TLP_NONE, TLP_CLEAR, TLP_GREEN, TLP_AMBER, TLP_AMBER_STRICT, TLP_RED }; /* Traffic Light Protocol 2.0 of FIRST */
enum indicator_form { INDICATORS_DEFANGED, INDICATORS_ORIGINAL };

struct task {
	uint32_t id; /* 1...; 0 = not stored yet */
	char *name;
	char *recipients; /* canonical list, address.h */
	int addressing;   /* enum addressing, run.h */
	char *subject;
	char *text;
	char *start;      /* wall time, instant.h */
	char *zone;       /* IANA name */
	char *rrule;      /* RFC 5545 3.3.10 without "RRULE:"; "" = once */
	char *exdate;     /* wall times separated by commas */
	char *rdate;
	int gap, overlap, missed, unknown_result;
	int missed_most;  /* MISSED_ALL: at most this many */
	char *calendar;   /* name of a holiday calendar; "" = none */
	int holiday;      /* enum holiday_policy */
	int source;
	char *period;     /* period.h */
	char *tenants;    /* names separated by commas, or "all" */
	char *language;
	bool false_positives, title_page, logo, login_user, full_name;
	int paper, tlp, indicators;
	uint32_t widgets, formats;
	bool enabled;
	char *owner;      /* login of the account that saved it */
	char *created;    /* instant text */
	char *uid;        /* the same in every installation (RFC 5545 3.8.4.7); "" before it is saved */
	GByteArray *unknown;
};

extern const struct field_table task_table;
extern const struct enum_row source_names[];
extern const struct enum_row paper_names[], tlp_names[], indicator_form_names[];
extern const struct enum_row language_names[];
extern const struct enum_row gap_names[], overlap_names[];
extern const struct flag_row widget_flags[];
extern const struct flag_row format_flags[];

/* field_canon_fn: one of language_names. */
char *language_canon(const struct field *row, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Life of the record: initial values on zeroed memory; members freed and zeroed (NULL allowed); deep copy into a valid record. */
void task_init(struct task *task);
void task_release(struct task *task);
void task_copy(struct task *to, const struct task *from);
AUTORELEASE_DEFINE(task, task_release)

/* What rows alone cannot say (at least one widget and one of HTML and PDF ...). Rule and zone are checked by schedule. */
bool task_check(const struct task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
