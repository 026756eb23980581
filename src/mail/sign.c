// SPDX-License-Identifier: Apache-2.0
// S/MIME by OpenSSL: detached signatures put on messages, and checked.
#include "tidings/mail/sign.h"

#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "sign-priv.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#define CHAIN_MAX 10
#define BOUNDARY_DIGITS 20
#define LINE_OCTETS 76
#define WARN_SECONDS ((int64_t)30 * 86400)
#define CERTIFICATE "sign-certificate"
#define KEY "sign-key"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_vfree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ASN1_TIME, ASN1_TIME_free)

static void certificates_free(struct stack_st_X509 *certificates)
{
	sk_X509_pop_free(certificates, X509_free);
}

/* OpenSSL's own words for what just failed. */
static const char *reason(void)
{
	const char *words = ERR_reason_error_string(ERR_peek_last_error());
	return words != NULL ? words : "no reason is known";
}

/* ---- certificate and key of the settings ---- */

/* A key may have lost its line ends where it was pasted into one line. */
static BIO *key_bio(const struct secret *key)
{
	static const char dashes[] = "-----";
	const char *text = secret_text(key);
	const char *name_end = g_str_has_prefix(text, dashes) ? strstr(text + strlen(dashes), dashes) : NULL;
	const char *end = name_end != NULL ? strstr(name_end + strlen(dashes), dashes) : NULL;
	BIO *bio = BIO_new(BIO_s_secmem());
	if (end == NULL) {
		BIO_write(bio, text, (int)strlen(text));
		return bio;
	}
	const char *body = name_end + strlen(dashes);
	BIO_write(bio, text, (int)(body - text));
	BIO_write(bio, "\n", 1);
	int column = 0;
	for (const char *at = body; at < end; at++) {
		if (g_ascii_isspace(*at))
			continue;
		BIO_write(bio, at, 1);
		if (++column % 64 == 0)
			BIO_write(bio, "\n", 1);
	}
	BIO_write(bio, column % 64 != 0 ? "\n" : "", column % 64 != 0);
	BIO_write(bio, end, (int)strlen(end));
	BIO_write(bio, "\n", 1);
	return bio;
}

/* No passphrase is asked for. */
static int no_passphrase(char *buffer, int size, int writing, void *data)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)data;
	return 0;
}

static EVP_PKEY *read_key(const struct secret *key, GError **error)
{
	g_autoptr(BIO) bio = key_bio(key);
	EVP_PKEY *read = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
	if (read == NULL)
		error_set_field(error, ERROR_INVALID, KEY, "this is not a private key in PEM without a passphrase: %s", reason());
	return read;
}

/* The certificates of a PEM text: the signer's own first. */
static struct stack_st_X509 *read_certificates(const char *text, GError **error)
{
	g_autoptr(BIO) bio = BIO_new_mem_buf(text, -1);
	struct stack_st_X509 *certificates = sk_X509_new_null();
	X509 *one = NULL;
	while (sk_X509_num(certificates) < CHAIN_MAX && (one = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL)) != NULL)
		sk_X509_push(certificates, one);
	ERR_clear_error(); /* the end of the text is one for OpenSSL */
	if (sk_X509_num(certificates) > 0)
		return certificates;
	certificates_free(certificates);
	error_set_field(error, ERROR_INVALID, CERTIFICATE, "this is not a certificate in PEM");
	return NULL;
}

struct signer {
	struct stack_st_X509 *certificates;
	EVP_PKEY *key;
};

static void signer_release(struct signer *signer)
{
	certificates_free(signer->certificates);
	EVP_PKEY_free(signer->key);
}
AUTORELEASE_DEFINE(signer, signer_release)

static X509 *certificate_of(const struct signer *signer)
{
	return sk_X509_value(signer->certificates, 0);
}

static bool signer_read(struct signer *signer, const char *certificate, const struct secret *key, GError **error)
{
	ERR_clear_error();
	signer->certificates = read_certificates(certificate, error);
	signer->key = signer->certificates != NULL ? read_key(key, error) : NULL;
	if (signer->key == NULL)
		return false;
	return X509_check_private_key(certificate_of(signer), signer->key) == 1 ||
	       error_set_field(error, ERROR_INVALID, KEY, "the key is not that of the certificate");
}

