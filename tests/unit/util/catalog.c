// SPDX-License-Identifier: Apache-2.0
// Catalogues in both byte orders, plural forms, damaged files.
#include "tidings/util/catalog.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "test.h"
#include "tidings/util/bytes.h"
#include "tidings/util/file.h"

struct entry {
	const char *id, *text;
	size_t id_length, text_length;
};

#define ENTRY(id, text) {id, text, sizeof(id) - 1, sizeof(text) - 1}

static const struct entry russian[] = {
	ENTRY("", "Content-Type: text/plain; charset=UTF-8\n"),
	ENTRY("Empty", ""),
	ENTRY("Report", "Отчёт"),
	ENTRY("task\0tasks", "задача\0задачи\0задач"),
};

static void put_word(GByteArray *out, uint32_t word, bool swap)
{
	bytes_put_u32(out, swap ? GUINT32_SWAP_LE_BE(word) : word);
}

// A .mo file as msgfmt lays it out; swap: of the other byte order.
static GByteArray *make_mo(const struct entry *entries, uint32_t n, bool swap)
{
	GByteArray *out = g_byte_array_new();
	const uint32_t head[] = {0x950412DE, 0, n, 28, 28 + 8 * n, 0, 28 + 16 * n};
	for (size_t i = 0; i < G_N_ELEMENTS(head); i++)
		put_word(out, head[i], swap);
	uint32_t at = 28 + 16 * n;
	for (int table = 0; table < 2; table++) {
		for (uint32_t i = 0; i < n; i++) {
			uint32_t length = (uint32_t)(table == 0 ? entries[i].id_length : entries[i].text_length);
			put_word(out, length, swap);
			put_word(out, at, swap);
			at += length + 1;
		}
	}
	for (int table = 0; table < 2; table++) {
		for (uint32_t i = 0; i < n; i++) {
			const struct entry *e = &entries[i];
			g_byte_array_append(out, (const guint8 *)(table == 0 ? e->id : e->text),
					    (guint)(table == 0 ? e->id_length : e->text_length) + 1);
		}
	}
	return out;
}

static void install(const char *dir, const char *language, const void *data, size_t length)
{
	GError *error = NULL;
	g_autofree char *folder = g_build_filename(dir, language, "LC_MESSAGES", NULL);
	g_autofree char *path = g_build_filename(folder, "tidings.mo", NULL);
	g_assert_true(file_make_private_dir(folder, &error));
	// Not g_file_set_contents: it waits for the disk, and there are many files.
	FILE *file = fopen(path, "wb");
	g_assert_cmpuint(fwrite(data, 1, length, file), ==, length);
	fclose(file);
}

static struct catalog *open_russian(bool swap)
{
	g_autofree char *dir = test_dir();
	g_autoptr(GByteArray) mo = make_mo(russian, G_N_ELEMENTS(russian), swap);
	install(dir, "ru", mo->data, mo->len);
	GError *error = NULL;
	struct catalog *catalog = catalog_open(dir, "ru", &error);
	test_no_error(error);
	return catalog;
}

TEST(catalog__text__translates_in_both_byte_orders)
{
	for (int swap = 0; swap < 2; swap++) {
		autoptr(catalog) catalog = open_russian(swap != 0);
		g_assert_cmpstr(catalog_language(catalog), ==, "ru");
		g_assert_cmpstr(catalog_text(catalog, "Report"), ==, "Отчёт");
		g_assert_cmpstr(catalog_text(catalog, "Absent"), ==, "Absent");
		g_assert_cmpstr(catalog_text(catalog, "Empty"), ==, "Empty");
		g_assert_cmpstr(catalog_text(catalog, ""), ==, "");
	}
}

