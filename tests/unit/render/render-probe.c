// SPDX-License-Identifier: Apache-2.0
// Writes a sample report in every form into a folder: render-probe DIR LANGUAGE [VARIANT [TIMES]]
#include <stdio.h>
#include <string.h>

#include "sample.h"
#include "tidings/render/render.h"

static void make_empty(struct sample *sample)
{
	sample_empty(sample);
	sample->result.first_event = sample->bounds[3];
}

static void make_compact(struct sample *sample)
{
	sample->task.title_page = false;
	sample->task.widgets = WIDGET_DETECTIONS | WIDGET_TOP_RETROSCAN | WIDGET_BY_CATEGORY;
}

static void make_month(struct sample *sample)
{
	sample_series(sample, STEP_DAY, 31);
}

static void make_hours(struct sample *sample)
{
	sample_series(sample, STEP_HOUR, 48);
	sample->result.first_event = sample->bounds[0] - 3600;
}

static void make_year(struct sample *sample)
{
	sample_series(sample, STEP_WEEK, 53);
}

static void make_long(struct sample *sample)
{
	for (int i = 0; i < 60; i++) {
		g_autofree char *url = g_strdup_printf("http://host%d.example/%s?session=4c1d8e0b7a6f59323f21&ref=mail/a/b/c", i, "download/kb5021233/setup.exe");
		sample_indicator(sample, TOP_DEFAULT, KIND_URL, url, 612 + (uint64_t)i);
		sample_category(sample, url, 1);
	}
	sample->result.detections = 9007199254740993;
}

