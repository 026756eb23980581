/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of recurrences share. */
#ifndef TIDINGS_TESTS_SCHEDULE_TEST_H
#define TIDINGS_TESTS_SCHEDULE_TEST_H

#include "test.h"
#include "tidings/schedule/recurrence.h"

/* A specification without exceptions and with the default policies. */
struct recurrence_spec spec_of(const char *start, const char *zone, const char *rrule);

/* Fails unless the first n occurrences are these: local times with offsets, separated by blanks, each with "!gap" or "!overlap" where it is
 * one; fewer when the recurrence is over before. */
void gives(struct recurrence_spec spec, int n, const char *want);
/* The same from the first after an instant. */
void gives_after(struct recurrence_spec spec, const char *after, int n, const char *want);
/* Fails unless the recurrence is refused about that field, with a message that has these words. */
void refuses(struct recurrence_spec spec, const char *field, const char *words);
void refuses_rule(const char *rrule, const char *words);

#endif
