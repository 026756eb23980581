/* SPDX-License-Identifier: Apache-2.0 */
/* TLS for SMTP (RFC 8446, 5246, 6125): whom to trust, and a client whose certificate can be looked at. The only user of libssl. */
#ifndef TIDINGS_MAIL_TLS_PROBE_PRIV_H
#define TIDINGS_MAIL_TLS_PROBE_PRIV_H

#include <glib.h>
#include <stdbool.h>

/* Trusts the system's store, and beside it the certificates of `ca`: a PEM or DER file, or a folder whose files are read whether
 * hash links exist or not; "" or NULL = the system's only. ctx is an SSL_CTX. ERROR_NOT_FOUND when ca is not there, ERROR_INVALID
 * when it holds no certificate; both about field "ca". */
bool tls_trust(void *ctx, const char *ca, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Loads ca as tls_trust would, for its errors only. */
bool tls_check_ca(const char *ca, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* True when ssl (an SSL, or NULL) is a finished session of TLS 1.2 or later whose peer was verified. */
bool tls_session_is_verified(void *ssl) G_GNUC_WARN_UNUSED_RESULT;

#endif
