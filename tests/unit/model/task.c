// SPDX-License-Identifier: Apache-2.0
// Limits, canonical forms and initial values of tasks.
#include "tidings/model/task.h"

#include <string.h>

#include "test.h"
#include "tidings/util/safe-text.h"

static bool try(struct task *task, const char *name, const char *text)
{
	g_autoptr(GError) error = NULL;
	if (field_set_text(field_by_name(&task_table, name), task, text, &error))
		return true;
	g_assert_true(error_is(error, ERROR_INVALID));
	g_assert_cmpstr(error_field(error), ==, name);
	return false;
}

static void assert_canon(const char *name, const char *text, const char *expected)
{
	autorelease(task) task = {0};
	task_init(&task);
	g_assert_true(try(&task, name, text));
	g_autofree char *canon = field_get_text(field_by_name(&task_table, name), &task);
	g_assert_cmpstr(canon, ==, expected);
	g_assert_true(try(&task, name, canon));
	g_autofree char *again = field_get_text(field_by_name(&task_table, name), &task);
	g_assert_cmpstr(again, ==, expected);
}

static void assert_refused(const char *name, const char *text)
{
	autorelease(task) task = {0};
	task_init(&task);
	g_assert_false(try(&task, name, text));
}

// The seed's and the product's limits, in characters.
TEST(task__limits__are_the_stated_ones)
{
	static const struct {
		const char *name;
		int min, max;
	} cases[] = {
		{"name", 1, 255}, {"subject", 1, 255}, {"text", 0, 10000}, {"rrule", 0, 512},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		autorelease(task) task = {0};
		task_init(&task);
		g_autoptr(GString) text = g_string_new(NULL);
		for (int n = 0; n < cases[i].max; n++)
			g_string_append(text, "ё");
		g_assert_true(try(&task, cases[i].name, text->str));
		g_string_append(text, "ё");
		g_assert_false(try(&task, cases[i].name, text->str));
		g_assert_true(try(&task, cases[i].name, "") == (cases[i].min == 0));
	}
}

// A list of exactly `total` characters with `separator` between its addresses.
static char *recipients(int total, const char *separator)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; (int)text->len < total - 30; i++)
		g_string_append_printf(text, "r%d@x.example%s", i, separator);
	while ((int)text->len < total - 2)
		g_string_append_c(text, 'z');
	g_string_append(text, "@x");
	return g_string_free(g_steal_pointer(&text), FALSE);
}

TEST(task__recipients__has_2048_characters)
{
	static const char *const separators[] = {",", "; ", " ", ", ", "\n"};
	for (size_t i = 0; i < G_N_ELEMENTS(separators); i++) {
		autorelease(task) task = {0};
		task_init(&task);
		g_autofree char *most = recipients(2048, separators[i]);
		g_autofree char *more = recipients(2049, separators[i]);
		g_assert_cmpint(text_characters(most), ==, 2048);
		g_assert_true(try(&task, "recipients", most));
		g_assert_cmpint(text_characters(task.recipients), <=, 2048);
		g_autofree char *stored = g_strdup(task.recipients);
		g_assert_true(try(&task, "recipients", stored));
		g_assert_cmpstr(task.recipients, ==, stored);
		g_assert_false(try(&task, "recipients", more));
	}
}

TEST(task__recipients__is_canonical)
{
	assert_canon("recipients", "a@x;b@y", "a@x, b@y");
	assert_canon("recipients", "a@x\r\n\tb@y,,a@x", "a@x, b@y");
	assert_refused("recipients", "");
	assert_refused("recipients", " , ");
	assert_refused("recipients", "a@пример.рф");
	assert_refused("recipients", "a@x\x1B");
	assert_refused("recipients", "a@x\r\nBcc: b@y");
}

