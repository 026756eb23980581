/* SPDX-License-Identifier: Apache-2.0 */
/* What reached the platform: incoming events and detections, as ingest gives them to stats. */
#ifndef TIDINGS_MODEL_EVENT_H
#define TIDINGS_MODEL_EVENT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/enum-table.h"

enum event_type { EVENT_DETECTION, EVENT_INCOMING };
enum event_source { EVENT_TCP, EVENT_API };
enum indicator_kind { KIND_URL, KIND_DOMAIN, KIND_IP, KIND_MD5, KIND_SHA1, KIND_SHA256 };

#define INDICATOR_MAX 8192 /* bytes of a normalised indicator */
#define DIMENSION_MAX 255  /* bytes of a category, feed or supplier */

/* All texts are borrowed and valid UTF-8. */
struct event {
	int64_t time;
	enum event_type type;
	enum event_source source;
	const char *tenant;
	uint64_t count;         /* EVENT_INCOMING: how many */
	/* the rest: EVENT_DETECTION */
	const char *category;
	const char *indicator;  /* normalised: indicator_normalize */
	enum indicator_kind kind;
	const char *feed;       /* "" = none said */
	const char *supplier;
	int confidence;         /* 0 to 100, -1 = none said */
	bool retroscan;
	bool false_positive;    /* this detection alone */
};

extern const struct enum_row event_source_names[];   /* tcp, api */
extern const struct enum_row indicator_kind_names[]; /* url ... sha256 */

/* The kind that a value has: 32, 40, 64 hex digits; an IPv4 or IPv6 address; with "/" or "://" a URL; else a domain. */
enum indicator_kind indicator_kind_guess(const char *value) G_GNUC_WARN_UNUSED_RESULT;

/* The value as it is counted, given: a hash in upper case; scheme and host of a URL in lower case, its default port dropped and
 * nothing else changed; an IP in canonical form (RFC 5952); a domain in lower case. ERROR_INVALID when it is empty, too long,
 * holds control characters or is not of that kind. */
char *indicator_normalize(enum indicator_kind kind, const char *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same in place, for what most values are: plain ASCII whose normalised form is as long. false: it was not tried or would be refused;
 * then value is as before, and indicator_normalize says. */
bool indicator_normalize_in_place(enum indicator_kind kind, char *value, size_t length) G_GNUC_WARN_UNUSED_RESULT;

#endif
