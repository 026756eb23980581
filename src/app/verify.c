// SPDX-License-Identifier: Apache-2.0
// Use case: is this file or mail what a run sent?
#include "tidings/app/verify.h"

#include <string.h>

#include "app-priv.h"
#include "letter-copy-priv.h"
#include "message-content-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/run.h"

static const struct enum_row verify_state_names[] = {
	{VERIFY_UNCHANGED, "unchanged", "Unchanged"},
	{VERIFY_CHANGED, "changed", "Changed"},
	{VERIFY_UNKNOWN, "unknown", "Unknown"},
	{0, NULL, NULL},
};

void verification_release(struct verification *verification)
{
	run_release(&verification->run);
	g_free(verification->name);
	g_free(verification->sha256);
	g_free(verification->signature);
	*verification = (struct verification){0};
}

/* What is asked about. */
struct exhibit {
	char *sha256;      /* of the bytes */
	char *content;     /* of the message's content; NULL = no message */
	char *message_id;  /* without <>; NULL */
	char *document;    /* what it says it is; NULL */
	const char *kind;  /* what the name of such a file ends in; NULL */
	const char *name;  /* of the file; NULL */
	GBytes *bytes;     /* borrowed */
};

static void exhibit_release(struct exhibit *exhibit)
{
	g_free(exhibit->sha256);
	g_free(exhibit->content);
	g_free(exhibit->message_id);
	g_free(exhibit->document);
}
AUTORELEASE_DEFINE(exhibit, exhibit_release)

/* The document that a file says it is, wherever it says so; given. */
static char *document_of(const char *data, gsize length)
{
	const char *end = data + length, *at = data;
	while ((at = memmem(at, (size_t)(end - at), DOCUMENT_SCHEME, strlen(DOCUMENT_SCHEME))) != NULL) {
		const char *digits = at + strlen(DOCUMENT_SCHEME);
		int n = 0;
		while (n < DOCUMENT_DIGITS && digits + n < end && g_ascii_isxdigit(digits[n]))
			n++;
		if (n == DOCUMENT_DIGITS)
			return g_strndup(at, strlen(DOCUMENT_SCHEME) + DOCUMENT_DIGITS);
		at = digits;
	}
	return NULL;
}

/* By what its format cannot be without, so that another first byte does not hide it. */
static const char *kind_of(const char *data, gsize length)
{
	static const struct { const char *mark, *ending; } kinds[] = {{"endobj", ".pdf"}, {"\"section\",", ".csv"}, {"\"plan\":", ".json"}};
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (memmem(data, length, kinds[i].mark, strlen(kinds[i].mark)) != NULL)
			return kinds[i].ending;
	return NULL;
}

static void exhibit_fill(struct exhibit *exhibit, GBytes *bytes, const char *name)
{
	gsize length = 0;
	const void *data = g_bytes_get_data(bytes, &length);
	exhibit->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	exhibit->content = message_content_digest(data, length);
	exhibit->document = document_of(data, length);
	exhibit->kind = exhibit->document != NULL ? kind_of(data, length) : NULL;
	exhibit->name = name;
	exhibit->bytes = bytes;
	g_autofree char *id = message_content_field(data, length, "Message-ID");
	size_t size = id != NULL ? strlen(id) : 0;
	if (size > 2 && id[0] == '<' && id[size - 1] == '>')
		exhibit->message_id = g_strndup(id + 1, size - 2);
}

/* The name of what the exhibit is in the run; NULL. */
static const char *name_of(const struct exhibit *exhibit, const struct run *run)
{
	for (guint i = 0; i < run->digests->len; i++) {
		const struct run_digest *digest = &g_array_index(run->digests, struct run_digest, i);
		bool message = strcmp(digest->name, RUN_MESSAGE) == 0;
		const char *own = message ? exhibit->content : exhibit->sha256;
		if (own != NULL && strcmp(own, digest->sha256) == 0)
			return digest->name;
	}
	return *run->sha256 != '\0' && strcmp(exhibit->sha256, run->sha256) == 0 ? RUN_MESSAGE : NULL;
}

/* The attachment of its kind, when it says that it is of this run's report. */
static const char *claim_of_document(const struct exhibit *exhibit, const struct run *run)
{
	g_autofree char *document = exhibit->kind != NULL ? report_document(run->task, run->task_name, run->occurrence, run->period) : NULL;
	if (document == NULL || strcmp(document, exhibit->document) != 0)
		return NULL;
	for (guint i = 0; i < run->digests->len; i++) {
		const struct run_digest *digest = &g_array_index(run->digests, struct run_digest, i);
		if (g_str_has_suffix(digest->name, exhibit->kind))
			return digest->name;
	}
	return NULL;
}

/* One recipient's copy of the run's message. */
static bool is_copy(const struct exhibit *exhibit, const struct run *run, bool *ret_exact)
{
	g_autoptr(GBytes) message = letter_of_copy(exhibit->bytes, run);
	autorelease(exhibit) own = {0};
	if (message == NULL)
		return false;
	exhibit_fill(&own, message, NULL);
	*ret_exact = strcmp(own.sha256, run->sha256) == 0;
	return name_of(&own, run) != NULL;
}

static bool has_message_id(const struct exhibit *exhibit, const struct run *run)
{
	for (guint i = 0; exhibit->message_id != NULL && i < run->deliveries->len; i++) {
		g_autofree char *id = run_copy_id(run, i);
		if (strcmp(exhibit->message_id, id) == 0)
			return true;
	}
	return exhibit->message_id != NULL && strcmp(exhibit->message_id, run->message_id) == 0;
}

