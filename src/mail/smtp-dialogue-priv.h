/* SPDX-License-Identifier: Apache-2.0 */
/* A small SMTP client for Test connection: one command at a time, bounded lines, every reply in a transcript. */
#ifndef TIDINGS_MAIL_SMTP_DIALOGUE_PRIV_H
#define TIDINGS_MAIL_SMTP_DIALOGUE_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tls-probe-priv.h"
#include "transcript-priv.h"

/* Zeroed with fd = -1 is one that is not connected. */
struct smtp_dialogue {
	int fd;                /* owned */
	struct tls_probe *tls; /* owned; NULL = in plain text */
	GByteArray *in;        /* received, not read yet */
	struct transcript transcript;
};

/* Takes fd over; an older connection is closed. */
void smtp_dialogue_open(struct smtp_dialogue *d, int fd);
/* Says QUIT without waiting for the answer and closes. */
void smtp_dialogue_close(struct smtp_dialogue *d);

/* Reads one whole reply; it stays in d->transcript. Borrowed. NULL with ERROR_REMOTE when the server does not talk SMTP, ERROR_NET,
 * ERROR_TIMEOUT. */
const struct smtp_reply *smtp_dialogue_reply(struct smtp_dialogue *d, gint64 deadline, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sends the line (without CRLF, no control characters in it) and reads the reply to it. */
const struct smtp_reply *smtp_dialogue_command(struct smtp_dialogue *d, const char *line, gint64 deadline, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
