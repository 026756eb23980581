// SPDX-License-Identifier: Apache-2.0
// Writes a sample report in every form into a folder: render-probe DIR en|ru [plain|empty|month|hours|year|compact|full|long|hostile]
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
	write_text(dir, "mail.html", report_to_html(report, "chart@tidings"));
	write_text(dir, "page.html", report_to_html(report, NULL));
	write_text(dir, "report.csv", report_to_csv(report));
	write_text(dir, "report.json", report_to_json(report));
}

int main(int argc, char **argv)
{
	static const struct { const char *name; void (*make)(struct sample *); } variants[] = {
		{"empty", make_empty}, {"month", make_month}, {"hours", make_hours}, {"year", make_year}, {"compact", make_compact}, {"full", make_full}, {"long", make_long}, {"hostile", make_hostile}};
	if (argc < 3)
		return 2;
	autorelease(sample) sample = {0};
	sample_init(&sample);
	if (g_str_equal(argv[2], "ru"))
		sample_russian(&sample);
	for (size_t i = 0; argc > 3 && i < G_N_ELEMENTS(variants); i++)
		if (g_str_equal(argv[3], variants[i].name))
			variants[i].make(&sample);
	autoptr(report) report = sample_report(&sample);
	write_all(report, argv[1]);
	report_free(g_steal_pointer(&report));
	render_shutdown();
	return 0;
}
