/* SPDX-License-Identifier: Apache-2.0 */
/* A statistics store and texts to take into it. */
#ifndef TIDINGS_TESTS_INGEST_FIXTURE_H
#define TIDINGS_TESTS_INGEST_FIXTURE_H

#include "tidings/ingest/ingest.h"

#define RECEIVED INT64_C(1795341600) /* 2026-11-22T10:00:00Z */

struct fixture {
	char *dir, *rejects;
	struct stats *stats;
	struct ingest_options options; /* format auto, received RECEIVED; tenants General, North branch and Retail are known */
	struct ingest_result result;   /* of the last text that was taken */
};

void fixture_init(struct fixture *f);
void fixture_release(struct fixture *f);

/* A file without a name that holds the bytes, at its start. */
int fixture_file(const void *data, size_t length);
/* Takes a file's descriptor and closes it; false with error set. */
bool fixture_take_fd(struct fixture *f, int fd, GError **error);
/* Takes a text, which must succeed. */
void fixture_take(struct fixture *f, enum ingest_format format, const char *text);
/* What the last text was: "lines detections incoming service rejected", given. */
char *fixture_counts(const struct fixture *f);
/* Asks for everything, or what query says; must succeed. */
void fixture_ask(struct fixture *f, const struct stats_query *query, struct stats_result *ret_result);
/* The only detection of the store as "time source tenant category kind indicator supplier", flags "retroscan" and "false-positive" behind. Given. */
char *fixture_only_detection(struct fixture *f);
/* The reject file's content, given. */
char *fixture_rejects(const struct fixture *f);

#endif