static char *subject_of(X509 *certificate)
{
	g_autoptr(BIO) bio = BIO_new(BIO_s_mem());
	char *data = NULL;
	X509_NAME_print_ex(bio, X509_get_subject_name(certificate), 0, XN_FLAG_ONELINE & ~XN_FLAG_SPC_EQ & ~ASN1_STRFLGS_ESC_MSB);
	long length = BIO_get_mem_data(bio, &data);
	g_autofree char *raw = g_strndup(data, (gsize)MAX(length, 0));
	return safe_text(raw, -1);
}

/* Seconds from `now` to a certificate's time. */
static int64_t seconds_until(const ASN1_TIME *time, int64_t now)
{
	g_autoptr(ASN1_TIME) from = ASN1_TIME_set(NULL, (time_t)now);
	int days = 0, seconds = 0;
	return ASN1_TIME_diff(&days, &seconds, from, time) == 1 ? (int64_t)days * 86400 + seconds : 0;
}

static bool check_use(X509 *certificate, int64_t now, GError **error)
{
	if (seconds_until(X509_get0_notBefore(certificate), now) > 0)
		return error_set_field(error, ERROR_INVALID, CERTIFICATE, "the certificate is not valid yet");
	if (seconds_until(X509_get0_notAfter(certificate), now) < 0)
		return error_set_field(error, ERROR_INVALID, CERTIFICATE, "the certificate has expired; set a new one with its key");
	return X509_check_purpose(certificate, X509_PURPOSE_SMIME_SIGN, 0) == 1 ||
	       error_set_field(error, ERROR_INVALID, CERTIFICATE, "the certificate is not made for signing mail (S/MIME)");
}

char *mail_signer(const struct mail_settings *settings, int64_t now, GError **error)
{
	autorelease(signer) signer = {0};
	if (!signer_read(&signer, settings->sign_certificate, &settings->sign_key, error) || !check_use(certificate_of(&signer), now, error))
		return NULL;
	X509 *certificate = certificate_of(&signer);
	int64_t left = seconds_until(X509_get0_notAfter(certificate), now);
	g_autofree char *subject = subject_of(certificate);
	g_autoptr(GDateTime) end = g_date_time_new_from_unix_utc(now + left);
	g_autofree char *day = g_date_time_format(end, "%Y-%m-%d");
	bool ours = X509_check_email(certificate, settings->email, 0, 0) == 1;
	return g_strdup_printf("%s, valid until %s%s%s%s", subject, day, left < WARN_SECONDS ? ", which is soon: renew it" : "",
			       ours ? "" : "; it is not for ", ours ? "" : settings->email);
}

/* ---- signing ---- */

/* The signature says the instant of the message, not that of signing: a message that is built again is the same. */
static bool set_time(CMS_SignerInfo *info, int64_t instant)
{
	g_autoptr(ASN1_TIME) time = ASN1_TIME_set(NULL, (time_t)instant);
	return time != NULL && CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime, time->type, time, -1) == 1;
}

static CMS_ContentInfo *sign_content(const struct signer *signer, const char *content, size_t length, int64_t instant)
{
	const unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP;
	g_autoptr(BIO) data = BIO_new_mem_buf(content, (int)length);
	g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, data, flags);
	CMS_SignerInfo *info = cms != NULL ? CMS_add1_signer(cms, certificate_of(signer), signer->key, EVP_sha256(), flags) : NULL;
	if (info == NULL || !set_time(info, instant))
		return NULL;
	for (int i = 1; i < sk_X509_num(signer->certificates); i++)
		if (CMS_add1_cert(cms, sk_X509_value(signer->certificates, i)) != 1)
			return NULL;
	return CMS_final(cms, data, NULL, flags) == 1 ? g_steal_pointer(&cms) : NULL;
}

static void put_base64(GString *out, const guchar *data, size_t length)
{
	g_autofree char *coded = g_base64_encode(data, length);
	size_t left = strlen(coded);
	for (const char *at = coded; left > 0;) {
		size_t n = MIN(left, LINE_OCTETS);
		g_string_append_len(out, at, (gssize)n);
		g_string_append(out, "\r\n");
		at += n;
		left -= n;
	}
}

