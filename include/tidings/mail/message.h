/* SPDX-License-Identifier: Apache-2.0 */
/* The message: multipart/mixed (alternative (text, related (html, logo, chart)), attachments), composed by GMime; within multipart/signed
 * when there is a certificate. Pure and deterministic:
 * CRLF, 7-bit, lines at most 78 where they can be folded, RFC 2047 and 2231 in UTF-8, boundaries derived from the content. */
#ifndef TIDINGS_MAIL_MESSAGE_H
#define TIDINGS_MAIL_MESSAGE_H

#include <glib.h>

#include "tidings/model/message.h"

/* The finished bytes. ERROR_INVALID when an address, the Message-ID or what it is to be signed with is not valid. Given. */
GBytes *mail_message_build(const struct mail_message *message, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
