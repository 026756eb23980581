// SPDX-License-Identifier: Apache-2.0
// One input into the store: batches, rejects, interruptions, the sample.
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest-fixture.h"
#include "test.h"
#include "tidings/kv/digest.h"
#include "tidings/util/file.h"
#include "tidings/util/instant.h"
#include "tidings/util/json.h"

#define GOOD "{\"type\":\"detection\",\"category\":\"C\",\"indicator\":\"a.example\"}\n"

static uint64_t detections(struct fixture *f)
{
	autorelease(stats_result) result = {0};
	fixture_ask(f, NULL, &result);
	return result.detections;
}

static bool take_again(struct fixture *f, const char *text, GError **error)
{
	return fixture_take_fd(f, fixture_file(text, strlen(text)), error);
}

TEST(ingest__take__the_same_bytes_twice)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	fixture_take(&f, INGEST_AUTO, GOOD);
	g_assert_false(take_again(&f, GOOD, &error));
	test_error(&error, ERROR_EXISTS, NULL);
	g_assert_cmpuint(detections(&f), ==, 1);
	fixture_take(&f, INGEST_AUTO, GOOD "\n");
	g_assert_cmpuint(detections(&f), ==, 2);
	f.options.again = true;
	fixture_take(&f, INGEST_AUTO, GOOD);
	g_assert_cmpuint(detections(&f), ==, 3);
	f.options.again = false;
	g_assert_false(take_again(&f, GOOD, &error));
	test_error(&error, ERROR_EXISTS, NULL);
	fixture_release(&f);
}

TEST(ingest__take__nothing_is_not_remembered)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_CEF, GOOD);
	g_assert_cmpuint(f.result.rejected, ==, 1);
	g_autofree char *path = g_strdup(f.result.reject_path);
	fixture_take(&f, INGEST_JSON, GOOD);
	g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
	g_assert_cmpuint(f.result.rejected, ==, 0);
	g_assert_null(f.result.reject_path);
	g_assert_null(f.result.first_reason);
	g_assert_cmpuint(detections(&f), ==, 1);
	fixture_take(&f, INGEST_AUTO, "");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "0 0 0 0 0");
	fixture_release(&f);
}

TEST(ingest__take__each_line_as_it_looks)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_AUTO,
		     "\xef\xbb\xbf" GOOD "\n  \n"
		     "CEF:0|Kaspersky|Kaspersky CyberTrace for ArcSight|2.0|2|X|8| reason=C cs5=a.example\r\n"
		     "Nov 22 10:00:00 category=C matchedIndicator=a.example\r\n"
		     " " GOOD "# a comment\n");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "7 4 0 0 0");
	fixture_release(&f);
}

TEST(ingest__reject__file_with_reasons)
{
	struct fixture f = {0};
	struct stat st;
	fixture_init(&f);
	f.options.name = "/some/where/my \xd0\x94 events.log";
	fixture_take(&f, INGEST_JSON, GOOD "nonsense\n\n" GOOD "{}\n");
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "5 2 0 0 2");
	g_assert_true(g_str_has_prefix(f.result.first_reason, "line 2: "));
	g_autofree char *dir = g_path_get_dirname(f.result.reject_path);
	g_autofree char *name = g_path_get_basename(f.result.reject_path);
	g_assert_cmpstr(dir, ==, f.rejects);
	g_assert_true(g_str_has_prefix(name, "my____events.log."));
	g_assert_cmpint(stat(f.result.reject_path, &st), ==, 0);
	g_assert_cmpuint(st.st_mode & 0777, ==, 0600);
	g_autofree char *text = fixture_rejects(&f);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_assert_true(g_str_has_prefix(lines[0], "# line 2: "));
	g_assert_cmpstr(lines[1], ==, "nonsense");
	g_assert_cmpstr(lines[2], ==, "# line 5: \"type\" is missing");
	g_assert_cmpstr(lines[3], ==, "{}");
	fixture_release(&f);
}

TEST(ingest__reject__file_that_cannot_be_written)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	f.options.name = "-";
	fixture_take(&f, INGEST_JSON, "nonsense");
	g_autofree char *path = g_strdup(f.result.reject_path);
	g_autofree char *name = g_path_get_basename(path);
	g_assert_true(g_str_has_prefix(name, "_."));
	g_assert_cmpint(unlink(path), ==, 0);
	g_assert_true(file_make_private_dir(path, &error));
	g_assert_false(take_again(&f, "nonsense", &error));
	test_error(&error, ERROR_IO, NULL);
	g_assert_cmpuint(detections(&f), ==, 0);
	fixture_release(&f);
}

TEST(ingest__reject__corrected_and_given_again)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_AUTO, GOOD "{\"type\":\"incoming\",\"tenant\":\"New\"}\n");
	g_autofree char *text = fixture_rejects(&f);
	f.options.tenant_known = NULL;
	fixture_take(&f, INGEST_AUTO, text);
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "2 0 1 0 0");
	fixture_release(&f);
}

