/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of the platform's REST lookup: an array of {"object", "result", "categories": [{"category", "detected_indicator"}]}. */
#ifndef TIDINGS_INGEST_LOOKUP_PRIV_H
#define TIDINGS_INGEST_LOOKUP_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "input-priv.h"
#include "intake-priv.h"

/* Takes the whole input; the progress counts objects. What is no such array is one reject. ERROR_LIMIT for more than 64 MiB. */
bool lookup_take(struct intake *intake, const struct input *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
