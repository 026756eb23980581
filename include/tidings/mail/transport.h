/* SPDX-License-Identifier: Apache-2.0 */
/* SMTP by libcurl (RFC 5321, 3207, 4954): one connection per generation of the mail settings, kept over many mails. Every verdict comes
 * from the server's codes in their phase, never from a CURLcode alone. The only user of libcurl besides stats/clickhouse.c. */
#ifndef TIDINGS_MAIL_TRANSPORT_H
#define TIDINGS_MAIL_TRANSPORT_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/mail-settings.h"
#include "tidings/model/message.h"
#include "tidings/model/run.h"
#include "tidings/util/auto.h"

struct mail_transport;

/* settings are copied. Given. ERROR_INVALID when they cannot be used (port 0, a login without TLS that is not allowed). */
struct mail_transport *mail_transport_new(const struct mail_settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mail_transport_free(struct mail_transport *transport);
AUTOPTR_DEFINE(mail_transport, mail_transport_free)

/* Sends the bytes to the recipients of job->run whose state is queued, sending or deferred. Sets state, code and text of each of them:
 * accepted, deferred, failed (552 when the message is larger than the server takes) or unknown (after the dot, no reply).
 * ret_fault is always set and says whether the queue should go on. Returns false with error set (ERROR_NET, TLS, AUTH, REMOTE, TIMEOUT, or
 * what dot said) when the mail as a whole could not be sent; those not decided by then are deferred with the reason. */
bool mail_transport_send(struct mail_transport *transport, const struct mail_job *job, enum mail_fault *ret_fault,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
