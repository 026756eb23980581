// SPDX-License-Identifier: Apache-2.0
// Transport: one libcurl handle for each generation of the mail settings.
#include "tidings/mail/transport.h"

#include <string.h>

#include <curl/curl.h>

#include "tidings/model/address.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/safe-text.h"

#include "settings-priv.h"
#include "tls-probe-priv.h"
#include "token-priv.h"
#include "transcript-priv.h"
#include "verdict-priv.h"

#define CONNECT_SECONDS 60
#define TOKEN_SECONDS 30
#define REPLY_SECONDS 600 /* RFC 5321 4.5.3.2.6: ten minutes after the dot */
#define IDLE_SECONDS 100  /* libcurl drops a connection after 118 */
#define BATCH_RECIPIENTS 100 /* RFC 5321 4.5.3.1.8: what every server takes at once */
#define TEXT_COLUMNS 500
#define TOO_LARGE 552 /* the code that such a message would get */

/* One mail: what is sent to whom, and how far it came. */
struct upload {
	const struct mail_job *job;
	GArray *batch; /* guint: deliveries of this transaction */
	const char *data;
	size_t length, sent;
	bool dotted;
	GError *refused; /* why we stopped it ourselves */
};

struct mail_transport {
	struct mail_settings settings;
	CURL *curl;
	char *url;
	char detail[CURL_ERROR_SIZE];
	struct transcript transcript;
	struct upload upload;
	bool connected, verified;
	gint64 used; /* monotonic, of the last success */
	GError *trust;
};

/* What libcurl's code means when the server said nothing that explains the failure. */
struct curl_row {
	CURLcode code;
	enum mail_fault fault;
	enum error_code error;
	const char *words;
	bool advice; /* the test of the connection says what to do */
};

static const struct curl_row curl_rows[] = {
	{CURLE_COULDNT_RESOLVE_HOST, MAIL_FAULT_ACCOUNT, ERROR_NET, N_("cannot find the address of"), false},
	{CURLE_COULDNT_CONNECT, MAIL_FAULT_ACCOUNT, ERROR_NET, N_("cannot connect to"), false},
	{CURLE_OPERATION_TIMEDOUT, MAIL_FAULT_ACCOUNT, ERROR_TIMEOUT, N_("no answer in time from"), false},
	{CURLE_SSL_CONNECT_ERROR, MAIL_FAULT_ACCOUNT, ERROR_TLS, N_("cannot begin TLS with"), true},
	{CURLE_PEER_FAILED_VERIFICATION, MAIL_FAULT_CONFIG, ERROR_TLS, N_("the certificate cannot be trusted of"), true},
	{CURLE_SSL_CACERT_BADFILE, MAIL_FAULT_CONFIG, ERROR_TLS, N_("the trusted certificates cannot be read for"), true},
	{CURLE_USE_SSL_FAILED, MAIL_FAULT_CONFIG, ERROR_TLS, N_("no STARTTLS is offered, and nothing is sent without it, by"), true},
	{CURLE_LOGIN_DENIED, MAIL_FAULT_CONFIG, ERROR_AUTH, N_("no sign-in that may be used is offered by"), true},
	{CURLE_ABORTED_BY_CALLBACK, MAIL_FAULT_ACCOUNT, ERROR_REMOTE, N_("no SMTP is spoken by"), false},
	{CURLE_OK, MAIL_FAULT_ACCOUNT, ERROR_NET, N_("the connection was lost to"), false},
};

/* How one transaction ended for the recipients that RCPT did not decide. */
struct outcome {
	struct smtp_verdict verdict;
	int code;
	char *text;
};

static void outcome_release(struct outcome *outcome)
{
	g_clear_pointer(&outcome->text, g_free);
}
AUTORELEASE_DEFINE(outcome, outcome_release)

static int on_debug(CURL *curl, curl_infotype type, char *data, size_t length, void *user)
{
	struct mail_transport *t = user;
	(void)curl;
	if (type == CURLINFO_HEADER_OUT)
		transcript_out(&t->transcript, data, length);
	else if (type == CURLINFO_HEADER_IN)
		(void)transcript_in(&t->transcript, data, length);
	return 0;
}

