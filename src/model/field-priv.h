/* SPDX-License-Identifier: Apache-2.0 */
/* What field.c and field-record.c share: the operations of each field type. */
#ifndef TIDINGS_MODEL_FIELD_PRIV_H
#define TIDINGS_MODEL_FIELD_PRIV_H

#include "tidings/model/field.h"

struct field_ops {
	/* Validates text and replaces the member's value; the member is untouched on failure. */
	bool (*set)(const struct field *row, void *member, const char *text, GError **error);
	char *(*get)(const struct field *row, const void *member);
	bool (*equal)(const void *a, const void *b);
	/* Copies into a zeroed member. */
	void (*copy)(void *to, const void *from);
	void (*release)(void *member);
};

/* The operations of the row's type, borrowed. */
const struct field_ops *field_ops(const struct field *row) G_GNUC_WARN_UNUSED_RESULT;

/* The row's member in the record. */
static inline void *field_member(const struct field *row, const void *record)
{
	return (void *)((uintptr_t)record + row->offset);
}

#endif
