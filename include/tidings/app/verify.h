/* SPDX-License-Identifier: Apache-2.0 */
/* Use case: is this file or mail what a run sent? */
#ifndef TIDINGS_APP_VERIFY_H
#define TIDINGS_APP_VERIFY_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

enum verify_state {
	VERIFY_UNCHANGED, /* these are the bytes, or this is the message with headers that were added on its way */
	VERIFY_CHANGED,   /* it says it is a run's message, or has the name of a run's file, and is not */
	VERIFY_UNKNOWN,   /* no run that the account may see has sent it */
};

struct verification {
	enum verify_state state;
	struct run run;     /* the newest that it belongs to; a valid empty record when it is unknown */
	char *name;         /* RUN_MESSAGE, or the file's in that run; NULL when it is unknown */
	bool exact;         /* the very bytes that were sent */
	char *sha256;       /* of the bytes given */
	char *signature;    /* by whom the message is signed, or what is wrong with the signature; NULL: it has none */
	bool signature_good;
};
/* Members freed and zeroed. */
void verification_release(struct verification *verification);
AUTORELEASE_DEFINE(verification, verification_release)

/* Compares bytes with the ledger. name: the file's own name, by which a changed file is recognised; NULL = none. */
bool report_verify(struct app *app, GBytes *bytes, const char *name, struct verification *ret_verification, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* {"state","run","task","task_name","occurrence","name","exact","sha256","signature":"good"|"bad"|null,"signature_words"}; null for what is not known. Given. */
struct js *verification_to_json(const struct verification *verification) G_GNUC_WARN_UNUSED_RESULT;

#endif
