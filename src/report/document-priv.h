/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a document beside its widgets. */
#ifndef TIDINGS_REPORT_DOCUMENT_PRIV_H
#define TIDINGS_REPORT_DOCUMENT_PRIV_H

#include "widget-priv.h"

/* The lines of the cover, in order, into report->facts. */
void cover_fill(const struct build *build);

/* The member "plan" of the JSON form, given. */
struct js *plan_to_json(const struct report_plan *plan);

#endif
