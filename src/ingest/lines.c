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

static void drop_returns(GString *line)
{
	size_t kept = 0;
	for (size_t i = 0; i < line->len; i++) {
		if (line->str[i] != '\r')
			line->str[kept++] = line->str[i];
	}
	g_string_truncate(line, kept);
}

bool lines_next(struct lines *lines, struct line *ret_line, bool *ret_more, GError **error)
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
	drop_returns(lines->line);
	uint64_t end = lines->position - (lines->length - lines->at);
	*ret_line = (struct line){lines->line->str, lines->line->len, lines->too_long, end};
	*ret_more = any;
	return true;
}
