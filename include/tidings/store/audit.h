/* SPDX-License-Identifier: Apache-2.0 */
/* The audit log: every change of a record has its entry, written in the transaction of the change. Append-only, with a chain of hashes. */
#ifndef TIDINGS_STORE_AUDIT_H
#define TIDINGS_STORE_AUDIT_H

#include "tidings/model/audit.h"
#include "tidings/store/store.h"
#include "tidings/util/clock.h"

/* Who makes the changes of this store from now on; the texts are copied, NULL is "". Before the first call: nobody. */
struct store_actor {
	const char *account, *address, *key, *via;
	struct clock clock;
};
void store_set_actor(struct store *store, const struct store_actor *actor);

/* For a process that reads, changes what it read once, and ends: from now on a change of what somebody else has changed since is refused with
 * ERROR_BUSY, in the transaction of the change, so that neither change is lost. */
bool store_once(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An entry about what is no record of this store (the sender, indicators, sign-ins), in a transaction of its own. Texts may be NULL. */
bool store_audit(struct store *store, const char *action, const char *noun, const char *subject, const char *detail, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

/* What is asked of the log; zeros and NULL = everything. */
struct audit_query {
	int64_t since;        /* instant; INSTANT_NONE = from the beginning */
	const char *account, *noun;
	size_t most;
};
/* Entries, newest first: GPtrArray of struct audit *, freed with the array. A damaged one is in it with its number, and a detail that says
 * so. Given. */
GPtrArray *store_audit_list(struct store *store, const struct audit_query *query, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks every entry and link: ERROR_CORRUPT says what was changed, added or removed by something else than this program, at the end of the
 * log too. seen: NULL, or a head that an earlier call gave and that was kept elsewhere: ERROR_NOT_FOUND when the chain never had it. Whoever
 * can write the store can write the log and its chain anew; only a head that was kept elsewhere tells. ret_head: given. */
bool store_audit_verify(struct store *store, const char *seen, uint64_t *ret_entries, char **ret_head, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

#endif
