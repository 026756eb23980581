// SPDX-License-Identifier: Apache-2.0
// Passwords of accounts: Argon2id in PHC format.
#include "tidings/store/password.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include <argon2.h>

#include "tidings/util/error.h"

#define SALT_BYTES 16
#define HASH_BYTES 32
#define LANES 1
#define MEMORY_MOST (1U << 20) /* KiB */
#define PASSES_MOST 64

static const struct password_cost usual_cost = {.memory_kib = 64 * 1024, .passes = 3};

char *password_hash(const struct secret *password, const struct password_cost *cost, GError **error)
{
	uint8_t salt[SALT_BYTES];
	if (cost == NULL)
		cost = &usual_cost;
	if (getrandom(salt, sizeof salt, 0) != (ssize_t)sizeof salt) {
		error_set_errno(error, errno, "cannot get random bytes for a password");
		return NULL;
	}
	size_t length = argon2_encodedlen(cost->passes, cost->memory_kib, LANES, SALT_BYTES, HASH_BYTES, Argon2_id);
	g_autofree char *hash = g_malloc0(length);
	int result = argon2id_hash_encoded(cost->passes, cost->memory_kib, LANES, secret_text(password), password->length, salt, sizeof salt,
					   HASH_BYTES, hash, length);
	if (result == ARGON2_OK)
		return g_steal_pointer(&hash);
	error_set(error, result == ARGON2_MEMORY_ALLOCATION_ERROR ? ERROR_BUSY : ERROR_BUG, "cannot hash the password: %s",
		  argon2_error_message(result));
	return NULL;
}

/* Takes "NAME=number" off the text. */
static bool take_number(const char **text, const char *name, guint64 most, guint64 *ret_value)
{
	if (!g_str_has_prefix(*text, name))
		return false;
	*text += strlen(name);
	size_t digits = strspn(*text, "0123456789");
	g_autofree char *number = g_strndup(*text, digits);
	*text += digits;
	return g_ascii_string_to_unsigned(number, 10, 0, most, ret_value, NULL);
}

/* Whoever wrote the record must not make a verification take all memory. */
static bool read_cost(const char *hash, struct password_cost *ret_cost)
{
	guint64 version = 0, memory = 0, passes = 0, lanes = 0;
	if (!take_number(&hash, "$argon2id$v=", UINT32_MAX, &version) || !take_number(&hash, "$m=", MEMORY_MOST, &memory) ||
	    !take_number(&hash, ",t=", PASSES_MOST, &passes) || !take_number(&hash, ",p=", LANES, &lanes))
		return false;
	*ret_cost = (struct password_cost){(uint32_t)memory, (uint32_t)passes};
	return true;
}

bool password_matches(const char *hash, const struct secret *password)
{
	struct password_cost cost;
	return read_cost(hash, &cost) && argon2id_verify(hash, secret_text(password), password->length) == ARGON2_OK;
}

bool password_is_weak(const char *hash, const struct password_cost *cost)
{
	struct password_cost has;
	if (cost == NULL)
		cost = &usual_cost;
	return read_cost(hash, &has) && (has.memory_kib < cost->memory_kib || has.passes < cost->passes);
}

char *password_stand_in(const struct password_cost *cost)
{
	static const char salt[] = "AAAAAAAAAAAAAAAAAAAAAA", digest[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	if (cost == NULL)
		cost = &usual_cost;
	return g_strdup_printf("$argon2id$v=%d$m=%u,t=%u,p=%d$%s$%s", ARGON2_VERSION_NUMBER, cost->memory_kib, cost->passes, LANES, salt, digest);
}
