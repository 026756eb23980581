/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences from translated pieces. A piece names what goes into it: "every {n} days". */
#ifndef TIDINGS_SCHEDULE_PHRASE_PRIV_H
#define TIDINGS_SCHEDULE_PHRASE_PRIV_H

#include <glib.h>

#include "tidings/util/catalog.h"

/* The text with {name} replaced by value; other text in braces stays. Given. */
char *phrase_fill(const char *text, const char *name, const char *value) G_GNUC_WARN_UNUSED_RESULT;
/* The same with a number. */
char *phrase_fill_number(const char *text, const char *name, int value) G_GNUC_WARN_UNUSED_RESULT;

/* Word i of a translated list of words separated by "," ("Monday,Tuesday"), given. */
char *phrase_word(const struct catalog *catalog, const char *list, int i) G_GNUC_WARN_UNUSED_RESULT;

/* The month's name as it stands in a date ("30 November"), given. */
char *phrase_month(const struct catalog *catalog, int month) G_GNUC_WARN_UNUSED_RESULT;

/* "a", "a and b", "a, b and c"; char * items. Given. */
char *phrase_join(const struct catalog *catalog, const GPtrArray *items) G_GNUC_WARN_UNUSED_RESULT;

#endif
