// SPDX-License-Identifier: Apache-2.0
// Layouts of JSON lines: learnt from one line, compared with the next ones.
#include "json-layout-priv.h"

#define LAYOUTS 8
#define PIECES 64
#define DIGITS_MOST 18 /* of an integer that fits into 63 bits whatever they are */

const char *const json_member_names[MEMBERS] = {
	[MEMBER_TYPE] = "type", [MEMBER_SOURCE] = "source", [MEMBER_TENANT] = "tenant", [MEMBER_TIME] = "time", [MEMBER_CATEGORY] = "category",
	[MEMBER_INDICATOR] = "indicator", [MEMBER_FEED] = "feed", [MEMBER_SUPPLIER] = "supplier", [MEMBER_KIND] = "kind",
	[MEMBER_CONFIDENCE] = "confidence", [MEMBER_RETROSCAN] = "retroscan", [MEMBER_FALSE_POSITIVE] = "false_positive", [MEMBER_COUNT] = "count",
};

/* Literal bytes, and the value behind them. */
struct piece {
	size_t start, length; /* in the layout's literals */
	enum json_type type;  /* JSON_ABSENT: no value (null, or the end of the line) */
	int member;           /* MEMBERS: one that is ignored */
};

struct layout {
	GString *literals;
	struct piece pieces[PIECES];
	size_t n_pieces;
	struct json_value values[MEMBERS + 1]; /* of the line that was matched last */
};

struct layouts {
	struct layout *items[LAYOUTS]; /* the last one used first */
	size_t n;
};

static void layout_free(struct layout *layout)
{
	g_string_free(layout->literals, TRUE);
	g_free(layout);
}

struct layouts *layouts_new(void)
{
	return g_new0(struct layouts, 1);
}

void layouts_free(struct layouts *layouts)
{
	if (layouts == NULL)
		return;
	for (size_t i = 0; i < layouts->n; i++)
		layout_free(layouts->items[i]);
	g_free(layouts);
}

/* An integer as JSON writes it, short enough for 63 bits and not "-0"; the byte behind it, or NULL. */
static const char *read_int(const char *at, const char *end, int64_t *ret_number)
{
	bool negative = at < end && *at == '-';
	const char *digits = at + negative;
	int64_t number = 0;
	for (at = digits; at < end && g_ascii_isdigit(*at); at++) {
		if (at - digits == DIGITS_MOST)
			return NULL;
		number = number * 10 + (*at - '0');
	}
	bool zero = at > digits && *digits == '0';
	if (at == digits || (zero && (negative || at > digits + 1)))
		return NULL;
	*ret_number = negative ? -number : number;
	return at;
}

static const char *read_bool(const char *at, const char *end, int64_t *ret_number)
{
	size_t left = (size_t)(end - at);
	*ret_number = left >= 4 && memcmp(at, "true", 4) == 0;
	if (*ret_number != 0)
		return at + 4;
	return left >= 5 && memcmp(at, "false", 5) == 0 ? at + 5 : NULL;
}

/* Reads one value; the byte behind it (a text's closing quote), or NULL when another type stands there. */
static const char *read_value(enum json_type type, const char *at, const char *end, struct json_value *ret_value)
{
	switch (type) {
	case JSON_TEXT: {
		const char *quote = slice_find(at, end, '"');
		ret_value->text = (struct slice){at, quote != NULL ? (size_t)(quote - at) : 0};
		return quote;
	}
	case JSON_INT: return read_int(at, end, &ret_value->number);
	case JSON_BOOL: return read_bool(at, end, &ret_value->number);
	default: return at;
	}
}

static bool layout_match(struct layout *layout, struct slice line)
{
	const char *at = line.data, *end = at + line.length;
	for (size_t i = 0; i < layout->n_pieces; i++) {
		const struct piece *piece = &layout->pieces[i];
		if ((size_t)(end - at) < piece->length || !slice_same(at, layout->literals->str + piece->start, piece->length))
			return false;
		at = read_value(piece->type, at + piece->length, end, &layout->values[piece->member]);
		if (at == NULL)
			return false;
	}
	return at == end;
}

static void move_to_front(struct layouts *layouts, size_t i)
{
	struct layout *layout = layouts->items[i];
	memmove(&layouts->items[1], &layouts->items[0], i * sizeof(layouts->items[0]));
	layouts->items[0] = layout;
}

