// SPDX-License-Identifier: Apache-2.0
// A message as people look at it before it is sent: headers, the tree of its parts, their sizes.
#include <string.h>

#include "tidings/app/report.h"

#define DEEPEST 8
#define MOST_PARTS 64

// Bytes of a message, [at, end).
struct span {
	const char *at, *end;
};

struct outline {
	GString *text;
	int parts;
};

// The line at the start of what is left, without its end; what is left begins after it.
static struct span take_line(struct span *left)
{
	const char *lf = memchr(left->at, '\n', (size_t)(left->end - left->at));
	struct span line = {left->at, lf != NULL ? lf : left->end};
	left->at = lf != NULL ? lf + 1 : left->end;
	if (line.end > line.at && line.end[-1] == '\r')
		line.end--;
	return line;
}

// Headers, each on one line, up to the empty line, which is taken as well. Given.
static GPtrArray *take_headers(struct span *left)
{
	GPtrArray *headers = g_ptr_array_new_with_free_func(g_free);
	while (left->at < left->end) {
		struct span line = take_line(left);
		if (line.at == line.end)
			break;
		g_autofree char *text = g_strndup(line.at, (gsize)(line.end - line.at));
		bool folded = (*text == ' ' || *text == '\t') && headers->len > 0;
		if (!folded) {
			g_ptr_array_add(headers, g_steal_pointer(&text));
			continue;
		}
		char **last = (char **)&headers->pdata[headers->len - 1];
		char *joined = g_strconcat(*last, " ", g_strstrip(text), NULL);
		g_free(*last);
		*last = joined;
	}
	return headers;
}

// The value of a header, borrowed; "" when it is missing.
static const char *header(const GPtrArray *headers, const char *name)
{
	size_t length = strlen(name);
	for (guint i = 0; i < headers->len; i++) {
		const char *line = headers->pdata[i];
		if (g_ascii_strncasecmp(line, name, length) == 0 && line[length] == ':')
			return line + length + 1 + strspn(line + length + 1, " \t");
	}
	return "";
}

// The value of a parameter, given; NULL when it is missing.
static char *parameter(const char *value, const char *name)
{
	g_autofree char *lower = g_ascii_strdown(value, -1);
	g_autofree char *sign = g_strconcat(name, "=", NULL);
	const char *found = strstr(lower, sign);
	if (found == NULL)
		return NULL;
	const char *at = value + (found - lower) + strlen(sign);
	return *at == '"' ? g_strndup(at + 1, strcspn(at + 1, "\"")) : g_strndup(at, strcspn(at, "; \t"));
}

// True for the line before a part; ret_last for the one after the last.
static bool is_boundary(struct span line, const char *boundary, bool *ret_last)
{
	size_t length = strlen(boundary);
	size_t all = (size_t)(line.end - line.at);
	if (all < length + 2 || memcmp(line.at, "--", 2) != 0 || memcmp(line.at + 2, boundary, length) != 0)
		return false;
	*ret_last = all >= length + 4 && memcmp(line.at + 2 + length, "--", 2) == 0;
	return true;
}

// The next part of what is left: from behind a boundary to before the next one. False when there is none.
static bool take_part(struct span *left, const char *boundary, struct span *ret_part)
{
	struct span part = *left;
	while (left->at < left->end) {
		bool last = false;
		struct span line = take_line(left);
		if (!is_boundary(line, boundary, &last))
			continue;
		part.end = line.at;
		*ret_part = part;
		if (last)
			left->at = left->end;
		return true;
	}
	return false;
}

static void add_leaf(struct outline *outline, const GPtrArray *headers, struct span body)
{
	g_autofree char *name = parameter(header(headers, "Content-Disposition"), "filename");
	const char *encoding = header(headers, "Content-Transfer-Encoding");
	g_string_append_printf(outline->text, ", %s, %zu", *encoding != '\0' ? encoding : "7bit", (size_t)(body.end - body.at));
	if (name != NULL)
		g_string_append_printf(outline->text, ", \"%s\"", name);
	g_string_append_c(outline->text, '\n');
}

// One part and those within it; its headers are taken already.
static void add_part(struct outline *outline, const GPtrArray *headers, struct span body, int depth)
{
	const char *type = header(headers, "Content-Type");
	g_autofree char *boundary = parameter(type, "boundary");
	g_autofree char *name = g_strndup(*type != '\0' ? type : "text/plain", strcspn(*type != '\0' ? type : "text/plain", "; "));
	g_string_append_printf(outline->text, "%*s%s", depth * 2, "", name);
	if (boundary == NULL || *boundary == '\0' || depth >= DEEPEST) {
		add_leaf(outline, headers, body);
		return;
	}
	g_string_append_c(outline->text, '\n');
	struct span part = body;
	if (!take_part(&body, boundary, &part))
		return;
	while (outline->parts++ < MOST_PARTS && take_part(&body, boundary, &part)) {
		g_autoptr(GPtrArray) own = take_headers(&part);
		add_part(outline, own, part, depth + 1);
	}
}

char *message_outline(GBytes *message)
{
	size_t length = 0;
	const char *data = g_bytes_get_data(message, &length);
	struct span left = {data, data + length};
	g_autoptr(GPtrArray) headers = take_headers(&left);
	struct outline outline = {.text = g_string_new(NULL)};
	add_part(&outline, headers, left, 0);
	g_string_append_printf(outline.text, "= %zu\n\n", length);
	for (guint i = 0; i < headers->len; i++)
		g_string_append_printf(outline.text, "%s\n", (const char *)headers->pdata[i]);
	return g_string_free(outline.text, FALSE);
}
