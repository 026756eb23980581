// SPDX-License-Identifier: Apache-2.0
// Secrets at rest: AES-256-GCM under a key file beside the store.
#include "seal-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "tidings/util/error.h"
#include "tidings/util/file.h"

#define KEY_BYTES 32
#define ID_BYTES 8
#define NONCE_BYTES 12
#define TAG_BYTES 16
#define SEAL_VERSION 1
#define SECRET_BYTES_MOST 4096

/* What stands before the encrypted bytes; all of bytes. */
struct envelope {
	uint8_t version;
	uint8_t key_id[ID_BYTES]; /* tells another key from changed bytes */
	uint8_t nonce[NONCE_BYTES];
	uint8_t tag[TAG_BYTES];
};

struct sealing_key {
	uint8_t bytes[KEY_BYTES];
	uint8_t id[ID_BYTES];
};

static void sealing_key_wipe(struct sealing_key *key)
{
	OPENSSL_cleanse(key, sizeof(*key));
}
#define autokey __attribute__((cleanup(sealing_key_wipe))) struct sealing_key

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

static bool crypto_failed(GError **error)
{
	return error_set(error, ERROR_BUG, "the cryptographic library refused a step");
}

bool seal_key_check(const char *path, GError **error)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return errno == ENOENT || error_set_errno(error, errno, "cannot examine the key \"%s\"", path);
	if ((st.st_mode & 077) != 0)
		return error_set(error, ERROR_DENIED, "the key \"%s\" is open to others; protect it with chmod 600", path);
	return true;
}

static bool key_load(const char *path, struct sealing_key *ret_key, GError **error)
{
	g_autofree char *data = NULL;
	size_t length = 0;
	if (!file_read(path, KEY_BYTES, &data, &length, error)) {
		g_prefix_error(error, "while reading the key: ");
		return false;
	}
	bool whole = length == KEY_BYTES;
	uint8_t digest[EVP_MAX_MD_SIZE];
	if (whole)
		memcpy(ret_key->bytes, data, KEY_BYTES);
	OPENSSL_cleanse(data, length);
	if (!whole)
		return error_set(error, ERROR_CORRUPT, "the key \"%s\" has not %d bytes", path, KEY_BYTES);
	if (EVP_Digest(ret_key->bytes, KEY_BYTES, digest, NULL, EVP_sha256(), NULL) != 1)
		return crypto_failed(error);
	memcpy(ret_key->id, digest, ID_BYTES);
	return true;
}

static char *next_path(const char *path)
{
	return g_strconcat(path, ".new", NULL);
}

