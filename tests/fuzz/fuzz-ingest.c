// SPDX-License-Identifier: Apache-2.0
// Lines of events in every format: a record, or a reason that can be shown.
#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "lookup-priv.h"
#include "parser-priv.h"
#include "tidings/util/error.h"

typedef bool (*parse_fn)(struct parser *parser, const struct text_line *line, struct record *record, GError **error);

static void check_text(struct slice text)
{
	g_assert_true(text.data == NULL || g_utf8_validate_len(text.data, text.length, NULL));
}

static bool try_line(struct parser *parser, parse_fn parse, const struct text_line *line, struct record *record)
{
	g_autoptr(GError) error = NULL;
	*record = (struct record)RECORD_EMPTY;
	if (!parse(parser, line, record, &error)) {
		g_assert_true(error_is(error, ERROR_INVALID));
		g_assert_true(g_utf8_validate(error->message, -1, NULL));
		return false;
	}
	g_assert_no_error(error);
	g_assert_true(record->time == INSTANT_NONE || record->time >= 0);
	g_assert_true(record->confidence >= -1 && record->confidence <= 100);
	check_text(record->category);
	check_text(record->indicator);
	return true;
}

/* What was learnt from a line changes nothing of what a line means. */
static void try_json(struct parser *parser, struct parser *other, const struct text_line *line)
{
	struct record a, b;
	bool quick = try_line(parser, json_parse, line, &a);
	g_assert_true(quick == try_line(other, json_parse, line, &b));
	if (!quick)
		return;
	g_assert_true(a.type == b.type && a.time == b.time && a.source == b.source && a.kind == b.kind && a.confidence == b.confidence);
	g_assert_true(a.count == b.count && a.retroscan == b.retroscan && a.false_positive == b.false_positive);
	g_assert_true(slice_equal(a.tenant, b.tenant) && slice_equal(a.category, b.category) && slice_equal(a.indicator, b.indicator));
	g_assert_true(slice_equal(a.feed, b.feed) && slice_equal(a.supplier, b.supplier));
}

static void forget_files(const char *path)
{
	g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
	for (const char *name; files != NULL && (name = g_dir_read_name(files)) != NULL;) {
		g_autofree char *file = g_build_filename(path, name, NULL);
		unlink(file);
	}
	rmdir(path);
}

/* An answer of the lookup, into a batch that is never committed. */
static void try_lookup(struct stats *stats, const struct ingest_options *options, const uint8_t *data, size_t size)
{
	const struct stats_progress nothing = {0};
	int fd = memfd_create("answer", MFD_CLOEXEC);
	g_assert_true(fd >= 0 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
	autorelease(input) input = {0};
	g_autoptr(GError) error = NULL;
	if (!input_open(fd, options->reject_dir, &input, &error)) { /* what looks compressed, and is not */
		g_assert_true(error_is(error, ERROR_INVALID));
		g_assert_true(g_utf8_validate(error->message, -1, NULL));
		close(fd);
		forget_files(options->reject_dir);
		return;
	}
	autoptr(intake) intake = intake_new(stats, options, &input, &nothing);
	bool taken = lookup_take(intake, &input, &error);
	g_assert_no_error(error);
	g_assert_true(taken);
	const struct stats_progress *progress = intake_progress(intake);
	g_assert_true(progress->detections + progress->incoming_events + progress->rejected <= input.length);
	close(fd);
	forget_files(options->reject_dir);
}

/* A store without files, and a directory for rejects in *ret_dir, given. */
static struct stats *store_for_lookups(char **ret_dir)
{
	static struct stats *stats;
	*ret_dir = g_dir_make_tmp("tidings-fuzz-XXXXXX", NULL);
	g_assert_nonnull(*ret_dir);
	if (stats == NULL) {
		g_autofree char *home = g_build_filename(*ret_dir, "stats", NULL);
		g_assert_true(stats_create(*ret_dir, NULL));
		stats = stats_open(*ret_dir, NULL);
		g_assert_nonnull(stats);
		forget_files(home); /* an open store goes on without its names */
	}
	return stats;
}

static void try_lines(const struct ingest_options *options, const char *format, const uint8_t *data, size_t size)
{
	autoptr(parser) parser = parser_new(options);
	autoptr(parser) other = parser_new(options);
	layouts_free(other->layouts);
	other->layouts = NULL; /* it learns nothing */
	const char *at = (const char *)data, *end = at + size;
	while (at < end) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		struct text_line line = {.text = {at, (size_t)((feed != NULL ? feed : end) - at)}};
		line.marks = slice_marks(line.text);
		at += line.text.length + 1;
		struct record record;
		if (!g_utf8_validate_len(line.text.data, line.text.length, NULL))
			continue;
		if (format == NULL)
			(void)try_line(parser, parser_read, &line, &record);
		if (format == NULL || strcmp(format, "cef") == 0)
			(void)try_line(parser, cef_parse, &line, &record);
		if (format == NULL || strcmp(format, "kv") == 0)
			(void)try_line(parser, kv_line_parse, &line, &record);
		if (format == NULL || strcmp(format, "json") == 0)
			try_json(parser, other, &line);
	}
}

/* The input's lines, one after the other, so that what the first says is learnt before the next. TIDINGS_FUZZ_FORMAT (cef, kv, json or lookup)
 * keeps to one format. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *format = g_getenv("TIDINGS_FUZZ_FORMAT");
	struct ingest_options options = {.received = INT64_C(1795341600), .name = "fuzz"};
	bool lookup = format != NULL ? strcmp(format, "lookup") == 0 : size > 0 && data[0] == '[';
	if (lookup) {
		g_autofree char *dir = NULL;
		struct stats *stats = store_for_lookups(&dir);
		options.reject_dir = dir;
		try_lookup(stats, &options, data, size);
	} else {
		try_lines(&options, format, data, size);
	}
	return 0;
}