TEST(ingest__reject__lines_that_are_no_text)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	g_autoptr(GString) data = g_string_new(GOOD);
	g_string_append_len(data, "{\"type\":\0\"incoming\"}\n\xff\xfe\n", 24);
	for (int i = 0; i < 3 << 20; i++)
		g_string_append_c(data, 'x');
	g_string_append(data, "\n" GOOD);
	g_assert_true(fixture_take_fd(&f, fixture_file(data->str, data->len), &error));
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "5 2 0 0 3");
	g_autofree char *text = fixture_rejects(&f);
	g_assert_nonnull(strstr(text + 30, "# line 3: not UTF-8\n\xff\xfe\n# line 4: longer than 1048576 bytes\nxxx"));
	fixture_release(&f);
}

TEST(ingest__reject__terminal_controls_in_reasons)
{
	struct fixture f = {0};
	fixture_init(&f);
	fixture_take(&f, INGEST_JSON, "{\"type\":\"incoming\",\"tenant\":\"\\u001b[31m\\u202e\"}");
	g_assert_null(strchr(f.result.first_reason, '\x1b'));
	g_assert_null(strstr(f.result.first_reason, "\xe2\x80\xae"));
	fixture_release(&f);
}

TEST(ingest__read__from_a_pipe)
{
	struct fixture f = {0};
	GError *error = NULL;
	int ends[2];
	fixture_init(&f);
	g_assert_cmpint(pipe(ends), ==, 0);
	g_assert_cmpint(write(ends[1], GOOD GOOD, strlen(GOOD GOOD)), ==, strlen(GOOD GOOD));
	close(ends[1]);
	g_assert_true(fixture_take_fd(&f, ends[0], &error));
	g_assert_cmpuint(f.result.detections, ==, 2);
	g_assert_false(take_again(&f, GOOD GOOD, &error));
	test_error(&error, ERROR_EXISTS, NULL);
	g_autoptr(GDir) dir = g_dir_open(f.rejects, 0, NULL);
	g_assert_null(g_dir_read_name(dir));
	fixture_release(&f);
}

TEST(ingest__read__from_the_files_position)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	int fd = fixture_file(GOOD GOOD, strlen(GOOD GOOD));
	g_assert_cmpint(lseek(fd, (off_t)strlen(GOOD), SEEK_SET), >, 0);
	g_assert_true(fixture_take_fd(&f, fd, &error));
	g_assert_cmpuint(f.result.detections, ==, 1);
	fixture_release(&f);
}

TEST(ingest__read__what_cannot_be_read)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	g_assert_false(fixture_take_fd(&f, open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC), &error));
	test_error(&error, ERROR_IO, NULL);
	g_assert_false(fixture_take_fd(&f, -1, &error));
	test_error(&error, ERROR_IO, NULL);
	fixture_release(&f);
}

TEST(ingest__read__lookup_that_is_too_large)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	int fd = fixture_file("[", 1);
	g_assert_cmpint(ftruncate(fd, (64 << 20) + 1), ==, 0);
	g_assert_false(fixture_take_fd(&f, fd, &error));
	test_error(&error, ERROR_LIMIT, NULL);
	fixture_release(&f);
}

/* As if ingest had been stopped after its first part, `taken` lines long. */
static void store_first_part(struct fixture *f, const char *text, unsigned taken, struct stats_progress progress)
{
	GError *error = NULL;
	uint8_t identity[STATS_IDENTITY_BYTES];
	autoptr(kv_digest) digest = kv_digest_new();
	kv_digest_update(digest, text, strlen(text));
	kv_digest_get(digest, identity);
	autoptr(stats_batch) batch = stats_batch_new(f->stats);
	for (unsigned i = 0; i < taken; i++) {
		struct event event = {.time = RECEIVED, .tenant = "General", .category = "C", .indicator = "a.example", .kind = KIND_DOMAIN, .confidence = -1};
		g_assert_true(stats_batch_add(batch, &event, &error));
	}
	struct stats_part part = {.identity = identity, .after = progress};
	g_assert_true(stats_batch_commit(batch, &part, &error));
}

TEST(ingest__continue__behind_the_last_part)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	const char *text = "bad\n" GOOD GOOD "worse\n" GOOD;
	struct stats_progress progress = {.position = 4 + strlen(GOOD), .lines = 2, .detections = 1, .rejected = 1};
	/* What the interrupted run has kept: one reject that counts, and the start of one that was never committed. */
	fixture_take(&f, INGEST_JSON, text);
	g_autofree char *whole = fixture_rejects(&f);
	progress.reject_bytes = (uint64_t)(strstr(whole, "# line 4") - whole);
	g_autofree char *path = g_strdup(f.result.reject_path);
	fixture_release(&f);

	f = (struct fixture){0};
	fixture_init(&f);
	f.options.format = INGEST_JSON;
	store_first_part(&f, text, 1, progress);
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *kept = g_build_filename(f.rejects, name, NULL);
	g_assert_true(file_make_private_dir(f.rejects, &error));
	g_assert_true(file_write(kept, whole, strlen(whole) - 3, 0600, &error));
	g_assert_true(take_again(&f, text, &error));
	g_autofree char *counts = fixture_counts(&f);
	g_assert_cmpstr(counts, ==, "5 3 0 0 2");
	g_assert_cmpuint(detections(&f), ==, 3);
	g_autofree char *rejects = fixture_rejects(&f);
	g_assert_cmpstr(rejects, ==, whole);
	g_assert_true(g_str_has_prefix(f.result.first_reason, "line 1: "));
	g_assert_false(take_again(&f, text, &error));
	test_error(&error, ERROR_EXISTS, NULL);
	fixture_release(&f);
}

