// SPDX-License-Identifier: Apache-2.0
// The document: facts, widgets, comparison, coverage, findings.
#include "tidings/report/report.h"

#include <string.h>

#include "sample.h"
#include "test.h"

static const char *fact(const struct report *report, const char *label)
{
	for (guint i = 0; i < report->facts->len; i++)
		if (g_str_equal(g_array_index(report->facts, struct report_fact, i).label, label))
			return g_array_index(report->facts, struct report_fact, i).value;
	return NULL;
}

static const struct report_block *block(const struct report *report, const char *key)
{
	for (guint i = 0; i < report->sections->len; i++) {
		const struct report_section *section = report->sections->pdata[i];
		for (guint j = 0; j < section->blocks->len; j++)
			if (g_str_equal(((const struct report_block *)section->blocks->pdata[j])->key, key))
				return section->blocks->pdata[j];
	}
	return NULL;
}

static const struct report_figure *figure(const struct report *report, guint i)
{
	return &g_array_index(block(report, "figures")->figures, struct report_figure, i);
}

static const char *line(const struct report *report, guint i)
{
	return block(report, "findings")->lines->pdata[i];
}

TEST(report_new__cover__says_what_was_asked)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	char *tenants[] = {(char *)(uintptr_t)"General", (char *)(uintptr_t)"Retail", NULL};
	sample.plan.tenants = tenants;
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpstr(fact(report, "Period"), ==, "9 November 2026 – 15 November 2026 (7 days)");
	g_assert_cmpstr(fact(report, "Time zone"), ==, "Europe/Berlin (UTC+01:00)");
	g_assert_cmpstr(fact(report, "Tenants"), ==, "General, Retail");
	g_assert_cmpstr(fact(report, "Data source"), ==, "All");
	g_assert_cmpstr(fact(report, "False positives"), ==, "Excluded");
	g_assert_cmpstr(fact(report, "Reporting task"), ==, "Monthly board report");
	g_assert_cmpstr(fact(report, "Login"), ==, "m.schneider");
	g_assert_cmpstr(fact(report, "Full name"), ==, "Maria Schneider");
	g_assert_cmpstr(fact(report, "Generated"), ==, "16 November 2026, 06:00");
	g_assert_cmpuint(report->notes->len, ==, 0);
}

TEST(report_new__cover__leaves_out_what_is_not_ticked)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.login_user = sample.task.full_name = false;
	sample.task.false_positives = true;
	autoptr(report) report = sample_report(&sample);
	g_assert_null(fact(report, "Login"));
	g_assert_null(fact(report, "Full name"));
	g_assert_cmpstr(fact(report, "False positives"), ==, "Included");
	g_assert_cmpstr(fact(report, "Tenants"), ==, "All tenants");
}

TEST(report_new__zone__tells_a_clock_change)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.plan.from.offset = sample.steps[0].offset = 7200;
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpstr(report->zone, ==, "Europe/Berlin (UTC+02:00, after the clock change UTC+01:00)");
}

TEST(report_new__figures__carry_value_and_change)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpuint(block(report, "figures")->figures->len, ==, 3);
	g_assert_cmpstr(figure(report, 0)->number, ==, "69,148,233");
	g_assert_cmpstr(figure(report, 0)->change, ==, "+0.1%");
	g_assert_cmpint(figure(report, 0)->tone, ==, TONE_NEUTRAL);
	g_assert_cmpstr(figure(report, 1)->number, ==, "7,962");
	g_assert_cmpstr(figure(report, 1)->change, ==, "+83.9%");
	g_assert_cmpstr(figure(report, 1)->note, ==, "vs previous 7 days");
	g_assert_cmpint(figure(report, 1)->tone, ==, TONE_WORSE);
	g_assert_cmpuint(figure(report, 1)->trend->len, ==, SAMPLE_STEPS);
	g_assert_cmpstr(figure(report, 2)->change, ==, "\xE2\x88\x92" "4.3%");
	g_assert_cmpint(figure(report, 2)->tone, ==, TONE_BETTER);
	g_assert_null(figure(report, 2)->trend);
}

TEST(report_new__figures__name_a_calendar_unit)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_free(sample.task.period);
	sample.task.period = g_strdup("prev-week");
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpstr(figure(report, 1)->note, ==, "vs the week before");
}

