/* SPDX-License-Identifier: Apache-2.0 */
/* The application: one data directory, one acting account, one clock. Console, command line and sender are thin skins over the use cases
 * in this folder, one file each; every access rule is decided here. */
#ifndef TIDINGS_APP_APP_H
#define TIDINGS_APP_APP_H

#include <glib.h>
#include <stdbool.h>

#include "tidings/model/access.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/message.h"
#include "tidings/model/run.h"
#include "tidings/util/auto.h"
#include "tidings/util/catalog.h"
#include "tidings/util/clock.h"
#include "tidings/util/secret.h"

struct app;
struct report;
struct report_block;
struct logo;

/* What app needs done elsewhere; supplied by tidings-sender, which links mail and render. tidings has none and starts a worker. */
struct app_operations {
	/* Gives up the network, and memory and time without end: called once by a process that only reads and draws from then on. */
	bool (*isolate)(GError **error);
	GBytes *(*pdf)(const struct report *report, GError **error);
	GBytes *(*chart)(const struct report_block *chart, GError **error);
	bool (*logo)(GBytes *file, struct logo *ret_logo, GError **error);
	GBytes *(*compose)(const struct mail_message *message, GError **error);
	/* A connection for one generation of the settings, kept by the worker. */
	void *(*connect)(const struct mail_settings *settings, GError **error);
	void (*disconnect)(void *connection);
	bool (*send)(void *connection, const struct mail_job *job, enum mail_fault *ret_fault, GError **error);
	/* The certificate that messages are signed with, in words; whether a signed message is as it was, and in words by whom (mail/sign.h). */
	char *(*signer)(const struct mail_settings *settings, int64_t now, GError **error);
	bool (*signature)(GBytes *message, const char *ca, char **ret_words);
	bool (*test)(const struct mail_settings *settings, const char *to, GBytes *message, mail_stage_fn report, void *data, GError **error);
};

/* From where somebody acts, for the audit log; NULL = not known. */
struct app_origin {
	const char *address; /* of the SSH client */
	const char *key;     /* fingerprint of the SSH key */
	const char *via;     /* "command", "console" or "sender" (which acts for nobody) */
};

struct app_options {
	const char *dir;        /* data directory */
	const char *as;         /* login of the acting account; NULL = the administrator made by init */
	bool sign_in;           /* a console on a terminal: asks who is there (sign-in.h); without effect when `as` is given */
	bool once;              /* a command: what somebody else changes meanwhile is not changed by it (ERROR_BUSY) */
	const char *mode;       /* "system", "data" or NULL = system for administrators, data for others */
	const char *tenant;     /* the tenant worked in, in data mode; NULL = the account's first */
	struct clock clock;
	struct app_origin origin; /* texts are copied */
	const char *key;        /* the file with the key that seals secrets; NULL = "key" in dir */
	const char *sender;     /* path of tidings-sender */
	const char *locale_dir; /* message catalogues */
	const struct app_operations *operations; /* NULL in tidings */
	const struct password_cost *password_cost; /* of new passwords, borrowed; NULL = 64 MiB, 3 passes */
};

/* Makes a data directory with an administrator of that login; password NULL = none. ERROR_EXISTS, ERROR_INVALID. */
bool app_create(const char *dir, const char *administrator, const struct secret *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens it. ERROR_NOT_FOUND (no data directory; no such account), ERROR_DENIED (disabled account, mode not allowed), ERROR_VERSION,
 * ERROR_CORRUPT. Texts of options are copied. Given. */
struct app *app_open(const struct app_options *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void app_close(struct app *app);
AUTOPTR_DEFINE(app, app_close)

/* The instant it is now by the clock of app. */
int64_t app_now(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;
/* True when the clock stands still (TIDINGS_NOW): shown wherever it matters. */
bool app_clock_is_fixed(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;
/* True for who comes in by a key of SSH, and so has no shell here. */
bool app_is_remote(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;
const char *app_dir(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;
/* The acting account, the licence, the mode and (in data mode) the tenant; borrowed. */
const struct account *app_account(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;
enum licence app_licence(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;
enum mode app_mode(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;
const char *app_tenant(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;
/* Names of the tenants the acting account may see, sorted, given (g_strfreev). */
char **app_tenants(struct app *app, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The catalogue of a language, owned by app; NULL = English (also when the catalogue is missing). */
const struct catalog *app_catalog(struct app *app, const char *language) G_GNUC_WARN_UNUSED_RESULT;
/* Path of the file that every committed change touches: to be watched, not read. */
const char *app_change_path(const struct app *app) G_GNUC_WARN_UNUSED_RESULT;

#endif
