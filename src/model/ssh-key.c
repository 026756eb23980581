// SPDX-License-Identifier: Apache-2.0
// SSH public keys: parsed, checked against their own bytes, and their fingerprints.
#include "tidings/model/ssh-key.h"

#include <string.h>

#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#define BLOB_MIN 32
#define BLOB_MAX 4096
#define TYPE_MAX 64

static const char *const types[] = {
	"ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "sk-ssh-ed25519@openssh.com",
	"sk-ecdsa-sha2-nistp256@openssh.com", "ssh-rsa", NULL,
};

void ssh_key_release(struct ssh_key *key)
{
	if (key == NULL)
		return;
	g_free(key->type);
	g_free(key->blob);
	g_free(key->comment);
	g_free(key->fingerprint);
	*key = (struct ssh_key){0};
}

/* The blob is a row of strings, each a length in network order and that many bytes, to the last byte; the first one is the type. */
static bool is_whole(const guchar *blob, gsize length, const char *type)
{
	int strings = 0;
	for (gsize at = 0; at < length; strings++) {
		if (length - at < 4)
			return false;
		gsize n = (gsize)blob[at] << 24 | (gsize)blob[at + 1] << 16 | (gsize)blob[at + 2] << 8 | blob[at + 3];
		at += 4;
		if (n > length - at || (strings == 0 && (n != strlen(type) || memcmp(blob + at, type, n) != 0)))
			return false;
		at += n;
	}
	return strings > 1;
}

static bool is_base64(const char *text)
{
	size_t digits = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
	size_t padding = strspn(text + digits, "=");
	return text[digits + padding] == '\0' && padding <= 2 && (digits + padding) % 4 == 0;
}

static char *fingerprint_of(const guchar *blob, gsize length)
{
	guint8 digest[32];
	gsize size = sizeof digest;
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_checksum_update(sum, blob, (gssize)length);
	g_checksum_get_digest(sum, digest, &size);
	g_autofree char *text = g_base64_encode(digest, size);
	text[strcspn(text, "=")] = '\0';
	return g_strconcat("SHA256:", text, NULL);
}

static bool no_key(const char *type, GError **error)
{
	g_autofree char *shown = safe_text(type, MIN((gssize)strlen(type), TYPE_MAX));
	if (g_str_has_prefix(type, "-----BEGIN"))
		return error_set(error, ERROR_INVALID, "this is a private key; give the public one, its .pub file");
	return error_set(error, ERROR_INVALID, "\"%s\" is not a type of key that is taken, such as ssh-ed25519; options before it are not either",
			 shown);
}

bool ssh_key_parse(const char *line, struct ssh_key *ret_key, GError **error)
{
	g_autofree char *text = g_strstrip(g_strdup(line));
	g_auto(GStrv) words = g_strsplit_set(text, " \t", 3);
	if (words[0] == NULL || !g_strv_contains(types, words[0]))
		return no_key(words[0] != NULL ? words[0] : "", error);
	if (words[1] == NULL || strlen(words[1]) > BLOB_MAX || !is_base64(words[1]))
		return error_set(error, ERROR_INVALID, "the key after %s is not in base64", words[0]);
	gsize length = 0;
	g_autofree guchar *blob = g_base64_decode(words[1], &length);
	if (length < BLOB_MIN || !is_whole(blob, length, words[0]))
		return error_set(error, ERROR_INVALID, "the key is not of the type %s, or not whole", words[0]);
	*ret_key = (struct ssh_key){
		.type = g_strdup(words[0]), .blob = g_strdup(words[1]),
		.comment = words[2] != NULL ? safe_text(g_strstrip(words[2]), -1) : g_strdup(""), .fingerprint = fingerprint_of(blob, length),
	};
	return true;
}

static void free_key(gpointer key)
{
	ssh_key_release(key);
	g_free(key);
}

GPtrArray *ssh_key_list(const char *lines)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(free_key);
	g_auto(GStrv) each = g_strsplit(lines, "\n", -1);
	for (char **line = each; *line != NULL; line++) {
		struct ssh_key key = {0};
		if (ssh_key_parse(*line, &key, NULL))
			g_ptr_array_add(keys, g_memdup2(&key, sizeof key));
	}
	return keys;
}

char *ssh_key_line(const struct ssh_key *key)
{
	return g_strjoin(" ", key->type, key->blob, *key->comment != '\0' ? key->comment : NULL, NULL);
}

char *ssh_keys_canon(const struct field *row, const char *text, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		autorelease(ssh_key) key = {0};
		g_autoptr(GError) fault = NULL;
		if (*g_strstrip(*line) == '\0')
			continue;
		if (!ssh_key_parse(*line, &key, &fault)) {
			error_set_field(error, ERROR_INVALID, row->name, "%s", fault->message);
			return NULL;
		}
		g_autofree char *canon = ssh_key_line(&key);
		if (strstr(out->str, key.blob) == NULL)
			g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", canon);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
