// SPDX-License-Identifier: Apache-2.0
// Several processes at one database: a map that another one enlarges, readers and writers that are killed, bits that flip, full disks.
#include "tidings/kv/kv.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#include "kv-fixture.h"
#include "kv-priv.h"
#include "test.h"

#define SMALL_MAP (1 << 18)
#define FLIPS 60
#define KEYS 200

extern char **environ;

/* What a child says and hears is one character. */
static void say(char c)
{
	g_assert_cmpint(write(STDOUT_FILENO, &c, 1), ==, 1);
}

static int hear(void)
{
	char c;
	return read(STDIN_FILENO, &c, 1) == 1 ? c : -1;
}

static void put_many(struct fixture *f)
{
	g_autofree char *value = g_strnfill(50000, 'v');
	for (int i = 0; i < 20; i++) {
		g_autofree char *key = g_strdup_printf("grown %d", i);
		fixture_put(f, TABLE_B, key, value);
	}
}

static bool hold_read(struct kv_txn *txn, void *data, GError **error)
{
	(void)txn;
	(void)data;
	(void)error;
	say('r');
	hear();
	return true;
}

static bool hold_write(struct kv_txn *txn, void *data, GError **error)
{
	(void)data;
	if (!kv_put(txn, TABLE_A, fixture_bytes("half"), fixture_bytes("done"), error))
		return false;
	say('w');
	hear();
	return true;
}

static char *value_of(int i)
{
	return g_strdup_printf("the value of key %d%*s", i, i * 7, "");
}

/* 0: every value that was given was right. */
static int read_all(struct fixture *f)
{
	for (int i = 0; i < KEYS; i++) {
		g_autofree char *key = g_strdup_printf("key %d", i);
		g_autofree char *value = value_of(i);
		struct fixture_question question = {TABLE_A, fixture_bytes(key), NULL};
		if (kv_read(f->kv, fixture_ask, &question, NULL) && strcmp(question.answer, value) != 0)
			return 3;
		g_free(question.answer);
	}
	return 0;
}

static int play_role(char role, struct fixture *f)
{
	switch (role) {
	case 'g':
		put_many(f);
		return 0;
	case 'r':
		return !kv_read(f->kv, hold_read, NULL, NULL);
	case 'w':
		return !kv_write(f->kv, hold_write, NULL, NULL);
	default:
		return read_all(f);
	}
}

/* A child is this program with a role and a database as its arguments: it plays and never gets to main. */
__attribute__((constructor)) static void play(int argc, char **argv)
{
	if (argc != 3 || strlen(argv[1]) != 1)
		return;
	struct fixture f = {.path = argv[2]};
	struct rlimit no_core = {0, 0};
	setrlimit(RLIMIT_CORE, &no_core);
	f.kv = environment_open(f.path, fixture_tables, argv[1][0] == 'g' ? SMALL_MAP : 1 << 26, NULL);
	int result = f.kv == NULL ? 0 : play_role(argv[1][0], &f);
	kv_close(f.kv);
	_exit(result);
}

struct child {
	pid_t pid;
	int in, out;
};

static void start(struct child *child, const char *role, const struct fixture *f)
{
	int in[2], out[2];
	g_assert_cmpint(pipe2(in, O_CLOEXEC), ==, 0);
	g_assert_cmpint(pipe2(out, O_CLOEXEC), ==, 0);
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	char *argv[] = {program, (char *)(uintptr_t)role, f->path, NULL};
	g_assert_cmpint(posix_spawn(&child->pid, program, &actions, NULL, argv, environ), ==, 0);
	posix_spawn_file_actions_destroy(&actions);
	close(in[0]);
	close(out[1]);
	child->in = in[1];
	child->out = out[0];
}

static void expect_word(struct child *child, char word)
{
	char c = 0;
	g_assert_cmpint(read(child->out, &c, 1), ==, 1);
	g_assert_cmpint(c, ==, word);
}

static int end(struct child *child, int with_signal)
{
	int status = 0;
	if (with_signal != 0)
		kill(child->pid, with_signal);
	close(child->in);
	g_assert_cmpint(waitpid(child->pid, &status, 0), ==, child->pid);
	close(child->out);
	return status;
}

TEST(process__map__enlarged_by_another)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	kv_close(f.kv);
	GError *error = NULL;
	f.kv = environment_open(f.path, fixture_tables, SMALL_MAP, &error);
	test_no_error(error);
	fixture_put(&f, TABLE_A, "k", "v");
	struct child child;
	start(&child, "g", &f);
	g_assert_cmpint(end(&child, 0), ==, 0);
	fixture_expect(&f, TABLE_A, "k", "v");
	g_assert_cmpuint(fixture_count(&f, TABLE_B), ==, 20);
	start(&child, "g", &f);
	g_assert_cmpint(end(&child, 0), ==, 0);
	fixture_put(&f, TABLE_A, "k", "w");
	fixture_expect(&f, TABLE_A, "k", "w");
}

TEST(process__read__killed_reader_is_cleared)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	struct child child;
	start(&child, "r", &f);
	expect_word(&child, 'r');
	g_assert_cmpint(kv_reader_check(f.kv), ==, 0);
	g_assert_true(WIFSIGNALED(end(&child, SIGKILL)));
	g_assert_cmpint(kv_reader_check(f.kv), ==, 1);
	g_assert_cmpint(kv_reader_check(f.kv), ==, 0);
}

TEST(process__read__killed_reader_does_not_make_the_file_grow)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autofree char *value = g_strnfill(20000, 'v');
	fixture_put(&f, TABLE_A, "k", value);
	struct child child;
	start(&child, "r", &f);
	expect_word(&child, 'r');
	end(&child, SIGKILL);
	for (int i = 0; i < 300; i++)
		fixture_put(&f, TABLE_A, "k", value);
	struct stat st;
	g_assert_cmpint(stat(f.path, &st), ==, 0);
	g_assert_cmpint(st.st_size, <, 200 * 20000);
}

