// SPDX-License-Identifier: Apache-2.0
// The message of a run: report, words and attachments put together.
#include "letter-priv.h"

#include <string.h>

#include "message-content-priv.h"
#include "tidings/model/address.h"
#include "tidings/schedule/zone.h"
#include "tidings/util/error.h"

#define CHART_CID "chart@tidings"
#define LOGO_CID "logo@tidings"
#define ATTACHMENTS_MAX 3

/* What a message of each size holds. */
static const struct {
	unsigned formats;
	const char *line; /* said at the end of the text */
} sizes[LETTER_SIZES] = {
	[LETTER_WHOLE] = {FORMAT_HTML | FORMAT_PDF | FORMAT_CSV | FORMAT_JSON, NULL},
	[LETTER_NO_DATA] = {FORMAT_HTML | FORMAT_PDF, N_("The data files are left out: the mail server did not take the whole message.")},
	[LETTER_NO_PDF] = {FORMAT_HTML, N_("The attachments are left out: the mail server did not take the whole message.")},
	[LETTER_BODY] = {0, N_("Charts and attachments are left out: the mail server did not take the whole message.")},
};

/* What {placeholders} stand for in subject, text and file name. */
struct words {
	const char *name;
	char *value;
};

enum word { WORD_TASK, WORD_TENANT, WORD_PERIOD, WORD_FROM, WORD_TO, WORD_DATE, WORDS };

static char *date_of(const struct zone *zone, int64_t instant)
{
	struct wall wall = zone_to_wall(zone, instant);
	return g_strdup_printf("%04d-%02d-%02d", wall.year, wall.month, wall.day);
}

static void words_fill(struct words words[WORDS], const struct task *task, const struct run *run, const struct zone *zone)
{
	words[WORD_TASK] = (struct words){"{task}", g_strdup(task->name)};
	words[WORD_TENANT] = (struct words){"{tenant}", g_strdup(task->tenants)};
	words[WORD_FROM] = (struct words){"{from}", date_of(zone, run->period.from)};
	words[WORD_TO] = (struct words){"{to}", date_of(zone, run->period.to - 1)};
	bool one_day = strcmp(words[WORD_FROM].value, words[WORD_TO].value) == 0;
	words[WORD_PERIOD] = (struct words){"{period}", one_day ? g_strdup(words[WORD_FROM].value)
								 : g_strdup_printf("%s – %s", words[WORD_FROM].value, words[WORD_TO].value)};
	words[WORD_DATE] = (struct words){"{date}", date_of(zone, run->occurrence)};
}

static void words_release(struct words words[WORDS])
{
	for (int i = 0; i < WORDS; i++)
		g_free(words[i].value);
}

static char *file_stem(const struct words words[WORDS])
{
	const char *from = words[WORD_FROM].value, *to = words[WORD_TO].value;
	return strcmp(from, to) == 0 ? g_strdup_printf("threat-report_%s", from) : g_strdup_printf("threat-report_%s_%s", from, to);
}

/* One pass, so that a value that looks like a placeholder stays as it is. */
static char *words_expand(const struct words words[WORDS], const char *text)
{
	GString *out = g_string_new(NULL);
	while (*text != '\0') {
		int hit = 0;
		while (hit < WORDS && !g_str_has_prefix(text, words[hit].name))
			hit++;
		if (hit < WORDS) {
			g_string_append(out, words[hit].value);
			text += strlen(words[hit].name);
		} else {
			g_string_append_c(out, *text++);
		}
	}
	return g_string_free(out, FALSE);
}

/* Parts of a letter while it is put together; everything is owned. */
struct letter {
	char *subject, *message, *text, *html, *list_id, *stem;
	GBytes *chart, *logo;
	GPtrArray *to;
	struct mail_attachment attachments[ATTACHMENTS_MAX];
	size_t n_attachments;
};

