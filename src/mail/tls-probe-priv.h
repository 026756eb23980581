/* SPDX-License-Identifier: Apache-2.0 */
/* TLS for SMTP (RFC 8446, 5246, 6125): whom to trust, and a client whose certificate can be looked at. The only user of OpenSSL here. */
#ifndef TIDINGS_MAIL_TLS_PROBE_PRIV_H
#define TIDINGS_MAIL_TLS_PROBE_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/util/auto.h"

/* Trusts the system's store, and beside it the certificates of `ca`: a PEM or DER file, or a folder whose files are read whether
 * hash links exist or not; "" or NULL = the system's only. ctx is an SSL_CTX. ERROR_NOT_FOUND when ca is not there, ERROR_INVALID
 * when it holds no certificate; both about field "ca". */
bool tls_trust(void *ctx, const char *ca, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Loads ca as tls_trust would, for its errors only. */
bool tls_check_ca(const char *ca, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* True when ssl (an SSL, or NULL) is a finished session of TLS 1.2 or later whose peer was verified. */
bool tls_session_is_verified(void *ssl) G_GNUC_WARN_UNUSED_RESULT;

struct tls_probe;

/* A client over the connected non-blocking socket fd, which stays the caller's. Given. server is the name or address that the
 * certificate must have. Errors of ca as for tls_trust. */
struct tls_probe *tls_probe_new(int fd, const char *server, const char *ca, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tls_probe_free(struct tls_probe *probe);
AUTOPTR_DEFINE(tls_probe, tls_probe_free)

/* The handshake, whoever the peer is: nothing secret may be written before tls_probe_verify says yes. ERROR_TLS; ERROR_REMOTE when the
 * peer answered with something that is not TLS; ERROR_NET, ERROR_TIMEOUT. Deadlines as in net-priv.h. */
bool tls_probe_handshake(struct tls_probe *probe, gint64 deadline, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "TLSv1.3, TLS_AES_256_GCM_SHA384", given. */
char *tls_probe_words(const struct tls_probe *probe) G_GNUC_WARN_UNUSED_RESULT;

/* Verifies chain, dates and name. On success *ret_words (given) tells subject, issuer, expiry and length of the chain.
 * ERROR_TLS says which check failed and what to do. */
bool tls_probe_verify(struct tls_probe *probe, char **ret_words, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As net_send and net_receive. write: ERROR_BUG unless verified. */
bool tls_probe_write(struct tls_probe *probe, const void *data, size_t length, gint64 deadline, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gssize tls_probe_read(struct tls_probe *probe, void *buffer, size_t length, gint64 deadline, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
