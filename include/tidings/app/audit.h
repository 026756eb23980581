/* SPDX-License-Identifier: Apache-2.0 */
/* Use cases of the audit log: read it, verify it. */
#ifndef TIDINGS_APP_AUDIT_H
#define TIDINGS_APP_AUDIT_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/app/app.h"
#include "tidings/model/audit.h"

struct audit_request {
	int64_t since;        /* instant; INSTANT_NONE = from the beginning */
	const char *account, *noun; /* NULL = all */
	size_t most;          /* 0 = all */
};
/* Entries, newest first: GPtrArray of struct audit *, freed with the array. Given. */
GPtrArray *audit_list(struct app *app, const struct audit_request *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks the log's chain of hashes: ERROR_CORRUPT says what was changed, removed or added. head: NULL, or one that an earlier call gave and
 * that was kept elsewhere: ERROR_NOT_FOUND when the chain never had it. ret_head: given. */
bool audit_verify(struct app *app, const char *head, uint64_t *ret_entries, char **ret_head, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
