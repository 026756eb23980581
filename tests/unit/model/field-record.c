// SPDX-License-Identifier: Apache-2.0
// Life, comparison, codec and JSON of records.
#include <string.h>

#include "test.h"
#include "tidings/model/mail-settings.h"
#include "tidings/model/task.h"
#include "tidings/util/bytes.h"

static void set(struct task *task, const char *name, const char *text)
{
	GError *error = NULL;
	bool done = field_set_text(field_by_name(&task_table, name), task, text, &error);
	test_no_error(error);
	g_assert_true(done);
}

static void fill(struct task *task)
{
	task_init(task);
	set(task, "name", "Weekly отчёт");
	set(task, "recipients", "a@x.example b@y.example");
	set(task, "subject", "{task} {period}");
	set(task, "text", "Hello\nworld");
	set(task, "start", "2026-11-30T09:00");
	set(task, "zone", "Europe/Moscow");
	set(task, "rrule", "FREQ=WEEKLY;BYDAY=MO");
	set(task, "period", "2026-11-01..2026-12-01");
	set(task, "widgets", "top:hashes");
	task->id = 42;
	task->enabled = true;
}

static void assert_decodes(const GByteArray *bytes, struct task *task)
{
	GError *error = NULL;
	bool decoded = fields_decode(&task_table, task, bytes->data, bytes->len, &error);
	test_no_error(error);
	g_assert_true(decoded);
}

static void assert_corrupt(const guint8 *data, size_t length, enum error_code code)
{
	GError *error = NULL;
	autorelease(task) task = {0};
	g_assert_false(fields_decode(&task_table, &task, data, length, &error));
	test_error(&error, code, NULL);
	g_assert_null(task.name); // untouched
}

// Every row that has a value is valid; an empty one may be a row that the bytes no longer had.
static bool rows_hold(const struct task *task)
{
	for (size_t i = 0; i < task_table.n_rows; i++) {
		const struct field *row = &task_table.rows[i];
		autorelease(task) again = {0};
		g_autofree char *text = field_get_text(row, task);
		if (*text != '\0' && !field_set_text(row, &again, text, NULL))
			return false;
	}
	return true;
}

TEST(fields__init__sets_what_the_rows_say)
{
	autorelease(task) task = {0};
	task_init(&task);
	g_assert_cmpstr(task.name, ==, "");
	g_assert_cmpstr(task.period, ==, "last-7d");
	g_assert_cmpuint(task.widgets, ==, WIDGETS_OVERVIEW | WIDGETS_TOP);
	g_assert_true(task.logo);
	g_assert_null(task.unknown);
}

TEST(fields__release__allows_null_and_zeroed)
{
	struct task task = {0};
	fields_release(&task_table, NULL);
	fields_release(&task_table, &task);
	fill(&task);
	fields_release(&task_table, &task);
	g_assert_null(task.name);
	g_assert_cmpuint(task.id, ==, 0);
	fields_release(&task_table, &task);
}

TEST(fields__copy__is_deep)
{
	autorelease(task) a = {0};
	autorelease(task) b = {0};
	fill(&a);
	a.unknown = g_byte_array_new();
	bytes_put_u16(a.unknown, 999);
	bytes_put_text(a.unknown, "kept");
	fields_copy(&task_table, &b, &a);
	g_assert_true(fields_equal(&task_table, &a, &b));
	g_assert_true(a.name != b.name && a.unknown != b.unknown);
	g_assert_cmpmem(a.unknown->data, a.unknown->len, b.unknown->data, b.unknown->len);
	set(&a, "name", "other");
	g_assert_cmpstr(b.name, ==, "Weekly отчёт");
	fields_copy(&task_table, &a, &a);
	g_assert_cmpstr(a.name, ==, "other");
}

// Each row matters to the comparison.
TEST(fields__equal__sees_every_row)
{
	for (size_t i = 0; i < task_table.n_rows; i++) {
		const struct field *row = &task_table.rows[i];
		autorelease(task) a = {0};
		autorelease(task) b = {0};
		fill(&a);
		task_copy(&b, &a);
		g_assert_true(fields_equal(&task_table, &a, &b));
		void *member = G_STRUCT_MEMBER_P(&b, row->offset);
		if (row->type == FIELD_TEXT || row->type == FIELD_AREA) {
			g_free(*(char **)member);
			*(char **)member = g_strdup("different");
		} else {
			*(guint8 *)member ^= 1;
		}
		g_assert_false(fields_equal(&task_table, &a, &b));
	}
}

