/* SPDX-License-Identifier: Apache-2.0 */
/* Unit tests register themselves: TEST(unit__verb__scenario) { ... } is run as /unit/verb/scenario by GTest with TAP output. */
#ifndef TIDINGS_TESTS_TEST_H
#define TIDINGS_TESTS_TEST_H

#include <glib.h>

#include "tidings/util/error.h"

struct test_case {
	const char *name;
	void (*run)(void);
	struct test_case *next;
};

/* Called by TEST before main. */
void test_register(struct test_case *test);

#define TEST(unit__verb__scenario)                                                      \
	static void unit__verb__scenario(void);                                         \
	__attribute__((constructor)) static void unit__verb__scenario##_register(void)  \
	{                                                                               \
		static struct test_case test = {#unit__verb__scenario, unit__verb__scenario, NULL}; \
		test_register(&test);                                                   \
	}                                                                               \
	static void unit__verb__scenario(void)

/* Fails unless *error is set with that code (and, with a field, about that field); clears it. */
void test_error(GError **error, enum error_code code, const char *field);
/* Fails with the message when *error is set. */
void test_no_error(GError *error);

/* A new empty directory below the test's temporary directory, given; removed with everything in it when the program ends. */
char *test_dir(void);
/* DATA/name in the source tree's tests/data, given. */
char *test_data(const char *name);

#endif
