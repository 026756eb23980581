// SPDX-License-Identifier: Apache-2.0
// Bench of the statistics store by itself: load, size, reports from roll-ups and by raw scan, as CPU time: store [--no-scan] DIRECTORY EVENTS
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tidings/stats/stats.h"

#define DAY INT64_C(86400)
#define END INT64_C(1795305600) /* 2026-11-22T00:00:00Z */
#define DAYS 365
#define TENANTS 20
#define CATEGORIES 24
#define BATCH 65536
#define ROUNDS 15

static double cpu(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state * UINT64_C(0x2545f4914f6cdd1d);
}

static double uniform(uint64_t *state)
{
	return (double)(next(state) >> 11) / (double)(UINT64_C(1) << 53);
}

/* From 0 up to n, nearly as Zipf's law has it with power 1. */
static uint64_t zipf(uint64_t *state, uint64_t n)
{
	uint64_t rank = (uint64_t)exp(uniform(state) * log((double)n + 1));
	return MIN(rank, n) - 1;
}

static size_t name_indicator(uint64_t number, enum indicator_kind kind, char text[static 96])
{
	static const int digits[] = {[KIND_MD5] = 32, [KIND_SHA1] = 40, [KIND_SHA256] = 64};
	if (kind == KIND_URL)
		return (size_t)g_snprintf(text, 96, "http://h%" G_GUINT64_FORMAT ".example/a/%" G_GINT64_MODIFIER "x", number, number);
	if (kind < KIND_MD5)
		return (size_t)g_snprintf(text, 96, "d%" G_GUINT64_FORMAT ".bad.example", number);
	return (size_t)g_snprintf(text, 96, "%0*" G_GINT64_MODIFIER "X", digits[kind], number * UINT64_C(0x9e3779b97f4a7c15));
}

static void check(bool done, GError *error)
{
	if (done)
		return;
	fprintf(stderr, "store: %s\n", error == NULL ? "answers differ" : error->message);
	exit(EXIT_FAILURE);
}

static void add_event(struct stats_batch *batch, uint64_t *state, uint64_t i, uint64_t events)
{
	char tenant[16], category[24], feed[16], supplier[16], indicator[96];
	uint64_t pool = events / 10, number = uniform(state) < 0.75 ? zipf(state, pool) : pool + (i / 40) + next(state) % 2000;
	uint64_t c = next(state) % CATEGORIES;
	g_snprintf(tenant, sizeof(tenant), "T%02u", (unsigned)zipf(state, TENANTS));
	g_snprintf(category, sizeof(category), "KL_Category_%u", (unsigned)c);
	g_snprintf(feed, sizeof(feed), "Feed_%u", (unsigned)c);
	g_snprintf(supplier, sizeof(supplier), "Supplier %u", (unsigned)c % 6);
	enum indicator_kind kind = (enum indicator_kind)(number % (KIND_SHA256 + 1));
	struct event event = {.type = EVENT_DETECTION, .source = uniform(state) < 0.85 ? EVENT_TCP : EVENT_API, .tenant = tenant, .category = category,
			      .feed = feed, .supplier = supplier, .kind = kind, .retroscan = uniform(state) < 0.03, .false_positive = uniform(state) < 0.004};
	struct stats_detection detection = {.confidence = 75, .indicator = indicator, .length = name_indicator(number, kind, indicator)};
	detection.time = END - DAYS * DAY + (int64_t)((double)i * DAYS * DAY / (double)events);
	if (uniform(state) < 0.001)
		detection.time -= (int64_t)(next(state) % 600);
	GError *error = NULL;
	check(stats_batch_tuple(batch, &event, &detection.tuple, &error) && stats_batch_add_detection(batch, &detection, &error), error);
}