static bool put_signature(GString *out, CMS_ContentInfo *cms)
{
	unsigned char *der = NULL;
	int length = i2d_CMS_ContentInfo(cms, &der);
	if (length <= 0)
		return false;
	put_base64(out, der, (size_t)length);
	OPENSSL_free(der);
	return true;
}

static const char *find(const char *from, const char *end, const char *what)
{
	return from < end ? memmem(from, (size_t)(end - from), what, strlen(what)) : NULL;
}

/* A field's start in a header that ends at `end`; NULL. */
static const char *find_field(const char *header, const char *end, const char *name)
{
	for (const char *line = header; line != NULL && line < end; line = find(line, end, "\n"), line = line != NULL ? line + 1 : NULL)
		if (g_ascii_strncasecmp(line, name, strlen(name)) == 0)
			return line;
	return NULL;
}

/* Where the field that begins at `line` ends, folded lines included. */
static const char *field_end(const char *line, const char *end)
{
	do {
		const char *lf = find(line, end, "\n");
		line = lf != NULL ? lf + 1 : end;
	} while (line < end && (*line == ' ' || *line == '\t'));
	return line;
}

GBytes *sign_message(GBytes *bytes, const struct mail_message *message, GError **error)
{
	autorelease(signer) signer = {0};
	gsize length = 0;
	const char *data = g_bytes_get_data(bytes, &length), *end = data + length;
	const char *blank = find(data, end, "\r\n\r\n"), *body = blank != NULL ? blank + 4 : end;
	const char *type = blank != NULL ? find_field(data, blank + 2, "Content-Type:") : NULL;
	if (type == NULL) {
		error_set(error, ERROR_BUG, "the message to sign has no Content-Type");
		return NULL;
	}
	const char *after = field_end(type, blank + 2);
	if (!signer_read(&signer, message->sign_certificate, message->sign_key, error))
		return NULL;
	g_autoptr(GString) content = g_string_new_len(type, after - type);
	g_string_append(content, "\r\n");
	g_string_append_len(content, body, end - body);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, content->str, (gssize)content->len);
	g_autoptr(CMS_ContentInfo) cms = sign_content(&signer, content->str, content->len, message->date);
	g_autoptr(GString) out = g_string_new_len(data, type - data);
	g_string_append_len(out, after, blank + 2 - after);
	g_string_append_printf(out, "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n micalg=sha-256; boundary=\"signed-%.*s\"\r\n\r\n"
			       "--signed-%.*s\r\n", BOUNDARY_DIGITS, digest, BOUNDARY_DIGITS, digest);
	g_string_append_len(out, content->str, (gssize)content->len);
	g_string_append_printf(out, "\r\n--signed-%.*s\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
			       "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"smime.p7s\"\r\n\r\n", BOUNDARY_DIGITS, digest);
	if (cms == NULL || !put_signature(out, cms)) {
		error_set(error, ERROR_BUG, "the message cannot be signed: %s", reason());
		return NULL;
	}
	g_string_append_printf(out, "--signed-%.*s--\r\n", BOUNDARY_DIGITS, digest);
	return g_string_free_to_bytes(g_steal_pointer(&out));
}

/* ---- checking ---- */

static GString *with_crlf(GBytes *message)
{
	gsize length = 0;
	const char *data = g_bytes_get_data(message, &length);
	GString *text = g_string_sized_new(length);
	for (gsize i = 0; i < length; i++) {
		if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r'))
			g_string_append_c(text, '\r');
		g_string_append_c(text, data[i]);
	}
	return text;
}

/* The delimiter line "\r\n--BOUNDARY" of a multipart/signed message. */
static char *delimiter_of(const char *data, const char *blank)
{
	const char *type = find_field(data, blank, "Content-Type:");
	if (type == NULL)
		return NULL;
	g_autofree char *value = g_strndup(type, (gsize)(field_end(type, blank) - type));
	g_autofree char *lower = g_ascii_strdown(value, -1);
	const char *parameter = strstr(lower, "boundary=");
	if (strstr(lower, "multipart/signed") == NULL || parameter == NULL)
		return NULL;
	const char *at = value + (parameter - lower) + strlen("boundary=");
	g_autofree char *boundary = *at == '"' ? g_strndup(at + 1, strcspn(at + 1, "\"")) : g_strndup(at, strcspn(at, "; \t\r\n"));
	return g_strconcat("\r\n--", boundary, NULL);
}

