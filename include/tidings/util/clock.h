/* SPDX-License-Identifier: Apache-2.0 */
/* The clock is injected at the top; nobody below asks the system for the time. */
#ifndef TIDINGS_UTIL_CLOCK_H
#define TIDINGS_UTIL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock {
	bool fixed;      /* true: time stands at `at` (TIDINGS_NOW, tests) */
	int64_t at;
};

/* Now, as an instant. A zeroed struct clock is the system's clock. */
int64_t clock_now(const struct clock *clock);

#endif