TEST(fields__equal__compares_secrets)
{
	autorelease(mail_settings) a = {0};
	autorelease(mail_settings) b = {0};
	mail_settings_init(&a);
	mail_settings_init(&b);
	g_assert_true(fields_equal(&mail_settings_table, &a, &b));
	secret_set(&a.password, "x", 1);
	g_assert_false(fields_equal(&mail_settings_table, &a, &b));
	mail_settings_copy(&b, &a);
	g_assert_true(fields_equal(&mail_settings_table, &a, &b));
	g_assert_cmpstr(secret_text(&b.password), ==, "x");
}

TEST(fields__check__accepts_what_was_set)
{
	GError *error = NULL;
	autorelease(task) task = {0};
	fill(&task);
	bool valid = fields_check(&task_table, &task, &error);
	test_no_error(error);
	g_assert_true(valid);
}

static void assert_fault(struct task *task, const char *field)
{
	GError *error = NULL;
	g_assert_false(fields_check(&task_table, task, &error));
	test_error(&error, ERROR_INVALID, field);
}

TEST(fields__check__finds_what_was_not)
{
	autorelease(task) task = {0};
	fill(&task);
	task.missed_most = 0;
	assert_fault(&task, "missed-most");
	fill((task_release(&task), &task));
	task.source = 17;
	assert_fault(&task, "source");
	fill((task_release(&task), &task));
	task.widgets = 1u << 20;
	assert_fault(&task, "widgets");
	fill((task_release(&task), &task));
	g_free(task.recipients);
	task.recipients = g_strdup("a@x.example;b@y.example");
	assert_fault(&task, "recipients");
	fill((task_release(&task), &task));
	g_clear_pointer(&task.name, g_free);
	assert_fault(&task, "name");
}

TEST(fields__check__bounds_secrets)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	g_autofree char *text = g_strnfill(129, 'x');
	mail_settings_init(&settings);
	settings.server = (g_free(settings.server), g_strdup("mail"));
	settings.email = (g_free(settings.email), g_strdup("a@x"));
	g_assert_true(fields_check(&mail_settings_table, &settings, &error));
	secret_set(&settings.password, text, 129);
	g_assert_false(fields_check(&mail_settings_table, &settings, &error));
	test_error(&error, ERROR_INVALID, "password");
}

TEST(fields__codec__round_trips)
{
	autorelease(task) a = {0};
	autorelease(task) b = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fill(&a);
	fields_encode(&task_table, &a, bytes);
	fill(&b); // an older value is replaced
	set(&b, "name", "older");
	assert_decodes(bytes, &b);
	g_assert_true(fields_equal(&task_table, &a, &b));
	g_assert_null(b.unknown);
}

TEST(fields__decode__refuses_every_prefix)
{
	autorelease(task) task = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fill(&task);
	fields_encode(&task_table, &task, bytes);
	for (guint length = 0; length < bytes->len; length++) {
		g_autofree guint8 *exact = g_memdup2(bytes->data, length);
		assert_corrupt(exact, length, ERROR_CORRUPT);
	}
	bytes_put_u8(bytes, 0);
	assert_corrupt(bytes->data, bytes->len, ERROR_CORRUPT);
}

TEST(fields__decode__survives_flipped_bits)
{
	autorelease(task) task = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	fill(&task);
	fields_encode(&task_table, &task, bytes);
	for (guint bit = 0; bit < bytes->len * 8; bit++) {
		bytes->data[bit / 8] ^= (guint8)(1 << bit % 8);
		autorelease(task) back = {0};
		g_autoptr(GError) error = NULL;
		if (fields_decode(&task_table, &back, bytes->data, bytes->len, &error))
			g_assert_true(rows_hold(&back));
		else
			g_assert_true(error_is(error, ERROR_CORRUPT) || error_is(error, ERROR_VERSION));
		bytes->data[bit / 8] ^= (guint8)(1 << bit % 8);
	}
}