TEST(report_new__widgets__only_those_chosen)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.widgets = WIDGET_DETECTIONS | WIDGET_TOP_RETROSCAN;
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpuint(report->sections->len, ==, 2);
	g_assert_cmpuint(block(report, "figures")->figures->len, ==, 1);
	g_assert_nonnull(block(report, "detections_over_time"));
	g_assert_null(block(report, "incoming_events_over_time"));
	g_assert_null(block(report, "top_default"));
	g_assert_nonnull(block(report, "top_retroscan"));
	g_assert_null(block(report, "top_md5"));
	g_assert_null(block(report, "categories"));
}

TEST(report_new__every_widget__has_its_block)
{
	static const struct { uint32_t bit; const char *key; } expected[] = {
		{WIDGET_INCOMING, "incoming_events_over_time"}, {WIDGET_DETECTIONS, "detections_over_time"}, {WIDGET_INDICATORS, "figures"},
		{WIDGET_TOP_DEFAULT, "top_default"}, {WIDGET_TOP_RETROSCAN, "top_retroscan"}, {WIDGET_TOP_HASHES, "top_sha256"},
		{WIDGET_BY_CATEGORY, "categories"}, {WIDGET_BY_KIND, "kinds"}, {WIDGET_BY_SUPPLIER, "suppliers"}, {WIDGET_BY_TENANT, "tenants"},
		{WIDGET_BY_HOUR, "hours"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
		autorelease(sample) sample = {0};
		sample_init(&sample);
		sample.task.widgets = expected[i].bit;
		autoptr(report) report = sample_report(&sample);
		g_assert_cmpuint(report->sections->len, ==, 1);
		g_assert_nonnull(block(report, expected[i].key));
	}
}

TEST(report_new__chart__has_a_point_a_step)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	const struct report_block *chart = report_chart(report);
	g_assert_true(chart == block(report, "detections_over_time"));
	g_assert_cmpuint(chart->points->len, ==, SAMPLE_STEPS);
	const struct report_point *point = &g_array_index(chart->points, struct report_point, 1);
	g_assert_cmpstr(point->label, ==, "10 Nov");
	g_assert_cmpstr(point->number, ==, "2,542");
	g_assert_cmpstr(point->instant, ==, "2026-11-10T00:00:00+01:00");
	g_assert_cmpuint(point->value, ==, 2542);
	g_assert_cmpuint(point->previous, ==, 1321);
	g_assert_true(chart->has_previous);
	g_assert_cmpstr(chart->text, ==, "Detections over time: 7,962 in all, at most 2,542 (10 November 2026).");
}

TEST(report_new__hours__are_labelled_by_hour)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.plan.step = STEP_HOUR;
	sample.steps[1].instant = sample.steps[0].instant + 3600;
	autoptr(report) hours = sample_report(&sample);
	const struct report_point *point = &g_array_index(report_chart(hours)->points, struct report_point, 0);
	g_assert_cmpstr(point->label, ==, "9 Nov");
	g_assert_cmpstr(point->name, ==, "9 November 2026, 00:00");
	g_assert_cmpstr((point + 1)->label, ==, "01:00");
	g_assert_cmpstr((point + 1)->name, ==, "9 November 2026, 01:00");
}

TEST(report_new__tables__are_defanged_in_order)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	const GArray *rows = block(report, "top_default")->rows;
	g_assert_cmpuint(rows->len, ==, 5);
	const struct report_row *first = &g_array_index(rows, struct report_row, 0), *second = first + 1;
	g_assert_true(g_str_has_prefix(first->name, "hxxp://update-microsoft-security[.]example/"));
	g_assert_cmpstr(first->detail, ==, "URL");
	g_assert_cmpstr(first->kind, ==, "url");
	g_assert_cmpstr(first->number, ==, "612");
	g_assert_cmpstr(first->share, ==, "7.7%");
	g_assert_cmpfloat(first->bar, ==, 1);
	g_assert_cmpstr(second->name, ==, "198[.]51[.]100[.]23");
	g_assert_cmpfloat_with_epsilon(second->bar, 441.0 / 612, 1e-9);
}

