// SPDX-License-Identifier: Apache-2.0
// Enum tables in both directions.
#include "tidings/util/enum-table.h"

#include "test.h"

static const struct enum_row colours[] = {
	{0, "red", "Red"}, {1, "green", "Green"}, {7, "blue", "Blue"}, {0, NULL, NULL},
};
static const struct enum_row pair[] = {{0, "on", "On"}, {1, "off", "Off"}, {0, NULL, NULL}};
static const struct enum_row single[] = {{0, "only", "Only"}, {0, NULL, NULL}};

TEST(enum_table__to_text__finds_the_row)
{
	g_assert_cmpstr(enum_to_text(colours, 7), ==, "blue");
	g_assert_cmpstr(enum_to_label(colours, 0), ==, "Red");
	g_assert_null(enum_to_text(colours, 2));
	g_assert_null(enum_to_label(colours, -1));
}

TEST(enum_table__from_text__is_exact)
{
	g_assert_cmpint(enum_from_text(colours, "blue"), ==, 7);
	g_assert_cmpint(enum_from_text(colours, "red"), ==, 0);
	g_assert_cmpint(enum_from_text(colours, "Blue"), ==, -1);
	g_assert_cmpint(enum_from_text(colours, "blu"), ==, -1);
	g_assert_cmpint(enum_from_text(colours, ""), ==, -1);
	g_assert_cmpint(enum_from_text(colours, NULL), ==, -1);
}

TEST(enum_table__choices__reads_as_a_sentence)
{
	g_autofree char *three = enum_choices(colours);
	g_autofree char *two = enum_choices(pair);
	g_autofree char *one = enum_choices(single);
	g_assert_cmpstr(three, ==, "red, green or blue");
	g_assert_cmpstr(two, ==, "on or off");
	g_assert_cmpstr(one, ==, "only");
}
