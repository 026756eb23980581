// SPDX-License-Identifier: Apache-2.0
// The message of a run: report, words and attachments put together.
#include <string.h>

#include "app-priv.h"
#include "tidings/model/address.h"
#include "tidings/schedule/zone.h"
#include "tidings/util/error.h"

#define CHART_CID "chart@tidings"
#define ATTACHMENTS_MAX 3

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
	words[WORD_PERIOD] = (struct words){"{period}", g_strdup_printf("%s – %s", words[WORD_FROM].value, words[WORD_TO].value)};
	words[WORD_DATE] = (struct words){"{date}", date_of(zone, run->occurrence)};
}

static void words_release(struct words words[WORDS])
{
	for (int i = 0; i < WORDS; i++)
		g_free(words[i].value);
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
	GBytes *chart;
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

static bool add_attachments(struct app *app, const struct task *task, const struct report *report, struct letter *letter, GError **error)
{
	if ((task->formats & FORMAT_PDF) != 0 && !attach(letter, "pdf", "application/pdf", app->operations->pdf(report, error)))
		return false;
	if ((task->formats & FORMAT_CSV) != 0)
		(void)attach(letter, "csv", "text/csv", text_bytes(report_to_csv(report)));
	if ((task->formats & FORMAT_JSON) != 0)
		(void)attach(letter, "json", "application/json", text_bytes(report_to_json(report)));
	return true;
}

static bool add_html(struct app *app, const struct report *report, struct letter *letter, GError **error)
{
	const struct report_block *chart = report_chart(report);
	if (chart != NULL) {
		letter->chart = app->operations->chart(chart, error);
		if (letter->chart == NULL)
			return false;
	}
	letter->html = report_to_html(report, chart != NULL ? CHART_CID : NULL);
	return true;
}

static bool letter_fill(struct app *app, const struct task *task, const struct run *run, const struct mail_settings *settings,
			struct letter *letter, GError **error)
{
	autoptr(zone) zone = zone_new(task->zone, error);
	if (zone == NULL)
		return false;
	struct words words[WORDS] = {0};
	words_fill(words, task, run, zone);
	letter->subject = words_expand(words, task->subject);
	letter->message = words_expand(words, *task->text != '\0' ? task->text : settings->text);
	letter->stem = g_strdup_printf("threat-report_%s_%s", words[WORD_FROM].value, words[WORD_TO].value);
	words_release(words);
	letter->list_id = g_strdup_printf("task-%u.tidings.%s", task->id, address_domain(settings->email));
	letter->to = g_ptr_array_new();
	for (guint i = 0; i < run->deliveries->len; i++)
		g_ptr_array_add(letter->to, g_array_index(run->deliveries, struct delivery, i).recipient);
	g_ptr_array_add(letter->to, NULL);
	autoptr(report) report = report_make(app, task, run->period, run->occurrence, letter->message, error);
	if (report == NULL)
		return false;
	letter->text = report_to_text(report);
	return ((task->formats & FORMAT_HTML) == 0 || add_html(app, report, letter, error)) && add_attachments(app, task, report, letter, error);
}

/* The same occurrence and run give the same Message-ID, so that a mailbox can tell a second copy. */
static char *message_id(const struct run *run, const char *domain)
{
	g_autofree char *key = g_strdup_printf("%u %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %d", run->task, run->occurrence, run->id, run->kind);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
	return g_strdup_printf("%" G_GINT64_FORMAT ".%u.%.16s@%s", run->occurrence, run->task, digest, domain);
}

GBytes *letter_compose(struct app *app, const struct task *task, struct run *run, GError **error)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	if (!store_mail_get(app->store, &settings, error)) {
		g_prefix_error(error, "while reading the mail settings: ");
		return NULL;
	}
	autorelease(letter) letter = {0};
	if (!letter_fill(app, task, run, &settings, &letter, error))
		return NULL;
	g_autofree char *id = message_id(run, address_domain(settings.email));
	struct mail_message message = {
		.from = settings.email, .to = (char *const *)letter.to->pdata, .subject = letter.subject, .date = run->occurrence,
		.message_id = id, .list_id = letter.list_id, .text = letter.text, .html = letter.html, .chart = letter.chart,
		.chart_cid = letter.chart != NULL ? CHART_CID : NULL, .attachments = letter.attachments, .n_attachments = letter.n_attachments,
	};
	GBytes *bytes = app->operations->compose(&message, error);
	if (bytes == NULL)
		return NULL;
	g_free(run->message_id);
	run->message_id = g_steal_pointer(&id);
	g_free(run->sha256);
	run->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	run->size = g_bytes_get_size(bytes);
	return bytes;
}
