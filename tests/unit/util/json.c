// SPDX-License-Identifier: Apache-2.0
// JSON read, written and refused.
#include "tidings/util/json.h"

#include <string.h>

#include "test.h"
#include "tidings/util/instant.h"

static struct js *parse(const char *text)
{
	GError *error = NULL;
	struct js *value = js_parse(text, strlen(text), &error);
	test_no_error(error);
	g_assert_nonnull(value);
	return value;
}

static void assert_refused(const char *text, size_t length)
{
	GError *error = NULL;
	g_assert_null(js_parse(text, length, &error));
	test_error(&error, ERROR_INVALID, NULL);
}

TEST(json__to_text__keeps_the_order_and_stays_on_a_line)
{
	autoptr(js) object = js_object();
	js_set_text(object, "z", "line\nfeed \"é\"");
	js_set_int(object, "a", INT64_MIN);
	js_set_bool(object, "m", true);
	js_set_text(object, "none", NULL);
	js_set_instant(object, "at", 1795500000);
	js_set_instant(object, "never", INSTANT_NONE);
	struct js *list = js_array();
	js_append(list, js_string("x"));
	js_append(list, js_object());
	js_set(object, "list", list);
	js_set_text(object, "z", "again");
	g_autofree char *text = js_to_text(object);
	g_assert_cmpstr(text, ==,
			"{\"z\":\"again\",\"a\":-9223372036854775808,\"m\":true,\"none\":null,\"at\":\"2026-11-24T06:00:00Z\",\"never\":null,"
			"\"list\":[\"x\",{}]}");
	js_set_text(object, "z", "line\nfeed");
	g_autofree char *lined = js_to_text(object);
	g_assert_null(strchr(lined, '\n'));
}

TEST(json__string__makes_bad_utf8_valid)
{
	autoptr(js) value = js_string("a\xFF");
	g_assert_cmpstr(js_text(value), ==, "a\uFFFD");
	autoptr(js) null = js_string(NULL);
	g_autofree char *text = js_to_text(null);
	g_assert_cmpstr(text, ==, "null");
}

TEST(json__get__gives_members_of_the_right_type)
{
	autoptr(js) object = parse("{\"t\":\"x\",\"i\":7,\"b\":true,\"f\":false,\"r\":1.5,\"l\":[1,2],\"o\":{},\"n\":null}");
	g_assert_cmpstr(js_get_text(object, "t"), ==, "x");
	g_assert_cmpint(js_get_int(object, "i", -1), ==, 7);
	g_assert_true(js_get_bool(object, "b", false));
	g_assert_false(js_get_bool(object, "f", true));
	g_assert_cmpuint(js_length(js_get(object, "l")), ==, 2);
	g_assert_true(js_is_int(js_at(js_get(object, "l"), 1)));
	g_assert_true(js_is_object(js_get(object, "o")));
	g_assert_true(js_is_array(js_get(object, "l")));
	g_assert_true(js_is_bool(js_get(object, "f")));
}

TEST(json__get__falls_back_on_other_types)
{
	autoptr(js) object = parse("{\"t\":\"x\",\"i\":7,\"r\":1.5,\"l\":[1]}");
	g_assert_null(js_get(object, "absent"));
	g_assert_null(js_get_text(object, "i"));
	g_assert_cmpint(js_get_int(object, "t", -1), ==, -1);
	g_assert_cmpint(js_get_int(object, "r", -1), ==, -1);
	g_assert_true(js_get_bool(object, "i", true));
	g_assert_null(js_get(js_get(object, "l"), "x"));
	g_assert_null(js_at(js_get(object, "l"), 1));
	g_assert_null(js_at(object, 0));
	g_assert_cmpuint(js_length(object), ==, 0);
	g_assert_null(js_get(NULL, "x"));
	g_assert_null(js_get_text(NULL, "x"));
	g_assert_null(js_text(js_get(object, "i")));
	g_assert_false(js_is_object(NULL));
	g_assert_false(js_is_bool(js_get(object, "i")));
}

TEST(json__parse__takes_one_value_of_any_type)
{
	static const char *const good[] = {"1", "\"x\"", " null ", "[]", "{\"a\":[{}]}", "true"};
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		autoptr(js) value = parse(good[i]);
		g_assert_false(js_is_bool(value) && i != G_N_ELEMENTS(good) - 1);
	}
}

TEST(json__parse__refuses_the_rest)
{
	static const char *const bad[] = {
		"", "{", "{} x", "[1,]", "{\"a\":1,\"a\":2}", "'x'", "\"\xFF\"", "NaN", "01", "\"\\ud800\"", "\"\\u0000\"", "{\"a\" 1}",
		"99999999999999999999", "[1] [2]",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_refused(bad[i], strlen(bad[i]));
	assert_refused("[1]\0", 4);
}

TEST(json__parse__refuses_deep_nesting)
{
	g_autofree char *deep = g_strnfill(100000, '[');
	assert_refused(deep, 100000);
}

TEST(json__parse__says_where)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(js_parse("{\n\"a\": x}", 9, &error));
	g_assert_nonnull(strstr(error->message, "line 2, column"));
}

TEST(json__parse__has_a_limit)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(js_parse("", 64 * 1024 * 1024 + 1, &error));
	g_assert_true(error_is(error, ERROR_LIMIT));
}

TEST(json__free__allows_null)
{
	js_free(NULL);
}
