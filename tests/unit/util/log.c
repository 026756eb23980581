// SPDX-License-Identifier: Apache-2.0
// Lines for terminal and journal.
#include "tidings/util/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

// What log_line writes, given; stderr_is_journal: as systemd announces it.
static char *logged(bool journal, enum log_level level, const char *text)
{
	g_autofree char *dir = test_dir();
	g_autofree char *path = g_build_filename(dir, "stderr", NULL);
	int file = open(path, O_RDWR | O_CREAT, 0600);
	struct stat st;
	g_assert_cmpint(fstat(file, &st), ==, 0);
	g_autofree char *stream = g_strdup_printf("%lu:%lu", (unsigned long)st.st_dev, (unsigned long)st.st_ino + !journal);
	int old = dup(STDERR_FILENO);
	dup2(file, STDERR_FILENO);
	g_setenv("JOURNAL_STREAM", stream, TRUE);
	log_line(level, "%s", text);
	g_unsetenv("JOURNAL_STREAM");
	dup2(old, STDERR_FILENO);
	close(old);
	close(file);
	char *content = NULL;
	g_assert_true(g_file_get_contents(path, &content, NULL, NULL));
	return content;
}

TEST(log__line__is_plain_on_a_terminal)
{
	g_autofree char *line = logged(false, LOG_LEVEL_NOTICE, "ready");
	g_assert_cmpstr(line, ==, "ready\n");
}

TEST(log__line__has_its_priority_in_the_journal)
{
	g_autofree char *line = logged(true, LOG_LEVEL_ERROR, "broken");
	g_assert_cmpstr(line, ==, "<3>broken\n");
}

TEST(log__line__stays_one_line)
{
	g_autofree char *line = logged(true, LOG_LEVEL_INFO, "a\n<0>b\x1B[2J");
	g_assert_cmpstr(line, ==, "<6>a\\u{0A}<0>b\\u{1B}[2J\n");
}
