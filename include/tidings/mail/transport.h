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

/* Sends the bytes to the recipients of `run` whose state is queued or deferred. Sets state, code and text of each of them:
 * accepted, deferred, failed or unknown (after the dot, no reply). ret_fault says whether the queue should go on. Returns false with
 * error set (ERROR_NET, TLS, AUTH, REMOTE, TIMEOUT) when no recipient could be tried; their states are then set to deferred with the
 * reason too. */
bool mail_transport_send(struct mail_transport *transport, struct run *run, const char *from, GBytes *message, mail_dot_fn dot, void *data,
			 enum mail_fault *ret_fault, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
