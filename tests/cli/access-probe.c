// SPDX-License-Identifier: Apache-2.0
// For tests/cli/permissions.py: prints the tables that it derives its cases from (access-probe tables), or runs command lines one after the other
// in one process (access-probe run DIR): a JSON array of words a line in, an object with code, out and err a line out.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/action-priv.h"
#include "tidings/app/access.h"
#include "tidings/cli/cli.h"
#include "tidings/util/error.h"
#include "tidings/util/instant.h"
#include "tidings/util/json.h"

#define NOW "2026-11-24T09:00:00Z"
#define OUT_MAX (1 << 20)

static const char *const access_names[] = {[ACCESS_FULL] = "full", [ACCESS_READONLY] = "readonly", [ACCESS_HIDDEN] = "hidden"};

static void print(const struct js *object)
{
	g_autofree char *line = js_to_text(object);
	puts(line);
}

static void print_rule(int role, int licence, int mode, int use)
{
	autoptr(js) object = js_object();
	js_set_text(object, "role", enum_to_text(role_names, role));
	js_set_text(object, "licence", enum_to_text(licence_names, licence));
	js_set_text(object, "mode", enum_to_text(mode_names, mode));
	js_set_text(object, "use", enum_to_text(use_case_names, use));
	js_set_text(object, "access", access_names[access_rule((enum role)role, (enum licence)licence, (enum mode)mode, (enum use_case)use)]);
	print(object);
}

static void print_rules(void)
{
	for (const struct enum_row *role = role_names; role->text != NULL; role++)
		for (const struct enum_row *licence = licence_names; licence->text != NULL; licence++)
			for (const struct enum_row *mode = mode_names; mode->text != NULL; mode++)
				for (const struct enum_row *use = use_case_names; use->text != NULL; use++)
					print_rule(role->value, licence->value, mode->value, use->value);
}

static void print_commands(void)
{
	for (const struct command *command = command_table; command->name != NULL; command++) {
		autoptr(js) object = js_object();
		js_set_text(object, "command", command->name);
		js_set_bool(object, "data", command->need == NEED_APP);
		print(object);
	}
}

static void print_actions(void)
{
	static const char *const groups[] = {
#define NAME(id, heading) #id,
		UI_GROUPS(NAME)
#undef NAME
	};
	struct keymap keymap;
	keymap_init(&keymap);
	for (enum action action = 0; action < N_ACTIONS; action++) {
		const struct action_row *row = action_row(action);
		g_autofree char *key = keymap_label(&keymap, action, false);
		autoptr(js) object = js_object();
		js_set_text(object, "action", row->name);
		js_set_text(object, "key", key);
		js_set_text(object, "group", groups[row->group]);
		js_set_text(object, "use", enum_to_text(use_case_names, (int)row->use));
		js_set_bool(object, "change", row->change);
		print(object);
	}
}

/* Standard output and error, kept in files of their own while a command runs. */
struct capture {
	FILE *stream;
	int file, kept;
};

static void capture_begin(struct capture *capture, FILE *stream)
{
	fflush(stream);
	capture->stream = stream;
	capture->file = memfd_create("capture", MFD_CLOEXEC);
	capture->kept = dup(fileno(stream));
	g_assert_true(capture->file >= 0 && capture->kept >= 0 && dup2(capture->file, fileno(stream)) >= 0);
}

static char *capture_end(struct capture *capture)
{
	fflush(capture->stream);
	g_assert_true(dup2(capture->kept, fileno(capture->stream)) >= 0);
	off_t length = lseek(capture->file, 0, SEEK_END);
	g_assert_true(length >= 0 && length < OUT_MAX);
	char *text = g_malloc0((gsize)length + 1);
	g_assert_true(pread(capture->file, text, (size_t)length, 0) == length);
	close(capture->file);
	close(capture->kept);
	return text;
}

static char **words_of(const char *line, const char *dir)
{
	g_autoptr(GError) error = NULL;
	autoptr(js) array = js_parse(line, strlen(line), &error);
	g_assert_no_error(error);
	char **words = g_new0(char *, js_length(array) + 4);
	words[0] = g_strdup("tidings");
	words[1] = g_strdup("--data");
	words[2] = g_strdup(dir);
	for (size_t i = 0; i < js_length(array); i++)
		words[i + 3] = g_strdup(js_text(js_at(array, i)));
	return words;
}

static void run_line(const char *line, const char *dir, const struct cli_environment *environment)
{
	g_auto(GStrv) words = words_of(line, dir);
	struct capture captured[2];
	capture_begin(&captured[0], stdout);
	capture_begin(&captured[1], stderr);
	int code = cli_run((int)g_strv_length(words), words, environment);
	g_autofree char *err = capture_end(&captured[1]);
	g_autofree char *out = capture_end(&captured[0]);
	autoptr(js) object = js_object();
	js_set_int(object, "code", code);
	js_set_text(object, "out", out);
	js_set_text(object, "err", err);
	print(object);
	fflush(stdout);
}

static int run_lines(const char *dir)
{
	struct cli_environment environment = {.clock.fixed = true, .default_dir = dir, .version = "0", .program = "/usr/bin/tidings"};
	g_autofree char *line = NULL;
	size_t room = 0;
	if (!instant_from_text(NOW, &environment.clock.at, NULL))
		return 1;
	while (getline(&line, &room, stdin) > 0)
		run_line(line, dir, &environment);
	return 0;
}

int main(int argc, char **argv)
{
	umask(077);
	if (argc == 3 && strcmp(argv[1], "run") == 0)
		return run_lines(argv[2]);
	print_rules();
	print_commands();
	print_actions();
	return 0;
}
