/* SPDX-License-Identifier: Apache-2.0 */
/* The dimensions of an event, kept once for all events that share them. An indicator is its kind and value. */
#ifndef TIDINGS_STATS_TUPLE_PRIV_H
#define TIDINGS_STATS_TUPLE_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/kv/kv.h"
#include "tidings/model/event.h"
#include "tidings/util/auto.h"

struct tuple {
	enum event_type type;
	enum event_source source;
	enum indicator_kind kind;
	bool retroscan, false_positive;
	char *tenant, *category, *feed, *supplier;
};
/* Frees the texts; the tuple is empty afterwards. NULL is allowed. */
void tuple_release(struct tuple *tuple);
AUTORELEASE_DEFINE(tuple, tuple_release)

/* Replaces out by the event's dimensions; of an incoming event only source and tenant are kept. */
void tuple_encode(const struct event *event, GByteArray *out);
/* ERROR_CORRUPT. tuple must be empty. */
bool tuple_decode(struct kv_bytes bytes, struct tuple *ret_tuple, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces out by the dictionary name of an indicator. */
void indicator_encode(enum indicator_kind kind, const char *value, GByteArray *out);
/* ERROR_CORRUPT. *ret_value is given. */
bool indicator_decode(struct kv_bytes bytes, enum indicator_kind *ret_kind, char **ret_value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
