/* SPDX-License-Identifier: Apache-2.0 */
/* Sample events and tasks for a first look (tidings init --demo). */
#ifndef TIDINGS_APP_DEMO_H
#define TIDINGS_APP_DEMO_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

/* Fills a new data directory with two more tenants, 60 days of events that end now, and two tasks, switched off. The same clock gives the same
 * events. Indicators are the platform's harmless test values, reserved addresses and .example names. */
bool demo_fill(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
