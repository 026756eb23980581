// SPDX-License-Identifier: Apache-2.0
// TLS: whom to trust, and a client that looks at the certificate of the server.
#include "tls-probe-priv.h"

#include <time.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#include "net-priv.h"

#define FOLDER_FILES_MAX 4096

#define NAMES_MAX 5 /* of a certificate, that an error message tells */
#define RECORD_MAX 16384

#define ADVICE_CA \
	"get the issuer's certificate (PEM, name ending in .crt) and run: cp CA.crt /usr/local/share/ca-certificates/ && update-ca-certificates, " \
	"or: tidings mail set --ca CA.crt"

struct tls_probe {
	int fd;
	SSL *ssl;
	BIO *in, *out; /* owned by ssl */
	char *server;
	bool verified;
};

/* Why a certificate is refused, and what to do about it. */
struct refusal_row {
	long code;
	const char *what, *advice;
};

static const struct refusal_row refusals[] = {
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, N_("the chain is incomplete"), ADVICE_CA},
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, N_("the chain is incomplete: its issuer is not known here"), ADVICE_CA},
	{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, N_("the chain is incomplete: the server sends only its own certificate"), ADVICE_CA},
	{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, N_("it is self-signed"), ADVICE_CA},
	{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, N_("the root of its chain is self-signed and not trusted here"), ADVICE_CA},
	{X509_V_ERR_CERT_HAS_EXPIRED, N_("it has expired"), N_("install a new certificate on the mail server, or set the clock of this host if it is wrong")},
	{X509_V_ERR_CERT_NOT_YET_VALID, N_("it is not valid yet"), N_("set the clock of this host if it is wrong")},
	{X509_V_ERR_HOSTNAME_MISMATCH, N_("it is for another name"), N_("set the server to a name in the certificate: tidings mail set --server NAME")},
	{X509_V_ERR_IP_ADDRESS_MISMATCH, N_("it is not for this address"), N_("set the server to a name in the certificate: tidings mail set --server NAME")},
	{X509_V_OK, N_("it cannot be verified"), ADVICE_CA},
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_vfree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GENERAL_NAMES, GENERAL_NAMES_free)
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

void tls_probe_free(struct tls_probe *probe)
{
	if (probe == NULL)
		return;
	SSL_free(probe->ssl);
	g_free(probe->server);
	g_free(probe);
}

static void expect_name(SSL *ssl, const char *server)
{
	if (g_hostname_is_ip_address(server)) {
		X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), server);
		return;
	}
	g_autofree char *name = g_strdup(server); /* the macro takes no const */
	SSL_set_tlsext_host_name(ssl, name);
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	SSL_set1_host(ssl, server);
}

struct tls_probe *tls_probe_new(int fd, const char *server, const char *ca, GError **error)
{
	g_autoptr(SSL_CTX) ctx = SSL_CTX_new(TLS_client_method());
	autoptr(tls_probe) probe = g_new0(struct tls_probe, 1);
	if (ctx == NULL || (probe->ssl = SSL_new(ctx)) == NULL) {
		(void)error_set(error, ERROR_BUG, "OpenSSL cannot be set up");
		return NULL;
	}
	if (!tls_trust(ctx, ca, error))
		return NULL;
	probe->fd = fd;
	probe->server = g_strdup(server);
	probe->in = BIO_new(BIO_s_mem());
	probe->out = BIO_new(BIO_s_mem());
	SSL_set_bio(probe->ssl, probe->in, probe->out);
	SSL_set_connect_state(probe->ssl);
	SSL_set_min_proto_version(probe->ssl, TLS1_2_VERSION);
	SSL_set_verify(probe->ssl, SSL_VERIFY_NONE, NULL); /* the verdict is asked for by tls_probe_verify */
	expect_name(probe->ssl, server);
	return g_steal_pointer(&probe);
}

static bool flush(struct tls_probe *probe, gint64 deadline, GError **error)
{
	char buffer[RECORD_MAX];
	int n = 0;
	while ((n = BIO_read(probe->out, buffer, sizeof buffer)) > 0) {
		if (!net_send(probe->fd, buffer, (size_t)n, deadline, error))
			return false;
	}
	return true;
}

static bool fill(struct tls_probe *probe, gint64 deadline, GError **error)
{
	char buffer[RECORD_MAX];
	gssize n = net_receive(probe->fd, buffer, sizeof buffer, deadline, error);
	if (n == 0)
		return error_set(error, ERROR_NET, "the server closed the connection");
	return n > 0 && BIO_write(probe->in, buffer, (int)n) == n;
}

static bool set_tls_error(GError **error)
{
	unsigned long code = ERR_peek_error();
	const char *reason = ERR_reason_error_string(code);
	bool not_tls = ERR_GET_REASON(code) == SSL_R_WRONG_VERSION_NUMBER || ERR_GET_REASON(code) == SSL_R_PACKET_LENGTH_TOO_LONG;
	ERR_clear_error();
	if (not_tls)
		return error_set(error, ERROR_REMOTE, "the server does not answer in TLS");
	return error_set(error, ERROR_TLS, "TLS failed: %s", reason != NULL ? reason : "the session was closed");
}

