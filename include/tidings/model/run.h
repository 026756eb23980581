/* SPDX-License-Identifier: Apache-2.0 */
/* Runs and deliveries: the rows of the ledger (DELIVERY.md, states). */
#ifndef TIDINGS_MODEL_RUN_H
#define TIDINGS_MODEL_RUN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/period.h"
#include "tidings/util/auto.h"
#include "tidings/util/json.h"

/* How the recipients of a message see each other. */
enum addressing {
	ADDRESSING_TO,   /* all stand in its To field */
	ADDRESSING_BCC,  /* none does: undisclosed recipients */
	ADDRESSING_EACH, /* each gets a message of their own */
};

enum run_kind { RUN_SCHEDULED, RUN_MANUAL, RUN_TEST };

enum run_state {
	RUN_PLANNED, RUN_BUILDING, RUN_QUEUED, RUN_SENDING, /* open */
	RUN_DELIVERED, RUN_PARTIAL, RUN_DEFERRED, RUN_FAILED, RUN_MISSED, RUN_SKIPPED, RUN_UNKNOWN,
};

enum delivery_state {
	DELIVERY_QUEUED, DELIVERY_SENDING, DELIVERY_DOT, /* the end of data went out, the reply is not stored */
	DELIVERY_ACCEPTED, DELIVERY_DEFERRED, DELIVERY_FAILED, DELIVERY_EXPIRED, DELIVERY_UNKNOWN,
};

struct delivery {
	char *recipient;
	enum delivery_state state;
	int code;          /* last SMTP code; 0 = none */
	char *text;        /* the server's words or the reason, made safe */
	int attempts;
	int unknown;       /* attempts after which it stayed unknown whether the message arrived: as many copies more may be there */
	int64_t next_try;  /* INSTANT_NONE = none */
};

/* What was built, so that it is known again: the message's content (RUN_MESSAGE; what mail servers add to it does not count) and the files
 * attached to it. */
#define RUN_MESSAGE "message"
struct run_digest {
	char *name;        /* RUN_MESSAGE, or the file's */
	char *sha256;      /* lower-case hex */
};

struct run {
	uint64_t id;
	uint32_t task;
	char *task_name;
	enum run_kind kind;
	int64_t occurrence;       /* scheduled instant; for manual and test runs the instant asked for */
	int64_t started;          /* INSTANT_NONE until it began */
	enum run_state state;
	char *reason;             /* why it is so, for a person; "" when it needs none */
	struct period period;
	char *message_id;         /* without <>; "" until built */
	uint64_t size;            /* bytes of the message */
	char *sha256;             /* lower-case hex of the message; "" until built */
	int attempts;
	GArray *deliveries;       /* struct delivery by value */
	int generation;           /* of the sender that claimed it */
	GArray *digests;          /* struct run_digest by value, of every message that was built for it: a refused one is followed by a smaller one */
	int64_t moved_from;       /* the instant of the rule that a holiday moved to `occurrence`; INSTANT_NONE = it stands where the rule has it */
	enum addressing addressing; /* of the message that was built; each: what is sent are copies of it (run_copy_id) */
};

extern const struct enum_row addressing_names[], run_kind_names[], run_state_names[], delivery_state_names[];

/* Life of the record: initial values on zeroed memory; members freed and zeroed (NULL allowed); deep copy into a valid record. */
void run_init(struct run *run);
void run_release(struct run *run);
void run_copy(struct run *to, const struct run *from);
AUTORELEASE_DEFINE(run, run_release)

/* Appends a queued delivery. */
void run_add_recipient(struct run *run, const char *recipient);
struct delivery *run_delivery(struct run *run, size_t i) G_GNUC_WARN_UNUSED_RESULT;

/* The Message-ID of what the i-th recipient gets, without <>: the message's own, but of a copy its own as well. "" until built. Given. */
char *run_copy_id(const struct run *run, size_t i) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets all digests. Adds one unless the run has it: ERROR_LIMIT when there are too many. */
void run_clear_digests(struct run *run);
bool run_add_digest(struct run *run, const char *name, const char *sha256, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* True when nothing more will be done by itself: delivered, partial, failed, missed, skipped, unknown held. */
bool run_state_is_final(enum run_state state) G_GNUC_WARN_UNUSED_RESULT;

/* The run's state from its deliveries: all accepted = delivered; any queued, sending or dot = sending; any deferred = deferred; any
 * unknown = unknown; some accepted = partial; none = failed. */
enum run_state run_state_of_deliveries(const struct run *run) G_GNUC_WARN_UNUSED_RESULT;

/* One line of "runs list --json" (CLI.md). Given. */
struct js *run_to_json(const struct run *run) G_GNUC_WARN_UNUSED_RESULT;

/* The ledger's record of a run. decode: ERROR_CORRUPT, ERROR_VERSION. A record of version 1 has no digests, one of
 * version 2 no addressing. */
void run_encode(const struct run *run, GByteArray *out);
struct run_brief {
	uint64_t id;
	int64_t occurrence;
	enum run_state state;
};
/* The beginning of a run's record alone. false when it is damaged or of a newer version. */
bool run_peek(const uint8_t *data, size_t length, struct run_brief *ret_brief) G_GNUC_WARN_UNUSED_RESULT;
bool run_decode(struct run *run, const uint8_t *data, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
