/* SPDX-License-Identifier: Apache-2.0 */
/* A database in a directory of its own, and one-line reads and writes. */
#ifndef TIDINGS_TESTS_KV_FIXTURE_H
#define TIDINGS_TESTS_KV_FIXTURE_H

#include <glib.h>

#include "tidings/kv/kv.h"

enum { TABLE_A, TABLE_B };
extern const char *const fixture_tables[]; /* "a", "b" */

struct fixture {
	char *dir, *path;
	struct kv *kv;
};

void fixture_init(struct fixture *f);
void fixture_release(struct fixture *f);
AUTORELEASE_DEFINE(fixture, fixture_release)
void fixture_reopen(struct fixture *f);

struct kv_bytes fixture_bytes(const char *text);
void fixture_put(struct fixture *f, unsigned table, const char *key, const char *value);
void fixture_delete(struct fixture *f, unsigned table, const char *key);
/* NULL: not there. Given. */
char *fixture_get(struct fixture *f, unsigned table, const char *key);
void fixture_expect(struct fixture *f, unsigned table, const char *key, const char *value);
uint64_t fixture_count(struct fixture *f, unsigned table);

struct fixture_pair {
	unsigned table;
	struct kv_bytes key, value;
};
/* kv_fn for kv_write. */
bool fixture_put_pair(struct kv_txn *txn, void *data, GError **error);

struct fixture_question {
	unsigned table;
	struct kv_bytes key;
	char *answer; /* NULL until found; given */
};
/* kv_fn for kv_read. */
bool fixture_ask(struct kv_txn *txn, void *data, GError **error);

#endif
