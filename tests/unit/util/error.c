// SPDX-License-Identifier: Apache-2.0
// Codes, fields and exit codes of errors.
#include "tidings/util/error.h"

#include <errno.h>

#include "test.h"

TEST(error__set__keeps_code_and_message)
{
	g_autoptr(GError) error = NULL;
	g_assert_false(error_set(&error, ERROR_NOT_FOUND, "no task %d", 7));
	g_assert_cmpstr(error->message, ==, "no task 7");
	g_assert_true(error->domain == TIDINGS_ERROR);
	g_assert_true(error_is(error, ERROR_NOT_FOUND));
	g_assert_false(error_is(error, ERROR_EXISTS));
	g_assert_null(error_field(error));
}

TEST(error__set__allows_no_place_for_the_error)
{
	g_assert_false(error_set(NULL, ERROR_IO, "lost"));
	g_assert_false(error_set_field(NULL, ERROR_INVALID, "name", "lost"));
	g_assert_false(error_set_errno(NULL, ENOENT, "lost"));
}

TEST(error__set_field__copies_the_name)
{
	g_autoptr(GError) error = NULL;
	char field[] = "recipients";
	g_assert_false(error_set_field(&error, ERROR_INVALID, field, "\"%s\" is empty", field));
	field[0] = 'X';
	g_assert_cmpstr(error_field(error), ==, "recipients");
	g_assert_cmpstr(error->message, ==, "\"recipients\" is empty");
}

TEST(error__field__survives_copy_and_prefix)
{
	g_autoptr(GError) error = NULL;
	error_set_field(&error, ERROR_INVALID, "port", "wrong");
	g_autoptr(GError) copy = g_error_copy(error);
	g_clear_error(&error);
	g_prefix_error(&copy, "while saving: ");
	g_assert_cmpstr(error_field(copy), ==, "port");
	g_assert_cmpstr(copy->message, ==, "while saving: wrong");
}

TEST(error__field__is_null_for_others)
{
	g_autoptr(GError) foreign = g_error_new_literal(G_FILE_ERROR, 1, "foreign");
	g_assert_null(error_field(NULL));
	g_assert_null(error_field(foreign));
	g_assert_false(error_is(foreign, ERROR_INVALID));
	g_assert_false(error_is(NULL, ERROR_INVALID));
}

TEST(error__set_errno__maps_numbers)
{
	static const struct {
		int number;
		enum error_code code;
	} cases[] = {
		{ENOSPC, ERROR_FULL}, {EDQUOT, ERROR_FULL}, {EACCES, ERROR_DENIED}, {EPERM, ERROR_DENIED}, {ENOENT, ERROR_NOT_FOUND},
		{EAGAIN, ERROR_BUSY}, {EWOULDBLOCK, ERROR_BUSY}, {EIO, ERROR_IO}, {ENOTDIR, ERROR_IO},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_false(error_set_errno(&error, cases[i].number, "cannot open \"%s\"", "x"));
		g_autofree char *message = g_strdup_printf("cannot open \"x\": %s", g_strerror(cases[i].number));
		g_assert_cmpstr(error->message, ==, message);
		test_error(&error, cases[i].code, NULL);
	}
}

TEST(error__exit_code__follows_the_table)
{
	static const int expected[] = {
		[ERROR_INVALID] = 2, [ERROR_USAGE] = 2, [ERROR_NOT_FOUND] = 4, [ERROR_EXISTS] = 1, [ERROR_DENIED] = 3,
		[ERROR_READONLY] = 3, [ERROR_BUSY] = 75, [ERROR_LIMIT] = 1, [ERROR_FULL] = 1, [ERROR_CORRUPT] = 1, [ERROR_VERSION] = 1,
		[ERROR_IO] = 1, [ERROR_NET] = 75, [ERROR_TLS] = 1, [ERROR_AUTH] = 1, [ERROR_REMOTE] = 1, [ERROR_TIMEOUT] = 75,
		[ERROR_BUG] = 1,
	};
	for (int code = ERROR_INVALID; code <= ERROR_BUG; code++) {
		g_autoptr(GError) error = NULL;
		error_set(&error, (enum error_code)code, "x");
		g_assert_cmpint(error_exit_code(error), ==, expected[code]);
	}
	g_autoptr(GError) foreign = g_error_new_literal(G_FILE_ERROR, ERROR_INVALID, "foreign");
	g_assert_cmpint(error_exit_code(foreign), ==, 1);
	g_assert_cmpint(error_exit_code(NULL), ==, 0);
}