/* libcurl would skip lines that are no replies and wait on for as long as it may. */
static int on_progress(void *user, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
	const struct mail_transport *t = user;
	(void)down_total;
	(void)down;
	(void)up_total;
	(void)up;
	return t->transcript.nonsense;
}

static int on_socket(void *user, curl_socket_t fd, curlsocktype purpose)
{
	struct mail_transport *t = user;
	(void)fd;
	(void)purpose;
	transcript_connect(&t->transcript);
	t->verified = false;
	return CURL_SOCKOPT_OK;
}

static CURLcode on_ssl_ctx(CURL *curl, void *ctx, void *user)
{
	struct mail_transport *t = user;
	(void)curl;
	g_clear_error(&t->trust);
	return tls_trust(ctx, t->settings.ca, &t->trust) ? CURLE_OK : CURLE_SSL_CACERT_BADFILE;
}

/* TLS as the session itself reports it; libcurl gives it only while a transfer runs. */
static void note_session(struct mail_transport *t)
{
	struct curl_tlssessioninfo *info = NULL;
	if (curl_easy_getinfo(t->curl, CURLINFO_TLS_SSL_PTR, &info) == CURLE_OK && info != NULL && info->backend == CURLSSLBACKEND_OPENSSL)
		t->verified = tls_session_is_verified(info->internals);
}

static size_t on_reply_body(char *data, size_t size, size_t n, void *user)
{
	(void)data;
	note_session(user);
	return size * n;
}

/* DELIVERY.md: that TLS and the sign-in happened is read from what was said, not believed. */
static bool session_is_proved(struct mail_transport *t, GError **error)
{
	const struct mail_settings *s = &t->settings;
	if (s->connection != MAIL_NONE && (!t->verified || (s->connection == MAIL_STARTTLS && !t->transcript.starttls)))
		return error_set(error, ERROR_TLS, "the connection to \"%s\" is not a verified TLS connection", s->server);
	if (s->login[0] != '\0' && !t->transcript.signed_in)
		return error_set(error, ERROR_AUTH, "the server \"%s\" did not ask for the sign-in: it offers no AUTH", s->server);
	return true;
}

static struct delivery *batch_delivery(const struct upload *up, guint i)
{
	return run_delivery(up->job->run, g_array_index(up->batch, guint, i));
}

static void delivery_set(struct delivery *delivery, enum delivery_state state, int code, const char *text)
{
	g_autofree char *clipped = text_clip(text != NULL ? text : "", TEXT_COLUMNS);
	delivery->state = state;
	delivery->code = code;
	g_free(delivery->text);
	delivery->text = g_steal_pointer(&clipped);
}

static bool any_recipient_taken(const struct mail_transport *t)
{
	for (guint i = 0; i < t->upload.batch->len; i++) {
		if (transcript_rcpt(&t->transcript, i)->code / 100 == 2)
			return true;
	}
	return false;
}

/* The recipients that RCPT decided. Those the server has no room for in this transaction stay queued for the next one.
 * Returns how many are left for the outcome of the transaction; the gravest fault goes to *fault. */
static guint settle_refused(struct mail_transport *t, enum mail_fault *fault)
{
	bool taken = any_recipient_taken(t);
	guint left = 0;
	for (guint i = 0; i < t->upload.batch->len; i++) {
		const struct smtp_reply *reply = transcript_rcpt(&t->transcript, i);
		struct smtp_verdict verdict = smtp_verdict(SMTP_RCPT, reply->code);
		if (reply->code < 400) {
			left++;
			continue;
		}
		bool again = taken && smtp_too_many_recipients(reply);
		delivery_set(batch_delivery(&t->upload, i), again ? DELIVERY_QUEUED : verdict.state, reply->code, reply->text);
		*fault = MAX(*fault, verdict.fault);
	}
	return left;
}

static void settle_rest(struct mail_transport *t, enum delivery_state state, int code, const char *text)
{
	for (guint i = 0; i < t->upload.batch->len; i++) {
		if (transcript_rcpt(&t->transcript, i)->code < 400)
			delivery_set(batch_delivery(&t->upload, i), state, code, text);
	}
}