TEST(report_new__categories__the_rest_is_summed)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	for (int i = 0; i < 30; i++)
		sample_category(&sample, "x", 2);
	autoptr(report) report = sample_report(&sample);
	const GArray *rows = block(report, "categories")->rows;
	g_assert_cmpuint(rows->len, ==, 21);
	const struct report_row *rest = &g_array_index(rows, struct report_row, 20);
	g_assert_cmpstr(rest->name, ==, "17 others");
	g_assert_cmpuint(rest->value, ==, 34);
}

TEST(report_new__rest_of_the_names__is_compared_with_all_that_is_not_shown)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	for (guint i = 0; i < sample.previous.tenants->len; i++)
		g_free(g_array_index(sample.previous.tenants, struct stats_share, i).name);
	g_array_set_size(sample.previous.tenants, 0);
	for (int i = 0; i < 25; i++) {
		struct stats_share now = {g_strdup_printf("Tenant %d", i), 100}, before = {g_strdup_printf("Tenant %d", i + 5), 10};
		g_array_append_val(sample.result.tenants, now);
		g_array_append_val(sample.previous.tenants, before);
	}
	autoptr(report) report = sample_report(&sample);
	const GArray *rows = block(report, "tenants")->rows;
	/* Shown are the five of the sample and Tenant 0 to 14: 10 of them were there before. */
	const struct report_row *rest = &g_array_index(rows, struct report_row, 20);
	g_assert_cmpstr(rest->name, ==, "10 others");
	g_assert_true(rest->has_previous);
	g_assert_cmpuint(rest->value, ==, 1000);
	g_assert_cmpuint(rest->previous, ==, 150);
	g_assert_cmpstr(rest->change, ==, "+566.7%");
	g_assert_cmpint(rest->tone, ==, TONE_WORSE);
}

TEST(report_new__kinds__have_their_words)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_russian(&sample);
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpstr(g_array_index(block(report, "kinds")->rows, struct report_row, 1).name, ==, "IP-адрес");
}

TEST(report_new__hours__rows_are_the_sums_of_their_cells)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	const struct report_block *hours = block(report, "hours");
	uint64_t all = 0;
	for (guint day = 0; day < WEEK_DAYS; day++) {
		uint64_t sum = 0;
		for (guint hour = 0; hour < DAY_HOURS; hour++)
			sum += g_array_index(hours->cells, uint64_t, day * DAY_HOURS + hour);
		g_assert_cmpuint(g_array_index(hours->rows, struct report_row, day).value, ==, sum);
		all += sum;
	}
	g_assert_cmpuint(all, ==, sample.result.detections);
	g_assert_cmpstr(hours->text, ==,
		"Detections by weekday and hour: 7,962 in all, at most 234 in an hour of the week (Tuesday, 02:00).");
	g_assert_cmpint(report_heat_level(hours, 1, 2), ==, HEAT_LEVELS - 1);
	g_assert_cmpint(report_heat_level(hours, 0, 0), ==, 0);
	g_assert_cmpint(report_heat_level(hours, 6, 13), ==, 1);
}

TEST(report_new__hours__nothing_counted_is_said)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_empty(&sample);
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpstr(block(report, "hours")->text, ==, "No detections in this period.");
	g_assert_cmpuint(block(report, "hours")->cells->len, ==, 0);
}

TEST(report_new__original_indicators__are_not_defanged)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.indicators = INDICATORS_ORIGINAL;
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpstr(g_array_index(block(report, "top_default")->rows, struct report_row, 1).name, ==, "198.51.100.23");
	for (guint i = 0; i < report->sections->len; i++)
		g_assert_null(((const struct report_section *)report->sections->pdata[i])->note);
}

TEST(report_new__findings__are_true)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpuint(block(report, "findings")->lines->len, ==, 3);
	g_assert_cmpstr(line(report, 0), ==, "Detections rose by 83.9% to 7,962. Incoming events rose by 0.1% to 69,148,233.");
	g_assert_cmpstr(line(report, 1), ==, "The busiest day was 10 November 2026 with 2,542 detections (average of a day: 1,137).");
	g_assert_cmpstr(line(report, 2), ==, "“Malicious URL” and “Phishing” account for 53% of all detections.");
}

