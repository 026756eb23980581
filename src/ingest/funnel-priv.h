/* SPDX-License-Identifier: Apache-2.0 */
/* Records on their way into the store: defaults filled in, indicators normalised, tenants checked, one transaction for many. */
#ifndef TIDINGS_INGEST_FUNNEL_PRIV_H
#define TIDINGS_INGEST_FUNNEL_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "lines-priv.h"
#include "parser-priv.h"
#include "record-priv.h"
#include "tidings/ingest/ingest.h"
#include "tidings/stats/stats.h"
#include "tidings/util/auto.h"

struct funnel;
/* Given; freed before the store is closed. */
struct funnel *funnel_new(struct stats *stats) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void funnel_free(struct funnel *funnel);
AUTOPTR_DEFINE(funnel, funnel_free)

/* Takes the record, and counts it in progress. ERROR_INVALID with the reason why it cannot be: then nothing was counted. The funnel asks
 * options->tenant_known once a name, whatever the options, and after a commit again for those that were not known. */
bool funnel_take(struct funnel *funnel, const struct ingest_options *options, const struct record *record, struct stats_progress *progress,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the line in the parser's format and with its options, and takes it. ERROR_INVALID. */
bool funnel_take_line(struct funnel *funnel, struct parser *parser, const struct line *line, struct stats_progress *progress,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* So much has come together that it should be committed. */
bool funnel_is_full(const struct funnel *funnel) G_GNUC_WARN_UNUSED_RESULT;
/* Makes what was taken durable, as stats_batch_commit: on failure it can be tried again. */
bool funnel_commit(struct funnel *funnel, const struct stats_part *part, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
