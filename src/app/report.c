// SPDX-License-Identifier: Apache-2.0
// Use case: a report in any format, and the document behind it.
#include "tidings/app/report.h"

#include <string.h>

#include "breakdown-priv.h"
#include "letter-copy-priv.h"
#include "letter-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/mail.h"
#include "tidings/app/task.h"
#include "tidings/model/report-plan.h"
#include "tidings/schedule/period.h"

#define TOP_ROWS 10

const struct enum_row report_format_names[] = {
	{REPORT_TEXT, "text", N_("Text")},
	{REPORT_HTML, "html", N_("HTML")},
	{REPORT_PDF, "pdf", N_("PDF")},
	{REPORT_CSV, "csv", N_("CSV")},
	{REPORT_JSON, "json", N_("JSON")},
	{REPORT_EML, "eml", N_("Mail message")},
	{0, NULL, NULL},
};

bool report_period(struct app *app, const struct task *task, int64_t at, struct period *ret_period, GError **error)
{
	struct period_spec spec = {0};
	int64_t since = INSTANT_NONE;
	autoptr(zone) zone = zone_new(task->zone, error);
	if (zone == NULL || !period_spec_from_text(task->period, &spec, error))
		return false;
	if (spec.kind == PERIOD_SINCE_LAST && task->id != 0 && !ledger_since(app->store, task->id, &since, error))
		return false;
	*ret_period = period_resolve(&spec, zone, at, since);
	return true;
}

static struct zoned zoned_at(const struct zone *zone, int64_t instant)
{
	return (struct zoned){instant, zone_offset(zone, instant)};
}

/* The answer for one period with its series' steps. */
struct part {
	GArray *steps;
	struct stats_result result;
};

static void part_release(struct part *part)
{
	g_clear_pointer(&part->steps, g_array_unref);
	stats_result_release(&part->result);
}
AUTORELEASE_DEFINE(part, part_release)

static bool part_ask(struct app *app, struct stats_query *query, enum stats_step step, const struct zone *zone, struct part *part, GError **error)
{
	part->steps = period_steps(query->period, step, zone, error);
	struct stats *stats = part->steps != NULL ? app_stats(app, error) : NULL;
	if (stats == NULL)
		return false;
	query->steps = (const int64_t *)(void *)part->steps->data;
	query->n_steps = part->steps->len - 1;
	return stats_query(stats, query, &part->result, error);
}

static GArray *zoned_steps(const struct zone *zone, const GArray *steps)
{
	GArray *zoned = g_array_sized_new(FALSE, FALSE, sizeof(struct zoned), steps->len);
	for (guint i = 0; i < steps->len; i++) {
		struct zoned bound = zoned_at(zone, g_array_index(steps, int64_t, i));
		g_array_append_val(zoned, bound);
	}
	return zoned;
}

/* The owner signs the report; one who is gone leaves the lines out. */
static void load_owner(struct app *app, const char *login, struct account *ret_owner)
{
	account_init(ret_owner);
	if (login == NULL || *login == '\0' || !store_account_get(app->store, login, ret_owner, NULL))
		account_init(ret_owner);
}

static bool load_page(struct app *app, const struct task *task, struct account *ret_owner, struct logo *ret_logo, GError **error)
{
	load_owner(app, task->owner, ret_owner);
	return !task->logo || store_logo_get(app->store, ret_logo, error);
}

char *report_document(uint32_t task, const char *task_name, int64_t at, struct period period)
{
	g_autofree char *key = g_strdup_printf("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", task, at, period.from, period.to, task_name);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
	return g_strdup_printf(DOCUMENT_SCHEME "%.*s", DOCUMENT_DIGITS, digest);
}

