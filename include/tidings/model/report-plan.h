/* SPDX-License-Identifier: Apache-2.0 */
/* What a report is to show: a task's report properties made final for one period. Borrowed texts: valid while the plan's owner lives. */
#ifndef TIDINGS_MODEL_REPORT_PLAN_H
#define TIDINGS_MODEL_REPORT_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/access.h"
#include "tidings/model/logo.h"
#include "tidings/model/period.h"
#include "tidings/model/statistics.h"
#include "tidings/model/task.h"
#include "tidings/util/catalog.h"

/* An instant beside the zone's offset that holds at it. */
struct zoned {
	int64_t instant;
	int offset; /* seconds east of UTC */
};

struct report_plan {
	const char *task_name;
	const char *message;          /* the task's or the mail client's text, for the mail body; "" = none */
	const struct task *task;      /* report and page properties, language, widgets, formats */
	struct zoned from, to;        /* the period */
	struct zoned generated;       /* = the scheduled instant; never "now" */
	const char *document;         /* what the files say they are, so that "report verify" knows them; NULL: of no task */
	const char *zone;             /* IANA name, printed in the report */
	char *const *tenants;         /* NULL-terminated, resolved names; NULL = all */
	enum licence licence;
	enum mode mode;
	const struct logo *logo;      /* the installation's own, shown when the task asks for a logo; NULL or empty: the neutral mark */
	const char *login, *full_name; /* of the owner; "" = unknown */
	enum stats_step step;
	const struct zoned *steps;    /* n_steps + 1 bounds with their offsets: labels of the series' axis */
	size_t n_steps;
	const struct catalog *catalog; /* language of the report; NULL = English */
};

#endif
