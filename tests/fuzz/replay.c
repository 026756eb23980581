// SPDX-License-Identifier: Apache-2.0
// Replays a target's corpus, every prefix of each file and a fixed set of mutations.
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

#define MUTATIONS 300

static void run(const char *bytes, size_t length)
{
	// A copy of exactly that size, so that a sanitizer sees the first byte too many.
	g_autofree uint8_t *exact = g_memdup2(bytes, length);
	LLVMFuzzerTestOneInput(exact, length);
}

static void replay(const char *bytes, size_t length)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)length);
	for (size_t prefix = 0; prefix <= length; prefix++)
		run(bytes, prefix);
	for (int i = 0; length > 0 && i < MUTATIONS; i++) {
		g_autofree char *copy = g_memdup2(bytes, length);
		for (int flips = g_rand_int_range(rand, 1, 5); flips > 0; flips--)
			copy[g_rand_int_range(rand, 0, (gint32)length)] = (char)g_rand_int_range(rand, 0, 256);
		run(copy, length);
	}
}

static char *corpus_of(const char *program)
{
	g_autofree char *base = g_path_get_basename(program);
	const char *root = g_getenv("TIDINGS_SOURCE");
	const char *name = strrchr(base, '-');
	return g_build_filename(root != NULL ? root : ".", "tests", "fuzz", "corpus", name != NULL ? name + 1 : base, NULL);
}

int main(int argc, char **argv)
{
	g_autofree char *corpus = argc > 1 ? g_strdup(argv[1]) : corpus_of(argv[0]);
	g_autoptr(GDir) dir = g_dir_open(corpus, 0, NULL);
	int n = 0;
	for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *path = g_build_filename(corpus, name, NULL);
		g_autofree char *bytes = NULL;
		gsize length = 0;
		bool read = g_file_get_contents(path, &bytes, &length, NULL);
		if (read)
			replay(bytes, length);
		printf("%s %d - %s\n", read ? "ok" : "not ok", ++n, name);
		fflush(stdout);
	}
	if (n == 0)
		printf("not ok %d - there is a corpus in %s\n", ++n, corpus);
	printf("1..%d\n", n);
	return 0;
}