struct report *report_make(struct app *app, const struct task *task, struct period period, int64_t at, const char *message, GError **error)
{
	struct period_spec spec = {0};
	autoptr(zone) zone = zone_new(task->zone, error);
	if (zone == NULL || !period_spec_from_text(task->period, &spec, error))
		return NULL;
	bool all = false;
	g_auto(GStrv) tenants = app_resolve_tenants(app, task->tenants, &all, error);
	if (tenants == NULL)
		return NULL;
	struct stats_query query = {.period = period, .tenants = all ? NULL : tenants, .source = (enum source)task->source,
				    .false_positives = task->false_positives, .top = TOP_ROWS};
	struct stats_query before = query;
	before.period = period_previous(&spec, zone, period);
	autorelease(part) now = {0};
	autorelease(part) previous = {0};
	enum stats_step step = period_step(period);
	if (!part_ask(app, &query, step, zone, &now, error) || !part_ask(app, &before, step, zone, &previous, error))
		return NULL;
	if ((task->widgets & WIDGET_BY_HOUR) != 0 && !week_count(app->stats, &query, zone, &now.result, error))
		return NULL;
	if ((task->widgets & WIDGET_BY_TENANT) != 0 && (!tenants_count(app->stats, &query, tenants, &now.result, error) ||
							!tenants_count(app->stats, &before, tenants, &previous.result, error)))
		return NULL;
	g_autoptr(GArray) steps = zoned_steps(zone, now.steps);
	autorelease(account) owner = {0};
	g_autofree char *document = task->id != 0 ? report_document(task->id, task->name, at, period) : NULL;
	autorelease(logo) logo = {0};
	if (!load_page(app, task, &owner, &logo, error))
		return NULL;
	struct report_plan plan = {
		.task_name = task->name, .message = message, .task = task, .from = zoned_at(zone, period.from), .to = zoned_at(zone, period.to),
		.generated = zoned_at(zone, at), .zone = task->zone, .tenants = all ? NULL : tenants, .licence = app->licence, .mode = app->mode, .logo = &logo, .document = document,
		.login = owner.login, .full_name = owner.full_name, .step = step, .steps = (const struct zoned *)(void *)steps->data,
		.n_steps = steps->len - 1, .catalog = app_catalog(app, task->language),
	};
	query.tenants = tenants;
	return report_new(&plan, &query, &now.result, &previous.result);
}

static GBytes *bytes_of_text(char *take_text)
{
	return g_bytes_new_take(take_text, strlen(take_text));
}

/* In tidings: a worker draws and composes. */
static GBytes *build_elsewhere(struct app *app, const struct task *task, int64_t at, enum report_format format, GError **error)
{
	autoptr(js) request = js_object();
	js_set_text(request, "job", "report");
	job_set_record(request, "task", &task_table, task);
	js_set_int(request, "id", task->id);
	js_set_int(request, "at", at);
	js_set_text(request, "format", enum_to_text(report_format_names, (int)format));
	struct job_call call = {.request = request};
	GByteArray *rest = NULL;
	return job_call(app, &call, &rest, error) ? g_byte_array_free_to_bytes(rest) : NULL;
}

static GBytes *build_letter(struct app *app, const struct task *task, struct period period, int64_t at, GError **error)
{
	autorelease(run) run = {0};
	autorelease(mail_settings) settings = {0};
	run_init(&run);
	mail_settings_init(&settings);
	run.task = task->id;
	run.kind = RUN_TEST;
	run.occurrence = at;
	run.period = period;
	g_auto(GStrv) recipients = g_strsplit_set(task->recipients, ", ", -1);
	for (char **recipient = recipients; *recipient != NULL; recipient++)
		if (**recipient != '\0')
			run_add_recipient(&run, *recipient);
	if (!store_mail_get(app->store, &settings, error)) {
		g_prefix_error(error, "while reading the mail settings: ");
		return NULL;
	}
	g_autoptr(GBytes) message = letter_compose(app, task, &run, &settings, LETTER_WHOLE, error);
	if (message == NULL || run.addressing != ADDRESSING_EACH || run.deliveries->len == 0)
		return g_steal_pointer(&message);
	return letter_copy(message, &run, 0, error);
}

bool report_task(struct app *app, const char *name, struct task *ret_task, GError **error)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	bool known = mail_show(app, &settings, &(bool){false}, NULL) && *settings.email != '\0';
	const char *const values[][2] = {
		{"name", name}, {"subject", "Threat report {period}"}, {"start", "1970-01-01"}, {"zone", "UTC"},
		{"recipients", known ? settings.email : "nobody@tidings.invalid"},
	};
	autorelease(task) task = {0};
	task_init(&task);
	task_new(app, &task);
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		if (!field_set_text(field_by_name(&task_table, values[i][0]), &task, values[i][1], error))
			return false;
	task_copy(ret_task, &task);
	return true;
}

GBytes *report_build(struct app *app, const struct task *task, int64_t at, enum report_format format, GError **error)
{
	if (!app_require(app, USE_DASHBOARD, true, error))
		return NULL;
	if ((format == REPORT_PDF || format == REPORT_EML) && app->operations == NULL)
		return build_elsewhere(app, task, at, format, error);
	struct period period = {0};
	if (!report_period(app, task, at, &period, error))
		return NULL;
	if (format == REPORT_EML)
		return build_letter(app, task, period, at, error);
	autoptr(report) report = report_make(app, task, period, at, "", error);
	if (report == NULL)
		return NULL;
	if (format == REPORT_PDF)
		return app->operations->pdf(report, error);
	if (format == REPORT_HTML)
		return bytes_of_text(report_to_html(report, NULL, NULL));
	if (format == REPORT_CSV)
		return bytes_of_text(report_to_csv(report));
	return bytes_of_text(format == REPORT_JSON ? report_to_json(report) : report_to_text(report));
}
