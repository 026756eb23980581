// SPDX-License-Identifier: Apache-2.0
// Runs the registered tests by GTest with TAP output.
#include "test.h"

#include <ftw.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct test_case *cases;
static GPtrArray *dirs;

void test_register(struct test_case *test)
{
	struct test_case **at = &cases;
	while (*at != NULL && strcmp((*at)->name, test->name) < 0)
		at = &(*at)->next;
	test->next = *at;
	*at = test;
}

void test_error(GError **error, enum error_code code, const char *field)
{
	g_assert_nonnull(*error);
	if (!error_is(*error, code))
		g_error("expected code %d, got %d: %s", code, (*error)->code, (*error)->message);
	g_assert_cmpstr(error_field(*error), ==, field);
	g_clear_error(error);
}

void test_no_error(GError *error)
{
	if (error != NULL)
		g_error("unexpected error: %s", error->message);
}

char *test_dir(void)
{
	GError *error = NULL;
	char *dir = g_dir_make_tmp("tidings-test-XXXXXX", &error);
	test_no_error(error);
	g_ptr_array_add(dirs, g_strdup(dir));
	return dir;
}

char *test_data(const char *name)
{
	const char *root = g_getenv("TIDINGS_TEST_DATA");
	return g_build_filename(root != NULL ? root : "tests/data", name, NULL);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void run_case(gconstpointer data)
{
	const struct test_case *test = data;
	test->run();
}

int main(int argc, char **argv)
{
	g_autofree char **args = g_new0(char *, (gsize)argc + 2);
	char tap[] = "--tap";
	int n = 0;
	args[n++] = argv[0];
	args[n++] = tap;
	for (int i = 1; i < argc; i++)
		args[n++] = argv[i];
	char **parsed = args;
	setlocale(LC_ALL, "C.UTF-8");
	/* Every commit of a store waits for the disk; a disk in memory keeps the tests quick. */
	if (access("/dev/shm", W_OK) == 0)
		g_setenv("TMPDIR", "/dev/shm", FALSE);
	g_test_init(&n, &parsed, NULL);
	dirs = g_ptr_array_new_with_free_func(g_free);
	for (struct test_case *test = cases; test != NULL; test = test->next) {
		g_auto(GStrv) parts = g_strsplit(test->name, "__", -1);
		g_autofree char *path = g_strjoinv("/", parts);
		g_autofree char *full = g_strconcat("/", path, NULL);
		g_test_add_data_func(full, test, run_case);
	}
	int result = g_test_run();
	for (guint i = 0; i < dirs->len; i++)
		nftw(dirs->pdata[i], remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	g_ptr_array_unref(dirs);
	return result;
}
