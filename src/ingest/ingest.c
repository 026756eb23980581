// SPDX-License-Identifier: Apache-2.0
// One input, of any format, into the store as one batch.
#include "tidings/ingest/ingest.h"

#include <string.h>

#include "intake-priv.h"
#include "lines-priv.h"
#include "lookup-priv.h"
#include "parser-priv.h"
#include "tidings/util/catalog.h"
#include "tidings/util/error.h"
#include "tidings/util/file.h"

const struct enum_row ingest_format_names[] = {
	{INGEST_AUTO, "auto", N_("As it looks")},
	{INGEST_CEF, "cef", N_("ArcSight CEF")},
	{INGEST_KV, "kv", N_("Key=value")},
	{INGEST_JSON, "json", N_("JSON lines")},
	{INGEST_LOOKUP, "lookup", N_("Answers of the lookup")},
	{0, NULL, NULL},
};

void ingest_result_release(struct ingest_result *result)
{
	if (result == NULL)
		return;
	g_free(result->reject_path);
	g_free(result->first_reason);
	*result = (struct ingest_result){0};
}

static void skip_mark(struct line *line)
{
	if (line->length >= 3 && memcmp(line->text, "\xef\xbb\xbf", 3) == 0) {
		line->text += 3;
		line->length -= 3;
	}
}

#define STEP_LINES 1024

/* Asks whether to go on; what was taken is committed when not. */
static bool may_go_on(struct intake *intake, const struct ingest_options *options, const struct input *input, GError **error)
{
	const struct stats_progress *progress = intake_progress(intake);
	if (options->step == NULL || progress->lines % STEP_LINES != 0 || options->step(options->step_data, progress->position, input->length, progress))
		return true;
	if (!intake_pause(intake, error))
		return false;
	return error_set(error, ERROR_BUSY,
			 "stopped after %" G_GUINT64_FORMAT " lines, which are taken: %" G_GUINT64_FORMAT " detections, %" G_GUINT64_FORMAT
			 " incoming events, %" G_GUINT64_FORMAT " rejected; give the same input again for the rest",
			 progress->lines, progress->detections, progress->incoming_events, progress->rejected);
}

static bool take_lines(struct intake *intake, const struct ingest_options *options, const struct input *input, GError **error)
{
	struct stats_progress *progress = intake_progress(intake);
	autoptr(parser) parser = parser_new(options);
	autoptr(lines) lines = lines_new(input, progress->position);
	struct line line;
	bool more = true;
	while (lines_next(lines, &line, &more, error)) {
		g_autoptr(GError) reason = NULL;
		if (!more)
			return true;
		if (progress->lines++ == 0)
			skip_mark(&line);
		if (!line_is_silent(&line) && !intake_take_line(intake, parser, &line, &reason) &&
		    !intake_reject(intake, "line", reason, line.text, line.length, error))
			return false;
		progress->position = line.end;
		if (!intake_breathe(intake, error) || !may_go_on(intake, options, input, error))
			return false;
	}
	return false;
}

/* Lines never begin with "[", so that an array must be an answer of the lookup. */
static bool is_array(const struct input *input, bool *ret_is, GError **error)
{
	char start[4096];
	size_t length = 0;
	if (!input_read(input, 0, start, sizeof(start) - 1, &length, error))
		return false;
	start[length] = '\0';
	const char *at = g_str_has_prefix(start, "\xef\xbb\xbf") ? start + 3 : start;
	*ret_is = at[strspn(at, " \t\r\n")] == '[';
	return true;
}

/* What the store knows of the same bytes. */
static bool find_stored(struct stats *stats, const struct ingest_options *options, const struct input *input,
			struct stats_progress *ret_stored, GError **error)
{
	bool found = false;
	if (!stats_batch_find(stats, input->identity, ret_stored, &found, error))
		return false;
	if (ret_stored->complete && !options->again)
		return error_set(error, ERROR_EXISTS, "\"%s\" was taken before; give --again to count it once more",
				 options->name != NULL ? options->name : "the input");
	return true;
}

bool ingest_fd(struct stats *stats, int fd, const struct ingest_options *options, struct ingest_result *ret_result, GError **error)
{
	autorelease(input) input = {0};
	struct stats_progress stored = {0};
	bool array = false;
	if (!file_make_private_dir(options->reject_dir, error) || !input_open(fd, options->reject_dir, &input, error) ||
	    !find_stored(stats, options, &input, &stored, error))
		return false;
	if (options->format == INGEST_AUTO && !is_array(&input, &array, error))
		return false;
	autoptr(intake) intake = intake_new(stats, options, &input, &stored);
	bool lookup = array || options->format == INGEST_LOOKUP;
	if (lookup ? !lookup_take(intake, &input, error) : !take_lines(intake, options, &input, error))
		return false;
	return intake_finish(intake, ret_result, error);
}
