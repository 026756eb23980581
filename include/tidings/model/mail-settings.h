/* SPDX-License-Identifier: Apache-2.0 */
/* The mail client of the installation: the limits of the page it mirrors are law. */
#ifndef TIDINGS_MODEL_MAIL_SETTINGS_H
#define TIDINGS_MODEL_MAIL_SETTINGS_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/field.h"
#include "tidings/util/secret.h"

enum mail_connection { MAIL_NONE, MAIL_SSL, MAIL_STARTTLS };

/* How to sign in; auto is PLAIN, or LOGIN where that is not offered. */
enum mail_mechanism { MECHANISM_AUTO, MECHANISM_PLAIN, MECHANISM_LOGIN, MECHANISM_XOAUTH2 };

struct mail_settings {
	char *server;
	int port;
	int connection;        /* enum mail_connection */
	char *login;
	char *email;
	struct secret password;
	char *text;
	char *ca;              /* file or folder trusted beside the system's store; "" = none */
	int mechanism;         /* enum mail_mechanism */
	char *token_file;      /* XOAUTH2: where its access token is; "" = none */
	char *token_command;   /* XOAUTH2: or what prints it, started without a shell; "" = none */
	bool plain_login;      /* the administrator allows a login without TLS on this server */
	char *notices;         /* who is told of failures; "" = the sender's own address */
	char *sign_certificate; /* PEM, that messages are signed with (S/MIME), its chain below it; "" = they are not signed */
	struct secret sign_key; /* PEM, of the certificate */
	int expire_hours;      /* a delivery is given up after so long */
	int generation;        /* grows with every save; names a set of connections */
	GByteArray *unknown;
};

extern const struct field_table mail_settings_table;
extern const struct enum_row mail_connection_names[], mail_mechanism_names[];

/* Life of the record: initial values on zeroed memory; members freed and zeroed (NULL allowed); deep copy into a valid record. */
void mail_settings_init(struct mail_settings *settings);
void mail_settings_release(struct mail_settings *settings);
void mail_settings_copy(struct mail_settings *to, const struct mail_settings *from);
AUTORELEASE_DEFINE(mail_settings, mail_settings_release)

/* What rows alone cannot say: a password is required when login is not empty, for XOAUTH2 a token file or a token command; certificate and key of the signature go together; a login without TLS needs plain_login.
 * Port 0 is accepted here (the seed says so) and refused by the connection test. ERROR_INVALID with the field. */
bool mail_settings_check(const struct mail_settings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