TEST(task__start__is_canonical)
{
	assert_canon("start", "2026-11-30 09:00", "2026-11-30T09:00");
	assert_canon("start", "2026-11-30", "2026-11-30T00:00");
	assert_canon("start", "2026-11-30T09:00:30", "2026-11-30T09:00:30");
	assert_refused("start", "");
	assert_refused("start", "tomorrow");
	assert_refused("start", "2026-02-30");
}

TEST(task__zone__has_the_letters_of_a_zone)
{
	assert_canon("zone", "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires");
	assert_canon("zone", "Etc/GMT+5", "Etc/GMT+5");
	assert_refused("zone", "");
	assert_refused("zone", "../etc/passwd");
	assert_refused("zone", "Europe/Moscow ");
}

TEST(task__rrule__loses_its_prefix)
{
	assert_canon("rrule", " RRULE:FREQ=DAILY ", "FREQ=DAILY");
	assert_canon("rrule", "", "");
}

TEST(task__dates__are_wall_times_or_whole_days)
{
	assert_canon("exdate", "2026-12-07 09:00; 2026-12-14T09:00,", "2026-12-07T09:00,2026-12-14T09:00");
	assert_canon("exdate", "2026-12-07\n2026-12-08", "2026-12-07,2026-12-08");
	assert_canon("rdate", "", "");
	assert_refused("rdate", "2026-12-32");
	assert_refused("exdate", "x");
}

TEST(task__choices__are_closed)
{
	assert_canon("source", "api", "api");
	assert_canon("language", "ru", "ru");
	assert_canon("missed", "all", "all");
	assert_canon("missed-most", "1000", "1000");
	assert_canon("unknown", "hold", "hold");
	assert_refused("source", "udp");
	assert_refused("language", "de");
	assert_refused("missed-most", "0");
	assert_refused("created", "yesterday");
}

TEST(task__widgets__have_the_text_of_the_command_line)
{
	assert_canon("widgets", "overview:incoming,detections,indicators;top:default,retroscan,hashes;by:category",
		     "overview:incoming,detections,indicators;top:default,retroscan,hashes;by:category");
	assert_canon("widgets", "top:hashes;overview:detections", "overview:detections;top:hashes");
	assert_canon("formats", "csv, json,html", "html,csv,json");
	assert_refused("widgets", "hashes");
	assert_refused("formats", "docx");
}

TEST(task__init__is_a_disabled_task)
{
	autorelease(task) task = {0};
	task_init(&task);
	g_assert_cmpuint(task.id, ==, 0);
	g_assert_false(task.enabled);
	g_assert_cmpstr(task.tenants, ==, "all");
	g_assert_cmpstr(task.language, ==, "en");
	g_assert_cmpint(task.missed_most, ==, 10);
	g_assert_true(task.title_page && task.logo);
	g_assert_false(task.false_positives || task.login_user || task.full_name);
	g_assert_cmpuint(task.formats, ==, FORMAT_HTML | FORMAT_PDF);
	g_assert_cmpuint(task.widgets, ==, WIDGETS_OVERVIEW | WIDGETS_TOP);
}

TEST(task__check__wants_something_to_show)
{
	GError *error = NULL;
	autorelease(task) task = {0};
	task_init(&task);
	g_assert_true(task_check(&task, &error));
	task.widgets = 0;
	g_assert_false(task_check(&task, &error));
	test_error(&error, ERROR_INVALID, "widgets");
	task.widgets = WIDGET_BY_CATEGORY;
	task.formats = FORMAT_CSV | FORMAT_JSON;
	g_assert_false(task_check(&task, &error));
	test_error(&error, ERROR_INVALID, "formats");
	task.formats = FORMAT_PDF;
	g_assert_true(task_check(&task, &error));
}

TEST(task__copy__keeps_everything)
{
	autorelease(task) a = {0};
	autorelease(task) b = {0};
	task_init(&a);
	g_assert_true(try(&a, "name", "N"));
	task_copy(&b, &a);
	g_assert_true(fields_equal(&task_table, &a, &b));
}