/* Prints the CPU seconds of making the events (with their names) and of storing them. */
static void load(struct stats *stats, uint64_t events)
{
	GError *error = NULL;
	autoptr(stats_batch) batch = stats_batch_new(stats);
	uint64_t state = 88172645463325252;
	double adding = 0, storing = 0, before = cpu();
	for (uint64_t i = 0; i < events; i++) {
		add_event(batch, &state, i, events);
		if ((i + 1) % BATCH != 0 && i + 1 < events)
			continue;
		double middle = cpu();
		adding += middle - before;
		check(stats_batch_commit(batch, NULL, &error), error);
		before = cpu();
		storing += before - middle;
	}
	printf("load: made and added %.3f us, stored %.3f us of CPU an event\n", 1e6 * adding / (double)events, 1e6 * storing / (double)events);
}

static int order(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Pages that the process has of its own and of mapped files, in MB. Of the latter the kernel brings some that nobody asked for. */
static void print_resident(void)
{
	g_autofree char *text = NULL;
	unsigned long whole = 0, here = 0, mapped = 0;
	double page = (double)sysconf(_SC_PAGESIZE) / 1e6;
	if (g_file_get_contents("/proc/self/statm", &text, NULL, NULL) && sscanf(text, "%lu %lu %lu", &whole, &here, &mapped) == 3)
		printf(", resident %.1f MB and %.1f MB of files", (double)(here - mapped) * page, (double)mapped * page);
	printf("\n");
}

static char *report(struct stats *stats, int64_t days, bool scan, double *ret_seconds)
{
	GError *error = NULL;
	int64_t steps[DAYS + 1];
	for (int64_t i = 0; i <= days; i++)
		steps[i] = END - (days - i) * DAY;
	struct stats_query query = {.period = {steps[0], END}, .source = SOURCE_ALL, .steps = steps, .n_steps = (size_t)days, .top = 10, .scan = scan};
	double seconds[ROUNDS];
	int rounds = scan ? 1 : ROUNDS;
	char *text = NULL;
	for (int i = 0; i < rounds; i++) {
		autorelease(stats_result) result = {0};
		double start = cpu();
		check(stats_query(stats, &query, &result, &error), error);
		seconds[i] = cpu() - start;
		autoptr(js) answer = stats_answer_to_json(&query, &result);
		g_free(text);
		text = js_to_text(answer);
	}
	qsort(seconds, (size_t)rounds, sizeof(*seconds), order);
	*ret_seconds = seconds[rounds / 2];
	return text;
}

int main(int argc, char **argv)
{
	static const int64_t periods[] = {1, 30, DAYS};
	GError *error = NULL;
	uint64_t events = 0;
	struct stat file;
	bool scan = argc < 2 || strcmp(argv[1], "--no-scan") != 0;
	argv += !scan;
	argc -= !scan;
	if (argc != 3 || !g_ascii_string_to_unsigned(argv[2], 10, 1000, UINT64_C(1) << 32, &events, NULL))
		return 2;
	bool fresh = stats_create(argv[1], NULL);
	autoptr(stats) stats = stats_open(argv[1], &error);
	check(stats != NULL, error);
	if (fresh)
		load(stats, events);
	g_autofree char *path = g_build_filename(argv[1], "stats", "stats.mdb", NULL);
	if (stat(path, &file) == 0)
		printf("size: %.1f bytes an event\n", (double)file.st_blocks * 512 / (double)events);
	for (size_t i = 0; i < G_N_ELEMENTS(periods); i++) {
		double rolled = 0, scanned = 0;
		g_autofree char *answer = report(stats, periods[i], false, &rolled);
		printf("%3d days: %.2f ms of CPU from roll-ups", (int)periods[i], 1e3 * rolled);
		print_resident();
		if (!scan)
			continue;
		g_autofree char *expected = report(stats, periods[i], true, &scanned);
		check(g_str_equal(answer, expected), NULL);
		printf("%3d days: %.1f ms by scan, the same answer\n", (int)periods[i], 1e3 * scanned);
	}
	return EXIT_SUCCESS;
}
