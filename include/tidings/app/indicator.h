/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of indicators: false positives, per tenant, past detections included; undone as easily. */
#ifndef TIDINGS_APP_INDICATOR_H
#define TIDINGS_APP_INDICATOR_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"

struct false_positive {
	char *tenant, *indicator;
	const char *kind; /* url ... sha256; borrowed from the table */
	int64_t marked;   /* instant */
};

/* Marks or unmarks a value (normalised by the kind it has) in a tenant. ERROR_EXISTS, ERROR_NOT_FOUND, ERROR_INVALID. */
bool false_positive_set(struct app *app, const char *value, const char *tenant, bool marked, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Marks of a tenant (NULL: of all that the account may see): GArray of struct false_positive, released with the array. Given. */
GArray *false_positive_list(struct app *app, const char *tenant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
