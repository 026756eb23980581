// SPDX-License-Identifier: Apache-2.0
// Transcripts: SMTP commands paired with the replies they got.
#include "transcript-priv.h"

#include <string.h>

#include "tidings/util/safe-text.h"

#define REPLY_MAX 1000 /* octets of text that are kept of one reply */
#define RCPT_MAX 4096

struct verb {
	const char *text;
	enum smtp_phase phase;
};

static const struct verb verbs[] = {
	{"EHLO", SMTP_EHLO}, {"HELO", SMTP_EHLO}, {"STARTTLS", SMTP_STARTTLS}, {"AUTH", SMTP_AUTH},
	{"MAIL", SMTP_MAIL}, {"RCPT", SMTP_RCPT}, {"DATA", SMTP_DATA}, {NULL, SMTP_OTHER},
};

static void reply_clear(struct smtp_reply *reply)
{
	g_clear_pointer(&reply->text, g_free);
	reply->code = 0;
}

static void rcpt_clear(gpointer reply)
{
	reply_clear(reply);
}

void transcript_release(struct transcript *t)
{
	if (t == NULL)
		return;
	for (int i = 0; i < SMTP_PHASES; i++)
		reply_clear(&t->replies[i]);
	if (t->rcpt != NULL)
		g_array_unref(t->rcpt);
	if (t->pending != NULL)
		g_string_free(t->pending, TRUE);
	*t = (struct transcript){0};
}

void transcript_connect(struct transcript *t)
{
	transcript_release(t);
}

void transcript_begin_mail(struct transcript *t)
{
	t->nonsense = false;
	for (int i = SMTP_MAIL; i <= SMTP_END; i++)
		reply_clear(&t->replies[i]);
	if (t->rcpt != NULL)
		g_array_set_size(t->rcpt, 0);
}

static bool starts_with_word(const char *line, size_t length, const char *word)
{
	size_t n = strlen(word);
	return length >= n && g_ascii_strncasecmp(line, word, n) == 0 && (length == n || g_ascii_isspace(line[n]));
}

static enum smtp_phase phase_of(const char *line, size_t length)
{
	const struct verb *verb = verbs;
	while (verb->text != NULL && !starts_with_word(line, length, verb->text))
		verb++;
	return verb->phase;
}

static void begin_ehlo(struct transcript *t)
{
	t->offers_starttls = t->offers_plain = t->offers_login = t->offers_xoauth2 = false;
	t->size_limit = 0;
}

static void begin_rcpt(struct transcript *t)
{
	const struct smtp_reply none = {0};
	if (t->rcpt == NULL) {
		t->rcpt = g_array_new(FALSE, TRUE, sizeof(struct smtp_reply));
		g_array_set_clear_func(t->rcpt, rcpt_clear);
	}
	if (t->rcpt->len < RCPT_MAX)
		g_array_append_val(t->rcpt, none);
}

void transcript_out(struct transcript *t, const char *line, size_t length)
{
	if (t->challenged) {
		t->challenged = false;
		return;
	}
	t->phase = phase_of(line, length);
	if (t->phase == SMTP_EHLO)
		begin_ehlo(t);
	if (t->phase == SMTP_RCPT)
		begin_rcpt(t);
}

static void note_mechanisms(struct transcript *t, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
	for (char **word = words; *word != NULL; word++) {
		t->offers_plain = t->offers_plain || g_ascii_strcasecmp(*word, "PLAIN") == 0;
		t->offers_login = t->offers_login || g_ascii_strcasecmp(*word, "LOGIN") == 0;
		t->offers_xoauth2 = t->offers_xoauth2 || g_ascii_strcasecmp(*word, "XOAUTH2") == 0;
	}
}

static void note_offer(struct transcript *t, const char *text)
{
	size_t length = strlen(text);
	if (starts_with_word(text, length, "STARTTLS"))
		t->offers_starttls = true;
	else if (starts_with_word(text, length, "AUTH"))
		note_mechanisms(t, text);
	else if (starts_with_word(text, length, "SIZE") && length > 5)
		t->size_limit = g_ascii_strtoull(text + 5, NULL, 10);
}

static void note_success(struct transcript *t, int code)
{
	if (t->phase == SMTP_STARTTLS && code == 220)
		t->starttls = true;
	if (t->phase == SMTP_AUTH && code == 235)
		t->signed_in = true;
	t->challenged = t->phase == SMTP_AUTH && code == 334;
}

static void finish_reply(struct transcript *t, int code)
{
	struct smtp_reply *reply = &t->replies[t->phase];
	if (t->phase == SMTP_RCPT && t->rcpt != NULL && t->rcpt->len > 0)
		reply = &g_array_index(t->rcpt, struct smtp_reply, t->rcpt->len - 1);
	reply_clear(reply);
	reply->code = code;
	reply->text = safe_text(t->pending->str, (gssize)t->pending->len);
	g_string_truncate(t->pending, 0);
	note_success(t, code);
	t->last = t->phase;
	if (t->phase == SMTP_DATA && code == 354)
		t->phase = SMTP_END;
}

static int reply_code(const char *line, size_t length)
{
	if (length < 3 || !g_ascii_isdigit(line[0]) || !g_ascii_isdigit(line[1]) || !g_ascii_isdigit(line[2]))
		return 0;
	return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

int transcript_in(struct transcript *t, const char *line, size_t length)
{
	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		length--;
	int code = reply_code(line, length);
	if (code == 0) {
		t->nonsense = true;
		return -1;
	}
	size_t skip = length > 3 ? 4 : 3;
	g_autofree char *text = g_strndup(line + skip, length - skip);
	if (t->phase == SMTP_EHLO && code == 250)
		note_offer(t, text);
	if (t->pending == NULL)
		t->pending = g_string_new(NULL);
	if (t->pending->len > 0 && t->pending->len < REPLY_MAX)
		g_string_append_c(t->pending, ' ');
	if (t->pending->len < REPLY_MAX)
		g_string_append_len(t->pending, text, (gssize)MIN(strlen(text), REPLY_MAX - t->pending->len));
	if (length > 3 && line[3] == '-')
		return 0;
	finish_reply(t, code);
	return code;
}

const struct smtp_reply *transcript_rcpt(const struct transcript *t, size_t i)
{
	static const struct smtp_reply none;
	return t->rcpt != NULL && i < t->rcpt->len ? &g_array_index(t->rcpt, struct smtp_reply, i) : &none;
}
