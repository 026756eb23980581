/* SPDX-License-Identifier: Apache-2.0 */
/* Wall-clock start + zone + RRULE + RDATE/EXDATE -> instants (RFC 5545 3.3.10, 3.8.5). What is accepted is right; what would be wrong
 * or unbounded is refused with its reason. The only user of libical. Pure: "now" is an argument. */
#ifndef TIDINGS_SCHEDULE_RECURRENCE_H
#define TIDINGS_SCHEDULE_RECURRENCE_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/recurrence.h"
#include "tidings/schedule/zone.h"
#include "tidings/util/auto.h"
#include "tidings/util/catalog.h"
#include "tidings/util/instant.h"

struct recurrence;

/* What the task says about its recurrence; texts are borrowed from the task. The calendar that it names is the caller's to find. */
struct recurrence_spec recurrence_spec_of_task(const struct task *task) G_GNUC_WARN_UNUSED_RESULT;

/* ERROR_INVALID with the field start, zone, rrule, exdate or rdate. Given: recurrence_free. */
struct recurrence *recurrence_new(const struct recurrence_spec *spec, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same in a zone that the caller shares among many recurrences (zones_get); borrowed, must live longer. spec->zone is not looked at. */
struct recurrence *recurrence_new_in(const struct recurrence_spec *spec, const struct zone *zone, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void recurrence_free(struct recurrence *recurrence);
AUTOPTR_DEFINE(recurrence, recurrence_free)

/* The first occurrence strictly after `after` (INSTANT_NONE: the very first). False when there is none. No answer depends on where
 * iteration began. With a calendar, one that falls on a holiday is there as skipped, or stands at the same time of the nearest day before or
 * after, at most 31 days away, that is Monday to Friday, no holiday and no exception date; skipped when there is none, when that day has
 * an occurrence of its own, or when it is taken by a holiday that is nearer to it. No two stand at one instant. */
bool recurrence_next(const struct recurrence *recurrence, int64_t after, struct occurrence *ret_occurrence) G_GNUC_WARN_UNUSED_RESULT;
/* The first one that the rule has strictly after `after` (ret_occurrence->from); a holiday may have moved it to an instant before. */
bool recurrence_next_by_rule(const struct recurrence *recurrence, int64_t after, struct occurrence *ret_occurrence) G_GNUC_WARN_UNUSED_RESULT;

/* The recurrence's zone, borrowed. */
const struct zone *recurrence_zone(const struct recurrence *recurrence) G_GNUC_WARN_UNUSED_RESULT;

/* A plain sentence ("every week on Monday at 09:00, Europe/Moscow"), given. catalog NULL = English. */
char *recurrence_words(const struct recurrence *recurrence, const struct catalog *catalog) G_GNUC_WARN_UNUSED_RESULT;

#endif
