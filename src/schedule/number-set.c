// SPDX-License-Identifier: Apache-2.0
// Sets of small numbers: the lists of a recurrence rule, without order and without duplicates.
#include "rule-priv.h"

#include <limits.h>

#define SIZE (SET_WORDS * 64)

bool number_set_has(const struct number_set *set, int number)
{
	const uint64_t *words = number < 0 ? set->down : set->up;
	unsigned bit = (unsigned)ABS(number);
	return bit < SIZE && (words[bit / 64] >> (bit % 64) & 1) != 0;
}

void number_set_add(struct number_set *set, int number)
{
	uint64_t *words = number < 0 ? set->down : set->up;
	unsigned bit = (unsigned)ABS(number);
	g_return_if_fail(bit < SIZE);
	words[bit / 64] |= UINT64_C(1) << (bit % 64);
	set->any = true;
}

/* The smallest bit from `from` on; INT_MAX when there is none. */
static int bit_from(const uint64_t words[SET_WORDS], int from)
{
	uint64_t mask = UINT64_MAX << (from % 64);
	for (int i = from / 64; i < SET_WORDS; i++, mask = UINT64_MAX)
		if ((words[i] & mask) != 0)
			return i * 64 + __builtin_ctzll(words[i] & mask);
	return INT_MAX;
}

/* The largest bit up to `to`; 0 when there is none, since -0 is no number. */
static int bit_to(const uint64_t words[SET_WORDS], int to)
{
	uint64_t mask = UINT64_MAX >> (63 - to % 64);
	for (int i = to / 64; i >= 0; i--, mask = UINT64_MAX)
		if ((words[i] & mask) != 0)
			return i * 64 + 63 - __builtin_clzll(words[i] & mask);
	return 0;
}

int number_set_after(const struct number_set *set, int number)
{
	number = MAX(number, -SIZE);
	int down = number < -1 ? bit_to(set->down, -number - 1) : 0;
	if (down > 0)
		return -down;
	return number < SIZE - 1 ? bit_from(set->up, MAX(number + 1, 0)) : INT_MAX;
}
