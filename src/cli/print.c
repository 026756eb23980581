// SPDX-License-Identifier: Apache-2.0
// What every command prints with: safe lines, JSON, help.
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli-priv.h"
#include "tidings/util/file.h"
#include "tidings/util/instant.h"
#include "tidings/util/safe-text.h"

#define HELP_COLUMN 30

void print_line(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_autofree char *safe = safe_text_lines(text, -1);
	printf("%s\n", safe);
}

void print_json(const struct js *value)
{
	g_autofree char *text = js_to_text(value);
	printf("%s\n", text);
}

char *print_instant(int64_t instant, int offset)
{
	if (instant == INSTANT_NONE)
		return g_strdup("-");
	struct wall wall = wall_from_seconds(instant + offset);
	int minutes = ABS(offset) / 60;
	return g_strdup_printf("%04d-%02d-%02d %02d:%02d %c%02d:%02d", wall.year, wall.month, wall.day, wall.hour, wall.minute,
			       offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void print_record(const struct field_table *table, const void *record)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		if ((row->use & FIELD_HIDDEN) != 0 || row->type == FIELD_SECRET)
			continue;
		g_autofree char *value = field_get_text(row, record);
		gsize first = strcspn(value, "\n");
		print_line("%-16s %.*s%s", row->name, (int)first, value, value[first] != '\0' ? " ..." : "");
	}
}

bool print_bytes(const char *path, GBytes *bytes, const char *binary, GError **error)
{
	gsize length = 0;
	const void *data = g_bytes_get_data(bytes, &length);
	if (path != NULL && strcmp(path, "-") != 0)
		return file_write(path, data, length, 0600, error);
	if (binary != NULL && isatty(STDOUT_FILENO))
		return error_set(error, ERROR_USAGE, "%s is not written to a terminal; use -o FILE", binary);
	if (length == 0 || fwrite(data, 1, length, stdout) == length)
		return true;
	return error_set_errno(error, errno, "while writing to standard output");
}

bool print_flush(GError **error)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	return error_set_errno(error, errno != 0 ? errno : EIO, "while writing to standard output");
}

static void print_option(const char *name, const char *value, const char *help)
{
	g_autofree char *left = g_strdup_printf("  --%s%s%s", name, value != NULL ? " " : "", value != NULL ? value : "");
	if (strlen(left) >= HELP_COLUMN)
		printf("%s\n%*s%s\n", left, HELP_COLUMN, "", help);
	else
		printf("%-*s%s\n", HELP_COLUMN, left, help);
}

static void print_rows(const struct option_row *rows)
{
	for (; rows != NULL && rows->name != NULL; rows++)
		print_option(rows->name, rows->value, rows->help);
}

static void print_fields(const struct field_table *table)
{
	for (size_t i = 0; table != NULL && i < table->n_rows; i++) {
		const struct field *row = &table->rows[i];
		g_autofree char *file = g_strconcat(row->name, "-file", NULL);
		if ((row->use & FIELD_HIDDEN) != 0)
			continue;
		print_option(row->type == FIELD_SECRET ? file : row->name, row->type == FIELD_SECRET ? "F" : row->value, row->help);
	}
}

void print_help(const struct command *command)
{
	if (command != NULL) {
		printf("Usage: tidings %s [OPTION...]%s%s\n%s.\n\n", command->name, *command->operands != '\0' ? " " : "", command->operands,
		       command->summary);
		print_rows(command->options);
		print_fields(command->fields);
		printf("\nFor every command:\n");
	} else {
		printf("Usage: tidings [OPTION...] COMMAND ...\nScheduled threat statistics reports by mail. Without a command, on a terminal: the console.\n\n");
		for (const struct command *row = command_table; row->name != NULL; row++)
			printf("  %-*s%s\n", HELP_COLUMN - 2, row->name, row->summary);
		printf("\n");
	}
	print_rows(global_options);
	printf("\nExit codes:\n");
	for (const struct exit_code_row *row = exit_code_table; row->meaning != NULL; row++)
		printf("  %-*d%s\n", HELP_COLUMN - 2, row->code, row->meaning);
}
