/* SPDX-License-Identifier: Apache-2.0 */
/* What was said on one SMTP connection: commands paired with replies. No client line is kept, so no secret can be in it. Pure. */
#ifndef TIDINGS_MAIL_TRANSCRIPT_PRIV_H
#define TIDINGS_MAIL_TRANSCRIPT_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a reply answers. SMTP_END is the reply to the end of data, SMTP_OTHER any other command. */
enum smtp_phase { SMTP_GREETING, SMTP_EHLO, SMTP_STARTTLS, SMTP_AUTH, SMTP_MAIL, SMTP_RCPT, SMTP_DATA, SMTP_END, SMTP_OTHER, SMTP_PHASES };

struct smtp_reply {
	int code;   /* 0 = none came */
	char *text; /* its lines without the codes, joined by blanks, made safe; NULL = none came */
};

/* Zeroed = a connection on which nothing was said. */
struct transcript {
	enum smtp_phase phase; /* what the next reply answers */
	enum smtp_phase last;  /* what the last whole reply answered */
	bool nonsense;         /* a line came in that is no line of a reply */
	bool challenged;       /* the next line out answers a 334 */
	bool starttls, signed_in;
	bool offers_starttls, offers_plain, offers_login, offers_xoauth2;
	uint64_t size_limit;   /* of the last EHLO; 0 = none said */
	struct smtp_reply replies[SMTP_PHASES]; /* the last of each; SMTP_RCPT is in rcpt */
	GArray *rcpt;          /* struct smtp_reply, one for each RCPT sent in this transaction */
	GString *pending;      /* text of the reply that is coming in */
};

/* Frees what it holds; it is zeroed then. NULL is allowed. */
void transcript_release(struct transcript *t);
/* A new connection begins: everything is forgotten. */
void transcript_connect(struct transcript *t);
/* A new mail on the same connection: replies to MAIL, RCPT, DATA and the end are forgotten. */
void transcript_begin_mail(struct transcript *t);
/* One line out, with or without its CRLF. */
void transcript_out(struct transcript *t, const char *line, size_t length);
/* One line in. Returns the reply's code when it was its last line, 0 when more of it is to come, -1 when it is no line of a reply
 * (nonsense is set then). */
int transcript_in(struct transcript *t, const char *line, size_t length);
/* The reply to the i-th RCPT; code 0 when none came. Borrowed. */
const struct smtp_reply *transcript_rcpt(const struct transcript *t, size_t i) G_GNUC_WARN_UNUSED_RESULT;

#endif
