// SPDX-License-Identifier: Apache-2.0
// Layouts that were learnt: the same records and the same refusals as without them.
#include <string.h>

#include "ingest-fixture.h"
#include "parser-priv.h"
#include "test.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

#define PLAIN "{\"time\":\"2026-11-01T00:00:00Z\",\"type\":\"detection\",\"tenant\":\"Retail\",\"category\":\"C\",\"indicator\":\"a.example\"," \
	"\"confidence\":75,\"retroscan\":false,\"other\":\"x\",\"more\":1}"

static struct text_line line_of(const char *text, size_t length)
{
	struct slice slice = {text, length};
	return (struct text_line){slice, slice_marks(slice)};
}

static void put_slice(GString *out, struct slice slice)
{
	g_string_append_c(out, '|');
	if (slice.data == NULL)
		g_string_append(out, "(none)");
	else
		g_string_append_len(out, slice.data, (gssize)slice.length);
}

/* Everything that was read, or the refusal; given. */
static char *outcome(bool done, const struct record *record, const GError *error)
{
	if (!done)
		return g_strdup(error->message);
	GString *out = g_string_new(NULL);
	g_string_printf(out, "%d %" G_GINT64_FORMAT " %d %d %d %" G_GUINT64_FORMAT " %d%d", (int)record->type, record->time, record->source,
			record->kind, record->confidence, record->count, record->retroscan, record->false_positive);
	put_slice(out, record->tenant);
	put_slice(out, record->category);
	put_slice(out, record->indicator);
	put_slice(out, record->feed);
	put_slice(out, record->supplier);
	return g_string_free(out, FALSE);
}

/* Reads the line both ways, and compares. true when what was learnt was enough. */
static bool compare(struct parser *quick, struct parser *full, const char *text, size_t length)
{
	if (!g_utf8_validate_len(text, length, NULL))
		return false;
	struct text_line line = line_of(text, length);
	bool known = (line.marks & (MARK_BACKSLASH | MARK_CONTROL)) == 0 && layouts_match(quick->layouts, line.text) != NULL;
	struct record a = RECORD_EMPTY, b = RECORD_EMPTY;
	g_autoptr(GError) error = NULL, other = NULL;
	bool done = json_parse(full, &line, &b, &other);
	g_autofree char *wanted = outcome(done, &b, other);
	bool quickly = json_parse(quick, &line, &a, &error);
	g_autofree char *got = outcome(quickly, &a, error);
	g_assert_cmpstr(got, ==, wanted);
	return known && done;
}

struct both {
	struct ingest_options options;
	struct parser *quick, *full;
};

static void both_init(struct both *both)
{
	both->options.received = RECEIVED;
	both->quick = parser_new(&both->options);
	both->full = parser_new(&both->options);
	layouts_free(both->full->layouts);
	both->full->layouts = NULL;
}

static void both_release(struct both *both)
{
	parser_free(both->quick);
	parser_free(both->full);
}

TEST(json_layout__match__the_second_line)
{
	struct both both = {0};
	both_init(&both);
	g_assert_false(compare(both.quick, both.full, PLAIN, strlen(PLAIN)));
	g_assert_true(compare(both.quick, both.full, PLAIN, strlen(PLAIN)));
	const char *other = "{\"time\":\"2026-11-02T23:59:59Z\",\"type\":\"detection\",\"tenant\":\"\",\"category\":\"\xd0\x94 {}[],:\",\"indicator\":\"b\","
			    "\"confidence\":0,\"retroscan\":true,\"other\":\"\",\"more\":-10}";
	g_assert_true(compare(both.quick, both.full, other, strlen(other)));
	both_release(&both);
}

/* What differs from the layout in its type, or is no JSON: the full parser's word counts. */
TEST(json_layout__match__values_that_only_look_alike)
{
	static const char *const values[] = {"01", "-0", "7.5", "1e1", "101", "-1", "true", "null", "\"75\"", "", "+1", "999999999999999999",
					     "9999999999999999999", "99999999999999999999999", "0x10", "[]", "{}", "75 ", " 75", "nul"};
	struct both both = {0};
	both_init(&both);
	(void)compare(both.quick, both.full, PLAIN, strlen(PLAIN));
	static const char *const members[] = {"\"confidence\":75", "\"retroscan\":false", "\"more\":1", "\"category\":\"C\"", "\"type\":\"detection\""};
	for (size_t m = 0; m < G_N_ELEMENTS(members); m++) {
		for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
			const char *at = strstr(PLAIN, members[m]);
			size_t name = (size_t)(strchr(members[m], ':') - members[m]) + 1;
			g_autofree char *text = g_strdup_printf("%.*s%s%s", (int)(at - PLAIN + (ptrdiff_t)name), PLAIN, values[i], at + strlen(members[m]));
			(void)compare(both.quick, both.full, text, strlen(text));
			(void)compare(both.quick, both.full, text, strlen(text));
		}
	}
	both_release(&both);
}

