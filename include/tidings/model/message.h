/* SPDX-License-Identifier: Apache-2.0 */
/* A mail message, how a mail can fail, and the stages of Test connection: shared by app, which asks, and mail, which does. */
#ifndef TIDINGS_MODEL_MESSAGE_H
#define TIDINGS_MODEL_MESSAGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/enum-table.h"

struct run;
struct secret;

struct mail_attachment {
	const char *name, *type; /* file name, "application/pdf" */
	GBytes *data;
};

/* All borrowed. */
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
	GBytes *logo;                   /* inline PNG, shown as cid: logo_cid; NULL = none */
	const char *logo_cid;
	const char *sign_certificate;   /* PEM, with its chain; NULL or "" = the message is not signed */
	const struct secret *sign_key;  /* PEM, of the certificate */
	const struct mail_attachment *attachments;
	size_t n_attachments;
};

/* How a failure is to be treated (DELIVERY.md): the mail's recipients carry their own states. */
enum mail_fault {
	MAIL_FAULT_NONE,
	MAIL_FAULT_ACCOUNT, /* transient for the server: back off, do not try each mail */
	MAIL_FAULT_CONFIG,  /* certificate, login, STARTTLS: stop the queue, alert */
};

/* Called just before the end of data of a transaction goes out (there is more than one when a server takes fewer recipients at a time, or
 * when there are more than 100): makes the run durable, in which those whose turn it is are in state dot and those the server refused
 * have their verdict. false stops the mail: nothing was accepted in this transaction. */
typedef bool (*mail_dot_fn)(void *data, GError **error);

/* One mail to send; all borrowed but run, whose deliveries are changed. */
struct mail_job {
	struct run *run;
	const char *from;
	GBytes *message;
	mail_dot_fn dot;
	void *data;    /* of dot */
};

/* In this order; a stage that cannot be reached is not reported. STAGE_SIGN_IN only with a login, STAGE_TLS and STAGE_CERTIFICATE only
 * with TLS, STAGE_TEST_MESSAGE only with a recipient. */
enum mail_stage {
	STAGE_SETTINGS, STAGE_RESOLVE, STAGE_CONNECT, STAGE_GREETING, STAGE_TLS, STAGE_CERTIFICATE, STAGE_SIGN_IN, STAGE_DRY_RUN, STAGE_TEST_MESSAGE,
};
extern const struct enum_row mail_stage_names[]; /* settings, resolve, connect, greeting, tls, certificate, sign-in, dry-run, test-message */

struct mail_stage_result {
	enum mail_stage stage;
	bool ok;
	int milliseconds;
	const char *detail; /* the server's words made safe, or what to do; borrowed for the call */
};
typedef void (*mail_stage_fn)(const struct mail_stage_result *result, void *data);

#endif
