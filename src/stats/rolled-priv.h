/* SPDX-License-Identifier: Apache-2.0 */
/* The part of a question that roll-ups answer: whole UTC months and days of its period. */
#ifndef TIDINGS_STATS_ROLLED_PRIV_H
#define TIDINGS_STATS_ROLLED_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "question-priv.h"

/* Adds what segments below state.rolled have in the period: from roll-ups what these can say, the rest by scanning. */
bool rolled_count(struct question *question, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
