// SPDX-License-Identifier: Apache-2.0
// Content lines of iCalendar: unfolded and taken apart.
#include "ics-line-priv.h"

#include <string.h>

#include "tidings/util/error.h"

#define PARAMETERS_MOST 32

void ics_line_release(struct ics_line *line)
{
	if (line == NULL)
		return;
	g_free(line->name);
	g_free(line->value);
	*line = (struct ics_line){0};
}

/* One line as it stands in the file, without its end. */
static bool take_physical(struct ics_reader *reader, GString *out, GError **error)
{
	const char *end = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
	const char *next = end != NULL ? end + 1 : reader->end;
	size_t length = (size_t)((end != NULL ? end : reader->end) - reader->at);
	reader->number++;
	if (length > 0 && reader->at[length - 1] == '\r')
		length--;
	if (out->len + length > ICS_LINE_MOST)
		return error_set(error, ERROR_LIMIT, "line %u is longer than %d bytes", reader->number, ICS_LINE_MOST);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)reader->at[i] < ' ' && reader->at[i] != '\t')
			return error_set(error, ERROR_INVALID, "line %u has a control character", reader->number);
	g_string_append_len(out, reader->at, (gssize)length);
	reader->at = next;
	return true;
}

static bool take_unfolded(struct ics_reader *reader, GString *out, GError **error)
{
	if (!take_physical(reader, out, error))
		return false;
	while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\t')) {
		reader->at++;
		if (!take_physical(reader, out, error))
			return false;
	}
	return true;
}

/* The end of a part that semicolons and the colon end, outside quotation marks. */
static const char *part_end(const char *at)
{
	for (bool quoted = false; *at != '\0' && (quoted || (*at != ';' && *at != ':')); at++)
		quoted = quoted != (*at == '"');
	return at;
}

static bool take_apart(const char *text, struct ics_line *line, GError **error)
{
	const char *end = text + strcspn(text, ";:");
	g_autofree char *name = g_strndup(text, (gsize)(end - text));
	line->name = g_ascii_strup(name, -1);
	bool proper = *name != '\0' && name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
	for (int i = 0; proper && *end == ';'; i++) {
		end = part_end(end + 1);
		proper = i < PARAMETERS_MOST;
	}
	if (!proper || *end != ':')
		return error_set(error, ERROR_INVALID, "line %u is no line of iCalendar, such as NAME:VALUE", line->number);
	line->value = g_strdup(end + 1);
	return true;
}

bool ics_reader_next(struct ics_reader *reader, struct ics_line *ret_line, GError **error)
{
	autorelease(ics_line) line = {0};
	g_autoptr(GString) text = g_string_new(NULL);
	while (text->len == 0 && reader->at < reader->end) {
		line.number = reader->number + 1;
		if (!take_unfolded(reader, text, error))
			return false;
	}
	if (text->len > 0 && !take_apart(text->str, &line, error))
		return false;
	ics_line_release(ret_line);
	*ret_line = line;
	line = (struct ics_line){0};
	return true;
}

char *ics_unescape(const char *value)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (; *value != '\0'; value++) {
		if (*value == '\\' && value[1] != '\0') {
			value++;
			g_string_append_c(out, *value == 'n' || *value == 'N' ? ' ' : *value);
		} else {
			g_string_append_c(out, *value);
		}
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