static bool mark_dot(struct mail_transport *t)
{
	enum mail_fault ignored = MAIL_FAULT_NONE;
	(void)settle_refused(t, &ignored);
	settle_rest(t, DELIVERY_DOT, 0, "");
	t->upload.dotted = t->upload.job->dot(t->upload.job->data, &t->upload.refused);
	return t->upload.dotted;
}

static size_t on_read(char *buffer, size_t size, size_t n, void *user)
{
	struct mail_transport *t = user;
	struct upload *up = &t->upload;
	if (up->sent == 0) {
		note_session(t);
		if (!session_is_proved(t, &up->refused))
			return CURL_READFUNC_ABORT;
	}
	size_t part = MIN(size * n, up->length - up->sent);
	if (part > 0) {
		memcpy(buffer, up->data + up->sent, part);
		up->sent += part;
		return part;
	}
	return up->dotted || mark_dot(t) ? 0 : CURL_READFUNC_ABORT;
}

/* What libcurl may try, and nothing else: it would take the weakest challenge first and not come back from it. */
static const char *const login_options[] = {
	[MECHANISM_AUTO] = "AUTH=PLAIN;AUTH=LOGIN",
	[MECHANISM_PLAIN] = "AUTH=PLAIN",
	[MECHANISM_LOGIN] = "AUTH=LOGIN",
	[MECHANISM_XOAUTH2] = "AUTH=XOAUTH2",
};

static void set_connection_options(struct mail_transport *t)
{
	CURL *curl = t->curl;
	const struct mail_settings *s = &t->settings;
	curl_easy_setopt(curl, CURLOPT_URL, t->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)REPLY_SECONDS);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)REPLY_SECONDS);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, t->detail);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, t);
	curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, on_socket);
	curl_easy_setopt(curl, CURLOPT_SOCKOPTDATA, t);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_reply_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(curl, CURLOPT_READDATA, t);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
	if (s->login[0] == '\0')
		return;
	curl_easy_setopt(curl, CURLOPT_USERNAME, s->login);
	if (s->mechanism != MECHANISM_XOAUTH2)
		curl_easy_setopt(curl, CURLOPT_PASSWORD, secret_text(&s->password));
	curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, login_options[s->mechanism]);
	curl_easy_setopt(curl, CURLOPT_SASL_IR, 1L);
}

static bool set_tls_options(struct mail_transport *t, GError **error)
{
	CURL *curl = t->curl;
	if (t->settings.connection == MAIL_NONE)
		return true;
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	/* the store is filled by tls_trust alone, so that Test connection and delivery trust the same */
	curl_easy_setopt(curl, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, t);
	if (curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, on_ssl_ctx) != CURLE_OK)
		return error_set(error, ERROR_BUG, "libcurl was not built with OpenSSL");
	return tls_check_ca(t->settings.ca, error);
}

void mail_transport_free(struct mail_transport *t)
{
	if (t == NULL)
		return;
	if (t->curl != NULL)
		curl_easy_cleanup(t->curl);
	transcript_release(&t->transcript);
	mail_settings_release(&t->settings);
	g_clear_error(&t->upload.refused);
	g_clear_error(&t->trust);
	g_free(t->url);
	g_free(t);
}

struct mail_transport *mail_transport_new(const struct mail_settings *settings, GError **error)
{
	if (!mail_settings_check_usable(settings, error))
		return NULL;
	autoptr(mail_transport) t = g_new0(struct mail_transport, 1);
	bool v6 = strchr(settings->server, ':') != NULL;
	mail_settings_init(&t->settings);
	mail_settings_copy(&t->settings, settings);
	t->url = g_strdup_printf("%s://%s%s%s:%d", settings->connection == MAIL_SSL ? "smtps" : "smtp", v6 ? "[" : "", settings->server,
				 v6 ? "]" : "", settings->port);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (t->curl = curl_easy_init()) == NULL) {
		(void)error_set(error, ERROR_BUG, "libcurl cannot be set up");
		return NULL;
	}
	set_connection_options(t);
	return set_tls_options(t, error) ? g_steal_pointer(&t) : NULL;
}

