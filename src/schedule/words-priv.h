/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces of a recurrence's sentence. */
#ifndef TIDINGS_SCHEDULE_WORDS_PRIV_H
#define TIDINGS_SCHEDULE_WORDS_PRIV_H

#include <glib.h>

#include "rule-priv.h"
#include "tidings/util/catalog.h"

/* What the lists of the rule say about days, hours and positions: "in March on the last Sunday"; "" when they say nothing. Given. */
char *words_days(const struct rule *rule, const struct catalog *catalog) G_GNUC_WARN_UNUSED_RESULT;

#endif
