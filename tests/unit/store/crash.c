// SPDX-License-Identifier: Apache-2.0
// Other processes: killed writers, and two senders at the same occurrence.
#include "tidings/store/ledger.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#include "store-fixture.h"
#include "test.h"
#include "tidings/util/instant.h"

#define ROUNDS 4
#define WRITES 5

/* Adds and claims runs without end and says so. */
static int play_writer(struct store *store)
{
	const struct claim_order order = {.generation = 1, .now = 2000};
	autorelease(run) run = {0};
	for (;;) {
		run_release(&run);
		fixture_run(&run, 1, RUN_MANUAL, 1000);
		if (!ledger_add(store, &run, NULL))
			return 1;
		printf("%" G_GUINT64_FORMAT "\n", run.id);
		fflush(stdout);
		if (!ledger_claim(store, &order, &run, NULL))
			return 1;
	}
}

/* Records the occurrence of task 1 at 100 when it is told to. */
static int play_recorder(struct store *store)
{
	autorelease(run) run = {0};
	g_autoptr(GError) error = NULL;
	fixture_run(&run, 1, RUN_SCHEDULED, 100);
	g_autoptr(GPtrArray) runs = g_ptr_array_new();
	g_ptr_array_add(runs, &run);
	printf("ready\n");
	fflush(stdout);
	getchar();
	if (ledger_record(store, (struct due){1, 100}, NULL, runs, 200, &error))
		printf("run %" G_GUINT64_FORMAT "\n", run.id);
	else
		printf("%s\n", error_is(error, ERROR_BUSY) ? "busy" : error->message);
	return 0;
}

/* A child is this program with a role and a data directory as its arguments: it plays and never gets to main. */
__attribute__((constructor)) static void play(int argc, char **argv)
{
	if (argc != 3 || g_str_has_prefix(argv[1], "-"))
		return;
	struct store *store = store_open(argv[2], NULL);
	int result = 1;
	if (store != NULL)
		result = strcmp(argv[1], "writer") == 0 ? play_writer(store) : play_recorder(store);
	store_close(store);
	fflush(stdout);
	_exit(result);
}

TEST(crash__kill__what_was_said_to_be_done_is_done)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put_task(&f, "a", INSTANT_NONE);
	uint64_t said = 0;
	for (int round = 0; round < ROUNDS; round++) {
		fixture_close(&f);
		struct child child;
		child_start(&child, "writer", f.dir);
		for (int i = 0; i < WRITES + round; i++) {
			g_autofree char *line = child_read(&child);
			g_assert_true(g_ascii_string_to_unsigned(line, 10, said + 1, said + 1, &said, NULL));
		}
		int status = child_end(&child, SIGKILL);
		g_assert_true(WIFSIGNALED(status));
		fixture_reopen(&f);
		GError *error = NULL;
		g_autoptr(GPtrArray) runs = ledger_list(f.store, 1, 0, &error);
		test_no_error(error);
		/* The last one may have been stored without having been said. */
		g_assert_cmpuint(runs->len, >=, said);
		said = runs->len;
		for (guint i = 0; i < runs->len; i++)
			g_assert_cmpuint(((struct run *)runs->pdata[i])->id, ==, said - i);
	}
	/* All of them can be taken over, each once. */
	autorelease(run) run = {0};
	run_init(&run);
	const struct claim_order order = {.generation = 2, .now = 3000};
	for (uint64_t i = 0; i < said; i++)
		g_assert_true(ledger_claim(f.store, &order, &run, NULL));
	fixture_claim_none(&f, 2, 3000);
}

TEST(crash__record__two_processes_one_run)
{
	autorelease(fixture) f = {0};
	fixture_init(&f);
	fixture_put_task(&f, "a", 100);
	struct child children[2];
	for (int i = 0; i < 2; i++) {
		child_start(&children[i], "recorder", f.dir);
		g_autofree char *line = child_read(&children[i]);
		g_assert_cmpstr(line, ==, "ready");
	}
	for (int i = 0; i < 2; i++) {
		fputs("go\n", children[i].in);
		fflush(children[i].in);
	}
	int recorded = 0, busy = 0;
	for (int i = 0; i < 2; i++) {
		g_autofree char *line = child_read(&children[i]);
		recorded += strcmp(line, "run 1") == 0;
		busy += strcmp(line, "busy") == 0;
		g_assert_cmpint(child_end(&children[i], 0), ==, 0);
	}
	g_assert_cmpint(recorded, ==, 1);
	g_assert_cmpint(busy, ==, 1);
	GError *error = NULL;
	g_autoptr(GPtrArray) runs = ledger_list(f.store, 0, 0, &error);
	g_assert_cmpuint(runs->len, ==, 1);
	g_assert_cmpint(fixture_next_run(&f, 1), ==, 200);
}
