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

int number_set_after(const struct number_set *set, int number)
{
	for (int next = MAX(number + 1, 1 - SIZE); set->any && next < SIZE; next++)
		if (number_set_has(set, next))
			return next;
	return INT_MAX;
}
