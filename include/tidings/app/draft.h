/* SPDX-License-Identifier: Apache-2.0 */
/* Drafts: what was typed into a form and is not saved, kept for its account through a hang-up or a crash. No secret is in one. */
#ifndef TIDINGS_APP_DRAFT_H
#define TIDINGS_APP_DRAFT_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

/* Keeps the text as the acting account's draft of a form ("task-3"), in the place of the one before; NULL lets it go. ERROR_IO. */
bool draft_put(struct app *app, const char *form, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The draft, given, and when it was kept; NULL = there is none, or error set. */
char *draft_get(struct app *app, const char *form, int64_t *ret_kept, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
