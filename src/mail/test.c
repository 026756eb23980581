// SPDX-License-Identifier: Apache-2.0
// Test connection: the stages from the settings to a test message.
#include "tidings/mail/test.h"

#include <string.h>

#include "tidings/mail/sign.h"
#include "tidings/mail/transport.h"
#include "tidings/model/address.h"
#include "tidings/model/run.h"
#include "tidings/util/catalog.h"
#include "tidings/util/clock.h"
#include "tidings/util/error.h"
#include "tidings/util/secret.h"

#include "net-priv.h"
#include "settings-priv.h"
#include "smtp-dialogue-priv.h"
#include "tls-probe-priv.h"
#include "token-priv.h"
#include "verdict-priv.h"

#define CONNECT_MILLISECONDS 15000
#define SILENCE_MILLISECONDS 1200 /* after which TLS is tried on the side: a server that waits for TLS never greets */
#define SIDE_MILLISECONDS 5000
#define TOKEN_SECONDS 30
#define REPLY_MILLISECONDS 20000

/* What the stages hand on. */
struct probe {
	const struct mail_settings *settings;
	const char *to; /* NULL = no test message */
	GBytes *message;
	struct addrinfo *addresses;
	struct smtp_dialogue dialogue;
};

/* One stage: true with what to show in *ret_detail (given), or false with error. */
typedef bool (*step_fn)(struct probe *p, char **ret_detail, GError **error);

static gint64 within(int milliseconds)
{
	return g_get_monotonic_time() + (gint64)milliseconds * 1000;
}

/* The detail of a reply that passed; otherwise ERROR_AUTH, ERROR_REMOTE ... with the server's words. */
static bool expect(struct probe *p, const struct smtp_reply *reply, int code, const char *what, GError **error)
{
	if (reply == NULL) {
		g_prefix_error(error, "%s: ", what);
		return false;
	}
	if (reply->code / 100 == code / 100)
		return true;
	struct smtp_verdict verdict = smtp_verdict(p->dialogue.transcript.last, reply->code);
	g_autofree char *words = mail_settings_scrub(p->settings, reply->text);
	enum error_code failure = verdict.error != 0 ? verdict.error : ERROR_REMOTE;
	return error_set(error, failure, "%s: the server answered %d %s", what, reply->code, words);
}

static bool say(struct probe *p, const char *line, int code, const char *what, GError **error)
{
	return expect(p, smtp_dialogue_command(&p->dialogue, line, within(REPLY_MILLISECONDS), error), code, what, error);
}

static bool check_settings(struct probe *p, char **ret_detail, GError **error)
{
	const struct mail_settings *s = p->settings;
	if (!mail_settings_check_usable(s, error) || (s->connection != MAIL_NONE && !tls_check_ca(s->ca, error)))
		return false;
	if (p->to != NULL && !address_check(p->to, error))
		return false;
	bool sign = *s->sign_certificate != '\0';
	g_autofree char *signer = sign ? mail_signer(s, clock_now(&(struct clock){0}), error) : NULL;
	if (sign && signer == NULL)
		return false;
	*ret_detail = g_strdup_printf(N_("%s port %d, connection %s%s%s"), s->server, s->port, enum_to_text(mail_connection_names, s->connection),
				      sign ? ", mails are signed as " : "", sign ? signer : "");
	return true;
}

static bool resolve(struct probe *p, char **ret_detail, GError **error)
{
	p->addresses = net_resolve(p->settings->server, p->settings->port, error);
	if (p->addresses == NULL)
		return false;
	*ret_detail = net_addresses_to_text(p->addresses);
	return true;
}

static bool open_connection(struct probe *p, char **ret_detail, GError **error)
{
	int fd = net_connect(p->addresses, within(CONNECT_MILLISECONDS), error);
	if (fd < 0) {
		g_prefix_error(error, "port %d of \"%s\": ", p->settings->port, p->settings->server);
		return false;
	}
	smtp_dialogue_open(&p->dialogue, fd);
	*ret_detail = g_strdup_printf(N_("port %d is open"), p->settings->port);
	return true;
}

/* On a connection of its own: does this port speak TLS from the first octet? */
static bool port_speaks_tls(struct probe *p)
{
	g_autoptr(GError) ignored = NULL;
	struct smtp_dialogue side = {.fd = -1};
	int fd = net_connect(p->addresses, within(SIDE_MILLISECONDS), &ignored);
	if (fd < 0)
		return false;
	smtp_dialogue_open(&side, fd);
	side.tls = tls_probe_new(fd, p->settings->server, NULL, &ignored);
	bool yes = side.tls != NULL && tls_probe_handshake(side.tls, within(SIDE_MILLISECONDS), &ignored);
	smtp_dialogue_close(&side);
	return yes;
}