static void letter_release(struct letter *letter)
{
	g_free(letter->subject);
	g_free(letter->message);
	g_free(letter->text);
	g_free(letter->html);
	g_free(letter->list_id);
	g_free(letter->stem);
	g_bytes_unref(letter->chart);
	g_bytes_unref(letter->logo);
	if (letter->to != NULL)
		g_ptr_array_unref(letter->to);
	for (size_t i = 0; i < letter->n_attachments; i++) {
		g_free((char *)(uintptr_t)letter->attachments[i].name);
		g_bytes_unref(letter->attachments[i].data);
	}
}
AUTORELEASE_DEFINE(letter, letter_release)

static bool attach(struct letter *letter, const char *extension, const char *type, GBytes *take_data)
{
	if (take_data == NULL)
		return false;
	struct mail_attachment *attachment = &letter->attachments[letter->n_attachments++];
	*attachment = (struct mail_attachment){g_strdup_printf("%s.%s", letter->stem, extension), type, take_data};
	return true;
}

static GBytes *text_bytes(char *take_text)
{
	return g_bytes_new_take(take_text, strlen(take_text));
}

static bool add_attachments(struct app *app, unsigned formats, const struct report *report, struct letter *letter, GError **error)
{
	if ((formats & FORMAT_PDF) != 0 && !attach(letter, "pdf", "application/pdf", app->operations->pdf(report, error)))
		return false;
	if ((formats & FORMAT_CSV) != 0)
		(void)attach(letter, "csv", "text/csv", text_bytes(report_to_csv(report)));
	if ((formats & FORMAT_JSON) != 0)
		(void)attach(letter, "json", "application/json", text_bytes(report_to_json(report)));
	return true;
}

static bool add_html(struct app *app, const struct report *report, struct letter *letter, GError **error)
{
	const struct report_block *chart = report_chart(report);
	letter->logo = report->own_logo.png != NULL ? g_bytes_ref(report->own_logo.png) : NULL;
	if (chart != NULL) {
		letter->chart = app->operations->chart(chart, error);
		if (letter->chart == NULL)
			return false;
	}
	letter->html = report_to_html(report, chart != NULL ? CHART_CID : NULL, LOGO_CID);
	return true;
}

static char *with_line(struct app *app, const struct task *task, char *take_text, const char *line)
{
	if (line == NULL)
		return take_text;
	const char *said = catalog_text(app_catalog(app, task->language), line);
	g_autofree char *text = take_text;
	return g_strdup_printf("%s%s%s", text, *text != '\0' ? "\n\n" : "", said);
}

/* Those in the To field. */
static GPtrArray *recipients_of(const struct run *run)
{
	GPtrArray *to = g_ptr_array_new();
	for (guint i = 0; run->addressing == ADDRESSING_TO && i < run->deliveries->len; i++)
		g_ptr_array_add(to, g_array_index(run->deliveries, struct delivery, i).recipient);
	g_ptr_array_add(to, NULL);
	return to;
}

/* What a letter is made from. */
struct draft {
	const struct task *task;
	const struct run *run;
	const struct mail_settings *settings;
	enum letter_size size;
};

static bool letter_fill(struct app *app, const struct draft *draft, struct letter *letter, GError **error)
{
	const struct task *task = draft->task;
	const struct run *run = draft->run;
	unsigned formats = task->formats & sizes[draft->size].formats;
	autoptr(zone) zone = zone_new(task->zone, error);
	if (zone == NULL)
		return false;
	struct words words[WORDS] = {0};
	words_fill(words, task, run, zone);
	letter->subject = words_expand(words, task->subject);
	letter->message = with_line(app, task, words_expand(words, *task->text != '\0' ? task->text : draft->settings->text),
				    sizes[draft->size].line);
	letter->stem = file_stem(words);
	words_release(words);
	letter->list_id = g_strdup_printf("task-%u.tidings.%s", task->id, address_domain(draft->settings->email));
	letter->to = recipients_of(run);
	autoptr(report) report = report_make(app, task, run->period, run->occurrence, letter->message, error);
	if (report == NULL)
		return false;
	letter->text = report_to_text(report);
	return ((formats & FORMAT_HTML) == 0 || add_html(app, report, letter, error)) && add_attachments(app, formats, report, letter, error);
}

