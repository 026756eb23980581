/* SPDX-License-Identifier: Apache-2.0 */
/* S/MIME: the certificate that messages are signed with, and signatures on messages. */
#ifndef TIDINGS_MAIL_SIGN_H
#define TIDINGS_MAIL_SIGN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/mail-settings.h"

/* One line on the signing certificate of the settings at the instant `now`: whose, until when, and what a reader's mail program will object
 * to (it ends within 30 days, it is for another address). ERROR_INVALID with the field when it cannot be read, has ended or does not begin
 * yet, is not made for signing mail, or the key is not its. Given. */
char *mail_signer(const struct mail_settings *settings, int64_t now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks the signature of a message that is multipart/signed, as sent or with LF at its line ends. True when it is of this content;
 * ret_words: by whom, and whether their certificate is trusted by this system or by `ca` (a file or folder; NULL or "" = none), or what is
 * wrong. Given. */
bool mail_signature_check(GBytes *message, const char *ca, char **ret_words) G_GNUC_WARN_UNUSED_RESULT;

#endif