static const struct smtp_reply *wait_for_greeting(struct probe *p, GError **error)
{
	bool plain = p->settings->connection != MAIL_SSL;
	g_autoptr(GError) first = NULL;
	const struct smtp_reply *reply = smtp_dialogue_reply(&p->dialogue, within(plain ? SILENCE_MILLISECONDS : REPLY_MILLISECONDS), &first);
	if (reply == NULL && plain && error_is(first, ERROR_TIMEOUT)) {
		if (port_speaks_tls(p)) {
			(void)error_set_field(error, ERROR_REMOTE, "connection",
					      "port %d speaks TLS from the start: choose SSL/TLS for it, or port 587 for STARTTLS", p->settings->port);
			return NULL;
		}
		g_clear_error(&first);
		reply = smtp_dialogue_reply(&p->dialogue, within(REPLY_MILLISECONDS), &first);
	}
	if (reply == NULL)
		g_propagate_prefixed_error(error, g_steal_pointer(&first), "no SMTP greeting on port %d: ", p->settings->port);
	return reply;
}

static bool hello(struct probe *p, GError **error)
{
	const char *host = g_get_host_name();
	bool plain = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") == strlen(host) && host[0] != '\0';
	g_autofree char *ehlo = g_strdup_printf("EHLO %s", plain ? host : "localhost");
	g_autofree char *helo = g_strdup_printf("HELO %s", plain ? host : "localhost");
	const struct smtp_reply *reply = smtp_dialogue_command(&p->dialogue, ehlo, within(REPLY_MILLISECONDS), error);
	if (reply == NULL || reply->code / 100 != 5)
		return expect(p, reply, 250, "EHLO", error);
	return say(p, helo, 250, "HELO", error);
}

static bool greeting(struct probe *p, char **ret_detail, GError **error)
{
	const struct smtp_reply *reply = wait_for_greeting(p, error);
	if (reply == NULL || !expect(p, reply, 220, "greeting", error))
		return false;
	*ret_detail = mail_settings_scrub(p->settings, reply->text);
	return hello(p, error);
}

static bool start_tls(struct probe *p, GError **error)
{
	if (!p->dialogue.transcript.offers_starttls)
		return error_set_field(error, ERROR_TLS, "connection",
				       "the server offers no STARTTLS on port %d, and nothing is sent without it: try SSL/TLS on port 465",
				       p->settings->port);
	if (!say(p, "STARTTLS", 220, "STARTTLS", error))
		return false;
	if (p->dialogue.in->len > 0)
		return error_set(error, ERROR_TLS, "%u octets came in plain text before TLS began: somebody may be between us and the server",
				 p->dialogue.in->len);
	return true;
}

static bool encrypt(struct probe *p, char **ret_detail, GError **error)
{
	const struct mail_settings *s = p->settings;
	g_autoptr(GError) failure = NULL;
	if (s->connection == MAIL_STARTTLS && !start_tls(p, error))
		return false;
	p->dialogue.tls = tls_probe_new(p->dialogue.fd, s->server, s->ca, error);
	if (p->dialogue.tls == NULL)
		return false;
	if (tls_probe_handshake(p->dialogue.tls, within(REPLY_MILLISECONDS), &failure)) {
		*ret_detail = tls_probe_words(p->dialogue.tls);
		return true;
	}
	if (s->connection == MAIL_SSL && error_is(failure, ERROR_REMOTE))
		return error_set_field(error, ERROR_TLS, "connection",
				       "port %d does not speak TLS from the start: choose STARTTLS for it, or port 465 for SSL/TLS", s->port);
	g_propagate_error(error, g_steal_pointer(&failure));
	return false;
}

static bool certificate(struct probe *p, char **ret_detail, GError **error)
{
	g_autofree char *words = NULL;
	if (!tls_probe_verify(p->dialogue.tls, &words, error))
		return false;
	/* RFC 3207 4.2: what was offered before TLS does not count */
	if (p->settings->connection == MAIL_STARTTLS && !hello(p, error))
		return false;
	*ret_detail = g_steal_pointer(&words);
	return true;
}

/* The octets as a base64 line after the prefix; the encoder's copy is wiped. */
static char *secret_line(const char *prefix, const char *octets, size_t length)
{
	char *coded = g_base64_encode((const guchar *)octets, length);
	char *line = g_strconcat(prefix, coded, NULL);
	secret_wipe(coded, strlen(coded));
	g_free(coded);
	return line;
}

static bool say_secret(struct probe *p, const char *prefix, const char *octets, size_t length, int code, GError **error)
{
	char *line = secret_line(prefix, octets, length);
	bool ok = say(p, line, code, "sign-in", error);
	secret_wipe(line, strlen(line));
	g_free(line);
	return ok;
}

