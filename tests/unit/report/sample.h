/* SPDX-License-Identifier: Apache-2.0 */
/* A plan and figures that tests of documents share: seven days from 9 November 2026 in Europe/Berlin. */
#ifndef TIDINGS_TESTS_REPORT_SAMPLE_H
#define TIDINGS_TESTS_REPORT_SAMPLE_H

#include "tidings/report/report.h"

#define SAMPLE_STEPS 7
#define SAMPLE_MOST 400

struct sample {
	struct task task;
	struct report_plan plan;
	struct stats_query query;
	struct stats_result result, previous;
	struct zoned steps[SAMPLE_MOST + 1];
	int64_t bounds[SAMPLE_MOST + 1];
	struct catalog *catalog;
};

/* Everything is shown; result has 69,148,233 incoming events, 7,962 detections, 1,284 indicators. */
void sample_init(struct sample *sample);
void sample_release(struct sample *sample);
AUTORELEASE_DEFINE(sample, sample_release)

/* All figures 0, all lists empty, every step 0. */
void sample_empty(struct sample *sample);
/* Another series of n steps (at most SAMPLE_MOST) from the same start, with a wave of figures; the totals follow. */
void sample_series(struct sample *sample, enum stats_step step, size_t n);
/* Russian, from the catalogue of the build tree. */
void sample_russian(struct sample *sample);
/* Puts an indicator at the head of a top list. */
void sample_indicator(struct sample *sample, enum stats_top list, enum indicator_kind kind, const char *value, uint64_t detections);
/* Appends a category. */
void sample_category(struct sample *sample, const char *name, uint64_t detections);
/* The document of the sample, given. */
struct report *sample_report(const struct sample *sample);

#endif
