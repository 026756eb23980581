/* SPDX-License-Identifier: Apache-2.0 */
/* Enum <-> text: one table per enum, ended by a row whose text is NULL. */
#ifndef TIDINGS_UTIL_ENUM_TABLE_H
#define TIDINGS_UTIL_ENUM_TABLE_H

#include <glib.h>

struct enum_row {
	int value;
	const char *text;  /* what options, records and JSON use */
	const char *label; /* what a person reads; marked for translation with N_() */
};

/* The text of value, borrowed from the table; NULL when the value is not in it. */
const char *enum_to_text(const struct enum_row *table, int value) G_GNUC_WARN_UNUSED_RESULT;

/* The label of value, borrowed from the table; NULL when the value is not in it. */
const char *enum_to_label(const struct enum_row *table, int value) G_GNUC_WARN_UNUSED_RESULT;

/* The value of text (exact, case-sensitive), or -1. NULL gives -1. */
int enum_from_text(const struct enum_row *table, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* "none, ssl or starttls": the texts of the table for an error message. Given. */
char *enum_choices(const struct enum_row *table) G_GNUC_WARN_UNUSED_RESULT;

#endif