/* Lines of the corpus and the sample, with bytes changed, taken out, doubled, cut off. */
static void mutate(struct both *both, const char *line, size_t length, int rounds)
{
	static const char alphabet[] = "\"{}[]:,\\ 019-.truefalsn\t\x7f\xd0\x94";
	(void)compare(both->quick, both->full, line, length);
	for (int i = 0; i < rounds; i++) {
		g_autoptr(GString) text = g_string_new_len(line, (gssize)length);
		for (int n = g_test_rand_int_range(0, 3); n >= 0 && text->len > 0; n--) {
			gssize at = g_test_rand_int_range(0, (gint32)text->len);
			char c = alphabet[g_test_rand_int_range(0, sizeof(alphabet) - 1)];
			switch (g_test_rand_int_range(0, 4)) {
			case 0: text->str[at] = c; break;
			case 1: g_string_erase(text, at, 1); break;
			case 2: g_string_insert_c(text, at, c); break;
			default: g_string_truncate(text, (gsize)at);
			}
		}
		(void)compare(both->quick, both->full, text->str, text->len);
	}
}

TEST(json_layout__compare__changed_lines)
{
	struct both both = {0};
	GError *error = NULL;
	both_init(&both);
	g_autofree char *path = test_data("sample/events.jsonl");
	g_autofree char *text = NULL;
	size_t length = 0;
	g_assert_true(file_read(path, 1 << 20, &text, &length, &error));
	g_auto(GStrv) lines = g_strsplit(text, "\n", 200);
	for (size_t i = 0; i < 199 && lines[i] != NULL; i++)
		mutate(&both, lines[i], strlen(lines[i]), 40);
	mutate(&both, PLAIN, strlen(PLAIN), 4000);
	both_release(&both);
}

static void put_member(GString *line, const char *name)
{
	static const char *const values[] = {"\"\"", "\"General\"", "\"tcp\"", "\"md5\"", "\"2026-11-22T10:00:00Z\"", "\"2026-11-22T10:00:60Z\"", "0",
					     "100", "5000000000", "true", "false", "null", "7.0", "[1]", "{\"a\":1}", "\"\xe2\x82\xac\"", "\"a\\n\""};
	static const char *const blanks[] = {"", "", "", " ", "  ", "\t"};
	g_string_append_printf(line, "%s\"%s\"%s:%s%s", line->len > 1 ? "," : "", name, blanks[g_test_rand_int_range(0, G_N_ELEMENTS(blanks))],
			       blanks[g_test_rand_int_range(0, G_N_ELEMENTS(blanks))], values[g_test_rand_int_range(0, G_N_ELEMENTS(values))]);
}

TEST(json_layout__compare__generated_lines)
{
	struct both both = {0};
	both_init(&both);
	unsigned known = 0;
	for (int i = 0; i < 20000; i++) {
		g_autoptr(GString) line = g_string_new("{");
		int type = g_test_rand_int_range(0, 3);
		if (type < 2)
			g_string_append(line, type == 0 ? "\"type\":\"detection\"" : "\"type\":\"incoming\"");
		for (int m = 0; m < MEMBERS; m++) {
			if (m != MEMBER_TYPE && g_test_rand_int_range(0, 6) == 0)
				put_member(line, json_member_names[m]);
		}
		g_string_append(line, g_test_rand_int_range(0, 20) == 0 ? "} " : "}");
		known += compare(both.quick, both.full, line->str, line->len);
		known += compare(both.quick, both.full, line->str, line->len);
	}
	g_assert_cmpuint(known, >, 1000);
	both_release(&both);
}

/* More layouts than are remembered, in turn. */
TEST(json_layout__learn__many)
{
	struct both both = {0};
	both_init(&both);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 20; i++) {
			g_autofree char *text = g_strdup_printf("{\"type\":\"detection\",\"category\":\"C\",\"indicator\":\"a.example\",\"x%d\":%d}", i, round);
			g_assert_false(compare(both.quick, both.full, text, strlen(text)));
			g_assert_true(compare(both.quick, both.full, text, strlen(text)));
		}
	}
	both_release(&both);
}

TEST(json_layout__learn__many_members)
{
	struct both both = {0};
	both_init(&both);
	g_autoptr(GString) line = g_string_new("{\"type\":\"detection\",\"category\":\"C\",\"indicator\":\"a.example\"");
	for (int i = 0; i < 100; i++)
		g_string_append_printf(line, ",\"x%d\":\"%d\"", i, i);
	g_string_append_c(line, '}');
	(void)compare(both.quick, both.full, line->str, line->len);
	g_assert_false(compare(both.quick, both.full, line->str, line->len));
	both_release(&both);
}
