/* SPDX-License-Identifier: Apache-2.0 */
/* The alert: the mail server cannot be used, and only a person can mend that. */
#ifndef TIDINGS_APP_ALERT_PRIV_H
#define TIDINGS_APP_ALERT_PRIV_H

#include "app-priv.h"

/* Raises it, with the server's words: a log line and a notice, once until it is cleared. */
bool alert_raise(struct app *app, const char *words, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A mail went out. */
bool alert_clear(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "INSTANT: words", given; NULL when none is raised, or error set. */
char *alert_get(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
