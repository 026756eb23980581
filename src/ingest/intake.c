// SPDX-License-Identifier: Apache-2.0
// Records of one batch on their way into the store.
#include "intake-priv.h"

#include "funnel-priv.h"
#include "tidings/util/safe-text.h"

struct intake {
	const struct ingest_options *options;
	const uint8_t *identity;
	struct funnel *funnel;
	struct rejects *rejects;
	struct stats_progress stored, progress;
	char *first_reason;
};

struct intake *intake_new(struct stats *stats, const struct ingest_options *options, const struct input *input,
			  const struct stats_progress *stored)
{
	struct intake *intake = g_new0(struct intake, 1);
	intake->options = options;
	intake->identity = input->identity;
	intake->funnel = funnel_new(stats);
	intake->stored = *stored;
	if (!stored->complete)
		intake->progress = *stored;
	intake->rejects = rejects_new(options->reject_dir, options->name, input->identity, intake->progress.reject_bytes);
	return intake;
}

void intake_free(struct intake *intake)
{
	if (intake == NULL)
		return;
	funnel_free(intake->funnel);
	rejects_free(intake->rejects);
	g_free(intake->first_reason);
	g_free(intake);
}

struct stats_progress *intake_progress(struct intake *intake)
{
	return &intake->progress;
}

bool intake_take(struct intake *intake, const struct record *record, GError **error)
{
	return funnel_take(intake->funnel, intake->options, record, &intake->progress, error);
}

bool intake_take_line(struct intake *intake, struct parser *parser, const struct line *line, GError **error)
{
	return funnel_take_line(intake->funnel, parser, line, &intake->progress, error);
}

bool intake_reject(struct intake *intake, const char *what, const GError *reason, const char *text, size_t length,
		   GError **error)
{
	g_autofree char *raw = g_strdup_printf("%s %" G_GUINT64_FORMAT ": %s", what, intake->progress.lines, reason->message);
	g_autofree char *words = safe_text(raw, -1);
	if (intake->progress.rejected++ == 0)
		intake->first_reason = g_strdup(words);
	return rejects_add(intake->rejects, words, text, length, error);
}

static bool commit(struct intake *intake, GError **error)
{
	struct stats_progress *progress = &intake->progress;
	if (!rejects_sync(intake->rejects, &progress->reject_bytes, error))
		return false;
	struct stats_part part = {.identity = intake->identity, .before = intake->stored, .after = *progress};
	if (!funnel_commit(intake->funnel, &part, error))
		return false;
	intake->stored = *progress;
	return true;
}

bool intake_breathe(struct intake *intake, GError **error)
{
	return !funnel_is_full(intake->funnel) || commit(intake, error);
}

bool intake_pause(struct intake *intake, GError **error)
{
	return commit(intake, error);
}

bool intake_finish(struct intake *intake, struct ingest_result *ret_result, GError **error)
{
	struct stats_progress *progress = &intake->progress;
	bool taken = progress->detections + progress->incoming_events + progress->service_events > 0;
	progress->complete = true;
	if (taken ? !commit(intake, error) : !rejects_sync(intake->rejects, &progress->reject_bytes, error))
		return false;
	if (progress->rejected > 0 && intake->first_reason == NULL)
		intake->first_reason = rejects_first(intake->rejects);
	if (progress->rejected == 0)
		rejects_discard(intake->rejects);
	*ret_result = (struct ingest_result){
		.lines = progress->lines,
		.detections = progress->detections,
		.incoming_events = progress->incoming_events,
		.service_events = progress->service_events,
		.rejected = progress->rejected,
		.reject_path = progress->rejected > 0 ? g_strdup(rejects_path(intake->rejects)) : NULL,
		.first_reason = g_steal_pointer(&intake->first_reason),
	};
	return true;
}
