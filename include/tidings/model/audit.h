/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of the audit log: who did what to what, from where, when, and what was there before and after. Secrets are never in them. */
#ifndef TIDINGS_MODEL_AUDIT_H
#define TIDINGS_MODEL_AUDIT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tidings/model/field.h"
#include "tidings/util/auto.h"

/* One field that a change touched; a masked field has AUDIT_MASKED for every value that is not empty. */
struct audit_change {
	char *field, *before, *after;
};

#define AUDIT_MASKED "***"

struct audit {
	uint64_t number;  /* from 1 up, without gaps */
	int64_t time;     /* instant */
	char *account;    /* login; "" = nobody who is known */
	char *address;    /* of the SSH client; "" = a terminal or a script of this host */
	char *key;        /* fingerprint of the SSH key; "" = none was told */
	char *via;        /* "console", "command" or "sender" */
	char *action;     /* "add", "edit", "delete", "enable", "disable", "sign-in" ... */
	char *noun;       /* "task", "account", "mail settings" ... */
	char *subject;    /* its number, login or name; "" = there is only one */
	char *detail;     /* a name beside the number, or a reason; "" = none */
	GArray *changes;  /* struct audit_change */
};

/* Life of an entry: empty texts on zeroed memory; members freed and zeroed (NULL allowed). */
void audit_init(struct audit *audit);
void audit_release(struct audit *audit);
AUTORELEASE_DEFINE(audit, audit_release)

/* Adds one change; texts are copied, NULL is the empty one. */
void audit_add_change(struct audit *audit, const char *field, const char *before, const char *after);
/* Adds what differs between two records of a table, in the table's order. before NULL: a new record, told by what is not initial; after
 * NULL: one that is deleted. Secrets and rows that are FIELD_MASKED are masked. */
void audit_compare(struct audit *audit, const struct field_table *table, const void *before, const void *after);

/* The entry as bytes, without its number, appended to out; and back into an initialised entry. ERROR_CORRUPT, ERROR_VERSION. */
void audit_encode(const struct audit *audit, GByteArray *out);
bool audit_decode(struct audit *audit, const uint8_t *data, size_t length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* {"number","time","account","address","key","via","action","noun","subject","detail","changes":[{"field","before","after"}]}; texts that
 * are empty are null. Given. */
struct js *audit_to_json(const struct audit *audit) G_GNUC_WARN_UNUSED_RESULT;
/* The detail and all changes on one line: `Weekly; name: "a" -> "b"; zone: ...`. Given. */
char *audit_changes_text(const struct audit *audit) G_GNUC_WARN_UNUSED_RESULT;

#endif