TEST(catalog__plural__follows_russian)
{
	static const struct {
		guint64 n;
		const char *text;
	} cases[] = {
		{0, "задач"},   {1, "задача"},   {2, "задачи"},  {4, "задачи"},  {5, "задач"},  {11, "задач"}, {12, "задач"}, {14, "задач"},
		{21, "задача"}, {22, "задачи"}, {25, "задач"}, {101, "задача"}, {111, "задач"}, {112, "задач"}, {1000, "задач"},
		{G_MAXUINT64, "задач"},
	};
	autoptr(catalog) catalog = open_russian(false);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(catalog_plural(catalog, "task", "tasks", cases[i].n), ==, cases[i].text);
	g_assert_cmpstr(catalog_plural(catalog, "run", "runs", 1), ==, "run");
	g_assert_cmpstr(catalog_plural(catalog, "run", "runs", 21), ==, "runs");
}

TEST(catalog__plural__falls_back_where_forms_are_missing)
{
	autoptr(catalog) catalog = open_russian(false);
	g_assert_cmpstr(catalog_plural(catalog, "Report", "Reports", 1), ==, "Отчёт");
	g_assert_cmpstr(catalog_plural(catalog, "Report", "Reports", 5), ==, "Reports");
}

TEST(catalog__open__needs_no_file_for_english)
{
	autoptr(catalog) catalog = catalog_open("/nowhere", "en", NULL);
	g_assert_nonnull(catalog);
	g_assert_cmpstr(catalog_language(catalog), ==, "en");
	g_assert_cmpstr(catalog_text(catalog, "Report"), ==, "Report");
	g_assert_cmpstr(catalog_plural(catalog, "task", "tasks", 1), ==, "task");
	g_assert_cmpstr(catalog_plural(catalog, "task", "tasks", 0), ==, "tasks");
}

TEST(catalog__text__takes_no_catalogue_as_english)
{
	g_assert_cmpstr(catalog_language(NULL), ==, "en");
	g_assert_cmpstr(catalog_text(NULL, "Report"), ==, "Report");
	g_assert_cmpstr(catalog_plural(NULL, "task", "tasks", 21), ==, "tasks");
	catalog_free(NULL);
}

TEST(catalog__open__names_what_is_missing)
{
	static const char *const languages[] = {"ru", "../ru", "", "r/u", "a.b", "languagewithalongname"};
	g_autofree char *dir = test_dir();
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		GError *error = NULL;
		g_assert_null(catalog_open(dir, languages[i], &error));
		test_error(&error, ERROR_NOT_FOUND, NULL);
	}
}

static void try_open(const char *dir, bool must_fail)
{
	GError *error = NULL;
	autoptr(catalog) catalog = catalog_open(dir, "ru", &error);
	if (catalog == NULL)
		test_error(&error, ERROR_CORRUPT, NULL);
	else
		g_assert_nonnull(catalog_plural(catalog, "task", "tasks", 5));
	g_assert_false(must_fail && catalog != NULL);
}

TEST(catalog__open__refuses_every_shorter_file)
{
	g_autofree char *dir = test_dir();
	g_autoptr(GByteArray) mo = make_mo(russian, G_N_ELEMENTS(russian), false);
	for (guint length = 0; length < mo->len; length++) {
		install(dir, "ru", mo->data, length);
		try_open(dir, true);
	}
}

TEST(catalog__open__survives_flipped_bits)
{
	g_autofree char *dir = test_dir();
	g_autoptr(GByteArray) mo = make_mo(russian, G_N_ELEMENTS(russian), false);
	for (guint bit = 0; bit < mo->len * 8; bit++) {
		mo->data[bit / 8] ^= (guint8)(1 << bit % 8);
		install(dir, "ru", mo->data, mo->len);
		try_open(dir, false);
		mo->data[bit / 8] ^= (guint8)(1 << bit % 8);
	}
}

TEST(catalog__open__refuses_bad_utf8)
{
	static const struct entry bad[] = {ENTRY("a\0b", "x\0\xFF")};
	g_autofree char *dir = test_dir();
	g_autoptr(GByteArray) mo = make_mo(bad, 1, false);
	install(dir, "ru", mo->data, mo->len);
	try_open(dir, true);
}

