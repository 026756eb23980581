// SPDX-License-Identifier: Apache-2.0
// What a line costs on its way to the store, step by step: parse FORMAT FILE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "funnel-priv.h"
#include "lines-priv.h"
#include "parser-priv.h"

enum step { STEP_LINES, STEP_MARKS, STEP_PARSE, STEP_TAKE, STEPS };
static const char *const step_names[STEPS] = {"lines", "and their bytes", "and parsed", "and normalised and handed over"};

static double cpu(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

struct bench {
	struct ingest_options options;
	struct stats *stats;
	const struct input *input;
	uint64_t lines, refused, marks;
};

static void take(struct bench *bench, enum step step, struct parser *parser, struct funnel *funnel, const struct line *line)
{
	struct text_line text = {.text = {line->text, line->length}};
	struct record record = RECORD_EMPTY;
	struct stats_progress progress = {0};
	bench->lines++;
	if (step >= STEP_MARKS)
		bench->marks |= text.marks = slice_marks(text.text);
	if (step >= STEP_PARSE && !parser_read(parser, &text, &record, NULL))
		bench->refused++;
	else if (step >= STEP_TAKE && !funnel_take(funnel, &bench->options, &record, &progress, NULL))
		bench->refused++;
}

/* Nothing is committed: the batch is thrown away when it is full. */
static double run(struct bench *bench, enum step step)
{
	autoptr(parser) parser = parser_new(&bench->options);
	autoptr(lines) lines = lines_new(bench->input, 0);
	autoptr(funnel) funnel = funnel_new(bench->stats);
	struct line line;
	bool more = true;
	bench->lines = bench->refused = 0;
	double start = cpu();
	while (lines_next(lines, &line, &more, NULL) && more) {
		take(bench, step, parser, funnel, &line);
		if (funnel_is_full(funnel)) {
			funnel_free(funnel);
			funnel = funnel_new(bench->stats);
		}
	}
	return cpu() - start;
}

int main(int argc, char **argv)
{
	int format = argc == 3 ? enum_from_text(ingest_format_names, argv[1]) : -1;
	int fd = format >= 0 ? open(argv[2], O_RDONLY | O_CLOEXEC) : -1;
	g_autofree char *dir = g_dir_make_tmp("tidings-bench-XXXXXX", NULL);
	if (fd < 0 || dir == NULL || !stats_create(dir, NULL))
		return fprintf(stderr, "usage: parse cef|kv|json FILE\n"), 2;
	autoptr(stats) stats = stats_open(dir, NULL);
	autorelease(input) input = {0};
	double start = cpu();
	if (stats == NULL || !input_open(fd, dir, &input, NULL))
		return 1;
	double digest = cpu() - start;
	struct bench bench = {.options = {.format = (enum ingest_format)format, .received = INT64_C(1795341600)}, .stats = stats, .input = &input};
	for (int step = 0; step < STEPS; step++) {
		double best = run(&bench, (enum step)step);
		for (int i = 0; i < 4; i++)
			best = MIN(best, run(&bench, (enum step)step));
		if (step == 0)
			printf("%" G_GUINT64_FORMAT " lines; digest %.0f ns/line\n", bench.lines, 1e9 * digest / (double)MAX(bench.lines, 1));
		printf("%s: %.0f ns/line, %" G_GUINT64_FORMAT " refused\n", step_names[step], 1e9 * best / (double)MAX(bench.lines, 1), bench.refused);
	}
	return 0;
}