TEST(report_new__findings__the_average_is_of_whole_days)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.plan.from.instant += 43200;
	sample.plan.to.instant -= 43200;
	sample.result.detections = 51;
	autoptr(report) report = sample_report(&sample);
	g_assert_nonnull(strstr(line(report, 1), "(average of a day: 8.5)"));
}

TEST(report_new__findings__a_tie_has_no_busiest_day)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_array_index(sample.result.series, struct stats_bin, 5).detections = 2542;
	autoptr(report) report = sample_report(&sample);
	for (guint i = 0; i < block(report, "findings")->lines->len; i++)
		g_assert_null(strstr(line(report, i), "busiest"));
}

TEST(report_new__findings__one_category_of_more_than_half)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_array_index(sample.result.categories, struct stats_share, 0).detections = 4000;
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpstr(line(report, 2), ==, "“Malicious URL” accounts for 50.2% of all detections.");
}

TEST(report_new__findings__without_overview_figures_say_nothing_of_them)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.task.widgets = WIDGET_INDICATORS;
	autoptr(report) report = sample_report(&sample);
	g_assert_null(block(report, "findings"));
}

TEST(report_new__no_previous__compares_with_nothing)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = report_new(&sample.plan, &sample.query, &sample.result, NULL);
	g_assert_cmpstr(figure(report, 1)->change, ==, "");
	g_assert_cmpstr(figure(report, 1)->note, ==, "no earlier data to compare with");
	g_assert_false(report_chart(report)->has_previous);
	g_assert_cmpstr(line(report, 0), ==, "In this period: 7,962 detections, 1,284 indicators.");
}

TEST(report_new__empty__every_block_says_so)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_empty(&sample);
	autoptr(report) report = sample_report(&sample);
	g_assert_null(report_chart(report));
	g_assert_cmpstr(figure(report, 1)->number, ==, "0");
	g_assert_cmpstr(figure(report, 1)->change, ==, "\xE2\x88\x92" "100%");
	g_assert_cmpstr(block(report, "detections_over_time")->text, ==, "No detections in this period.");
	g_assert_cmpstr(block(report, "incoming_events_over_time")->text, ==, "No incoming events in this period.");
	g_assert_cmpstr(block(report, "top_md5")->text, ==, "No MD5 hashes were detected in this period.");
	g_assert_cmpstr(block(report, "categories")->text, ==, "No detections in this period.");
}

static void expect_note(struct sample *sample, const char *expected)
{
	autoptr(report) report = sample_report(sample);
	g_assert_cmpuint(report->notes->len, ==, 1);
	g_assert_cmpstr(report->notes->pdata[0], ==, expected);
}

TEST(report_new__coverage__says_where_data_begin)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.result.first_event = sample.bounds[2] + 3600;
	expect_note(&sample, "Data begin at 11 November 2026, 01:00 (UTC+01:00): the time before it is not in the figures.");
	sample.result.first_event = sample.bounds[7];
	expect_note(&sample, "Data begin at 16 November 2026, 00:00 (UTC+01:00), after this period: nothing is known about it.");
	sample.result.first_event = sample.bounds[0] - 3600;
	expect_note(&sample, "Data begin at 8 November 2026, 23:00 (UTC+01:00): the previous period, against which changes are measured, is incomplete.");
	sample.result.first_event = INSTANT_NONE;
	expect_note(&sample, "No events are stored yet.");
}

TEST(report_new__coverage__a_period_before_all_data_is_no_comparison)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.result.first_event = sample.bounds[0];
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpstr(figure(report, 1)->change, ==, "");
	g_assert_cmpuint(report->notes->len, ==, 0);
}

TEST(report_new__coverage__a_period_that_is_not_over)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample.plan.generated.instant = sample.bounds[6];
	expect_note(&sample, "The period was not over at 15 November 2026, 00:00 (UTC+01:00): later events are not in the figures.");
}

static void silence(struct sample *sample, guint i, bool detections_too)
{
	struct stats_bin *bin = &g_array_index(sample->result.series, struct stats_bin, i);
	bin->incoming_events = 0;
	bin->detections = detections_too ? 0 : 1;
}

