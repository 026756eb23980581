/* SPDX-License-Identifier: Apache-2.0 */
/* Canonical forms of a task's texts: each is a field_canon_fn (field.h). */
#ifndef TIDINGS_MODEL_TASK_PRIV_H
#define TIDINGS_MODEL_TASK_PRIV_H

#include "tidings/model/field.h"

/* "a@x, b@y"; "a@x,b@y" where only that fits into the row's maximum, so that a full text stays accepted. */
char *recipients_canon(const struct field *row, const char *text, GError **error);
/* One wall time. */
char *start_canon(const struct field *row, const char *text, GError **error);
/* Letters, digits and "/ _ + -"; whether the system knows the zone is schedule's to say. */
char *zone_canon(const struct field *row, const char *text, GError **error);
/* Without blanks around and without "RRULE:"; the grammar is schedule's. */
char *rrule_canon(const struct field *row, const char *text, GError **error);
/* Wall times separated by commas. */
char *dates_canon(const struct field *row, const char *text, GError **error);
/* A calendar's name, or nothing. */
char *calendar_canon(const struct field *row, const char *text, GError **error);
/* An instant in RFC 3339, or nothing. */
char *created_canon(const struct field *row, const char *text, GError **error);
/* Letters, digits and "- . _". */
char *uid_canon(const struct field *row, const char *text, GError **error);

#endif
