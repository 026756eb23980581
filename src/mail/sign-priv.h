/* SPDX-License-Identifier: Apache-2.0 */
/* S/MIME signatures put on messages. */
#ifndef TIDINGS_MAIL_SIGN_PRIV_H
#define TIDINGS_MAIL_SIGN_PRIV_H

#include <glib.h>

#include "tidings/model/message.h"

/* The message as multipart/signed (RFC 8551): its content as it is, and a detached signature with SHA-256 by the certificate and key that
 * `message` names, which also says when it was signed. With an RSA key the same bytes every time. Given. */
GBytes *sign_message(GBytes *bytes, const struct mail_message *message, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