/* The key that secrets are sealed under. */
static bool key_to_close(const char *path, struct sealing_key *ret_key, GError **error)
{
	g_autofree char *next = next_path(path);
	g_autoptr(GError) failure = NULL;
	if (key_load(next, ret_key, &failure))
		return true;
	if (error_is(failure, ERROR_NOT_FOUND))
		return key_load(path, ret_key, error);
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

static bool key_is(const struct sealing_key *key, const uint8_t *id)
{
	return memcmp(key->id, id, ID_BYTES) == 0;
}

/* The key of that id. The last look is for a next key that took its place between the first two. */
static bool key_to_open(const char *path, const uint8_t *id, struct sealing_key *ret_key, GError **error)
{
	g_autofree char *next = next_path(path);
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return error_set(error, ERROR_CORRUPT, "the key \"%s\" is not there, and without it a secret cannot be opened; set it again", path);
	if (!key_load(path, ret_key, error))
		return false;
	if (key_is(ret_key, id) || (key_load(next, ret_key, NULL) && key_is(ret_key, id)))
		return true;
	if (!key_load(path, ret_key, error))
		return false;
	return key_is(ret_key, id) || error_set(error, ERROR_CORRUPT, "a secret was sealed under another key than \"%s\"; set it again", path);
}

bool seal_key_make(const char *path, GError **error)
{
	autokey key = {0};
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return seal_key_check(path, error) && key_load(path, &key, error);
	if (RAND_priv_bytes(key.bytes, KEY_BYTES) != 1)
		return crypto_failed(error);
	return file_write(path, key.bytes, KEY_BYTES, 0600, error);
}

bool seal_key_make_next(const char *path, GError **error)
{
	g_autofree char *next = next_path(path);
	return seal_key_make(next, error);
}

bool seal_key_has_next(const char *path)
{
	g_autofree char *next = next_path(path);
	return g_file_test(next, G_FILE_TEST_EXISTS);
}

/* Its file has no name any more; another one that holds it open finds nothing in it. */
static void forget(int fd)
{
	static const uint8_t nothing[KEY_BYTES];
	if (fd < 0)
		return;
	if (pwrite(fd, nothing, KEY_BYTES, 0) == KEY_BYTES)
		(void)fdatasync(fd);
	close(fd);
}

static bool sync_dir_of(const char *path, GError **error)
{
	g_autofree char *dir = g_path_get_dirname(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;
	int fault = errno;
	if (fd >= 0)
		close(fd);
	return synced || error_set_errno(error, fault, "cannot write the directory \"%s\"", dir);
}

bool seal_key_settle(const char *path, bool keep, GError **error)
{
	g_autofree char *next = next_path(path);
	int old = keep ? open(path, O_WRONLY | O_CLOEXEC) : -1;
	int result = keep ? rename(next, path) : unlink(next);
	int fault = result == 0 ? 0 : errno;
	/* Another process may have done it: then the file that was opened is the new key, or the old one that nobody needs. */
	if (fault == 0)
		forget(old);
	else if (old >= 0)
		close(old);
	if (fault == ENOENT)
		return true;
	return fault == 0 ? sync_dir_of(path, error) : error_set_errno(error, fault, "cannot change the key \"%s\"", path);
}

static bool encrypt(const struct sealing_key *key, struct kv_bytes context, const struct secret *secret, struct envelope *envelope,
	uint8_t *ret_bytes)
{
	g_autoptr(EVP_CIPHER_CTX) cipher = EVP_CIPHER_CTX_new();
	int n = 0;
	return cipher != NULL && RAND_bytes(envelope->nonce, NONCE_BYTES) == 1 &&
		EVP_EncryptInit_ex2(cipher, EVP_aes_256_gcm(), key->bytes, envelope->nonce, NULL) == 1 &&
		EVP_EncryptUpdate(cipher, NULL, &n, context.data, (int)context.length) == 1 &&
		EVP_EncryptUpdate(cipher, ret_bytes, &n, (const uint8_t *)secret->text, (int)secret->length) == 1 &&
		(size_t)n == secret->length && EVP_EncryptFinal_ex(cipher, ret_bytes + n, &n) == 1 &&
		EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, TAG_BYTES, envelope->tag) == 1;
}

static bool decrypt(const struct sealing_key *key, struct kv_bytes context, const struct envelope *envelope, struct kv_bytes bytes,
	uint8_t *ret_text)
{
	g_autoptr(EVP_CIPHER_CTX) cipher = EVP_CIPHER_CTX_new();
	uint8_t tag[TAG_BYTES];
	memcpy(tag, envelope->tag, TAG_BYTES);
	int n = 0;
	return cipher != NULL && EVP_DecryptInit_ex2(cipher, EVP_aes_256_gcm(), key->bytes, envelope->nonce, NULL) == 1 &&
		EVP_DecryptUpdate(cipher, NULL, &n, context.data, (int)context.length) == 1 &&
		EVP_DecryptUpdate(cipher, ret_text, &n, bytes.data, (int)bytes.length) == 1 && (size_t)n == bytes.length &&
		EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, TAG_BYTES, tag) == 1 &&
		EVP_DecryptFinal_ex(cipher, ret_text + n, &n) == 1;
}

bool seal_close(const char *key_path, struct kv_bytes context, const struct secret *secret, GByteArray *out, GError **error)
{
	autokey key = {0};
	struct envelope envelope = {.version = SEAL_VERSION};
	uint8_t bytes[SECRET_BYTES_MOST];
	if (secret->length > SECRET_BYTES_MOST)
		return error_set(error, ERROR_LIMIT, "a secret has at most %d bytes", SECRET_BYTES_MOST);
	if (!key_to_close(key_path, &key, error))
		return false;
	memcpy(envelope.key_id, key.id, ID_BYTES);
	if (!encrypt(&key, context, secret, &envelope, bytes))
		return crypto_failed(error);
	g_byte_array_append(out, (const uint8_t *)&envelope, sizeof(envelope));
	g_byte_array_append(out, bytes, (guint)secret->length);
	return true;
}

bool seal_open(const char *key_path, struct kv_bytes context, struct kv_bytes sealed, struct secret *secret, GError **error)
{
	autokey key = {0};
	struct envelope envelope;
	uint8_t text[SECRET_BYTES_MOST];
	if (sealed.length < sizeof(envelope) || sealed.length - sizeof(envelope) > SECRET_BYTES_MOST)
		return error_set(error, ERROR_CORRUPT, "a sealed secret is damaged");
	memcpy(&envelope, sealed.data, sizeof(envelope));
	if (envelope.version != SEAL_VERSION)
		return error_set(error, ERROR_VERSION, "a secret was sealed by a newer version of tidings; upgrade");
	if (!key_to_open(key_path, envelope.key_id, &key, error))
		return false;
	struct kv_bytes bytes = {sealed.data + sizeof(envelope), sealed.length - sizeof(envelope)};
	bool opened = decrypt(&key, context, &envelope, bytes, text);
	if (opened)
		secret_set(secret, (const char *)text, bytes.length);
	OPENSSL_cleanse(text, sizeof(text));
	return opened || error_set(error, ERROR_CORRUPT, "a sealed secret was changed; set it again");
}

bool seal_is_under_next(const char *path, struct kv_bytes sealed)
{
	g_autofree char *next = next_path(path);
	autokey key = {0};
	struct envelope envelope;
	if (sealed.length < sizeof(envelope) || !key_load(next, &key, NULL))
		return false;
	memcpy(&envelope, sealed.data, sizeof(envelope));
	return key_is(&key, envelope.key_id);
}