/* The two parts: what is signed, and the signature's bytes. */
static bool take_apart(const GString *text, const char **ret_content, size_t *ret_length, CMS_ContentInfo **ret_cms)
{
	const char *end = text->str + text->len, *blank = find(text->str, end, "\r\n\r\n");
	g_autofree char *delimiter = blank != NULL ? delimiter_of(text->str, blank + 2) : NULL;
	const char *first = delimiter != NULL ? find(blank, end, delimiter) : NULL;
	const char *content = first != NULL ? find(first + strlen(delimiter), end, "\r\n") : NULL;
	const char *second = content != NULL ? find(content, end, delimiter) : NULL;
	const char *coded = second != NULL ? find(second, end, "\r\n\r\n") : NULL;
	const char *last = coded != NULL ? find(coded, end, delimiter) : NULL;
	if (last == NULL || content + 2 > second)
		return false;
	g_autofree char *base64 = g_strndup(coded, (gsize)(last - coded));
	gsize length = 0;
	g_autofree guchar *der = g_base64_decode(base64, &length);
	const unsigned char *at = der;
	*ret_cms = d2i_CMS_ContentInfo(NULL, &at, (long)length);
	*ret_content = content + 2;
	*ret_length = (size_t)(second - content) - 2;
	return *ret_cms != NULL;
}

static X509_STORE *trust(const char *ca)
{
	X509_STORE *store = X509_STORE_new();
	bool folder = ca != NULL && g_file_test(ca, G_FILE_TEST_IS_DIR);
	X509_STORE_set_default_paths(store);
	if (ca != NULL && *ca != '\0')
		X509_STORE_load_locations(store, folder ? NULL : ca, folder ? ca : NULL);
	ERR_clear_error();
	return store;
}

/* "" when the signer's certificate is trusted, else why it is not. */
static char *distrust(CMS_ContentInfo *cms, const char *content, size_t length, const char *ca)
{
	g_autoptr(X509_STORE) store = trust(ca);
	g_autoptr(BIO) data = BIO_new_mem_buf(content, (int)length);
	if (CMS_verify(cms, NULL, store, data, NULL, CMS_DETACHED | CMS_BINARY) == 1)
		return g_strdup("");
	const char *detail = NULL;
	int flags = 0;
	ERR_peek_last_error_data(&detail, &flags);
	return safe_text((flags & ERR_TXT_STRING) != 0 && detail != NULL ? detail : reason(), -1);
}

bool mail_signature_check(GBytes *message, const char *ca, char **ret_words)
{
	g_autoptr(GString) text = with_crlf(message);
	g_autoptr(CMS_ContentInfo) cms = NULL;
	const char *content = NULL;
	size_t length = 0;
	ERR_clear_error();
	if (!take_apart(text, &content, &length, &cms)) {
		*ret_words = g_strdup(N_("the signature cannot be read"));
		return false;
	}
	g_autoptr(BIO) data = BIO_new_mem_buf(content, (int)length);
	if (CMS_verify(cms, NULL, NULL, data, NULL, CMS_DETACHED | CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1) {
		*ret_words = g_strdup_printf(N_("the signature is not of this content: %s"), reason());
		return false;
	}
	struct stack_st_X509 *signers = CMS_get0_signers(cms);
	g_autofree char *subject = sk_X509_num(signers) > 0 ? subject_of(sk_X509_value(signers, 0)) : g_strdup("nobody");
	sk_X509_free(signers);
	g_autofree char *why = distrust(cms, content, length, ca);
	*ret_words = *why == '\0' ? g_strdup_printf(N_("signed by %s, whose certificate is trusted here"), subject)
				  : g_strdup_printf(N_("signed by %s, whose certificate is not trusted here: %s"), subject, why);
	return true;
}