static struct outcome outcome_of_reply(const struct mail_transport *t, enum smtp_phase phase)
{
	const struct smtp_reply *reply = &t->transcript.replies[phase];
	return (struct outcome){smtp_verdict(phase, reply->code), reply->code, mail_settings_scrub(&t->settings, reply->text)};
}

static struct outcome outcome_of_curl(const struct mail_transport *t, CURLcode rc)
{
	const struct curl_row *row = curl_rows;
	while (row->code != CURLE_OK && row->code != rc)
		row++;
	const char *detail = t->trust != NULL ? t->trust->message : t->detail[0] != '\0' ? t->detail : curl_easy_strerror(rc);
	g_autofree char *safe = safe_text(detail, -1);
	g_autofree char *text = NULL;
	text = g_strdup_printf(row->advice ? N_("%s \"%s\" port %d: %s; what to do is said by: tidings mail test") : N_("%s \"%s\" port %d: %s"),
						row->words, t->settings.server, t->settings.port, safe);
	return (struct outcome){{DELIVERY_DEFERRED, row->fault, row->error}, 0, text_clip(text, TEXT_COLUMNS)};
}

static bool outcome_fail(const struct outcome *outcome, enum mail_fault *ret_fault, GError **error)
{
	*ret_fault = outcome->verdict.fault;
	if (outcome->code != 0)
		return error_set(error, outcome->verdict.error, "the server answered: %d %s", outcome->code, outcome->text);
	return error_set(error, outcome->verdict.error, "%s", outcome->text);
}

static CURLcode perform(struct mail_transport *t)
{
	t->detail[0] = '\0';
	CURLcode rc = curl_easy_perform(t->curl);
	t->connected = rc == CURLE_OK;
	if (t->connected)
		t->used = g_get_monotonic_time();
	return rc;
}

/* It stands in the password's place, where words of the server are searched for it. */
static bool renew_token(struct mail_transport *t, GError **error)
{
	if (t->settings.login[0] == '\0' || t->settings.mechanism != MECHANISM_XOAUTH2)
		return true;
	if (!token_read(&t->settings, TOKEN_SECONDS, &t->settings.password, error))
		return false;
	return curl_easy_setopt(t->curl, CURLOPT_XOAUTH2_BEARER, secret_text(&t->settings.password)) == CURLE_OK ||
	       error_set(error, ERROR_BUG, "libcurl does not take the token");
}

/* A server refuses a token by a challenge that holds its reason; libcurl stops there. */
static bool refuses_token(const struct mail_transport *t)
{
	return t->settings.mechanism == MECHANISM_XOAUTH2 && t->transcript.last == SMTP_AUTH && t->transcript.replies[SMTP_AUTH].code == 334;
}

static struct outcome outcome_of_token(const struct mail_transport *t)
{
	g_autofree char *reason = token_refusal(t->transcript.replies[SMTP_AUTH].text);
	g_autofree char *words = mail_settings_scrub(&t->settings, reason);
	return (struct outcome){{DELIVERY_DEFERRED, MAIL_FAULT_CONFIG, ERROR_AUTH}, 0, g_strdup_printf(N_("the server refuses the token: %s"), words)};
}

static struct outcome outcome_of_connect(const struct mail_transport *t, CURLcode rc)
{
	if (refuses_token(t))
		return outcome_of_token(t);
	bool said = t->transcript.replies[t->transcript.last].code >= 400;
	return said ? outcome_of_reply(t, t->transcript.last) : outcome_of_curl(t, rc);
}

