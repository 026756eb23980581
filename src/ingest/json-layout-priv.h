/* SPDX-License-Identifier: Apache-2.0 */
/* Layouts of JSON lines: what is the same in all lines of a producer (order of members, quotes, blanks) is learnt from one line and
 * compared with the next ones, so that only the values need reading. */
#ifndef TIDINGS_INGEST_JSON_LAYOUT_PRIV_H
#define TIDINGS_INGEST_JSON_LAYOUT_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "slice-priv.h"
#include "tidings/util/auto.h"

/* Members of an event; others are ignored. */
enum json_member {
	MEMBER_TYPE, MEMBER_SOURCE, MEMBER_TENANT, MEMBER_TIME, MEMBER_CATEGORY, MEMBER_INDICATOR, MEMBER_FEED, MEMBER_SUPPLIER, MEMBER_KIND,
	MEMBER_CONFIDENCE, MEMBER_RETROSCAN, MEMBER_FALSE_POSITIVE, MEMBER_COUNT, MEMBERS
};
extern const char *const json_member_names[MEMBERS];

enum json_type { JSON_ABSENT, JSON_TEXT, JSON_INT, JSON_BOOL, JSON_OTHER }; /* absent: or null */
struct json_value {
	enum json_type type;
	int64_t number;    /* of an int; a bool's 0 or 1 */
	struct slice text; /* borrowed from the line */
};

struct layouts;
/* Given. */
struct layouts *layouts_new(void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL is allowed. */
void layouts_free(struct layouts *layouts);
AUTOPTR_DEFINE(layouts, layouts_free)

/* The MEMBERS values of a line that has one of the layouts; NULL when it has none (it may be sound or not). The line has no backslash,
 * no control character, and is UTF-8. Borrowed until the next call. */
const struct json_value *layouts_match(struct layouts *layouts, struct slice line) G_GNUC_WARN_UNUSED_RESULT;
/* Learns the layout of a line that is a sound JSON object without duplicate members, and has none of the layouts; the line as above.
 * Nested values cannot be learnt. The least used layout goes when there are many. */
void layouts_learn(struct layouts *layouts, struct slice line);

#endif
