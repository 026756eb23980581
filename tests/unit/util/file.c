// SPDX-License-Identifier: Apache-2.0
// Files and locks: whole, private, bounded.
#include "tidings/util/file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

static int mode_of(const char *path)
{
	struct stat st;
	g_assert_cmpint(stat(path, &st), ==, 0);
	return (int)(st.st_mode & 07777);
}

static guint entries_of(const char *dir)
{
	g_autoptr(GDir) open = g_dir_open(dir, 0, NULL);
	guint n = 0;
	while (g_dir_read_name(open) != NULL)
		n++;
	return n;
}

static void write_ok(const char *path, const char *data, size_t length, int mode)
{
	GError *error = NULL;
	bool written = file_write(path, data, length, mode, &error);
	test_no_error(error);
	g_assert_true(written);
}

static void assert_content(const char *path, const char *data, size_t length)
{
	GError *error = NULL;
	g_autofree char *content = NULL;
	size_t content_length = 0;
	bool read = file_read(path, 1 << 20, &content, &content_length, &error);
	test_no_error(error);
	g_assert_true(read);
	g_assert_cmpmem(content, content_length, data, length);
	g_assert_cmpint(content[content_length], ==, '\0');
}

TEST(file__make_private_dir__makes_parents)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "a", "b", NULL);
	GError *error = NULL;
	g_assert_true(file_make_private_dir(path, &error));
	g_assert_cmpint(mode_of(path), ==, 0700);
	g_assert_true(file_make_private_dir(path, &error));
	test_no_error(error);
}

TEST(file__make_private_dir__refuses_a_file)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "file", NULL);
	g_autofree char *below = g_build_filename(path, "x", NULL);
	GError *error = NULL;
	write_ok(path, "", 0, 0600);
	g_assert_false(file_make_private_dir(path, &error));
	test_error(&error, ERROR_IO, NULL);
	g_assert_false(file_make_private_dir(below, &error));
	test_error(&error, ERROR_IO, NULL);
}

TEST(file__write__replaces_the_whole)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "report", NULL);
	write_ok(path, "old and longer", 14, 0644);
	write_ok(path, "n\0w", 3, 0600);
	assert_content(path, "n\0w", 3);
	g_assert_cmpint(mode_of(path), ==, 0600);
	g_assert_cmpuint(entries_of(dir), ==, 1);
}

TEST(file__write__keeps_the_mode_it_is_given)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "open", NULL);
	mode_t old = umask(077);
	write_ok(path, "x", 1, 0644);
	umask(old);
	g_assert_cmpint(mode_of(path), ==, 0644);
}

TEST(file__write__leaves_nothing_when_it_fails)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "folder", NULL);
	g_autofree char *inside = g_build_filename(path, "x", NULL);
	GError *error = NULL;
	g_assert_true(file_make_private_dir(path, &error));
	write_ok(inside, "x", 1, 0600);
	g_assert_false(file_write(path, "y", 1, 0600, &error));
	test_error(&error, ERROR_IO, NULL);
	g_assert_cmpuint(entries_of(dir), ==, 1);
	g_autofree char *nowhere = g_build_filename(dir, "no", "such", NULL);
	g_assert_false(file_write(nowhere, "y", 1, 0600, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}

TEST(file__read__is_bounded)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "data", NULL);
	GError *error = NULL;
	char *content = NULL;
	size_t length = 0;
	g_autofree char *big = g_strnfill(40000, 'x');
	write_ok(path, big, 40000, 0600);
	assert_content(path, big, 40000);
	g_assert_true(file_read(path, 40000, &content, &length, &error));
	g_clear_pointer(&content, g_free);
	g_assert_false(file_read(path, 39999, &content, &length, &error));
	test_error(&error, ERROR_LIMIT, NULL);
	g_assert_null(content);
}

TEST(file__read__says_what_is_wrong)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "absent", NULL);
	GError *error = NULL;
	char *content = NULL;
	size_t length = 0;
	g_assert_false(file_read(path, 10, &content, &length, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
	g_assert_false(file_read(dir, 10, &content, &length, &error));
	test_error(&error, ERROR_IO, NULL);
}

TEST(file__read__takes_an_empty_file)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "empty", NULL);
	GError *error = NULL;
	g_autofree char *content = NULL;
	size_t length = 9;
	write_ok(path, "", 0, 0600);
	g_assert_true(file_read(path, 0, &content, &length, &error));
	g_assert_cmpuint(length, ==, 0);
	g_assert_cmpstr(content, ==, "");
}

TEST(file__lock__holds_until_closed)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "lock", NULL);
	GError *error = NULL;
	int first = -1, second = -1;
	g_assert_true(file_lock(path, &first, &error));
	g_assert_cmpint(mode_of(path), ==, 0600);
	g_assert_cmpint(fcntl(first, F_GETFD) & FD_CLOEXEC, !=, 0);
	g_assert_false(file_lock(path, &second, &error));
	test_error(&error, ERROR_BUSY, NULL);
	g_assert_cmpint(second, ==, -1);
	close(first);
	g_assert_true(file_lock(path, &second, &error));
	close(second);
}

TEST(file__lock__fails_without_a_folder)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "no", "lock", NULL);
	GError *error = NULL;
	int fd = -1;
	g_assert_false(file_lock(path, &fd, &error));
	test_error(&error, ERROR_NOT_FOUND, NULL);
}
