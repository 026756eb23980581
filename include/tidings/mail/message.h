/* SPDX-License-Identifier: Apache-2.0 */
/* The message: multipart/mixed (alternative (text, related (html, chart)), attachments), composed by GMime. Pure and deterministic:
 * CRLF, 7-bit, lines at most 78 where they can be folded, RFC 2047 and 2231 in UTF-8, boundaries derived from the content. */
#ifndef TIDINGS_MAIL_MESSAGE_H
#define TIDINGS_MAIL_MESSAGE_H

#include <glib.h>

struct mail_attachment {
	const char *name, *type; /* file name, "application/pdf" */
	GBytes *data;
};

struct mail_message {
	const char *from;               /* address */
	char *const *to;                /* NULL-terminated addresses for the To header; empty = "undisclosed-recipients:;" */
	const char *subject;
	int64_t date;                   /* instant; fixed when the message is built */
	const char *message_id;         /* without <> */
	const char *list_id;            /* "task-3.tidings.HOST"; NULL = none */
	const char *text;               /* plain body, LF */
	const char *html;               /* NULL = none */
	GBytes *chart;                  /* inline PNG, shown as cid: chart_cid; NULL = none */
	const char *chart_cid;
	const struct mail_attachment *attachments;
	size_t n_attachments;
};

/* The finished bytes. ERROR_INVALID when an address or Message-ID is not valid. Given. */
GBytes *mail_message_build(const struct mail_message *message, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