TEST(fields__decode__keeps_unknown_tags_byte_for_byte)
{
	autorelease(task) task = {0};
	g_autoptr(GByteArray) first = g_byte_array_new();
	g_autoptr(GByteArray) second = g_byte_array_new();
	fill(&task);
	task.unknown = g_byte_array_new();
	bytes_put_u16(task.unknown, 60000);
	bytes_put_blob(task.unknown, "\0\xFFnot text", 10);
	bytes_put_u16(task.unknown, 60001);
	bytes_put_blob(task.unknown, NULL, 0);
	fields_encode(&task_table, &task, first);
	autorelease(task) back = {0};
	assert_decodes(first, &back);
	g_assert_cmpmem(back.unknown->data, back.unknown->len, task.unknown->data, task.unknown->len);
	fields_encode(&task_table, &back, second);
	g_assert_cmpmem(first->data, first->len, second->data, second->len);
}

// {version, one row, end}
static GByteArray *one_row(uint8_t version, uint16_t tag, const void *value, size_t length)
{
	GByteArray *bytes = g_byte_array_new();
	bytes_put_u8(bytes, version);
	bytes_put_u16(bytes, tag);
	bytes_put_blob(bytes, value, length);
	bytes_put_u16(bytes, 0);
	return bytes;
}

static uint16_t tag_of(const char *name)
{
	return field_by_name(&task_table, name)->tag;
}

TEST(fields__decode__gives_missing_rows_their_initial_value)
{
	autorelease(task) task = {0};
	g_autoptr(GByteArray) bytes = one_row(1, tag_of("name"), "N", 1);
	assert_decodes(bytes, &task);
	g_assert_cmpstr(task.name, ==, "N");
	g_assert_cmpstr(task.period, ==, "last-7d");
	g_assert_cmpint(task.missed_most, ==, 10);
}

TEST(fields__decode__checks_every_value)
{
	static const struct {
		const char *name, *value;
		size_t length;
	} cases[] = {
		{"name", "", 0}, {"name", "a\nb", 3}, {"name", "a\0b", 3}, {"name", "\xFF", 1}, {"missed-most", "1001", 4}, {"missed-most", "x", 1},
		{"source", "other", 5}, {"enabled", "maybe", 5}, {"widgets", "top:nothing", 11}, {"recipients", "a@", 2}, {"start", "soon", 4},
		{"id", "-1", 2}, {"period", "last-8d", 7},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GByteArray) bytes = one_row(1, tag_of(cases[i].name), cases[i].value, cases[i].length);
		assert_corrupt(bytes->data, bytes->len, ERROR_CORRUPT);
	}
}

TEST(fields__decode__knows_versions)
{
	g_autoptr(GByteArray) newer = one_row(2, 60000, "x", 1);
	g_autoptr(GByteArray) none = one_row(0, 60000, "x", 1);
	assert_corrupt(newer->data, newer->len, ERROR_VERSION);
	assert_corrupt(none->data, none->len, ERROR_CORRUPT);
}

TEST(fields__decode__refuses_a_row_twice)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	bytes_put_u8(bytes, 1);
	for (int i = 0; i < 2; i++) {
		bytes_put_u16(bytes, tag_of("name"));
		bytes_put_text(bytes, "N");
	}
	bytes_put_u16(bytes, 0);
	assert_corrupt(bytes->data, bytes->len, ERROR_CORRUPT);
}

TEST(fields__encode__leaves_secrets_out)
{
	GError *error = NULL;
	autorelease(mail_settings) settings = {0};
	autorelease(mail_settings) back = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	mail_settings_init(&settings);
	settings.server = (g_free(settings.server), g_strdup("mail"));
	settings.email = (g_free(settings.email), g_strdup("a@x"));
	secret_set(&settings.password, "hunter2", 7);
	fields_encode(&mail_settings_table, &settings, bytes);
	g_assert_null(g_strstr_len((const char *)bytes->data, bytes->len, "hunter2"));
	g_assert_null(memmem(bytes->data, bytes->len, "hunter2", 7));
	g_assert_true(fields_decode(&mail_settings_table, &back, bytes->data, bytes->len, &error));
	test_no_error(error);
	g_assert_true(secret_is_empty(&back.password));
}

TEST(fields__decode__refuses_a_secret_in_a_record)
{
	GError *error = NULL;
	autorelease(mail_settings) back = {0};
	g_autoptr(GByteArray) bytes = one_row(1, field_by_name(&mail_settings_table, "password")->tag, "x", 1);
	g_assert_false(fields_decode(&mail_settings_table, &back, bytes->data, bytes->len, &error));
	test_error(&error, ERROR_CORRUPT, NULL);
}