/* Ten rows in every list: the three tables of hashes must stay on one page. */
static void make_full(struct sample *sample)
{
	for (guint i = 0; i < 8; i++) {
		g_autofree char *sum = g_strdup_printf("%064X", i);
		sample_indicator(sample, TOP_MD5, KIND_MD5, sum + 32, 200 + i);
		sample_indicator(sample, TOP_SHA1, KIND_SHA1, sum + 24, 200 + i);
		sample_indicator(sample, TOP_SHA256, KIND_SHA256, sum, 200 + i);
		sample_indicator(sample, TOP_RETROSCAN, KIND_SHA256, sum, 200 + i);
	}
	sample_indicator(sample, TOP_SHA1, KIND_SHA1, "DA39A3EE5E6B4B0D3255BFEF95601890AFD80710", 210);
	sample_indicator(sample, TOP_SHA256, KIND_SHA256, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B856", 210);
}

/* Five pages: title, overview of a month, breakdown, indicators, hashes. */
static void make_five(struct sample *sample)
{
	make_month(sample);
	make_full(sample);
}

static void keep_first(GArray *shares, uint64_t count)
{
	for (guint i = 1; i < shares->len; i++)
		g_free(g_array_index(shares, struct stats_share, i).name);
	g_array_set_size(shares, MIN(shares->len, 1));
	if (shares->len > 0)
		g_array_index(shares, struct stats_share, 0).detections = count;
}

/* A quiet week: three detections on one day, of one of each. */
static void make_quiet(struct sample *sample)
{
	struct stats_result *result = &sample->result;
	keep_first(result->categories, 3);
	keep_first(result->kinds, 3);
	keep_first(result->suppliers, 3);
	keep_first(result->tenants, 3);
	for (enum stats_top list = 0; list < TOP_LISTS; list++) {
		for (guint i = 0; i < result->top[list]->len; i++)
			g_free(g_array_index(result->top[list], struct stats_top_row, i).indicator);
		g_array_set_size(result->top[list], 0);
	}
	sample_indicator(sample, TOP_DEFAULT, KIND_IP, "198.51.100.23", 3);
	for (guint i = 0; i < SAMPLE_STEPS; i++)
		g_array_index(result->series, struct stats_bin, i).detections = i == 4 ? 3 : 0;
	memset(result->week, 0, WEEK_DAYS * DAY_HOURS * sizeof *result->week);
	result->week[4 * DAY_HOURS + 9] = 3;
	result->detections = 3;
	result->indicators = 1;
}

/* A month in which one day has more than all others together. */
static void make_burst(struct sample *sample)
{
	make_five(sample);
	struct stats_bin *day = &g_array_index(sample->result.series, struct stats_bin, 17);
	sample->result.detections += 4000000;
	day->detections += 4000000;
	sample->task.tlp = TLP_AMBER_STRICT;
}

static void make_tenants(struct sample *sample)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (int i = 0; i < 50; i++) {
		struct stats_share share = {g_strdup_printf("Tenant %02d of the Northern and Eastern subsidiaries group", i), 90 - (uint64_t)i};
		g_array_append_val(sample->result.tenants, share);
		g_ptr_array_add(names, share.name);
	}
	g_ptr_array_add(names, NULL);
	sample->plan.tenants = (char *const *)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

static void make_letter(struct sample *sample)
{
	make_five(sample);
	sample->task.paper = PAPER_LETTER;
	sample->task.tlp = TLP_RED;
}

static void make_hostile(struct sample *sample)
{
	g_autofree char *path = g_strnfill(2048, 'a');
	g_autofree char *url = g_strconcat("http://long.example/", path, NULL);
	sample_indicator(sample, TOP_DEFAULT, KIND_URL, url, 700);
	sample_indicator(sample, TOP_DEFAULT, KIND_URL, "http://x.example/<b>&amp;</b>'\"\xE2\x80\xAE\xC2\x9B[31m\x1B[0m", 690);
	sample_indicator(sample, TOP_DEFAULT, KIND_URL, "http://y.example/\xF3\xB0\x80\x80/\xF0\x9F\xA6\xA0/\xE6\xBC\xA2", 680);
	sample_indicator(sample, TOP_DEFAULT, KIND_DOMAIN, "\xD9\x85\xD8\xAB\xD8\xA7\xD9\x84.example", 670);
	sample_category(sample, "=cmd|' /C calc'!A0", 3);
	sample_category(sample, "", 2);
	sample->plan.task_name = "Quote ' and \" and (paren) \\ \xFF";
}

static void write_file(const char *dir, const char *name, const void *data, gsize length)
{
	GError *error = NULL;
	g_autofree char *path = g_build_filename(dir, name, NULL);
	if (!g_file_set_contents(path, data, (gssize)length, &error))
		g_assert_no_error(error);
}

static void write_text(const char *dir, const char *name, char *take_text)
{
	write_file(dir, name, take_text, strlen(take_text));
	g_free(take_text);
}

static void write_all(const struct report *report, const char *dir)
{
	GError *error = NULL;
	g_autoptr(GBytes) pdf = render_pdf(report, &error);
	g_assert_no_error(error);
	write_file(dir, "report.pdf", g_bytes_get_data(pdf, NULL), g_bytes_get_size(pdf));
	const struct report_block *chart = report_chart(report);
	if (chart != NULL) {
		g_autoptr(GBytes) png = render_chart_png(chart, &error);
		g_assert_no_error(error);
		write_file(dir, "chart.png", g_bytes_get_data(png, NULL), g_bytes_get_size(png));
	}
	write_text(dir, "report.txt", report_to_text(report));
	write_text(dir, "mail.html", report_to_html(report, "chart@tidings", "logo@tidings"));
	write_text(dir, "page.html", report_to_html(report, NULL, NULL));
	write_text(dir, "report.csv", report_to_csv(report));
	write_text(dir, "report.json", report_to_json(report));
}

int main(int argc, char **argv)
{
	static const struct { const char *name; void (*make)(struct sample *); } variants[] = {
		{"empty", make_empty}, {"month", make_month}, {"hours", make_hours}, {"year", make_year}, {"compact", make_compact}, {"full", make_full},
		{"long", make_long}, {"hostile", make_hostile}, {"five", make_five}, {"quiet", make_quiet}, {"burst", make_burst}, {"tenants", make_tenants},
		{"letter", make_letter}};
	if (argc < 3)
		return 2;
	autorelease(sample) sample = {0};
	sample_init(&sample);
	if (g_str_equal(argv[2], "ru"))
		sample_russian(&sample);
	for (size_t i = 0; argc > 3 && i < G_N_ELEMENTS(variants); i++)
		if (g_str_equal(argv[3], variants[i].name))
			variants[i].make(&sample);
	guint64 times = 1;
	if (argc > 4 && !g_ascii_string_to_unsigned(argv[4], 10, 1, 100000, &times, NULL))
		return 2;
	for (guint64 i = 0; i < times; i++) {
		autoptr(report) report = sample_report(&sample);
		write_all(report, argv[1]);
	}
	render_shutdown();
	return 0;
}