/* The same occurrence and run give the same Message-ID, so that a mailbox can tell a second copy. */
static char *message_id(const struct run *run, const char *domain)
{
	g_autofree char *key = g_strdup_printf("%u %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %d", run->task, run->occurrence, run->id, run->kind);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
	return g_strdup_printf("%" G_GINT64_FORMAT ".%u.%.16s@%s", run->occurrence, run->task, digest, domain);
}

/* What "tidings report verify" knows it by. */
static bool note_digests(struct run *run, const struct letter *letter, GBytes *message, GError **error)
{
	gsize length = 0;
	const void *data = g_bytes_get_data(message, &length);
	g_autofree char *content = message_content_digest(data, length);
	if (content != NULL && !run_add_digest(run, RUN_MESSAGE, content, error))
		return false;
	for (size_t i = 0; i < letter->n_attachments; i++) {
		g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, letter->attachments[i].data);
		if (!run_add_digest(run, letter->attachments[i].name, sha256, error))
			return false;
	}
	return true;
}

/* A certificate that has run out makes a signature that readers are warned of: nothing is sent then. */
static bool check_signer(struct app *app, const struct mail_settings *settings, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (*settings->sign_certificate == '\0')
		return true;
	g_autofree char *words = app->operations->signer(settings, app_now(app), &failure);
	return words != NULL || error_set(error, ERROR_AUTH, "mails cannot be signed: %s", failure->message);
}

static GBytes *letter_finish(struct app *app, const struct letter *letter, struct run *run, const struct mail_settings *settings, GError **error)
{
	g_autofree char *id = message_id(run, address_domain(settings->email));
	struct mail_message message = {
		.from = settings->email, .to = (char *const *)letter->to->pdata, .subject = letter->subject, .date = run->occurrence,
		.message_id = id, .list_id = letter->list_id, .text = letter->text, .html = letter->html, .chart = letter->chart,
		.sign_certificate = settings->sign_certificate, .sign_key = &settings->sign_key, .chart_cid = letter->chart != NULL ? CHART_CID : NULL,
		.logo = letter->logo, .logo_cid = letter->logo != NULL ? LOGO_CID : NULL, .attachments = letter->attachments, .n_attachments = letter->n_attachments,
	};
	g_autoptr(GBytes) bytes = app->operations->compose(&message, error);
	if (bytes == NULL || !note_digests(run, letter, bytes, error))
		return NULL;
	g_free(run->message_id);
	run->message_id = g_steal_pointer(&id);
	g_free(run->sha256);
	run->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	run->size = g_bytes_get_size(bytes);
	return g_steal_pointer(&bytes);
}

GBytes *letter_compose(struct app *app, const struct task *task, struct run *run, const struct mail_settings *settings, enum letter_size size,
		       GError **error)
{
	autorelease(letter) letter = {0};
	const struct draft draft = {task, run, settings, size};
	if (size == LETTER_WHOLE) {
		run_clear_digests(run); /* what was built and not stored was sent to nobody */
		if (!check_signer(app, settings, error))
			return NULL;
		run->addressing = (enum addressing)task->addressing;
	}
	return letter_fill(app, &draft, &letter, error) ? letter_finish(app, &letter, run, settings, error) : NULL;
}

GBytes *letter_compose_notice(struct app *app, struct run *run, const struct mail_settings *settings, GError **error)
{
	autorelease(letter) letter = {0};
	letter.subject = g_strdup("Tidings: a report was not delivered");
	letter.text = g_strdup_printf("%s\n\nSee the history in the console, or: tidings runs list\n", run->reason);
	letter.to = recipients_of(run);
	if (check_signer(app, settings, NULL))
		return letter_finish(app, &letter, run, settings, error);
	autorelease(mail_settings) unsigned_settings = {0}; /* or nobody would hear that the certificate has run out */
	mail_settings_init(&unsigned_settings);
	mail_settings_copy(&unsigned_settings, settings);
	*unsigned_settings.sign_certificate = '\0';
	return letter_finish(app, &letter, run, &unsigned_settings, error);
}