TEST(fields__to_json__names_members_as_options)
{
	autorelease(task) task = {0};
	fill(&task);
	autoptr(js) object = js_object();
	fields_to_json(&task_table, &task, object);
	g_autofree char *text = js_to_text(object);
	g_assert_cmpstr(text, ==,
			"{\"name\":\"Weekly отчёт\",\"recipients\":\"a@x.example, b@y.example\",\"subject\":\"{task} {period}\","
			"\"text\":\"Hello\\nworld\",\"start\":\"2026-11-30T09:00\",\"zone\":\"Europe/Moscow\","
			"\"rrule\":\"FREQ=WEEKLY;BYDAY=MO\",\"exdate\":\"\",\"rdate\":\"\",\"gap\":\"shift\",\"overlap\":\"first\","
			"\"missed\":\"latest\",\"missed_most\":10,\"unknown\":\"retry\",\"addressing\":\"to\",\"calendar\":\"\",\"holiday\":\"skip\",\"source\":\"all\",\"period\":\"2026-11-01..2026-12-01\","
			"\"tenants\":\"all\",\"language\":\"en\",\"false_positives\":false,\"formats\":\"html,pdf\",\"indicators\":\"defanged\","
			"\"title_page\":true,\"logo\":true,"
			"\"login_user\":false,\"full_name\":false,\"paper\":\"a4\",\"tlp\":\"none\",\"widgets\":\"top:hashes\"}");
}

TEST(fields__to_json__shows_no_secret)
{
	autorelease(mail_settings) settings = {0};
	mail_settings_init(&settings);
	secret_set(&settings.password, "hunter2", 7);
	autoptr(js) object = js_object();
	fields_to_json(&mail_settings_table, &settings, object);
	g_assert_null(js_get(object, "password"));
	g_assert_null(js_get(object, "generation"));
	g_assert_cmpint(js_get_int(object, "port", -1), ==, 587);
}

static void peek_two(struct field_peek peeks[2])
{
	peeks[0] = (struct field_peek){.row = field_by_name(&task_table, "tenants")};
	peeks[1] = (struct field_peek){.row = field_by_name(&task_table, "name")};
}

TEST(fields__peek__gives_values_without_decoding)
{
	autorelease(task) task = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct field_peek peeks[2];
	GError *error = NULL;
	fill(&task);
	fields_encode(&task_table, &task, bytes);
	peek_two(peeks);
	g_assert_true(fields_peek(&task_table, bytes->data, bytes->len, peeks, 2, &error));
	test_no_error(error);
	g_assert_cmpmem(peeks[0].data, peeks[0].length, task.tenants, strlen(task.tenants));
	g_assert_cmpmem(peeks[1].data, peeks[1].length, task.name, strlen(task.name));
}

TEST(fields__peek__what_an_older_record_lacks_is_null)
{
	static const guint8 only_a_name[] = {1, 10, 0, 1, 0, 0, 0, 'n', 0, 0};
	struct field_peek peeks[2];
	GError *error = NULL;
	peek_two(peeks);
	g_assert_true(fields_peek(&task_table, only_a_name, sizeof only_a_name, peeks, 2, &error));
	g_assert_null(peeks[0].data);
	g_assert_cmpmem(peeks[1].data, peeks[1].length, "n", 1);
}

TEST(fields__peek__refuses_what_ends_too_early_and_what_is_newer)
{
	autorelease(task) task = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct field_peek peeks[2];
	GError *error = NULL;
	fill(&task);
	fields_encode(&task_table, &task, bytes);
	peek_two(peeks);
	g_assert_true(fields_peek(&task_table, bytes->data, bytes->len, peeks, 2, &error));
	size_t needed = (size_t)(peeks[0].data + peeks[0].length - bytes->data);
	for (size_t length = 0; length < needed; length++) {
		g_autofree guint8 *exact = g_memdup2(bytes->data, length);
		g_assert_false(fields_peek(&task_table, exact, length, peeks, 2, &error));
		test_error(&error, ERROR_CORRUPT, NULL);
	}
	bytes->data[0] = 99;
	g_assert_false(fields_peek(&task_table, bytes->data, bytes->len, peeks, 2, &error));
	test_error(&error, ERROR_VERSION, NULL);
}