static void expect_no_note(struct sample *sample)
{
	autoptr(report) report = sample_report(sample);
	g_assert_cmpuint(report->notes->len, ==, 0);
}

TEST(report_new__coverage__days_without_any_event)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	silence(&sample, 4, false);
	expect_no_note(&sample);
	silence(&sample, 4, true);
	expect_note(&sample, "From 13 November 2026, 00:00 (UTC+01:00) to 14 November 2026, 00:00 (UTC+01:00) no events are counted: if there were any, they are not "
			     "in the figures.");
	silence(&sample, 1, true);
	silence(&sample, 5, true);
	expect_note(&sample, "From 13 November 2026, 00:00 (UTC+01:00) to 15 November 2026, 00:00 (UTC+01:00), and at other times of this period, no events are "
			     "counted: if there were any, they are not in the figures.");
	sample.result.incoming_events = 0;
	expect_no_note(&sample);
}

TEST(report_new__coverage__silence_up_to_the_end)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	silence(&sample, 5, true);
	silence(&sample, 6, true);
	sample.plan.generated.instant = sample.bounds[6] + 3600;
	autoptr(report) report = sample_report(&sample);
	g_assert_cmpuint(report->notes->len, ==, 2);
	g_assert_cmpstr(report->notes->pdata[0], ==, "From 14 November 2026, 00:00 (UTC+01:00) to 15 November 2026, 01:00 (UTC+01:00) no events are counted: if "
		"there were any, they are not in the figures.");
}

TEST(report_new__coverage__hours_without_any_event)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_series(&sample, STEP_HOUR, 48);
	for (guint i = 10; i < 15; i++)
		silence(&sample, i, true);
	expect_no_note(&sample);
	silence(&sample, 15, true);
	expect_note(&sample, "From 9 November 2026, 10:00 (UTC+01:00) to 9 November 2026, 16:00 (UTC+01:00) no events are counted: if there were any, they are not "
			     "in the figures.");
}

TEST(report_new__coverage__what_is_before_the_first_event_is_no_gap)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	for (guint i = 0; i < 3; i++)
		silence(&sample, i, true);
	sample.result.first_event = sample.bounds[3];
	expect_note(&sample, "Data begin at 12 November 2026, 00:00 (UTC+01:00): the time before it is not in the figures.");
}

TEST(report_new__hostile_names__are_safe_everywhere)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	g_array_index(sample.result.categories, struct stats_share, 0).detections = 0;
	sample_category(&sample, "a\x1B[31m\xE2\x80\xAE", 1);
	sample.plan.task_name = sample.plan.login = sample.plan.full_name = "x\x1By\xFF";
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_text(report);
	g_assert_null(strchr(text, 0x1B));
	g_assert_null(strstr(text, "\xE2\x80\xAE"));
	g_assert_true(g_utf8_validate(text, -1, NULL));
}

TEST(report_new__a_name_that_is_a_link__is_defanged)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	sample_category(&sample, "see http://www.evil.example", 1);
	sample.plan.task_name = "https://evil.example";
	autoptr(report) report = sample_report(&sample);
	g_autofree char *text = report_to_text(report);
	g_assert_null(strstr(text, "http://"));
	g_assert_null(strstr(text, "https://"));
	g_assert_null(strstr(text, "www.evil"));
}

TEST(report_axis_step__round__and_enough)
{
	static const struct { uint64_t most, step; } cases[] = {
		{0, 1}, {1, 1}, {4, 1}, {5, 2}, {8, 2}, {9, 5}, {742, 200}, {1000, 250}, {100, 25}, {12148233, 5000000}, {UINT64_MAX, 5000000000000000000U},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpuint(report_axis_step(cases[i].most), ==, cases[i].step);
}

TEST(report_short_number__scales__keeps_three_digits)
{
	autorelease(sample) sample = {0};
	sample_init(&sample);
	autoptr(report) report = sample_report(&sample);
	static const struct { uint64_t value; const char *text; } cases[] = {
		{0, "0"}, {800, "800"}, {2500, "2.5K"}, {4000000, "4M"}, {1250000, "1.25M"}, {5000000000, "5B"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = report_short_number(&report->words, cases[i].value);
		g_assert_cmpstr(text, ==, cases[i].text);
	}
}