/* Connects, starts TLS, signs in and says NOOP: all that must be proved before the first MAIL. */
static bool connect_and_prove(struct mail_transport *t, enum mail_fault *ret_fault, GError **error)
{
	if (!renew_token(t, error)) {
		*ret_fault = MAIL_FAULT_CONFIG;
		return false;
	}
	curl_easy_setopt(t->curl, CURLOPT_UPLOAD, 0L);
	curl_easy_setopt(t->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_easy_setopt(t->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
	curl_easy_setopt(t->curl, CURLOPT_FRESH_CONNECT, 1L);
	transcript_connect(&t->transcript);
	CURLcode rc = perform(t);
	curl_easy_setopt(t->curl, CURLOPT_CUSTOMREQUEST, NULL);
	curl_easy_setopt(t->curl, CURLOPT_FRESH_CONNECT, 0L);
	if (rc != CURLE_OK) {
		autorelease(outcome) outcome = outcome_of_connect(t, rc);
		return outcome_fail(&outcome, ret_fault, error);
	}
	if (session_is_proved(t, error))
		return true;
	t->connected = false;
	*ret_fault = MAIL_FAULT_CONFIG;
	return false;
}

static bool connection_is_fresh(const struct mail_transport *t)
{
	return t->connected && g_get_monotonic_time() - t->used < IDLE_SECONDS * G_USEC_PER_SEC;
}

/* One transaction on the connection there is. */
static CURLcode transact(struct mail_transport *t)
{
	struct curl_slist *rcpt = NULL;
	for (guint i = 0; i < t->upload.batch->len; i++)
		rcpt = curl_slist_append(rcpt, batch_delivery(&t->upload, i)->recipient);
	transcript_begin_mail(&t->transcript);
	t->upload.sent = 0;
	t->upload.dotted = false;
	g_clear_error(&t->upload.refused);
	curl_easy_setopt(t->curl, CURLOPT_MAIL_FROM, t->upload.job->from);
	curl_easy_setopt(t->curl, CURLOPT_MAIL_RCPT, rcpt);
	curl_easy_setopt(t->curl, CURLOPT_UPLOAD, 1L);
	/* two octets more than there are, for libcurl stops asking at that figure: the end must be seen by on_read */
	curl_easy_setopt(t->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)t->upload.length + 2);
	CURLcode rc = perform(t);
	curl_easy_setopt(t->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(rcpt);
	return rc;
}

/* A kept connection that the server has given up: the mail was not begun, so the attempt does not count (DELIVERY.md). */
static bool was_stale(const struct mail_transport *t, CURLcode rc)
{
	int code = t->transcript.replies[SMTP_MAIL].code;
	return rc != CURLE_OK && !t->upload.dotted && t->upload.refused == NULL && (code == 0 || code == 421);
}

static struct outcome outcome_of_mail(const struct mail_transport *t, CURLcode rc)
{
	const struct smtp_reply *replies = t->transcript.replies;
	const GError *refused = t->upload.refused;
	if (refused != NULL) {
		bool unsafe = error_is(refused, ERROR_TLS) || error_is(refused, ERROR_AUTH);
		enum mail_fault fault = unsafe ? MAIL_FAULT_CONFIG : MAIL_FAULT_NONE;
		return (struct outcome){{DELIVERY_DEFERRED, fault, ERROR_BUG}, 0, safe_text(refused->message, -1)};
	}
	if (replies[SMTP_END].code != 0)
		return outcome_of_reply(t, SMTP_END);
	if (t->upload.dotted) {
		g_autofree char *why = safe_text(t->detail, -1);
		g_autofree char *text = g_strdup_printf(N_("the message went out whole, but the server did not answer: %s"), why);
		return (struct outcome){{DELIVERY_UNKNOWN, MAIL_FAULT_NONE, ERROR_NET}, 0, text_clip(text, TEXT_COLUMNS)};
	}
	if (replies[SMTP_DATA].code >= 400)
		return outcome_of_reply(t, SMTP_DATA);
	if (replies[SMTP_MAIL].code >= 400)
		return outcome_of_reply(t, SMTP_MAIL);
	return outcome_of_curl(t, rc);
}

static bool fits(struct mail_transport *t)
{
	uint64_t limit = t->transcript.size_limit;
	if (limit == 0 || t->upload.length <= limit)
		return true;
	g_autofree char *text = g_strdup_printf("the message has %zu bytes, the server takes at most %" G_GUINT64_FORMAT, t->upload.length, limit);
	transcript_begin_mail(&t->transcript);
	settle_rest(t, DELIVERY_FAILED, TOO_LARGE, text);
	return false;
}

/* Sends one batch; error is not NULL. False with it set when the mails after it have no chance either, or when we stopped it ourselves. */
static bool send_batch(struct mail_transport *t, enum mail_fault *ret_fault, GError **error)
{
	CURLcode rc = CURLE_OK;
	bool reused = false;
	do {
		reused = connection_is_fresh(t);
		if (!reused && !connect_and_prove(t, ret_fault, error)) {
			transcript_begin_mail(&t->transcript);
			settle_rest(t, DELIVERY_DEFERRED, 0, (*error)->message);
			return false;
		}
		if (!fits(t))
			return true;
		rc = transact(t);
	} while (reused && was_stale(t, rc));
	guint left = settle_refused(t, ret_fault);
	if (left == 0)
		return true;
	autorelease(outcome) outcome = outcome_of_mail(t, rc);
	settle_rest(t, outcome.verdict.state, outcome.code, outcome.text);
	if (t->upload.refused != NULL) {
		*ret_fault = outcome.verdict.fault;
		g_propagate_error(error, g_steal_pointer(&t->upload.refused));
		return false;
	}
	return outcome.verdict.fault == MAIL_FAULT_NONE || outcome_fail(&outcome, ret_fault, error);
}

/* The recipients that are still open. An address is checked again: libcurl puts CR and LF of one straight on the wire. */
static GArray *open_recipients(struct run *run)
{
	GArray *open = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i < run->deliveries->len; i++) {
		struct delivery *delivery = run_delivery(run, i);
		g_autoptr(GError) wrong = NULL;
		if (delivery->state != DELIVERY_QUEUED && delivery->state != DELIVERY_SENDING && delivery->state != DELIVERY_DEFERRED)
			continue;
		if (address_check(delivery->recipient, &wrong))
			g_array_append_val(open, i);
		else
			delivery_set(delivery, DELIVERY_FAILED, 0, wrong->message);
	}
	return open;
}

/* Moves what the next transaction takes from open to a batch of its own. */
static GArray *next_batch(GArray *open)
{
	guint n = MIN(open->len, BATCH_RECIPIENTS);
	GArray *batch = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_vals(batch, open->data, n);
	g_array_remove_range(open, 0, n);
	return batch;
}

static void requeue(GArray *open, const struct upload *up)
{
	for (guint i = 0; i < up->batch->len; i++) {
		if (batch_delivery(up, i)->state == DELIVERY_QUEUED)
			g_array_append_val(open, g_array_index(up->batch, guint, i));
	}
}

static void defer_open(struct run *run, GArray *open, const char *why)
{
	for (guint i = 0; i < open->len; i++)
		delivery_set(run_delivery(run, g_array_index(open, guint, i)), DELIVERY_DEFERRED, 0, why);
}

bool mail_transport_send(struct mail_transport *t, const struct mail_job *job, enum mail_fault *ret_fault, GError **error)
{
	g_autoptr(GArray) open = open_recipients(job->run);
	g_autoptr(GError) why = NULL;
	struct upload *up = &t->upload;
	bool tried = open->len == 0;
	*up = (struct upload){.job = job};
	up->data = g_bytes_get_data(job->message, &up->length);
	*ret_fault = MAIL_FAULT_NONE;
	bool go_on = address_check(job->from, &why);
	if (!go_on)
		*ret_fault = MAIL_FAULT_CONFIG;
	while (go_on && open->len > 0) {
		g_autoptr(GArray) batch = next_batch(open);
		up->batch = batch;
		go_on = send_batch(t, ret_fault, &why) && *ret_fault == MAIL_FAULT_NONE;
		tried = tried || why == NULL;
		requeue(open, up);
	}
	g_clear_error(&up->refused);
	*up = (struct upload){0};
	defer_open(job->run, open, why != NULL ? why->message : N_("the server took no more recipients"));
	if (tried)
		return true;
	g_propagate_error(error, g_steal_pointer(&why));
	return false;
}
