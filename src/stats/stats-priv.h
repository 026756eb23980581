/* SPDX-License-Identifier: Apache-2.0 */
/* The open store. */
#ifndef TIDINGS_STATS_STATS_PRIV_H
#define TIDINGS_STATS_STATS_PRIV_H

#include "tidings/kv/kv.h"
#include "tidings/stats/stats.h"

struct stats {
	struct kv *kv; /* tables: table-priv.h */
};

#define STATS_VERSION 1 /* of the format, as number "version" of TABLE_META; written with the first data */

#endif
