// SPDX-License-Identifier: Apache-2.0
// "key=value key=value" with values that may hold blanks.
#include "pairs-priv.h"

#include <string.h>

struct pair {
	struct slice key, value; /* the value as written, without blanks around it */
};

struct pairs {
	struct slice prefix;
	GArray *items; /* struct pair, as they stand */
	bool escapes;
	GStringChunk *plain; /* values whose escapes were undone */
	bool any_plain;
};

struct pairs *pairs_new(void)
{
	struct pairs *pairs = g_new0(struct pairs, 1);
	pairs->items = g_array_new(FALSE, FALSE, sizeof(struct pair));
	pairs->plain = g_string_chunk_new(1024);
	return pairs;
}

void pairs_free(struct pairs *pairs)
{
	if (pairs == NULL)
		return;
	g_array_unref(pairs->items);
	g_string_chunk_free(pairs->plain);
	g_free(pairs);
}

struct slice pairs_unescape(struct pairs *pairs, struct slice text)
{
	static const char escaped[] = "=\\|nr", meant[] = "=\\|\n\r";
	if (text.length == 0 || memchr(text.data, '\\', text.length) == NULL)
		return text;
	char *out = g_string_chunk_insert_len(pairs->plain, text.data, (gssize)text.length);
	size_t length = 0;
	pairs->any_plain = true;
	for (size_t i = 0; i < text.length; i++) {
		const char *escape = text.data[i] == '\\' && i + 1 < text.length ? memchr(escaped, text.data[i + 1], strlen(escaped)) : NULL;
		if (escape != NULL)
			i++;
		out[length++] = escape != NULL ? meant[escape - escaped] : text.data[i];
	}
	return (struct slice){out, length};
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

/* The next = at or after `at` that no backslash hides; NULL when there is none. */
static const char *next_equals(const char *at, const char *end, bool escapes)
{
	const char *equals = memchr(at, '=', (size_t)(end - at));
	while (escapes && equals != NULL) {
		const char *backslash = memchr(at, '\\', (size_t)(equals - at));
		if (backslash == NULL)
			return equals;
		at = MIN(backslash + 2, end);
		if (at > equals)
			equals = memchr(at, '=', (size_t)(end - at));
	}
	return equals;
}

/* The next key at or after `at`, its = in *ret_equals; NULL when there is no more. */
static const char *next_key(struct slice text, const char *at, bool escapes, const char **ret_equals)
{
	const char *end = text.data + text.length;
	while ((at = next_equals(at, end, escapes)) != NULL) {
		const char *key = key_start(text.data, at);
		*ret_equals = at++;
		if (key != NULL)
			return key;
	}
	return NULL;
}

static struct slice trim(const char *start, const char *end)
{
	while (start < end && (*start == ' ' || *start == '\t'))
		start++;
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return (struct slice){start, (size_t)(end - start)};
}

void pairs_read(struct pairs *pairs, struct slice text, bool escapes)
{
	if (pairs->any_plain)
		g_string_chunk_clear(pairs->plain);
	pairs->any_plain = false;
	pairs->escapes = escapes;
	g_array_set_size(pairs->items, 0);
	const char *equals = NULL, *end = text.data + text.length;
	const char *key = next_key(text, text.data, escapes, &equals);
	pairs->prefix = trim(text.data, key != NULL ? key : end);
	if (escapes)
		pairs->prefix = pairs_unescape(pairs, pairs->prefix);
	while (key != NULL) {
		struct pair pair = {.key = {key, (size_t)(equals - key)}};
		const char *value = equals + 1;
		key = next_key(text, value, escapes, &equals);
		pair.value = trim(value, key != NULL ? key : end);
		g_array_append_val(pairs->items, pair);
	}
}

struct slice pairs_prefix(const struct pairs *pairs)
{
	return pairs->prefix;
}

/* The first wins: what stands behind may come from a stranger's log. */
static const struct pair *find(const struct pairs *pairs, const char *key)
{
	struct slice wanted = slice_of(key);
	for (guint i = 0; i < pairs->items->len; i++) {
		const struct pair *pair = &g_array_index(pairs->items, struct pair, i);
		if (slice_equal(pair->key, wanted))
			return pair;
	}
	return NULL;
}

struct slice pairs_get(struct pairs *pairs, const char *key)
{
	const struct pair *pair = find(pairs, key);
	if (pair == NULL || pair->value.length == 0 || slice_is(pair->value, "-"))
		return (struct slice){NULL, 0};
	return pairs->escapes ? pairs_unescape(pairs, pair->value) : pair->value;
}

bool pairs_has(const struct pairs *pairs, const char *key)
{
	return find(pairs, key) != NULL;
}