/* Moves bytes between OpenSSL and the socket until the operation that returned rc can be tried again. */
static bool pump(struct tls_probe *probe, int rc, gint64 deadline, GError **error)
{
	int want = SSL_get_error(probe->ssl, rc);
	g_autoptr(GError) ignored = NULL;
	if (want == SSL_ERROR_WANT_READ)
		return flush(probe, deadline, error) && fill(probe, deadline, error);
	if (want == SSL_ERROR_WANT_WRITE)
		return flush(probe, deadline, error);
	(void)flush(probe, deadline, &ignored); /* the alert that says why, as far as the peer still listens */
	return set_tls_error(error);
}

bool tls_probe_handshake(struct tls_probe *probe, gint64 deadline, GError **error)
{
	int rc = 0;
	ERR_clear_error();
	while ((rc = SSL_do_handshake(probe->ssl)) <= 0) {
		if (!pump(probe, rc, deadline, error))
			return false;
	}
	return flush(probe, deadline, error);
}

char *tls_probe_words(const struct tls_probe *probe)
{
	return g_strdup_printf("%s, %s", SSL_get_version(probe->ssl), SSL_get_cipher_name(probe->ssl));
}

static char *name_text(X509_NAME *name)
{
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	char *data = NULL;
	X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	long length = BIO_get_mem_data(out, &data);
	return safe_text(data != NULL ? data : "", length);
}

static char *date_text(const ASN1_TIME *time)
{
	struct tm tm = {0};
	if (ASN1_TIME_to_tm(time, &tm) != 1)
		return g_strdup("?");
	return g_strdup_printf("%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/* The host names of a certificate, for the error message. */
static char *names_text(X509 *certificate)
{
	g_autoptr(GENERAL_NAMES) names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	GString *text = g_string_new(NULL);
	for (int i = 0; i < sk_GENERAL_NAME_num(names) && i < NAMES_MAX; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		if (name->type != GEN_DNS)
			continue;
		g_autofree char *safe = safe_text((const char *)ASN1_STRING_get0_data(name->d.dNSName), ASN1_STRING_length(name->d.dNSName));
		g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", safe);
	}
	return g_string_free(text, FALSE);
}

static bool set_refusal(const struct tls_probe *probe, X509 *certificate, long code, GError **error)
{
	const struct refusal_row *row = refusals;
	while (row->code != X509_V_OK && row->code != code)
		row++;
	g_autofree char *subject = name_text(X509_get_subject_name(certificate));
	g_autofree char *issuer = name_text(X509_get_issuer_name(certificate));
	g_autofree char *until = date_text(X509_get0_notAfter(certificate));
	g_autofree char *names = names_text(certificate);
	return error_set(error, ERROR_TLS,
			 "the certificate of \"%s\" is refused: %s (%s, code %ld; subject %s, names %s, issuer %s, valid until %s); %s", probe->server,
			 row->what, X509_verify_cert_error_string(code), code, subject, names[0] != '\0' ? names : "none", issuer, until,
			 row->advice);
}

bool tls_probe_verify(struct tls_probe *probe, char **ret_words, GError **error)
{
	X509 *certificate = SSL_get0_peer_certificate(probe->ssl);
	long code = SSL_get_verify_result(probe->ssl);
	if (certificate == NULL)
		return error_set(error, ERROR_TLS, "the server \"%s\" has no certificate", probe->server);
	if (code != X509_V_OK)
		return set_refusal(probe, certificate, code, error);
	g_autofree char *subject = name_text(X509_get_subject_name(certificate));
	g_autofree char *issuer = name_text(X509_get_issuer_name(certificate));
	g_autofree char *until = date_text(X509_get0_notAfter(certificate));
	int chain = sk_X509_num(SSL_get0_verified_chain(probe->ssl));
	probe->verified = tls_session_is_verified(probe->ssl);
	*ret_words = g_strdup_printf(N_("%s, issued by %s, valid until %s, chain of %d"), subject, issuer, until, chain);
	return true;
}

bool tls_probe_write(struct tls_probe *probe, const void *data, size_t length, gint64 deadline, GError **error)
{
	int rc = 0;
	if (!probe->verified)
		return error_set(error, ERROR_BUG, "nothing is written before the certificate is verified");
	ERR_clear_error();
	while ((rc = SSL_write(probe->ssl, data, (int)length)) <= 0) {
		if (!pump(probe, rc, deadline, error))
			return false;
	}
	return flush(probe, deadline, error);
}

gssize tls_probe_read(struct tls_probe *probe, void *buffer, size_t length, gint64 deadline, GError **error)
{
	int rc = 0;
	ERR_clear_error();
	while ((rc = SSL_read(probe->ssl, buffer, (int)length)) <= 0) {
		if (SSL_get_error(probe->ssl, rc) == SSL_ERROR_ZERO_RETURN)
			return 0;
		if (!pump(probe, rc, deadline, error))
			return -1;
	}
	return rc;
}