TEST(process__write__killed_writer_leaves_nothing_behind)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "v");
	struct child child;
	start(&child, "w", &f);
	expect_word(&child, 'w');
	end(&child, SIGKILL);
	fixture_put(&f, TABLE_A, "l", "w"); /* the lock is free again */
	fixture_expect(&f, TABLE_A, "k", "v");
	g_autofree char *half = fixture_get(&f, TABLE_A, "half");
	g_assert_null(half);
}

TEST(process__write__waits_for_the_other_writer)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	struct child child;
	start(&child, "w", &f);
	expect_word(&child, 'w');
	g_assert_cmpint(write(child.in, "x", 1), ==, 1);
	fixture_put(&f, TABLE_A, "k", "v");
	g_assert_cmpint(end(&child, 0), ==, 0);
	fixture_expect(&f, TABLE_A, "half", "done");
	fixture_expect(&f, TABLE_A, "k", "v");
}

TEST(process__open__by_two_at_once)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	struct child child;
	start(&child, "r", &f); /* the mark is for one process only */
	expect_word(&child, 'r');
	fixture_reopen(&f);
	fixture_put(&f, TABLE_A, "k", "v");
	g_assert_cmpint(end(&child, 0), ==, 0);
}

/* LMDB itself may crash on a page that is wrong; it must not give a wrong value. */
TEST(process__flip__no_wrong_value)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	for (int i = 0; i < KEYS; i++) {
		g_autofree char *key = g_strdup_printf("key %d", i);
		g_autofree char *value = value_of(i);
		fixture_put(&f, TABLE_A, key, value);
	}
	kv_close(g_steal_pointer(&f.kv));
	GRand *rand = g_rand_new_with_seed(11);
	g_autofree char *data = NULL;
	gsize length = 0;
	g_assert_true(g_file_get_contents(f.path, &data, &length, NULL));
	int fd = open(f.path, O_WRONLY | O_CLOEXEC);
	for (int i = 0; i < FLIPS; i++) {
		int at = g_rand_int_range(rand, 0, (gint32)length);
		char flipped = (char)(data[at] ^ 1 << g_rand_int_range(rand, 0, 8));
		g_assert_cmpint(pwrite(fd, &flipped, 1, at), ==, 1);
		struct child child;
		start(&child, "f", &f);
		int status = end(&child, 0);
		g_assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) != 3);
		g_assert_cmpint(pwrite(fd, &data[at], 1, at), ==, 1);
	}
	close(fd);
	g_rand_free(rand);
}

/* A full disk, as far as one can be had here: the file cannot grow. */
static bool put_without_room(struct fixture *f, const char *value, bool urgent, GError **error)
{
	struct stat st;
	struct rlimit old, limit;
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	struct fixture_pair pair = {TABLE_A, fixture_bytes("big"), fixture_bytes(value)};
	g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &old), ==, 0);
	g_assert_cmpint(stat(f->path, &st), ==, 0);
	limit = (struct rlimit){(rlim_t)st.st_size, old.rlim_max};
	sigaction(SIGXFSZ, &ignore, &before);
	setrlimit(RLIMIT_FSIZE, &limit);
	bool ok = (urgent ? kv_write_urgent : kv_write)(f->kv, fixture_put_pair, &pair, error);
	setrlimit(RLIMIT_FSIZE, &old);
	sigaction(SIGXFSZ, &before, NULL);
	return ok;
}

static int64_t reserve_size(const struct fixture *f)
{
	struct stat st;
	g_autofree char *name = g_strconcat(f->path, "-reserve", NULL);
	g_assert_cmpint(stat(name, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 07777, ==, 0600);
	return st.st_size;
}

TEST(process__write__no_room)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put(&f, TABLE_A, "k", "v");
	g_autofree char *big = g_strnfill(1 << 20, 'b');
	GError *error = NULL;
	g_assert_false(put_without_room(&f, big, false, &error));
	test_error(&error, ERROR_FULL, NULL);
	g_assert_cmpint(reserve_size(&f), ==, 1 << 20);
	fixture_expect(&f, TABLE_A, "k", "v");
	fixture_put(&f, TABLE_A, "big", big);
	fixture_reopen(&f);
	fixture_expect(&f, TABLE_A, "big", big);
}

TEST(process__write_urgent__gives_the_reserve_up)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autofree char *big = g_strnfill(1 << 20, 'b');
	GError *error = NULL;
	g_assert_false(put_without_room(&f, big, true, &error)); /* a limit stays: no room was won by it */
	test_error(&error, ERROR_FULL, NULL);
	g_assert_cmpint(reserve_size(&f), ==, 0);
	fixture_reopen(&f);
	g_assert_cmpint(reserve_size(&f), ==, 1 << 20);
	struct fixture_pair pair = {TABLE_A, fixture_bytes("k"), fixture_bytes("v")};
	g_assert_true(kv_write_urgent(f.kv, fixture_put_pair, &pair, &error));
	g_assert_cmpint(reserve_size(&f), ==, 1 << 20);
	fixture_expect(&f, TABLE_A, "k", "v");
}

TEST(process__write__makes_the_reserve_again)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	g_autofree char *name = g_strconcat(f.path, "-reserve", NULL);
	g_assert_cmpint(truncate(name, 0), ==, 0);
	for (int i = 0; i < 64; i++)
		fixture_put(&f, TABLE_A, "k", "v");
	g_assert_cmpint(reserve_size(&f), ==, 1 << 20);
}