const struct json_value *layouts_match(struct layouts *layouts, struct slice line)
{
	for (size_t i = 0; i < layouts->n; i++) {
		if (!layout_match(layouts->items[i], line))
			continue;
		if (i > 0)
			move_to_front(layouts, i);
		return layouts->items[0]->values;
	}
	return NULL;
}

/* Where the line that is learnt has come to. */
struct learning {
	struct layout *layout;
	const char *at, *end;
	const char *from; /* start of the literal that is growing */
};

static void skip_blanks(struct learning *learning)
{
	while (learning->at < learning->end && *learning->at == ' ')
		learning->at++;
}

/* Steps over a character with the blanks around it. */
static bool step(struct learning *learning, char c)
{
	skip_blanks(learning);
	if (learning->at == learning->end || *learning->at != c)
		return false;
	learning->at++;
	skip_blanks(learning);
	return true;
}

/* The literal ends here, and a value of that type begins. */
static bool end_piece(struct learning *learning, enum json_type type, int member)
{
	struct layout *layout = learning->layout;
	if (layout->n_pieces == PIECES)
		return false;
	size_t length = (size_t)(learning->at - learning->from);
	layout->pieces[layout->n_pieces++] = (struct piece){layout->literals->len, length, type, member};
	g_string_append_len(layout->literals, learning->from, (gssize)length);
	return true;
}

static enum json_type type_of(char first)
{
	if (first == '"')
		return JSON_TEXT;
	if (first == 't' || first == 'f')
		return JSON_BOOL;
	return g_ascii_isdigit(first) || first == '-' ? JSON_INT : JSON_OTHER;
}

static int member_of(struct slice name)
{
	for (int i = 0; i < MEMBERS; i++) {
		if (slice_is(name, json_member_names[i]))
			return i;
	}
	return MEMBERS;
}

static bool learn_null(struct learning *learning)
{
	bool is = learning->end - learning->at >= 4 && memcmp(learning->at, "null", 4) == 0;
	learning->at += is ? 4 : 0;
	return is;
}

/* A value whose first byte is at hand. What type an event has is a part of its layout; its text will lie among the literals, at number. */
static bool learn_value(struct learning *learning, int member)
{
	struct json_value ignored = {0}, *value = &learning->layout->values[member];
	enum json_type type = type_of(*learning->at);
	if (type == JSON_OTHER)
		return learn_null(learning);
	learning->at += type == JSON_TEXT;
	if (member != MEMBER_TYPE && !end_piece(learning, type, member))
		return false;
	const char *start = learning->at;
	learning->at = read_value(type, start, learning->end, &ignored);
	if (learning->at == NULL)
		return false;
	value->type = type;
	if (member == MEMBER_TYPE)
		*value = (struct json_value){type, (int64_t)learning->layout->literals->len + (start - learning->from), {NULL, (size_t)(learning->at - start)}};
	else
		learning->from = learning->at;
	learning->at += type == JSON_TEXT;
	return true;
}

static bool learn_member(struct learning *learning)
{
	struct json_value name = {0};
	if (learning->at == learning->end || *learning->at != '"')
		return false;
	learning->at = read_value(JSON_TEXT, learning->at + 1, learning->end, &name);
	if (learning->at == NULL)
		return false;
	learning->at++;
	return step(learning, ':') && learning->at < learning->end && learn_value(learning, member_of(name.text));
}

static bool learn(struct learning *learning)
{
	if (!step(learning, '{'))
		return false;
	do {
		if (!learn_member(learning))
			return false;
	} while (step(learning, ','));
	return step(learning, '}') && learning->at == learning->end && end_piece(learning, JSON_ABSENT, MEMBERS);
}

void layouts_learn(struct layouts *layouts, struct slice line)
{
	struct layout *layout = g_new0(struct layout, 1);
	layout->literals = g_string_new(NULL);
	struct learning learning = {layout, line.data, line.data + line.length, line.data};
	if (!learn(&learning)) {
		layout_free(layout);
		return;
	}
	struct json_value *kind = &layout->values[MEMBER_TYPE];
	if (kind->type == JSON_TEXT)
		kind->text.data = layout->literals->str + kind->number;
	if (layouts->n == LAYOUTS)
		layout_free(layouts->items[--layouts->n]);
	layouts->items[layouts->n++] = layout;
	move_to_front(layouts, layouts->n - 1);
}