/* RFC 4616: an empty identity, NUL, the login, NUL, the password. */
static bool sign_in_plain(struct probe *p, GError **error)
{
	const struct mail_settings *s = p->settings;
	size_t login = strlen(s->login), password = s->password.length, length = login + password + 2;
	char *octets = g_malloc0(length);
	memcpy(octets + 1, s->login, login);
	memcpy(octets + 2 + login, secret_text(&s->password), password);
	bool ok = say_secret(p, "AUTH PLAIN ", octets, length, 235, error);
	secret_wipe(octets, length);
	g_free(octets);
	return ok;
}

static bool sign_in_login(struct probe *p, GError **error)
{
	const struct mail_settings *s = p->settings;
	const char *password = secret_text(&s->password);
	return say(p, "AUTH LOGIN", 334, "sign-in", error) && say_secret(p, "", s->login, strlen(s->login), 334, error) &&
	       say_secret(p, "", password, strlen(password), 235, error);
}

/* The token is looked for in the words of the server as a password is. */
static bool sign_in_xoauth2(struct probe *p, GError **error)
{
	autorelease(mail_settings) with_token = {0};
	const struct mail_settings *s = p->settings;
	mail_settings_init(&with_token);
	mail_settings_copy(&with_token, s);
	if (!token_read(s, TOKEN_SECONDS, &with_token.password, error))
		return false;
	char *response = token_response(s->login, secret_text(&with_token.password));
	char *line = g_strconcat("AUTH XOAUTH2 ", response, NULL);
	p->settings = &with_token;
	bool ok = say(p, line, 235, "sign-in", error);
	const struct smtp_reply *reply = &p->dialogue.transcript.replies[SMTP_AUTH];
	if (!ok && reply->code == 334) {
		g_autofree char *reason = token_refusal(reply->text);
		g_autofree char *words = mail_settings_scrub(&with_token, reason);
		g_clear_error(error);
		(void)error_set(error, ERROR_AUTH, "sign-in: the server refuses the token: %s", words);
	}
	p->settings = s;
	secret_wipe(response, strlen(response));
	secret_wipe(line, strlen(line));
	g_free(response);
	g_free(line);
	return ok;
}

/* In the order in which they are tried. */
static const struct mechanism {
	enum mail_mechanism mechanism;
	const char *name;
	size_t offered; /* offset of the flag in the transcript */
	bool (*sign_in)(struct probe *p, GError **error);
} mechanisms[] = {
	{MECHANISM_PLAIN, "PLAIN", offsetof(struct transcript, offers_plain), sign_in_plain},
	{MECHANISM_LOGIN, "LOGIN", offsetof(struct transcript, offers_login), sign_in_login},
	{MECHANISM_XOAUTH2, "XOAUTH2", offsetof(struct transcript, offers_xoauth2), sign_in_xoauth2},
};

static const struct mechanism *choose_mechanism(const struct probe *p)
{
	enum mail_mechanism wanted = (enum mail_mechanism)p->settings->mechanism;
	for (size_t i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
		const struct mechanism *m = &mechanisms[i];
		bool offered = *(const bool *)((const char *)&p->dialogue.transcript + m->offered);
		if (offered && (wanted == m->mechanism || (wanted == MECHANISM_AUTO && m->mechanism != MECHANISM_XOAUTH2)))
			return m;
	}
	return NULL;
}

static bool sign_in(struct probe *p, char **ret_detail, GError **error)
{
	const struct transcript *t = &p->dialogue.transcript;
	const struct mechanism *mechanism = choose_mechanism(p);
	const char *wanted = enum_to_text(mail_mechanism_names, p->settings->mechanism);
	if (mechanism == NULL && p->settings->mechanism != MECHANISM_AUTO)
		return error_set_field(error, ERROR_AUTH, "mechanism", "the server offers no sign-in by %s here; see tidings mail set --mechanism", wanted);
	if (mechanism == NULL)
		return error_set_field(error, ERROR_AUTH, "login",
				       "the server offers no sign-in by PLAIN or LOGIN: clear the login, or use a port or a connection that has it");
	if (!mechanism->sign_in(p, error))
		return false;
	if (!t->signed_in)
		return error_set(error, ERROR_AUTH, "the server did not confirm the sign-in with 235");
	g_autofree char *words = mail_settings_scrub(p->settings, t->replies[SMTP_AUTH].text);
	*ret_detail = g_strdup_printf("AUTH %s: 235 %s", mechanism->name, words);
	return true;
}

static bool check_size(struct probe *p, GError **error)
{
	uint64_t limit = p->dialogue.transcript.size_limit;
	size_t size = p->message != NULL ? g_bytes_get_size(p->message) : 0;
	if (limit == 0 || size <= limit)
		return true;
	return error_set(error, ERROR_LIMIT, "the message has %zu bytes, the server takes at most %" G_GUINT64_FORMAT, size, limit);
}

