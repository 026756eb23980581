// SPDX-License-Identifier: Apache-2.0
// Made-up detections as lines of JSON, by number, so that any part of the same events can be made alone: events COUNT [FIRST END]
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <glib.h>

#define DAY INT64_C(86400)
#define END INT64_C(1795305600) /* 2026-11-22T00:00:00Z */
#define DAYS 365
#define TENANTS 20
#define CATEGORIES 24
#define SUPPLIERS 6
#define FORMS 8

/* Numbers that look random, from the event's own. */
struct dice {
	uint64_t state;
};

static uint64_t roll(struct dice *dice)
{
	uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static double uniform(struct dice *dice)
{
	return (double)(roll(dice) >> 11) / (double)(UINT64_C(1) << 53);
}

/* From 0 up to n, nearly as Zipf's law has it with power 1. */
static uint64_t zipf(struct dice *dice, uint64_t n)
{
	uint64_t rank = (uint64_t)exp(uniform(dice) * log((double)n + 1));
	return MIN(rank, n) - 1;
}

/* Written as it is counted, so that others count the same texts. */
static const char *name_indicator(uint64_t number, char text[static 96])
{
	switch (number % FORMS) {
	case 0:
		g_snprintf(text, 96, "http://h%" G_GUINT64_FORMAT ".example/a/%" G_GINT64_MODIFIER "x", number, number);
		return "url";
	case 1:
		g_snprintf(text, 96, "http://www.site%" G_GUINT64_FORMAT ".example/", number);
		return "url";
	case 2:
		g_snprintf(text, 96, "198.%u.%u.%u", 16 + (unsigned)(number >> 16) % 100, (unsigned)(number >> 8) & 255, (unsigned)number & 255);
		return "ip";
	case 3:
		g_snprintf(text, 96, "%032" G_GINT64_MODIFIER "X", number);
		return "md5";
	case 4:
		g_snprintf(text, 96, "%040" G_GINT64_MODIFIER "X", number);
		return "sha1";
	case 5:
		g_snprintf(text, 96, "%064" G_GINT64_MODIFIER "X", number);
		return "sha256";
	default:
		g_snprintf(text, 96, "d%" G_GUINT64_FORMAT ".bad.example", number);
		return "domain";
	}
}

static const char *boolean(bool is)
{
	return is ? "true" : "false";
}

/* Three in four are of a pool, the others of a window that moves through it; one in a thousand comes late. */
static bool print_event(uint64_t i, uint64_t count)
{
	struct dice dice = {.state = i * 64};
	uint64_t pool = MAX(count / (count > 20000000 ? 20 : 10), 10), window = MAX(pool / 500, 1);
	uint64_t moving = (i * pool / count + roll(&dice) % window) % pool;
	uint64_t number = uniform(&dice) < 0.75 ? zipf(&dice, pool) * UINT64_C(7919) % pool : moving;
	unsigned category = (unsigned)(roll(&dice) % CATEGORIES);
	char indicator[96], when[32];
	const char *kind = name_indicator(number, indicator);
	time_t time = (time_t)(END - DAYS * DAY + (int64_t)((double)i * DAYS * DAY / (double)count));
	if (uniform(&dice) < 0.001)
		time -= MIN((time_t)(roll(&dice) % 600), time - (time_t)(END - DAYS * DAY));
	struct tm parts;
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&time, &parts));
	return printf("{\"time\":\"%s\",\"type\":\"detection\",\"tenant\":\"T%02u\",\"source\":\"%s\",\"category\":\"KL_Category_%u\",\"indicator\":\"%s\","
		      "\"kind\":\"%s\",\"feed\":\"Feed_%u\",\"supplier\":\"Supplier %u\",\"confidence\":75,\"retroscan\":%s,\"false_positive\":%s}\n",
		      when, (unsigned)zipf(&dice, TENANTS), uniform(&dice) < 0.85 ? "tcp" : "api", category, indicator, kind, category,
		      category % SUPPLIERS, boolean(uniform(&dice) < 0.03), boolean(uniform(&dice) < 0.004)) > 0;
}

int main(int argc, char **argv)
{
	uint64_t count = 0, first = 0, end = 0;
	if ((argc != 2 && argc != 4) || !g_ascii_string_to_unsigned(argv[1], 10, 1000, UINT64_C(1) << 32, &count, NULL))
		return 2;
	end = count;
	if (argc == 4 && (!g_ascii_string_to_unsigned(argv[2], 10, 0, count, &first, NULL) ||
			  !g_ascii_string_to_unsigned(argv[3], 10, first, count, &end, NULL)))
		return 2;
	for (uint64_t i = first; i < end; i++) {
		if (!print_event(i, count))
			return EXIT_FAILURE;
	}
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