static const struct entry messages[] = {
	ENTRY("", "Content-Type: text/plain; charset=UTF-8\n"),
	ENTRY("Administrator", "Администратор"),
	ENTRY("Permission denied", "Отказано в доступе"),
	ENTRY("\"%s\" has %d characters, at most %d are allowed", "«%s»: символов %d, допускается не больше %d"),
	ENTRY("%d keys of \"%s\" are called \"%s\"", "«%3$s» у «%2$s»: %1$d"),
	ENTRY("a 100%% disk holds %s", "диск на 100%% держит %s"),
	ENTRY("cannot open \"%s\"", "не открыть «%s»"),
	ENTRY("could not be built: %s", "не построен: %s"),
	ENTRY("owns %u task%s; delete them", "задач: %u%.0s; удалите их"),
	ENTRY("the role %s may not", "роли %s нельзя"),
	ENTRY("while reading task %u: ", "при чтении задачи %u: "),
};

static struct catalog *open_messages(const char *dir)
{
	GError *error = NULL;
	g_autoptr(GByteArray) mo = make_mo(messages, G_N_ELEMENTS(messages), false);
	install(dir, "ru", mo->data, mo->len);
	struct catalog *catalog = catalog_open(dir, "ru", &error);
	test_no_error(error);
	return catalog;
}

static void check_message(const struct catalog *catalog, const char *message, const char *expected)
{
	g_autofree char *said = catalog_message(catalog, message);
	g_assert_cmpstr(said, ==, expected);
}

TEST(catalog_message__format__is_found_again_with_what_was_put_in)
{
	g_autofree char *dir = test_dir();
	autoptr(catalog) catalog = open_messages(dir);
	check_message(catalog, "\"name\" has 256 characters, at most 255 are allowed", "«name»: символов 256, допускается не больше 255");
	check_message(catalog, "2 keys of \"anna\" are called \"old\"", "«old» у «anna»: 2");
	check_message(catalog, "owns 3 tasks; delete them", "задач: 3; удалите их");
	check_message(catalog, "owns 1 task; delete them", "задач: 1; удалите их");
	check_message(catalog, "a 100% disk holds x", "диск на 100% держит x");
	check_message(catalog, "Permission denied", "Отказано в доступе");
}

// Names that somebody gave stand in quotation marks; what does not may be a text of ours.
TEST(catalog_message__pieces__are_translated_unless_they_are_quoted)
{
	g_autofree char *dir = test_dir();
	autoptr(catalog) catalog = open_messages(dir);
	check_message(catalog, "the role Administrator may not", "роли Администратор нельзя");
	check_message(catalog, "cannot open \"Administrator\"", "не открыть «Administrator»");
	check_message(catalog, "could not be built: cannot open \"a: b\": Permission denied", "не построен: не открыть «a: b»: Отказано в доступе");
	check_message(catalog, "while reading task 7: cannot open \"x\"", "при чтении задачи 7: не открыть «x»");
	check_message(catalog, "cannot open \"x\": strange", "не открыть «x»: strange");
	check_message(catalog, "strange: Permission denied", "strange: Отказано в доступе");
}

TEST(catalog_message__unknown__stays_as_it_is)
{
	g_autofree char *dir = test_dir();
	autoptr(catalog) catalog = open_messages(dir);
	static const char *const unknown[] = {"", "nothing known", "has x characters, at most 5 are allowed", "%s%n", "100%", "a: b: c: d: e: f"};
	for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++)
		check_message(catalog, unknown[i], unknown[i]);
	check_message(NULL, "cannot open \"x\"", "cannot open \"x\"");
	g_autofree char *quotes = g_strnfill(1000, '"');
	check_message(catalog, quotes, quotes);
}
