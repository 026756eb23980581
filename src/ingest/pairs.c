// SPDX-License-Identifier: Apache-2.0
// "key=value key=value" with values that may hold blanks.
#include "pairs-priv.h"

#include <string.h>

struct pairs {
	char *prefix;
	GHashTable *values;
	bool escapes;
};

char *pairs_unescape(const char *text, size_t length)
{
	static const char plain[] = "=\\|nr", meant[] = "=\\|\n\r";
	GString *out = g_string_sized_new(length);
	for (size_t i = 0; i < length; i++) {
		const char *escape = text[i] == '\\' && i + 1 < length ? strchr(plain, text[i + 1]) : NULL;
		if (escape != NULL)
			i++;
		g_string_append_c(out, escape != NULL ? meant[escape - plain] : text[i]);
	}
	return g_string_free(out, FALSE);
}

static bool is_key_character(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* The start of the key that ends at `end`; NULL when what stands there is none. */
static const char *key_start(const char *text, const char *end)
{
	const char *start = end;
	while (start > text && is_key_character(start[-1]))
		start--;
	bool begins = start == text || start[-1] == ' ' || start[-1] == '\t';
	return begins && start < end ? start : NULL;
}

/* The next key at or after `at`, its = in *ret_equals; NULL when there is no more. */
static const char *next_key(const struct pairs *pairs, const char *text, const char *at, const char **ret_equals)
{
	for (; *at != '\0'; at++) {
		if (pairs->escapes && *at == '\\' && at[1] != '\0') {
			at++;
			continue;
		}
		const char *key = *at == '=' ? key_start(text, at) : NULL;
		if (key != NULL) {
			*ret_equals = at;
			return key;
		}
	}
	return NULL;
}

static char *value_text(const struct pairs *pairs, const char *start, const char *end)
{
	while (start < end && (*start == ' ' || *start == '\t'))
		start++;
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	size_t length = (size_t)(end - start);
	return pairs->escapes ? pairs_unescape(start, length) : g_strndup(start, length);
}

struct pairs *pairs_parse(const char *text, bool escapes)
{
	struct pairs *pairs = g_new0(struct pairs, 1);
	pairs->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	pairs->escapes = escapes;
	const char *equals = NULL;
	const char *key = next_key(pairs, text, text, &equals);
	const char *end = text + strlen(text);
	pairs->prefix = value_text(pairs, text, key != NULL ? key : end);
	while (key != NULL) {
		g_autofree char *name = g_strndup(key, (gsize)(equals - key));
		const char *value = equals + 1;
		key = next_key(pairs, text, value, &equals);
		/* The first wins: what stands behind may come from a stranger's log. */
		if (!g_hash_table_contains(pairs->values, name))
			g_hash_table_insert(pairs->values, g_steal_pointer(&name), value_text(pairs, value, key != NULL ? key : end));
	}
	return pairs;
}

void pairs_free(struct pairs *pairs)
{
	if (pairs == NULL)
		return;
	g_free(pairs->prefix);
	g_hash_table_unref(pairs->values);
	g_free(pairs);
}

const char *pairs_prefix(const struct pairs *pairs)
{
	return pairs->prefix;
}

const char *pairs_get(const struct pairs *pairs, const char *key)
{
	const char *value = g_hash_table_lookup(pairs->values, key);
	return value == NULL || *value == '\0' || strcmp(value, "-") == 0 ? NULL : value;
}

bool pairs_has(const struct pairs *pairs, const char *key)
{
	return g_hash_table_contains(pairs->values, key);
}
