// SPDX-License-Identifier: Apache-2.0
// Sets of small numbers: members once, in order, negative ones first.
#include <limits.h>

#include "rule-priv.h"
#include "test.h"

TEST(number_set__after__walks_in_order)
{
	static const int want[] = {-383, -366, -64, -63, -1, 0, 63, 64, 366, 383};
	struct number_set set = {.any = false};
	for (size_t i = G_N_ELEMENTS(want); i > 0; i--)
		number_set_add(&set, want[i - 1]);
	number_set_add(&set, 64);
	int number = number_set_after(&set, INT_MIN);
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		g_assert_cmpint(number, ==, want[i]);
		g_assert_true(number_set_has(&set, number));
		number = number_set_after(&set, number);
	}
	g_assert_cmpint(number, ==, INT_MAX);
	g_assert_cmpint(number_set_after(&set, INT_MAX), ==, INT_MAX);
}

TEST(number_set__has__only_what_was_added)
{
	struct number_set set = {.any = false};
	g_assert_cmpint(number_set_after(&set, INT_MIN), ==, INT_MAX);
	number_set_add(&set, -5);
	for (int i = -1000; i <= 1000; i++)
		g_assert_cmpint(number_set_has(&set, i), ==, i == -5);
}
