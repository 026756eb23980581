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

/* The earliest next_try of an open delivery, or the id of a run that is ready now; INSTANT_NONE when there is none. */
bool ledger_next_try(struct store *store, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Records the occurrences of one due task and advances its next run, all in one transaction: decided when the task's index entry still is
 * (task, due instant); else ERROR_BUSY and nothing changes. runs (struct run, ids are filled in) may be planned, missed or skipped;
 * one whose occurrence is recorded already is left out silently (its id stays 0). */
bool ledger_record(struct store *store, struct due due, GPtrArray *runs, int64_t next_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds a run of its own (manual, test); its id is filled in. */
bool ledger_add(struct store *store, struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Claims the oldest run that can be worked on now (planned, or queued with a delivery whose next_try <= now, or left behind by an older
 * sender generation) for this generation: state building or sending. ERROR_NOT_FOUND when there is none. */
bool ledger_claim(struct store *store, int generation, int64_t now, struct run *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces a run's row. ERROR_BUSY when the stored generation is newer than the run's (a stale sender is fenced). */
bool ledger_update(struct store *store, const struct run *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, with the finished message bytes in one transaction: they are there before the run is queued. */
bool ledger_built(struct store *store, const struct run *run, GBytes *message, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The stored bytes of a run's message. Given. */
GBytes *ledger_message(struct store *store, uint64_t run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A copy of the run of that number. ERROR_NOT_FOUND. */
bool ledger_get(struct store *store, uint64_t run, struct run *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Newest first; task 0 = all; at most `most` (0 = all). Given: GPtrArray of struct run * (freed with the array). */
GPtrArray *ledger_list(struct store *store, uint32_t task, size_t most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest run of a task in a final state; ERROR_NOT_FOUND. */
bool ledger_last(struct store *store, uint32_t task, struct run *ret_run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* End of the period of the newest delivered scheduled run, INSTANT_NONE when none. */
bool ledger_since(struct store *store, uint32_t task, int64_t *ret_instant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The next sender generation: counted up in a transaction of its own when a sender starts. */
bool ledger_generation(struct store *store, int *ret_generation, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
