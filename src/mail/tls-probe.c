// SPDX-License-Identifier: Apache-2.0
// TLS: whom to trust, and a client that looks at the certificate of the server.
#include "tls-probe-priv.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "tidings/util/error.h"

#define FOLDER_FILES_MAX 4096

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SSL_CTX, SSL_CTX_free)

static int load_file(X509_STORE *store, const char *path)
{
	X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
	if (lookup == NULL || !g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return 0;
	int n = X509_load_cert_file(lookup, path, X509_FILETYPE_PEM);
	if (n <= 0)
		n = X509_load_cert_file(lookup, path, X509_FILETYPE_ASN1);
	ERR_clear_error();
	return MAX(n, 0);
}

static int load_folder(X509_STORE *store, GDir *dir, const char *path)
{
	int n = 0, files = 0;
	const char *name = NULL;
	while (files++ < FOLDER_FILES_MAX && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *file = g_build_filename(path, name, NULL);
		n += load_file(store, file);
	}
	return n;
}

static bool load_ca(X509_STORE *store, const char *ca, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(ca, 0, NULL);
	if (dir == NULL && !g_file_test(ca, G_FILE_TEST_EXISTS))
		return error_set_field(error, ERROR_NOT_FOUND, "ca", "there is no file or folder \"%s\" with trusted certificates", ca);
	int n = dir != NULL ? load_folder(store, dir, ca) : load_file(store, ca);
	if (n > 0)
		return true;
	return error_set_field(error, ERROR_INVALID, "ca", "no certificate can be read from \"%s\": PEM or DER is needed", ca);
}

bool tls_trust(void *ctx, const char *ca, GError **error)
{
	X509_STORE *store = SSL_CTX_get_cert_store(ctx);
	SSL_CTX_set_default_verify_paths(ctx);
	ERR_clear_error();
	/* an intermediate in the store is an anchor too: servers that send only their own certificate can be trusted by it */
	X509_STORE_set_flags(store, X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
	return ca == NULL || ca[0] == '\0' || load_ca(store, ca, error);
}

bool tls_check_ca(const char *ca, GError **error)
{
	g_autoptr(SSL_CTX) ctx = SSL_CTX_new(TLS_client_method());
	if (ctx == NULL)
		return error_set(error, ERROR_BUG, "OpenSSL cannot be set up");
	return tls_trust(ctx, ca, error);
}

bool tls_session_is_verified(void *ssl)
{
	return ssl != NULL && SSL_is_init_finished(ssl) && SSL_get_verify_result(ssl) == X509_V_OK && SSL_version(ssl) >= TLS1_2_VERSION;
}
