// SPDX-License-Identifier: Apache-2.0
// Which parser reads a line.
#include "parser-priv.h"

#include "tidings/util/error.h"

struct parser *parser_new(const struct ingest_options *options)
{
	struct parser *parser = g_new0(struct parser, 1);
	parser->options = options;
	parser->dates = dates_new(options);
	parser->pairs = pairs_new();
	parser->layouts = layouts_new();
	return parser;
}

void parser_free(struct parser *parser)
{
	if (parser == NULL)
		return;
	dates_free(parser->dates);
	pairs_free(parser->pairs);
	layouts_free(parser->layouts);
	js_free(parser->object);
	g_free(parser);
}

static bool auto_parse(struct parser *parser, const struct text_line *line, struct record *record, GError **error)
{
	struct slice text = line->text;
	while (text.length > 0 && (*text.data == ' ' || *text.data == '\t')) {
		text.data++;
		text.length--;
	}
	if (text.length > 0 && *text.data == '{')
		return json_parse(parser, line, record, error);
	if (memmem(text.data, text.length, "CEF:", 4) != NULL)
		return cef_parse(parser, line, record, error);
	return kv_line_parse(parser, line, record, error);
}

bool parser_read(struct parser *parser, const struct text_line *line, struct record *record, GError **error)
{
	switch (parser->options->format) {
	case INGEST_CEF: return cef_parse(parser, line, record, error);
	case INGEST_KV: return kv_line_parse(parser, line, record, error);
	case INGEST_JSON: return json_parse(parser, line, record, error);
	default: return auto_parse(parser, line, record, error);
	}
}
