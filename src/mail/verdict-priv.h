/* SPDX-License-Identifier: Apache-2.0 */
/* What an SMTP code means in its phase (DELIVERY.md; RFC 5321 4.2, 3207, 4954 6). Pure. */
#ifndef TIDINGS_MAIL_VERDICT_PRIV_H
#define TIDINGS_MAIL_VERDICT_PRIV_H

#include <glib.h>

#include "tidings/model/message.h"
#include "tidings/model/run.h"
#include "tidings/util/error.h"

#include "transcript-priv.h"

struct smtp_verdict {
	enum delivery_state state; /* of the recipients the reply was about */
	enum mail_fault fault;
	enum error_code error;     /* for a reply that stops the whole mail */
};

/* The verdict on a reply. A code that is no reply code at that place (0, 1xx, 3xx) counts as a server that talks nonsense:
 * unknown after the end of data, else deferred with MAIL_FAULT_ACCOUNT. */
struct smtp_verdict smtp_verdict(enum smtp_phase phase, int code) G_GNUC_WARN_UNUSED_RESULT;

/* True when the reply to RCPT says that this transaction has enough recipients, and not that the mailbox is full
 * (RFC 5321 4.5.3.1.10, RFC 3463 X.5.3): the recipient belongs into another transaction. */
bool smtp_too_many_recipients(const struct smtp_reply *reply) G_GNUC_WARN_UNUSED_RESULT;

#endif
