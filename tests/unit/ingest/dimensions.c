// SPDX-License-Identifier: Apache-2.0
// Dimensions that were seen before.
#include "dimensions-priv.h"

#include "test.h"

static struct dimension_key key_of(const char *const texts[static DIMENSIONS], uint32_t flags)
{
	struct dimension_key key = {.flags = flags};
	for (int i = 0; i < DIMENSIONS; i++)
		key.texts[i] = slice_of(texts[i]);
	return key;
}

TEST(dimensions__find__each_member_makes_a_difference)
{
	autoptr(dimensions) dimensions = dimensions_new();
	const char *const texts[] = {"General", "KL_Malicious_URL", "Feed", NULL};
	struct dimension_key key = key_of(texts, 3);
	uint32_t number = 0;
	g_assert_false(dimensions_find(dimensions, &key, &number));
	dimensions_keep(dimensions, &key, 7);
	g_assert_true(dimensions_find(dimensions, &key, &number));
	g_assert_cmpuint(number, ==, 7);
	for (int i = 0; i < DIMENSIONS; i++) {
		struct dimension_key other = key;
		other.texts[i] = slice_of("other");
		g_assert_false(dimensions_find(dimensions, &other, &number));
	}
	key.flags = 2;
	g_assert_false(dimensions_find(dimensions, &key, &number));
	const char *const shifted[] = {"GeneralKL_Malicious_URL", "", "Feed", ""};
	key = key_of(shifted, 3);
	g_assert_false(dimensions_find(dimensions, &key, &number));
}

TEST(dimensions__keep__copies_the_texts)
{
	autoptr(dimensions) dimensions = dimensions_new();
	char tenant[] = "General";
	struct dimension_key key = {.texts = {slice_of(tenant)}};
	uint32_t number = 0;
	dimensions_keep(dimensions, &key, 1);
	tenant[0] = 'X';
	g_assert_false(dimensions_find(dimensions, &key, &number));
	tenant[0] = 'G';
	g_assert_true(dimensions_find(dimensions, &key, &number));
}

static struct dimension_key numbered(uint32_t i, char *category)
{
	g_snprintf(category, 20, "C%u", i);
	return (struct dimension_key){.texts = {slice_of("General"), slice_of(category)}, .flags = i % 4};
}

TEST(dimensions__keep__many)
{
	autoptr(dimensions) dimensions = dimensions_new();
	uint32_t number = 0;
	char category[20];
	uint32_t many = 0;
	for (uint32_t i = 0; i <= 70000; i++) {
		struct dimension_key key = numbered(i, category);
		many += dimensions_are_many(dimensions);
		g_assert_false(dimensions_find(dimensions, &key, &number));
		dimensions_keep(dimensions, &key, i);
	}
	g_assert_cmpuint(many, >, 30000);
	g_assert_cmpuint(many, <, 40000);
	for (uint32_t i = 0; i < 65534; i += 17) {
		struct dimension_key key = numbered(i, category);
		g_assert_true(dimensions_find(dimensions, &key, &number));
		g_assert_cmpuint(number, ==, i);
	}
	struct dimension_key key = numbered(70000, category);
	g_assert_false(dimensions_find(dimensions, &key, &number));
}
