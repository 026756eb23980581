/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of exception and additional dates. */
#ifndef TIDINGS_SCHEDULE_DATE_LIST_PRIV_H
#define TIDINGS_SCHEDULE_DATE_LIST_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/util/auto.h"

#define DATES_MOST 1000

/* Sorted arrays of int64_t. Zeroed = empty. */
struct date_list {
	GArray *times; /* seconds on the wall clock */
	GArray *days;  /* first second of days that were given without a time */
};

/* Wall times or dates separated by commas, as "2026-12-25T09:00", "2026-12-25", "20261225T090000" or "20261225"; NULL and "" are empty.
 * ERROR_INVALID with that field. */
bool date_list_parse(const char *text, const char *field, struct date_list *ret_list, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void date_list_release(struct date_list *list);
AUTORELEASE_DEFINE(date_list, date_list_release)

/* True when the wall time is in the list, or its day. */
bool date_list_has(const struct date_list *list, int64_t seconds) G_GNUC_WARN_UNUSED_RESULT;

#endif
