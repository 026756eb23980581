/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs that tidings hands to tidings-sender: what links libcurl or draws pictures is not the process that a person types into. */
#ifndef TIDINGS_APP_JOB_H
#define TIDINGS_APP_JOB_H

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "tidings/app/app.h"

/* Serves jobs until `in` ends: reads a JSON line, does it with app's operations, answers JSON lines on `out` (the last has "done", the number
 * of "bytes" that follow it, and an error as {"code","field","message"}), then the bytes of the result. What needs no network is done after
 * isolate(). False when even the answer could not be given. */
bool job_serve(struct app *app, FILE *in, FILE *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
