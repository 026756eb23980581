/* SPDX-License-Identifier: Apache-2.0 */
/* Errors: one GError domain, a closed list of codes chosen by what the caller can do, and the field they concern. */
#ifndef TIDINGS_UTIL_ERROR_H
#define TIDINGS_UTIL_ERROR_H

#include <glib.h>
#include <stdbool.h>

#define TIDINGS_ERROR (tidings_error_quark())

enum error_code {
	ERROR_INVALID = 1, /* a value is wrong; error_field() names the field when there is one */
	ERROR_USAGE,       /* the command line is wrong */
	ERROR_NOT_FOUND,
	ERROR_EXISTS,
	ERROR_DENIED,      /* the account may not */
	ERROR_READONLY,    /* the licence or the mode allows looking only */
	ERROR_BUSY,        /* somebody else holds it; trying later may help */
	ERROR_LIMIT,       /* larger than a stated maximum */
	ERROR_FULL,        /* disk or map is full */
	ERROR_CORRUPT,     /* a checksum or a structure is wrong */
	ERROR_VERSION,     /* written by a newer version */
	ERROR_IO,
	ERROR_NET,         /* name, connection, timeout below TLS */
	ERROR_TLS,
	ERROR_AUTH,        /* the server refused the login, or offers none */
	ERROR_REMOTE,      /* the server answered with a refusal; its words are in the message */
	ERROR_TIMEOUT,
	ERROR_BUG,         /* a state that cannot be */
};

/* The quark of the domain; use TIDINGS_ERROR. */
GQuark tidings_error_quark(void);

/* Sets *error (which may be NULL, and must not be set already) and returns false, so that
 * "return error_set(...)" is one line. Messages: lower case, no full stop, what failed, the subject quoted, what to do. */
bool error_set(GError **error, enum error_code code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same, about the field of that name (a row name of a field table, such as "recipients"). The name is copied. */
bool error_set_field(GError **error, enum error_code code, const char *field, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* Sets *error from errno value `number`: ENOSPC and EDQUOT become ERROR_FULL, EACCES and EPERM ERROR_DENIED, ENOENT
 * ERROR_NOT_FOUND, EAGAIN and EWOULDBLOCK ERROR_BUSY, the rest ERROR_IO. The message is "TEXT: strerror". Returns false. */
bool error_set_errno(GError **error, int number, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* True when error is of our domain and has that code. NULL is allowed. */
bool error_is(const GError *error, enum error_code code) G_GNUC_WARN_UNUSED_RESULT;

/* The name of the field the error concerns, borrowed from the error; NULL when there is none. */
const char *error_field(const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* The process exit code for an error: 0 for NULL; 2 INVALID, USAGE; 3 DENIED, READONLY; 4 NOT_FOUND;
 * 75 BUSY, NET, TIMEOUT; 1 all others, foreign domains as well. */
int error_exit_code(const GError *error) G_GNUC_WARN_UNUSED_RESULT;

#endif
