// SPDX-License-Identifier: Apache-2.0
// Axes of charts: round steps and short numbers.
#include "tidings/report/report.h"

#define LINES 4
#define LARGEST_POWER 1000000000000000000U

uint64_t report_axis_step(uint64_t most)
{
	static const unsigned tenths[] = {10, 20, 25, 50};
	uint64_t least = most / LINES + (most % LINES != 0);
	for (uint64_t power = 1; power <= LARGEST_POWER; power *= 10)
		for (size_t i = 0; i < G_N_ELEMENTS(tenths); i++) {
			bool whole = power > 1 || tenths[i] % 10 == 0;
			uint64_t step = power > 1 ? power / 10 * tenths[i] : tenths[i] / 10;
			if (whole && step >= least)
				return step;
		}
	return least;
}

char *report_short_number(const struct report_words *words, uint64_t value)
{
	const struct { uint64_t from; const char *suffix; } scales[] = {
		{1000000000, words->milliard}, {1000000, words->million}, {1000, words->thousand}};
	for (size_t i = 0; i < G_N_ELEMENTS(scales); i++) {
		if (value < scales[i].from)
			continue;
		uint64_t whole = value / scales[i].from;
		unsigned hundredths = (unsigned)(value % scales[i].from / (scales[i].from / 100));
		if (hundredths == 0)
			return g_strdup_printf("%" G_GUINT64_FORMAT "%s", whole, scales[i].suffix);
		if (hundredths % 10 == 0)
			return g_strdup_printf("%" G_GUINT64_FORMAT "%s%u%s", whole, words->decimal, hundredths / 10, scales[i].suffix);
		return g_strdup_printf("%" G_GUINT64_FORMAT "%s%02u%s", whole, words->decimal, hundredths, scales[i].suffix);
	}
	return g_strdup_printf("%" G_GUINT64_FORMAT, value);
}
