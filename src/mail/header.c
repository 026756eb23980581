// SPDX-License-Identifier: Apache-2.0
// Header texts: encoded words and encoded parameters.
#include "header-priv.h"

#include <stdbool.h>
#include <string.h>

#define LINE_COLUMNS 78 /* RFC 5322 2.1.1 */
/* 56 columns of base64 make 77 with "Subject: ", "=?utf-8?B?" and "?=" */
#define WORD_OCTETS 42
#define WORD_OCTETS_LEAST 30
#define PLAIN_WORD_MAX 60
#define SECTION_COLUMNS 56
#define CHARACTER_COLUMNS 12 /* of a character of four octets, encoded */

/* Of the character that begins there, in valid UTF-8. */
static size_t octets_of(const char *character)
{
	return (size_t)g_utf8_skip[(guchar)*character];
}

char *header_line(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *line = g_string_new(NULL);
	for (const char *p = valid; *p != '\0'; p += octets_of(p)) {
		gunichar c = g_utf8_get_char(p);
		g_string_append_unichar(line, g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c);
	}
	return g_string_free(line, FALSE);
}

static bool is_ascii(const char *text)
{
	while (*text != '\0' && (*text & 0x80) == 0)
		text++;
	return *text == '\0';
}

static bool has_long_word(const char *text)
{
	size_t length = 0;
	for (; *text != '\0' && length <= PLAIN_WORD_MAX; text++)
		length = *text == ' ' ? 0 : length + 1;
	return length > PLAIN_WORD_MAX;
}

static bool is_plain(const char *line)
{
	size_t length = strlen(line);
	bool outer_blank = length > 0 && (line[0] == ' ' || line[length - 1] == ' ');
	return is_ascii(line) && strstr(line, "=?") == NULL && !outer_blank && !has_long_word(line) && strstr(line, "  ") == NULL;
}

/* Octets for the next word: whole characters, and a multiple of three where there is one near, since some readers lose what follows
 * base64 padding inside a text. */
static size_t word_length(const char *text)
{
	size_t best = 0, best_of_three = 0;
	for (const char *p = text; *p != '\0';) {
		p += octets_of(p);
		size_t length = (size_t)(p - text);
		if (length > WORD_OCTETS)
			break;
		best = length;
		if (length % 3 == 0)
			best_of_three = length;
	}
	if (text[best] == '\0' || best_of_three < WORD_OCTETS_LEAST)
		return best;
	return best_of_three;
}

/* Appends a word after a blank, or on a line of its own when it does not fit. */
static void append_folded(GString *field, size_t *column, const char *word, size_t length)
{
	bool fold = *column + 1 + length > LINE_COLUMNS;
	g_string_append(field, fold ? "\r\n " : " ");
	g_string_append_len(field, word, (gssize)length);
	*column = fold ? 1 + length : *column + 1 + length;
}

static void append_words(GString *field, size_t *column, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	for (char **word = words; *word != NULL; word++)
		append_folded(field, column, *word, strlen(*word));
}

static void append_encoded(GString *field, size_t *column, const char *line)
{
	while (*line != '\0') {
		size_t length = word_length(line);
		g_autofree char *coded = g_base64_encode((const guchar *)line, length);
		g_autofree char *word = g_strdup_printf("=?utf-8?B?%s?=", coded);
		append_folded(field, column, word, strlen(word));
		line += length;
	}
}

char *header_unstructured(const char *name, const char *line)
{
	GString *field = g_string_new(NULL);
	size_t column = strlen(name) + 1;
	if (is_plain(line))
		append_words(field, &column, line);
	else
		append_encoded(field, &column, line);
	g_string_append(field, "\r\n");
	return g_string_free(field, FALSE);
}

static bool parameter_is_plain(const char *line)
{
	size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_. ");
	return line[length] == '\0' && length <= SECTION_COLUMNS && strstr(line, "  ") == NULL;
}

static void append_octets(GString *section, const char *octets, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (g_ascii_isalnum(octets[i]) || strchr("-_.", octets[i]) != NULL)
			g_string_append_c(section, octets[i]);
		else
			g_string_append_printf(section, "%%%02X", (unsigned)(guchar)octets[i]);
	}
}

/* The next section: as many whole characters as fit; *line moves on. */
static char *next_section(const char **line, const char *prefix)
{
	GString *section = g_string_new(prefix);
	while (**line != '\0' && section->len <= SECTION_COLUMNS - CHARACTER_COLUMNS) {
		append_octets(section, *line, octets_of(*line));
		*line += octets_of(*line);
	}
	return g_string_free(section, FALSE);
}

char *header_with_parameter(const char *token, const char *parameter, const char *line)
{
	GString *field = g_string_new(NULL);
	g_string_append_printf(field, " %s", token);
	if (parameter_is_plain(line)) {
		g_string_append_printf(field, ";\r\n\t%s=\"%s\"\r\n", parameter, line);
		return g_string_free(field, FALSE);
	}
	g_autofree char *first = next_section(&line, "utf-8''");
	g_string_append_printf(field, ";\r\n\t%s*%s=%s", parameter, *line == '\0' ? "" : "0*", first);
	for (int i = 1; *line != '\0'; i++) {
		g_autofree char *section = next_section(&line, "");
		g_string_append_printf(field, ";\r\n\t%s*%d*=%s", parameter, i, section);
	}
	g_string_append(field, "\r\n");
	return g_string_free(field, FALSE);
}