/* What it claims to be in the run: by its Message-ID, by what the file says it is, or by its name; NULL. */
static const char *claim_of(const struct exhibit *exhibit, const struct run *run)
{
	if (has_message_id(exhibit, run))
		return RUN_MESSAGE;
	const char *said = claim_of_document(exhibit, run);
	if (said != NULL)
		return said;
	for (guint i = 0; exhibit->name != NULL && i < run->digests->len; i++) {
		const struct run_digest *digest = &g_array_index(run->digests, struct run_digest, i);
		if (strcmp(digest->name, RUN_MESSAGE) != 0 && strcmp(digest->name, exhibit->name) == 0)
			return digest->name;
	}
	return NULL;
}

/* A run of a time when no content was digested: its stored message is. */
static bool is_stored(struct app *app, const struct exhibit *exhibit, const struct run *run)
{
	if (run->digests->len > 0 || exhibit->content == NULL)
		return false;
	g_autoptr(GBytes) message = ledger_message(app->store, run->id, NULL);
	if (message == NULL)
		return false;
	gsize length = 0;
	const void *data = g_bytes_get_data(message, &length);
	g_autofree char *content = message_content_digest(data, length);
	return g_strcmp0(content, exhibit->content) == 0;
}

static void take(struct verification *verification, enum verify_state state, const struct run *run, const char *name)
{
	verification->state = state;
	run_copy(&verification->run, run);
	g_free(verification->name);
	verification->name = g_strdup(name);
}

/* True when the run has sent it; a claim is kept in case that no run has. */
static bool compare(struct app *app, const struct exhibit *exhibit, const struct run *run, struct verification *verification)
{
	const char *name = name_of(exhibit, run), *claim = claim_of(exhibit, run);
	bool exact = name != NULL && (strcmp(name, RUN_MESSAGE) != 0 || strcmp(exhibit->sha256, run->sha256) == 0);
	if (name == NULL && is_copy(exhibit, run, &exact))
		name = RUN_MESSAGE;
	if (name == NULL && claim != NULL && strcmp(claim, RUN_MESSAGE) == 0 && is_stored(app, exhibit, run))
		name = RUN_MESSAGE;
	if (name != NULL) {
		take(verification, VERIFY_UNCHANGED, run, name);
		verification->exact = exact;
	} else if (claim != NULL && verification->state == VERIFY_UNKNOWN) {
		take(verification, VERIFY_CHANGED, run, claim);
	}
	return name != NULL;
}

static bool is_signed(GBytes *bytes)
{
	gsize length = 0;
	const void *data = g_bytes_get_data(bytes, &length);
	g_autofree char *type = message_content_field(data, length, "Content-Type");
	return type != NULL && g_ascii_strncasecmp(type, "multipart/signed", strlen("multipart/signed")) == 0;
}

static void take_signature(const struct js *line, void *data)
{
	struct verification *verification = data;
	verification->signature_good = js_get_bool(line, "good", false);
	g_free(verification->signature);
	verification->signature = g_strdup(js_get_text(line, "words"));
}

/* The certificates that are trusted beside the system's; "" where the mail settings are not there to be read. */
static char *trusted_ca(struct app *app)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	return g_strdup(store_mail_peek(app->store, &settings, NULL) ? settings.ca : "");
}

static bool check_signature(struct app *app, GBytes *bytes, struct verification *verification, GError **error)
{
	g_autofree char *ca = trusted_ca(app);
	if (app->operations != NULL) {
		verification->signature_good = app->operations->signature(bytes, ca, &verification->signature);
		return true;
	}
	gsize length = 0;
	const guchar *data = g_bytes_get_data(bytes, &length);
	g_autofree char *coded = g_base64_encode(data, length);
	autoptr(js) request = js_object();
	js_set_text(request, "job", "signature");
	js_set_text(request, "ca", ca);
	js_set_text(request, "message", coded);
	struct job_call call = {.request = request, .line = take_signature, .data = verification};
	return job_call(app, &call, NULL, error);
}

bool report_verify(struct app *app, GBytes *bytes, const char *name, struct verification *ret_verification, GError **error)
{
	autorelease(exhibit) exhibit = {0};
	autorelease(verification) found = {.state = VERIFY_UNKNOWN};
	run_init(&found.run);
	if (!app_require(app, USE_HISTORY, true, error))
		return false;
	exhibit_fill(&exhibit, bytes, name);
	found.sha256 = g_strdup(exhibit.sha256);
	g_autoptr(GPtrArray) runs = run_find(app, &(struct run_filter){0}, error);
	if (runs == NULL)
		return false;
	for (guint i = 0; i < runs->len; i++)
		if (compare(app, &exhibit, runs->pdata[i], &found))
			break;
	if (is_signed(bytes) && !check_signature(app, bytes, &found, error))
		return false;
	*ret_verification = found;
	found = (struct verification){0};
	return true;
}

struct js *verification_to_json(const struct verification *verification)
{
	struct js *object = js_object();
	bool known = verification->state != VERIFY_UNKNOWN;
	js_set_text(object, "state", enum_to_text(verify_state_names, (int)verification->state));
	if (known) {
		js_set_int(object, "run", (int64_t)verification->run.id);
		js_set_int(object, "task", verification->run.task);
	} else {
		js_set_text(object, "run", NULL);
		js_set_text(object, "task", NULL);
	}
	js_set_text(object, "task_name", known ? verification->run.task_name : NULL);
	js_set_instant(object, "occurrence", verification->run.occurrence);
	js_set_text(object, "name", verification->name);
	js_set_bool(object, "exact", verification->exact);
	js_set_text(object, "sha256", verification->sha256);
	js_set_text(object, "signature", verification->signature == NULL ? NULL : verification->signature_good ? "good" : "bad");
	js_set_text(object, "signature_words", verification->signature);
	return object;
}
