/* SPDX-License-Identifier: Apache-2.0 */
/* A data directory of its own, records that are valid, and other processes. */
#ifndef TIDINGS_TESTS_STORE_FIXTURE_H
#define TIDINGS_TESTS_STORE_FIXTURE_H

#include <glib.h>
#include <stdio.h>
#include <sys/types.h>

#include "tidings/store/ledger.h"
#include "tidings/store/store.h"

struct fixture {
	char *dir;
	struct store *store;
};

void fixture_init(struct fixture *f);
void fixture_release(struct fixture *f);
AUTORELEASE_DEFINE(fixture, fixture_release)
void fixture_close(struct fixture *f);
void fixture_reopen(struct fixture *f);
/* A file of the data directory, given. */
char *fixture_path(const struct fixture *f, const char *name);

/* Initialises a task that can be stored. */
void fixture_task(struct task *task, const char *name);
/* Stores one; its number. */
uint32_t fixture_put_task(struct fixture *f, const char *name, int64_t next_run);
/* The next run as it is stored. */
int64_t fixture_next_run(struct fixture *f, uint32_t id);
/* Initialises settings that can be stored, with the password. */
void fixture_mail(struct mail_settings *settings, const char *password);

/* A planned run of a task for an instant, with recipients a@example.com and b@example.com. */
void fixture_run(struct run *run, uint32_t task, enum run_kind kind, int64_t occurrence);
/* ledger_record of one planned run; its number, 0 when it was there. */
uint64_t fixture_record(struct fixture *f, uint32_t task, int64_t instant, int64_t next_run);
/* Adds a manual run; its number. */
uint64_t fixture_add(struct fixture *f, uint32_t task);
/* ledger_get into an initialised run. */
void fixture_get(struct fixture *f, uint64_t id, struct run *run);
/* ledger_claim that must find run id. */
void fixture_claim(struct fixture *f, int generation, int64_t now, uint64_t id, struct run *run);
/* ledger_claim that must find nothing. */
void fixture_claim_none(struct fixture *f, int generation, int64_t now);
/* ledger_update that must succeed. */
void fixture_update(struct fixture *f, const struct run *run);
int64_t fixture_next_try(struct fixture *f);
/* A new generation. */
int fixture_generation(struct fixture *f);

/* This program again, as another process that plays a role on a data directory; its standard input and output. */
struct child {
	pid_t pid;
	FILE *in, *out;
};
void child_start(struct child *child, const char *role, const char *dir);
/* A line of its output, given. */
char *child_read(struct child *child);
/* Sends a signal unless it is 0, waits and gives back the wait status. */
int child_end(struct child *child, int signal);
/* Saves a tenant. */
void fixture_put_tenant(struct fixture *f, const char *name, bool disabled);

#endif
