// SPDX-License-Identifier: Apache-2.0
// The digest of what a message says, whatever mail servers have put before it on its way.
#include "message-content-priv.h"

#include <string.h>

#define TRACE "From " /* begins a message in a file of many */

/* The fields that are written here; every other one was added on the way. */
static const char *const own_fields[] = {
	"Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Auto-Submitted", "List-Id", "List-Unsubscribe", "Content-Type",
	"Content-Transfer-Encoding",
};

/* The text with LF at the end of its lines, without any at its end. Lines that end in two ways no mail program writes. Given. */
static GString *plain_lines(const char *data, size_t length, bool *ret_mixed)
{
	GString *text = g_string_sized_new(length);
	size_t with_cr = 0, without = 0;
	for (size_t i = 0; i < length; i++) {
		bool ends = data[i] == '\n';
		bool pair = ends && text->len > 0 && text->str[text->len - 1] == '\r';
		with_cr += pair;
		without += ends && !pair;
		if (pair)
			g_string_truncate(text, text->len - 1);
		g_string_append_c(text, data[i]);
	}
	*ret_mixed = with_cr > 0 && without > 0;
	while (text->len > 0 && text->str[text->len - 1] == '\n')
		g_string_truncate(text, text->len - 1);
	if (g_str_has_prefix(text->str, TRACE))
		g_string_erase(text, 0, (gssize)strcspn(text->str, "\n") + 1);
	return text;
}

/* The end of the field at `at`, its folded lines included: where the next one begins. */
static const char *field_end(const char *at, const char *end)
{
	do {
		const char *lf = memchr(at, '\n', (size_t)(end - at));
		at = lf != NULL ? lf + 1 : end;
	} while (at < end && (*at == ' ' || *at == '\t'));
	return at;
}

static bool is_field(const char *at, const char *end, const char *name)
{
	size_t length = strlen(name);
	return (size_t)(end - at) > length && at[length] == ':' && g_ascii_strncasecmp(at, name, length) == 0;
}

static const char *header_end(const GString *text)
{
	const char *empty = memmem(text->str, text->len, "\n\n", 2);
	return empty != NULL ? empty + 1 : NULL;
}

/* Adds every field of that name; their number. */
static int digest_fields(GChecksum *sum, const char *at, const char *end, const char *name)
{
	int count = 0;
	while (at < end) {
		const char *next = field_end(at, end);
		if (is_field(at, next, name)) {
			g_checksum_update(sum, (const guchar *)at, next - at);
			count++;
		}
		at = next;
	}
	return count;
}

char *message_content_digest(const void *data, size_t length)
{
	bool mixed = false;
	g_autoptr(GString) text = plain_lines(data, length, &mixed);
	const char *end = header_end(text);
	int count = 0;
	if (end == NULL || mixed)
		return NULL;
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (size_t i = 0; i < G_N_ELEMENTS(own_fields); i++)
		count += digest_fields(sum, text->str, end, own_fields[i]);
	g_checksum_update(sum, (const guchar *)end, (gssize)(text->len - (size_t)(end - text->str)));
	return count > 0 ? g_strdup(g_checksum_get_string(sum)) : NULL;
}

char *message_content_field(const void *data, size_t length, const char *name)
{
	bool mixed = false;
	g_autoptr(GString) text = plain_lines(data, length, &mixed);
	const char *end = header_end(text);
	for (const char *at = text->str, *next = at; end != NULL && at < end; at = next) {
		next = field_end(at, end);
		if (!is_field(at, next, name))
			continue;
		at += strlen(name) + 1;
		g_autofree char *raw = g_strndup(at, (gsize)(next - at));
		g_auto(GStrv) lines = g_strsplit(raw, "\n", -1);
		char *value = g_strjoinv("", lines);
		return g_strstrip(value);
	}
	return NULL;
}
