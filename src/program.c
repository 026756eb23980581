// SPDX-License-Identifier: Apache-2.0
// What both programs find out from their environment before anything else runs.
#include "program.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tidings/util/error.h"
#include "tidings/util/instant.h"

#define ADDRESS_MOST 64 /* bytes; the longest IPv6 address with a zone has fewer */

static void protect_process(void)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	const struct rlimit no_core = {0, 0};
	umask(077);
	setrlimit(RLIMIT_CORE, &no_core); /* of what is started from here too */
	sigaction(SIGPIPE, &ignore, NULL);
#ifndef __SANITIZE_ADDRESS__ /* its leak check has to look into the process */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

static bool read_clock(struct clock *clock, GError **error)
{
	const char *now = g_getenv("TIDINGS_NOW");
	if (now == NULL || *now == '\0')
		return true;
	clock->fixed = true;
	if (instant_from_text(now, &clock->at, error))
		return true;
	g_prefix_error(error, "TIDINGS_NOW: ");
	return false;
}

/* `name` beside the program when `witness` is there (the build tree), else the installed place. */
static char *find(const char *dir, const char *witness, const char *name, const char *installed)
{
	g_autofree char *seen = g_build_filename(dir, witness, NULL);
	return g_file_test(seen, G_FILE_TEST_EXISTS) ? g_build_filename(dir, name, NULL) : g_strdup(installed);
}

static char *find_data(void)
{
	const char *given = g_getenv("TIDINGS_DATA");
	return given != NULL && *given != '\0' ? g_strdup(given) : g_build_filename(g_get_user_data_dir(), "tidings", NULL);
}

static char *find_key(void)
{
	const char *credentials = g_getenv("CREDENTIALS_DIRECTORY");
	g_autofree char *path = credentials != NULL && *credentials == '/' ? g_build_filename(credentials, "tidings.key", NULL) : NULL;
	return path != NULL && g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

/* "ru_RU.UTF-8" -> "ru". */
static char *find_language(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *value = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(names) && (value == NULL || *value == '\0'); i++)
		value = g_getenv(names[i]);
	size_t length = value != NULL ? strspn(value, "abcdefghijklmnopqrstuvwxyz") : 0;
	return length == 2 ? g_strndup(value, length) : NULL;
}

/* "CLIENT-ADDRESS PORT SERVER-ADDRESS PORT", as sshd sets it. */
static char *find_address(void)
{
	const char *connection = g_getenv("SSH_CONNECTION");
	if (connection == NULL || *connection == '\0' || !g_utf8_validate(connection, -1, NULL))
		return NULL;
	return g_strndup(connection, MIN(strcspn(connection, " "), ADDRESS_MOST));
}

bool program_init(struct program *ret_program, GError **error)
{
	protect_process();
	*ret_program = (struct program){0};
	if (!read_clock(&ret_program->clock, error))
		return false;
	ret_program->path = g_file_read_link("/proc/self/exe", error);
	if (ret_program->path == NULL)
		return false;
	g_autofree char *dir = g_path_get_dirname(ret_program->path);
	const char *libexec = g_getenv("TIDINGS_LIBEXEC");
	ret_program->sender = libexec != NULL && *libexec != '\0' ? g_build_filename(libexec, "tidings-sender", NULL)
								  : find(dir, "tidings-sender", "tidings-sender", TIDINGS_LIBEXECDIR "/tidings-sender");
	ret_program->locale_dir = find(dir, "config.status", "po", TIDINGS_LOCALEDIR);
	ret_program->theme_dir = find(dir, "config.status", "themes", TIDINGS_THEMEDIR);
	ret_program->data_dir = find_data();
	ret_program->key = find_key();
	ret_program->address = find_address();
	ret_program->language = find_language();
	ret_program->config_dir = g_build_filename(g_get_user_config_dir(), "tidings", NULL);
	return true;
}

void program_release(struct program *program)
{
	g_free(program->path);
	g_free(program->data_dir);
	g_free(program->sender);
	g_free(program->locale_dir);
	g_free(program->theme_dir);
	g_free(program->config_dir);
	g_free(program->key);
	g_free(program->address);
	g_free(program->language);
}
