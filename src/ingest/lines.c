// SPDX-License-Identifier: Apache-2.0
// Lines of an input, of bounded length.
#include "lines-priv.h"

#include <string.h>

#include "tidings/ingest/ingest.h"

#define BLOCK (256 * 1024)

struct lines {
	const struct input *input;
	uint64_t position; /* of the block's end */
	char *block;
	size_t at, length; /* what is left of the block: from at to length */
	GString *line;
	bool too_long;
};

struct lines *lines_new(const struct input *input, uint64_t position)
{
	struct lines *lines = g_new0(struct lines, 1);
	lines->input = input;
	lines->position = position;
	lines->block = g_malloc(BLOCK);
	lines->line = g_string_new(NULL);
	return lines;
}

void lines_free(struct lines *lines)
{
	if (lines == NULL)
		return;
	g_free(lines->block);
	g_string_free(lines->line, TRUE);
	g_free(lines);
}

static bool fill(struct lines *lines, GError **error)
{
	if (lines->at < lines->length)
		return true;
	size_t length = 0;
	if (!input_read(lines->input, lines->position, lines->block, BLOCK, &length, error))
		return false;
	lines->at = 0;
	lines->length = length;
	lines->position += length;
	return true;
}

static void take(struct lines *lines, const char *text, size_t length)
{
	size_t room = INGEST_LINE_MAX - lines->line->len;
	lines->too_long = lines->too_long || length > room;
	g_string_append_len(lines->line, text, (gssize)MIN(length, room));
}

size_t lines_drop_returns(char *text, size_t length)
{
	char *first = memchr(text, '\r', length);
	if (first == NULL)
		return length;
	size_t kept = (size_t)(first - text);
	for (size_t i = kept; i < length; i++) {
		if (text[i] != '\r')
			text[kept++] = text[i];
	}
	return kept;
}

/* A line that lies in the block as a whole. */
static bool take_whole(struct lines *lines, struct line *ret_line)
{
	char *start = lines->block + lines->at;
	const char *feed = memchr(start, '\n', lines->length - lines->at);
	size_t length = feed != NULL ? (size_t)(feed - start) : 0;
	if (feed == NULL || length > INGEST_LINE_MAX)
		return false;
	lines->at += length + 1;
	*ret_line = (struct line){start, lines_drop_returns(start, length), false, lines->position - (lines->length - lines->at)};
	return true;
}

/* A line over several blocks, or the last one; *ret_more is false when there is none. */
static bool take_pieces(struct lines *lines, struct line *ret_line, bool *ret_more, GError **error)
{
	bool any = false, ended = false;
	g_string_truncate(lines->line, 0);
	lines->too_long = false;
	while (!ended) {
		if (!fill(lines, error))
			return false;
		const char *start = lines->block + lines->at;
		size_t left = lines->length - lines->at;
		if (left == 0)
			break;
		const char *feed = memchr(start, '\n', left);
		size_t length = feed != NULL ? (size_t)(feed - start) : left;
		take(lines, start, length);
		lines->at += length + (feed != NULL);
		any = true;
		ended = feed != NULL;
	}
	uint64_t end = lines->position - (lines->length - lines->at);
	*ret_line = (struct line){lines->line->str, lines_drop_returns(lines->line->str, lines->line->len), lines->too_long, end};
	*ret_more = any;
	return true;
}

bool lines_next(struct lines *lines, struct line *ret_line, bool *ret_more, GError **error)
{
	if (!fill(lines, error))
		return false;
	if (take_whole(lines, ret_line)) {
		*ret_more = true;
		return true;
	}
	return take_pieces(lines, ret_line, ret_more, error);
}

bool line_is_silent(const struct line *line)
{
	size_t blanks = 0;
	while (blanks < line->length && (line->text[blanks] == ' ' || line->text[blanks] == '\t'))
		blanks++;
	return blanks == line->length || *line->text == '#';
}
