// SPDX-License-Identifier: Apache-2.0
// The fixed and the system clock.
#include "tidings/util/clock.h"

#include "test.h"

TEST(clock__now__stands_when_fixed)
{
	struct clock clock = {.fixed = true, .at = 1795500000};
	g_assert_cmpint(clock_now(&clock), ==, 1795500000);
}

TEST(clock__now__is_the_systems_when_zeroed)
{
	struct clock clock = {0};
	int64_t before = g_get_real_time() / G_USEC_PER_SEC;
	int64_t now = clock_now(&clock);
	int64_t after = g_get_real_time() / G_USEC_PER_SEC;
	g_assert_true(before <= now && now <= after);
}
