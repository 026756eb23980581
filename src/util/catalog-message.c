// SPDX-License-Identifier: Apache-2.0
// Messages that were made in English, in the catalogue's language: the format that made one is found again by what it says.
#include <stdbool.h>
#include <string.h>

#include "catalog-priv.h"

#define PIECES 12    /* conversions of a format */
#define LETTERS 4    /* of its own, that a format needs to be known again */
#define DEPTH 4      /* messages within messages */
#define STEPS 100000 /* tried for one text: a hostile one could have no end of them */
#define MOST 1024    /* bytes of a message that is looked at */

/* One conversion, as in "%2$.40s". */
struct conversion {
	size_t length;
	unsigned position; /* from 1; 0 = the next */
	bool nothing;      /* "%.0s" */
	char kind;
};

/* What stood for each conversion. */
struct piece {
	const char *text;
	size_t length;
	bool quoted; /* a name that somebody gave: it stays */
	char kind;
};

struct match {
	struct piece pieces[PIECES];
	unsigned n;
	unsigned steps; /* that are left */
};

/* The conversion that begins at the "%"; kind '%' for the sign itself, '\0' when there is none. */
static struct conversion conversion_at(const char *at)
{
	size_t digits = strspn(at + 1, "0123456789");
	struct conversion c = {.length = 1};
	if (digits == 1 && at[2] == '$') {
		c.position = (unsigned)(at[1] - '0');
		c.length += 2;
	}
	c.length += strspn(at + c.length, "-+ #0123456789.");
	c.nothing = c.length >= 3 && strncmp(at + c.length - 2, ".0", 2) == 0;
	c.length += strspn(at + c.length, "hlzjt");
	c.kind = at[c.length];
	c.length += c.kind != '\0';
	return c;
}

static bool fits(char kind, char c)
{
	bool number = g_ascii_isxdigit(c) || c == '-' || c == '.' || c == '+';
	return kind == 's' || kind == 'c' || number;
}

/* The text of the format itself, up to its next conversion; false when the message says something else there. */
static bool skip_text(const char **format, const char **text)
{
	for (;;) {
		bool sign = (*format)[0] == '%' && (*format)[1] == '%';
		if (**format == '\0' || (**format == '%' && !sign))
			return true;
		if (**format != **text)
			return false;
		*format += 1 + sign;
		*text += 1;
	}
}

// The shortest pieces that let the rest match.
static bool match_from(const char *format, const char *text, bool quoted, struct match *match)
{
	const char *start = format;
	if (!skip_text(&format, &text))
		return false;
	if (*format == '\0')
		return *text == '\0';
	struct conversion c = conversion_at(format);
	if (c.kind == '\0' || match->n == PIECES)
		return false;
	unsigned own = match->n++;
	quoted = format > start ? format[-1] == '"' : quoted;
	for (size_t length = c.kind == 's' ? 0 : 1; length == 0 || (text[length - 1] != '\0' && fits(c.kind, text[length - 1])); length++) {
		match->pieces[own] = (struct piece){text, length, quoted, c.kind};
		match->n = own + 1;
		if (match->steps == 0)
			break;
		match->steps--;
		if (match_from(format + c.length, text + length, false, match))
			return true;
	}
	match->n = own;
	return false;
}

static unsigned letters_of(const char *format)
{
	unsigned n = 0;
	for (; *format != '\0'; format++) {
		if (*format == '%')
			format += conversion_at(format).length - 1;
		else
			n += (unsigned)g_ascii_isalpha(*format);
	}
	return n;
}

static int by_letters(const void *a, const void *b)
{
	unsigned first = letters_of(*(const char *const *)a);
	unsigned second = letters_of(*(const char *const *)b);
	return first == second ? strcmp(*(const char *const *)a, *(const char *const *)b) : first < second ? 1 : -1;
}

