// SPDX-License-Identifier: Apache-2.0
// TZif files: bytes -> transitions, and the offset in force at an instant.
#include "tzif-priv.h"

#include <string.h>

#include "tidings/util/instant.h"

#define HEADER 44
#define TYPE_SIZE 6
#define YEAR_SECONDS 31556952
#define RULE_MOST 255
#define INSTANT_MOST INT64_C(1000000000000) /* far outside of what the product accepts */

struct tzif_counts {
	uint32_t isut, isstd, leap, time, type, chars;
};


static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t be64(const uint8_t *p)
{
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

static bool read_header(const uint8_t *data, size_t length, struct tzif_counts *ret)
{
	if (length < HEADER || memcmp(data, "TZif", 4) != 0 || data[4] < '2')
		return false;
	*ret = (struct tzif_counts){be32(data + 20), be32(data + 24), be32(data + 28), be32(data + 32), be32(data + 36), be32(data + 40)};
	return ret->isut <= 256 && ret->isstd <= 256 && ret->leap <= 1024 && ret->time <= 8192 && ret->type >= 1 && ret->type <= 256 && ret->chars <= 1024;
}

/* Bytes of the data block after the header, with times of `size` bytes. */
static size_t block_size(const struct tzif_counts *c, size_t size)
{
	return c->time * (size + 1) + c->type * (size_t)TYPE_SIZE + c->chars + c->leap * (size + 4) + c->isstd + c->isut;
}

static bool read_types(struct tzif *tzif, const uint8_t *types)
{
	for (size_t i = 0; i < tzif->n_types; i++) {
		tzif->offsets[i] = (int32_t)be32(types + i * TYPE_SIZE);
		if (tzif->offsets[i] < -25 * 3600 || tzif->offsets[i] > 26 * 3600)
			return false;
	}
	return true;
}

static bool read_transitions(struct tzif *tzif, const uint8_t *times)
{
	const uint8_t *kinds = times + tzif->n * 8;
	for (size_t i = 0; i < tzif->n; i++) {
		tzif->at[i] = be64(times + i * 8);
		tzif->to[i] = kinds[i];
		if (kinds[i] >= tzif->n_types || (i > 0 && tzif->at[i] <= tzif->at[i - 1]))
			return false;
	}
	return true;
}

/* The footer: a line with the rule, which may be empty. */
static bool read_rule(struct tzif *tzif, const uint8_t *data, size_t length)
{
	const uint8_t *end = length > 1 && data[0] == '\n' ? memchr(data + 1, '\n', length - 1) : NULL;
	if (end == NULL || end - data > RULE_MOST)
		return false;
	g_autofree char *text = g_strndup((const char *)data + 1, (gsize)(end - data - 1));
	tzif->has_rule = text[0] != '\0';
	return !tzif->has_rule || posix_tz_parse(text, &tzif->rule);
}

void tzif_release(struct tzif *tzif)
{
	if (tzif == NULL)
		return;
	g_free(tzif->at);
	g_free(tzif->to);
	g_free(tzif->offsets);
	*tzif = (struct tzif){.at = NULL};
}

bool tzif_parse(const uint8_t *data, size_t length, struct tzif *ret_tzif)
{
	struct tzif_counts c;
	if (!read_header(data, length, &c))
		return false;
	size_t skip = HEADER + block_size(&c, 4);
	if (length < skip || !read_header(data + skip, length - skip, &c) || c.leap > 0)
		return false;
	const uint8_t *times = data + skip + HEADER;
	size_t size = block_size(&c, 8);
	if (length - skip - HEADER < size)
		return false;
	autorelease(tzif) tzif = {.n = c.time, .n_types = c.type};
	tzif.at = g_new(int64_t, c.time + 1);
	tzif.to = g_new(uint8_t, c.time + 1);
	tzif.offsets = g_new0(int, c.type);
	if (!read_types(&tzif, times + c.time * 9) || !read_transitions(&tzif, times) || !read_rule(&tzif, times + size, length - skip - HEADER - size))
		return false;
	*ret_tzif = tzif;
	tzif = (struct tzif){.at = NULL};
	return true;
}

/* Index of the last transition at or before the instant, -1 when there is none. */
static gssize transition_before(const struct tzif *tzif, int64_t instant)
{
	size_t low = 0, high = tzif->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (tzif->at[middle] <= instant)
			low = middle + 1;
		else
			high = middle;
	}
	return (gssize)low - 1;
}

static struct tzif_span rule_span(const struct tzif *tzif, int64_t instant)
{
	const struct posix_tz *rule = &tzif->rule;
	struct tzif_span span = {tzif->n > 0 ? tzif->at[tzif->n - 1] : INT64_MIN, INT64_MAX, 0};
	bool dst = false;
	if (rule->has_dst) {
		int year = (int)(1970 + instant / YEAR_SECONDS);
		for (int y = year - 2; y <= year + 2 && span.to == INT64_MAX; y++) {
			struct posix_change change[2];
			posix_tz_changes(rule, y, change);
			for (int i = 0; i < 2 && span.to == INT64_MAX; i++)
				if (change[i].at > instant) {
					span.to = change[i].at;
					dst = !change[i].dst;
				} else {
					span.from = MAX(span.from, change[i].at);
				}
		}
	}
	span.offset = rule->offset[dst];
	return span;
}

struct tzif_span tzif_span(const struct tzif *tzif, int64_t instant)
{
	instant = CLAMP(instant, -INSTANT_MOST, INSTANT_MOST);
	gssize i = transition_before(tzif, instant);
	if (i + 1 == (gssize)tzif->n && tzif->has_rule)
		return rule_span(tzif, instant);
	int64_t from = i < 0 ? INT64_MIN : tzif->at[i];
	int64_t to = i + 1 < (gssize)tzif->n ? tzif->at[i + 1] : INT64_MAX;
	return (struct tzif_span){from, to, tzif->offsets[i < 0 ? 0 : tzif->to[i]]};
}
