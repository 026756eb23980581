// SPDX-License-Identifier: Apache-2.0
// report verify.
#include <string.h>

#include "cli-priv.h"
#include "tidings/app/verify.h"

#define FILE_MAX ((size_t)64 << 20)

static char *run_words(const struct verification *found)
{
	g_autofree char *occurrence = print_instant(found->run.occurrence, 0);
	g_autofree char *file = strcmp(found->name, RUN_MESSAGE) == 0 ? g_strdup("message") : g_strdup_printf("file \"%s\"", found->name);
	return g_strdup_printf("the %s of run %" G_GUINT64_FORMAT ", task %u \"%s\", %s", file, found->run.id, found->run.task, found->run.task_name,
			       occurrence);
}

/* What is not as it was sent ends the command with an error: by its exit code a script can tell. */
static bool judge(const char *path, const struct verification *found, bool quiet, GError **error)
{
	if (found->state == VERIFY_UNKNOWN)
		return error_set(error, ERROR_NOT_FOUND, "\"%s\" is unknown: no run has sent these bytes", path);
	g_autofree char *words = run_words(found);
	if (found->state == VERIFY_CHANGED)
		return error_set(error, ERROR_CORRUPT, "\"%s\" was changed: it says it is %s, and is not what was sent", path, words);
	if (found->signature != NULL && !found->signature_good)
		return error_set(error, ERROR_CORRUPT, "\"%s\": %s", path, found->signature);
	if (!quiet)
		print_line("unchanged: %s%s", words, found->exact ? "" : " (mail servers added headers, which nothing vouches for)");
	if (!quiet && found->signature != NULL)
		print_line("%s", found->signature);
	return true;
}

bool command_report_verify(struct cli *cli, GError **error)
{
	autorelease(verification) found = {0};
	const char *path = cli_operand(cli, 0);
	bool from_stdin = strcmp(path, "-") == 0;
	g_autoptr(GByteArray) array = g_byte_array_new();
	if (!cli_read_input(path, FILE_MAX, array, error))
		return false;
	if (array->len > FILE_MAX)
		return error_set(error, ERROR_LIMIT, "more than %zu bytes on standard input", FILE_MAX);
	g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(g_steal_pointer(&array));
	g_autofree char *name = from_stdin ? NULL : g_path_get_basename(path);
	if (!report_verify(cli->app, bytes, name, &found, error))
		return false;
	if (cli_switch(cli, "json")) {
		autoptr(js) object = verification_to_json(&found);
		print_json(object);
	}
	return judge(path, &found, cli_switch(cli, "json"), error);
}