// Those with most text of their own first: they say most surely what a message is.
static const GPtrArray *formats_of(const struct catalog *catalog)
{
	GHashTableIter iter;
	gpointer msgid = NULL;
	if (catalog->formats->len > 0)
		return catalog->formats;
	g_hash_table_iter_init(&iter, catalog->texts);
	while (g_hash_table_iter_next(&iter, &msgid, NULL))
		if (strchr(msgid, '%') != NULL && letters_of(msgid) >= LETTERS)
			g_ptr_array_add(catalog->formats, msgid);
	g_ptr_array_sort(catalog->formats, by_letters);
	return catalog->formats;
}

/* The translation of the text that it is, or of the format that made it. */
static const char *find(const struct catalog *catalog, const char *text, struct match *ret_match)
{
	const char *known = catalog_text(catalog, text);
	*ret_match = (struct match){.steps = STEPS};
	if (known != text)
		return known;
	const GPtrArray *formats = formats_of(catalog);
	for (guint i = 0; i < formats->len; i++) {
		const char *format = formats->pdata[i];
		ret_match->n = 0;
		if (match_from(format, text, false, ret_match))
			return catalog_text(catalog, format);
	}
	return NULL;
}

// The translated format with the texts of the pieces in their places. A text that is no format stands as it is.
static char *fill(const char *format, char *const *texts, unsigned n)
{
	g_autoptr(GString) out = g_string_new(NULL);
	unsigned next = 0;
	for (const char *at = format; *at != '\0';) {
		if (*at != '%' || n == 0) {
			g_string_append_c(out, *at++);
			continue;
		}
		struct conversion c = conversion_at(at);
		at += c.length;
		unsigned index = c.position > 0 ? c.position - 1 : next;
		if (c.kind == '%')
			g_string_append_c(out, '%');
		else if (index < n && !c.nothing)
			g_string_append(out, texts[index]);
		next += c.kind != '%';
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Where a colon ends a message of its own, the ": " a part of it or not; NULL when no beginning is known. */
static const char *find_colon(const struct catalog *catalog, const char *text, bool *ret_part)
{
	struct match match = {.n = 0};
	for (const char *colon = strstr(text, ": "); colon != NULL; colon = strstr(colon + 1, ": ")) {
		g_autofree char *with = g_strndup(text, (gsize)(colon + 2 - text));
		g_autofree char *before = g_strndup(text, (gsize)(colon - text));
		*ret_part = find(catalog, with, &match) != NULL;
		if (*ret_part || find(catalog, before, &match) != NULL)
			return colon;
	}
	return NULL;
}

/* The whole text; or the message at its beginning, and what follows it; or what stands after a colon. */
static char *translate(const struct catalog *catalog, const char *text, int depth)
{
	struct match match = {.n = 0};
	if (depth == DEPTH || *text == '\0')
		return g_strdup(text);
	const char *format = find(catalog, text, &match);
	if (format != NULL) {
		g_auto(GStrv) texts = g_new0(char *, PIECES + 1);
		for (unsigned i = 0; i < match.n; i++) {
			g_autofree char *piece = g_strndup(match.pieces[i].text, match.pieces[i].length);
			bool own = match.pieces[i].kind != 's' || match.pieces[i].quoted;
			texts[i] = own ? g_steal_pointer(&piece) : translate(catalog, piece, depth + 1);
		}
		return fill(format, texts, match.n);
	}
	bool part = false;
	const char *known = find_colon(catalog, text, &part);
	const char *colon = known != NULL ? known : strstr(text, ": ");
	if (colon == NULL)
		return g_strdup(text);
	g_autofree char *beginning = g_strndup(text, (gsize)(colon + (part ? 2 : 0) - text));
	g_autofree char *first = known != NULL ? translate(catalog, beginning, depth + 1) : g_strdup(beginning);
	g_autofree char *after = translate(catalog, colon + 2, depth + 1);
	return g_strconcat(first, part ? "" : ": ", after, NULL);
}

char *catalog_message(const struct catalog *catalog, const char *message)
{
	bool english = catalog == NULL || g_hash_table_size(catalog->texts) == 0;
	return english || strlen(message) > MOST ? g_strdup(message) : translate(catalog, message, 0);
}