TEST(ingest__commit__in_parts)
{
	struct fixture f = {0};
	GError *error = NULL;
	fixture_init(&f);
	g_autoptr(GString) data = g_string_new(NULL);
	for (int i = 0; i < 70000; i++)
		g_string_append_printf(data, "category=C matchedIndicator=host%d.example\n", i % 100);
	g_assert_true(fixture_take_fd(&f, fixture_file(data->str, data->len), &error));
	autorelease(stats_result) result = {0};
	fixture_ask(&f, NULL, &result);
	g_assert_cmpuint(result.detections, ==, 70000);
	g_assert_cmpuint(result.indicators, ==, 100);
	fixture_release(&f);
}

static void take_sample(struct fixture *f, const char *name, enum ingest_format format, int64_t received)
{
	GError *error = NULL;
	g_autofree char *path = test_data(name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	g_assert_cmpint(fd, >=, 0);
	f->options.format = format;
	f->options.received = received;
	bool taken = fixture_take_fd(f, fd, &error);
	test_no_error(error);
	g_assert_true(taken);
	g_assert_cmpuint(f->result.rejected, ==, 0);
}

static void take_samples(struct fixture *f, bool automatic)
{
	take_sample(f, "sample/events.jsonl", automatic ? INGEST_AUTO : INGEST_JSON, RECEIVED);
	take_sample(f, "sample/events.cef", automatic ? INGEST_AUTO : INGEST_CEF, RECEIVED);
	g_assert_cmpuint(f->result.service_events, ==, 1);
	take_sample(f, "sample/events.kv", automatic ? INGEST_AUTO : INGEST_KV, RECEIVED);
	g_assert_cmpuint(f->result.service_events, ==, 1);
	take_sample(f, "sample/lookup.json", automatic ? INGEST_AUTO : INGEST_LOOKUP, RECEIVED + 3600);
}

static char **tenants_of(const struct js *question)
{
	const struct js *names = js_get(question, "tenants");
	if (!js_is_array(names))
		return NULL;
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	for (size_t i = 0; i < js_length(names); i++)
		g_strv_builder_add(builder, js_text(js_at(names, i)));
	return g_strv_builder_end(builder);
}

/* A series of UTC days, as the judge made it. */
static int64_t *days_of(struct period period, size_t *ret_n)
{
	size_t n = (size_t)((period.to - period.from + 86399) / 86400);
	int64_t *steps = g_new(int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		steps[i] = period.from + (int64_t)i * 86400;
	steps[n] = period.to;
	*ret_n = n;
	return steps;
}

static void compare_sample(struct fixture *f, const struct js *expected)
{
	static const char *const members[] = {"incoming_events", "detections", "indicators", "top", "categories", "suppliers", "series"};
	struct stats_query query = {.top = 10, .false_positives = js_get_bool(expected, "false_positives", false)};
	g_auto(GStrv) tenants = tenants_of(expected);
	g_assert_true(instant_from_text(js_get_text(expected, "from"), &query.period.from, NULL));
	g_assert_true(instant_from_text(js_get_text(expected, "to"), &query.period.to, NULL));
	query.tenants = tenants;
	query.source = (enum source)enum_from_text(source_names, js_get_text(expected, "source"));
	g_autofree int64_t *steps = days_of(query.period, &query.n_steps);
	query.steps = steps;
	autorelease(stats_result) result = {0};
	fixture_ask(f, &query, &result);
	autoptr(js) answer = stats_answer_to_json(&query, &result);
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		g_autofree char *got = js_to_text(js_get(answer, members[i]));
		g_autofree char *wanted = js_to_text(js_get(expected, members[i]));
		g_assert_cmpstr(got, ==, wanted);
	}
}

TEST(ingest__sample__every_figure_of_the_judge)
{
	GError *error = NULL;
	g_autofree char *path = test_data("sample/expected.json");
	g_autofree char *text = NULL;
	size_t length = 0;
	g_assert_true(file_read(path, 1 << 20, &text, &length, &error));
	autoptr(js) expected = js_parse(text, length, &error);
	for (int automatic = 0; automatic < 2; automatic++) {
		struct fixture f = {0};
		fixture_init(&f);
		take_samples(&f, automatic);
		g_assert_cmpuint(js_length(expected), ==, 5);
		for (size_t i = 0; i < js_length(expected); i++)
			compare_sample(&f, js_at(expected, i));
		fixture_release(&f);
	}
}
