/* SPDX-License-Identifier: Apache-2.0 */
/* What a message says, apart from what mail servers add to it. Pure; any bytes will do. */
#ifndef TIDINGS_APP_MESSAGE_CONTENT_PRIV_H
#define TIDINGS_APP_MESSAGE_CONTENT_PRIV_H

#include <glib.h>
#include <stdbool.h>

/* SHA-256 in lower-case hex of the header fields that Tidings writes and of the body; line ends may be CRLF or LF, fields of other names and
 * the first line of a mailbox file do not count. NULL for what is no message. Given. */
char *message_content_digest(const void *data, size_t length) G_GNUC_WARN_UNUSED_RESULT;

/* The value of the first header field of that name, on one line; NULL when there is none. Given. */
char *message_content_field(const void *data, size_t length, const char *name) G_GNUC_WARN_UNUSED_RESULT;

#endif
