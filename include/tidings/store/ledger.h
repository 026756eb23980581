/* SPDX-License-Identifier: Apache-2.0 */
/* Ledger and outbox: what is due, what was done, and the bytes on their way. Key of an occurrence: task id + scheduled instant, unique. */
#ifndef TIDINGS_STORE_LEDGER_H
#define TIDINGS_STORE_LEDGER_H

#include "tidings/store/store.h"

/* The earliest next run of any task, or INSTANT_NONE. */
bool ledger_next_due(struct store *store, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Tasks due at or before now, in order of instant, at most `most`: pairs (task id, instant). Given: GArray of struct due. O(due). */
struct due { uint32_t task; int64_t instant; };
GArray *ledger_due(struct store *store, int64_t now, size_t most, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* When a run can be worked on next: the earliest next try of an open delivery; an instant long past (0) when a run is ready now, planned or
 * queued without a next try, or left behind by an older sender generation; INSTANT_NONE when there is none. */
bool ledger_next_try(struct store *store, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many runs are ready at `now` and not claimed, counted up to `most`. */
bool ledger_waiting(struct store *store, int64_t now, size_t most, size_t *ret_count, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a decision was made by. */
struct ledger_basis {
	const struct task *task; /* as it was read */
	uint64_t calendars;      /* store_calendar_generation() before */
	int64_t now;             /* when it was made; 0 = not known */
};

/* Records the occurrences of one due task and advances its next run (which must be later: ERROR_BUG), all in one transaction: decided when
 * the task's index entry still is (task, due instant), and task and calendars are what the decision was made by (basis NULL: whatever they
 * are); else ERROR_BUSY and nothing changes. An occurrence that a holiday moved counts as recorded at the instant of the rule as well. runs (struct run, kind scheduled; ids are
 * filled in) may be planned, missed, skipped or failed (could not be planned); one whose occurrence is recorded already is left out
 * silently (its id becomes 0), but a planned one takes the place of one that was missed or skipped later than the basis's now, by a clock that
 * was ahead: nothing of that was begun, and its row stays. A task whose record is damaged or gone is taken out of the index, whatever next_run says. */
bool ledger_record(struct store *store, struct due due, const struct ledger_basis *basis, GPtrArray *runs, int64_t next_run, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* Several in one transaction, each as by ledger_record, but one that is not current any more spoils no other. On failure none is stored. */
struct decision {
	struct due due;
	const struct ledger_basis *basis; /* NULL: none */
	GPtrArray *runs;
	int64_t next_run;
	bool recorded; /* out: false = what would have been ERROR_BUSY; nothing of this decision is stored */
};
bool ledger_record_each(struct store *store, struct decision *decisions, size_t n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* True when an occurrence that the rule has at this instant, or that was moved there, is recorded. */
bool ledger_has(struct store *store, uint32_t task, int64_t instant, bool *ret_has, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds a run of its own (manual, test); its id is filled in. */
bool ledger_add(struct store *store, struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a claim is made for, and what is stored with it in the same transaction. */
struct claim_order {
	int generation;
	int64_t now;
	const struct run *done; /* NULL, or a run that is finished with: stored as by ledger_update, also when nothing is claimed */
	const struct run *mark; /* the same for a run that is being worked on. With it nothing is claimed that an older generation left behind */
	/* NULL, or called with a run that is claimed for sending and that nobody left behind, before it is stored: what it does to the
	 * deliveries is durable with the claim. It may be called again, with another copy. */
	void (*begin)(struct run *run, void *data);
	void *data;
};
/* Claims a run that can be worked on now for this generation, its next try <= now (of any delivery that is queued or deferred): planned
 * becomes building; queued or deferred becomes sending. First what an older generation left behind, then what is ready, those without a
 * next try by number, then the others by their next try. started is set by the first claim; attempts counts the claims for sending, and
 * those that take over what was left behind.
 *   left in building: is built again; its deliveries become deferred without a next try;
 *   left in sending:  deliveries in sending become deferred without a next try (nothing went out); in dot they become unknown (the bytes went out, the reply is not known): the
 *                     caller decides by the task's policy whether such a delivery is queued once more or stays.
 * A run of this generation whose worker died is not claimable: whoever knows that puts it back with ledger_update.
 * ERROR_NOT_FOUND when there is none (then `done` and `mark` are stored); ERROR_BUSY when a newer generation has begun, or `done` or `mark` is not the
 * caller's any more: as with every other error nothing is stored. */
bool ledger_claim(struct store *store, const struct claim_order *order, struct run *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces a run's row by a copy that was read and changed. ERROR_BUSY when it has been claimed since that copy was read (the stored
 * generation is newer, a stale sender is fenced; or its attempts are more). Task, kind and occurrence cannot change (ERROR_BUG). */
bool ledger_update(struct store *store, const struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, with the finished message bytes in one transaction: they are there before the run is queued. Only while the stored run is
 * building, or sending (a smaller message in the place of a refused one): else ERROR_BUSY. done: as of struct claim_order. */
bool ledger_built(struct store *store, const struct run *run, GBytes *message, const struct run *done, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;
/* The stored bytes of a run's message, kept after the run is final. ERROR_NOT_FOUND. Given. */
GBytes *ledger_message(struct store *store, uint64_t run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A copy of the run of that number. ERROR_NOT_FOUND. */
bool ledger_get(struct store *store, uint64_t run, struct run *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Newest first; task 0 = all; at most `most` (0 = all). A damaged row is in it as a run in state unknown whose reason says so. Given:
 * GPtrArray of struct run * (freed with the array). */
GPtrArray *ledger_list(struct store *store, uint32_t task, size_t most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest run of a task in a final state; ERROR_NOT_FOUND. */
bool ledger_last(struct store *store, uint32_t task, struct run *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for n tasks in one transaction, of each run what its record begins with: id 0 = none, state unknown = its row is damaged. */
bool ledger_last_of(struct store *store, const uint32_t *tasks, size_t n, struct run_brief *ret_last, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* End of the period of the newest delivered scheduled run, INSTANT_NONE when none. */
bool ledger_since(struct store *store, uint32_t task, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The latest occurrence of a task that is recorded, INSTANT_NONE when none. */
bool ledger_decided(struct store *store, uint32_t task, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The next sender generation: counted up in a transaction of its own when a sender starts. */
bool ledger_generation(struct store *store, int *ret_generation, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every version of every row has an entry in a chain of SHA-256 hashes. Checks all links, and that each row is the newest version the chain
 * knows: ERROR_CORRUPT says which run was changed, added or removed by something else than this program. ret_entries: how many;
 * ret_cut: up to which one ledger_retain() has removed them; ret_head: the last link in hex, given: kept elsewhere it proves later that nothing up to here was rewritten. */
bool ledger_verify(struct store *store, uint64_t *ret_entries, uint64_t *ret_cut, char **ret_head, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes rows and messages of runs that ended and are older than `before`, looking at `most` rows from number `from` on, in one transaction with
 * its audit entry. What tasks go on from stays: each one's last run and last delivered report. The chain gets an entry for each that goes; its
 * oldest entries go as far as no row needs them, and what is left is checked from there. */
struct ledger_retention {
	int64_t before;
	uint64_t from;
	size_t most;
};
struct ledger_retained {
	uint64_t removed;
	uint64_t next; /* where to go on; 0 = this was the end */
	uint64_t cut;  /* entries 1 to this number of the chain are not there any more */
};
bool ledger_retain(struct store *store, const struct ledger_retention *retention, struct ledger_retained *ret_result, GError **error)
	G_GNUC_WARN_UNUSED_RESULT;

#endif