static bool dry_run(struct probe *p, char **ret_detail, GError **error)
{
	const char *to = p->to != NULL ? p->to : p->settings->email;
	uint64_t limit = p->dialogue.transcript.size_limit;
	g_autofree char *mail = g_strdup_printf("MAIL FROM:<%s>", p->settings->email);
	g_autofree char *rcpt = g_strdup_printf("RCPT TO:<%s>", to);
	g_autofree char *size = limit > 0 ? g_strdup_printf("%" G_GUINT64_FORMAT " bytes", limit) : g_strdup(N_("none said"));
	if (!check_size(p, error) || !say(p, mail, 250, "sender", error) || !say(p, rcpt, 250, "recipient", error))
		return false;
	*ret_detail = g_strdup_printf(N_("sender %s and recipient %s accepted, size limit: %s"), p->settings->email, to, size);
	return say(p, "RSET", 250, "RSET", error);
}

static bool allow_dot(void *data, GError **error)
{
	(void)data;
	(void)error;
	return true;
}

static bool test_message(struct probe *p, char **ret_detail, GError **error)
{
	autorelease(run) run = {0};
	enum mail_fault fault = MAIL_FAULT_NONE;
	smtp_dialogue_close(&p->dialogue);
	autoptr(mail_transport) transport = mail_transport_new(p->settings, error);
	run_init(&run);
	run_add_recipient(&run, p->to);
	const struct mail_job job = {.run = &run, .from = p->settings->email, .message = p->message, .dot = allow_dot};
	if (transport == NULL || !mail_transport_send(transport, &job, &fault, error))
		return false;
	const struct delivery *delivery = run_delivery(&run, 0);
	if (delivery->state != DELIVERY_ACCEPTED)
		return error_set(error, ERROR_REMOTE, "the message was not accepted: %d %s", delivery->code, delivery->text);
	*ret_detail = g_strdup_printf("%d %s", delivery->code, delivery->text);
	return true;
}

#define MODE(connection) (1U << (connection))
#define EVERY_MODE (MODE(MAIL_NONE) | MODE(MAIL_SSL) | MODE(MAIL_STARTTLS))

/* In the order in which they happen: with SSL/TLS the greeting comes inside TLS. */
static const struct step {
	enum mail_stage stage;
	unsigned modes;
	step_fn run;
} steps[] = {
	{STAGE_SETTINGS, EVERY_MODE, check_settings},
	{STAGE_RESOLVE, EVERY_MODE, resolve},
	{STAGE_CONNECT, EVERY_MODE, open_connection},
	{STAGE_TLS, MODE(MAIL_SSL), encrypt},
	{STAGE_CERTIFICATE, MODE(MAIL_SSL), certificate},
	{STAGE_GREETING, EVERY_MODE, greeting},
	{STAGE_TLS, MODE(MAIL_STARTTLS), encrypt},
	{STAGE_CERTIFICATE, MODE(MAIL_STARTTLS), certificate},
	{STAGE_SIGN_IN, EVERY_MODE, sign_in},
	{STAGE_DRY_RUN, EVERY_MODE, dry_run},
	{STAGE_TEST_MESSAGE, EVERY_MODE, test_message},
};

static bool step_applies(const struct step *step, const struct probe *p)
{
	if (step->stage == STAGE_SIGN_IN && p->settings->login[0] == '\0')
		return false;
	if (step->stage == STAGE_TEST_MESSAGE && (p->to == NULL || p->message == NULL))
		return false;
	/* settings that are no settings fail in the first stage, whatever their mode */
	return step->stage == STAGE_SETTINGS || (step->modes & MODE((unsigned)p->settings->connection)) != 0;
}

static bool run_step(const struct step *step, struct probe *p, mail_stage_fn report, void *data, GError **error)
{
	g_autofree char *detail = NULL;
	g_autoptr(GError) failure = NULL;
	gint64 begin = g_get_monotonic_time();
	bool ok = step->run(p, &detail, &failure);
	struct mail_stage_result result = {step->stage, ok, (int)((g_get_monotonic_time() - begin) / 1000), ok ? detail : failure->message};
	report(&result, data);
	if (!ok)
		g_propagate_error(error, g_steal_pointer(&failure));
	return ok;
}

bool mail_test(const struct mail_settings *settings, const char *to, GBytes *message, mail_stage_fn report, void *data, GError **error)
{
	struct probe p = {.settings = settings, .to = to, .message = message, .dialogue = {.fd = -1}};
	bool ok = true;
	for (size_t i = 0; ok && i < G_N_ELEMENTS(steps); i++)
		ok = !step_applies(&steps[i], &p) || run_step(&steps[i], &p, report, data, error);
	smtp_dialogue_close(&p.dialogue);
	if (p.addresses != NULL)
		freeaddrinfo(p.addresses);
	return ok;
}
