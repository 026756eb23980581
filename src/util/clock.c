// SPDX-License-Identifier: Apache-2.0
// The injected clock.
#include "tidings/util/clock.h"

#include <glib.h>

int64_t clock_now(const struct clock *clock)
{
	return clock->fixed ? clock->at : g_get_real_time() / G_USEC_PER_SEC;
}
