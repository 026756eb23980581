// SPDX-License-Identifier: Apache-2.0
// One message each: a recipient's copy from the message that was built, the same bytes every time, and that message again from a copy.
#include "letter-copy-priv.h"

#include <string.h>

#include "tidings/util/error.h"

#define HIDDEN "undisclosed-recipients:;" /* what the message that was built has in its To field */

/* A field of the header, its line ends included. */
struct place {
	const char *at;
	size_t length;
};

static const char *line_end(const char *at, const char *end)
{
	const char *lf = memchr(at, '\n', (size_t)(end - at));
	return lf != NULL ? lf + 1 : end;
}

/* Finds the one field of that name; none or two of them are no message of ours. */
static bool find_field(GBytes *message, const char *name, struct place *ret_place)
{
	gsize length = 0, name_length = strlen(name);
	const char *at = g_bytes_get_data(message, &length);
	const char *end = at + length;
	int count = 0;
	while (at < end && *at != '\r' && *at != '\n') {
		const char *next = line_end(at, end);
		while (next < end && (*next == ' ' || *next == '\t'))
			next = line_end(next, end);
		if ((size_t)(next - at) > name_length && at[name_length] == ':' && g_ascii_strncasecmp(at, name, name_length) == 0) {
			*ret_place = (struct place){at, (size_t)(next - at)};
			count++;
		}
		at = next;
	}
	return count == 1;
}

/* The message with another value of that field; NULL when it has not exactly one. Given. */
static GBytes *with_field(GBytes *message, const char *name, const char *value)
{
	struct place field = {0};
	gsize length = 0;
	const char *data = g_bytes_get_data(message, &length);
	if (!find_field(message, name, &field))
		return NULL;
	bool cr = field.length > 1 && field.at[field.length - 2] == '\r';
	g_autofree char *line = g_strdup_printf("%s: %s%s\n", name, value, cr ? "\r" : "");
	gsize before = (gsize)(field.at - data);
	GByteArray *out = g_byte_array_sized_new((guint)(length + strlen(line)));
	g_byte_array_append(out, (const guint8 *)data, (guint)before);
	g_byte_array_append(out, (const guint8 *)line, (guint)strlen(line));
	g_byte_array_append(out, (const guint8 *)field.at + field.length, (guint)(length - before - field.length));
	return g_byte_array_free_to_bytes(out);
}

static GBytes *readdressed(GBytes *message, const char *to, const char *message_id)
{
	g_autofree char *id = g_strdup_printf("<%s>", message_id);
	g_autoptr(GBytes) addressed = with_field(message, "To", to);
	return addressed != NULL ? with_field(addressed, "Message-ID", id) : NULL;
}

GBytes *letter_copy(GBytes *message, const struct run *run, guint i, GError **error)
{
	g_autofree char *id = run_copy_id(run, i);
	GBytes *copy = readdressed(message, g_array_index(run->deliveries, struct delivery, i).recipient, id);
	if (copy == NULL)
		error_set(error, ERROR_CORRUPT, "the message of run %" G_GUINT64_FORMAT " has no recipients that could be replaced", run->id);
	return copy;
}

static bool has_field(GBytes *message, const char *name, const char *value)
{
	struct place field = {0};
	if (!find_field(message, name, &field))
		return false;
	size_t skip = strlen(name) + 1;
	g_autofree char *found = g_strndup(field.at + skip, field.length - skip);
	return strcmp(g_strstrip(found), value) == 0;
}

GBytes *letter_of_copy(GBytes *copy, const struct run *run)
{
	for (guint i = 0; run->addressing == ADDRESSING_EACH && i < run->deliveries->len; i++) {
		g_autofree char *id = run_copy_id(run, i);
		g_autofree char *bracketed = g_strdup_printf("<%s>", id);
		if (has_field(copy, "Message-ID", bracketed) && has_field(copy, "To", g_array_index(run->deliveries, struct delivery, i).recipient))
			return readdressed(copy, HIDDEN, run->message_id);
	}
	return NULL;
}
