// SPDX-License-Identifier: Apache-2.0
// Access tokens for XOAUTH2: from a file, or from a command that is given so long.
#include "token-priv.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tidings/util/error.h"
#include "tidings/util/file.h"
#include "tidings/util/safe-text.h"

#define TOKEN_MAX 16384

struct command {
	GPid pid;
	int out;
	size_t length;
	char text[TOKEN_MAX + 1];
};

/* Whatever it does then, nobody waits for it. */
static void command_end(struct command *command, int *ret_status)
{
	if (command->out >= 0)
		close(command->out);
	while (waitpid(command->pid, ret_status, 0) < 0 && errno == EINTR)
		;
	command->pid = 0;
}

static void command_release(struct command *command)
{
	int ignored = 0;
	if (command->pid > 0) {
		kill(command->pid, SIGKILL);
		command_end(command, &ignored);
	}
	secret_wipe(command->text, sizeof command->text);
}
AUTORELEASE_DEFINE(command, command_release)

static bool command_start(const char *line, struct command *command, GError **error)
{
	g_auto(GStrv) argv = NULL;
	g_autoptr(GError) failure = NULL;
	if (!g_shell_parse_argv(line, NULL, &argv, &failure) || !g_path_is_absolute(argv[0]))
		return error_set_field(error, ERROR_AUTH, "token-command", "the token command must begin with the full path of a program");
	GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL;
	if (g_spawn_async_with_pipes(NULL, argv, NULL, flags, NULL, NULL, &command->pid, NULL, &command->out, NULL, &failure))
		return true;
	return error_set_field(error, ERROR_AUTH, "token-command", "the token command cannot be started: %s", failure->message);
}

/* Until it closes its output; what is too long for a token is no token. */
static bool command_read(struct command *command, gint64 deadline, GError **error)
{
	for (;;) {
		gint64 left = (deadline - g_get_monotonic_time()) / 1000;
		struct pollfd fd = {.fd = command->out, .events = POLLIN};
		if (left <= 0)
			return error_set_field(error, ERROR_AUTH, "token-command", "the token command took too long and was stopped");
		if (poll(&fd, 1, (int)left) <= 0)
			continue;
		ssize_t n = read(command->out, command->text + command->length, TOKEN_MAX - command->length);
		if (n == 0)
			return true;
		if (n > 0)
			command->length += (size_t)n;
		if ((n < 0 && errno != EINTR) || command->length == TOKEN_MAX)
			return error_set_field(error, ERROR_AUTH, "token-command", "what the token command prints cannot be read, or is no token");
	}
}

/* RFC 6750 2.1; the line ends with the first blank. */
static bool take_line(char *text, const char *field, struct secret *ret_token, GError **error)
{
	size_t length = strcspn(text, " \t\r\n");
	size_t good = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=");
	if (length == 0 || good != length)
		return error_set_field(error, ERROR_AUTH, field, "there is no access token on the first line of what \"%s\" gives", field);
	secret_set(ret_token, text, length);
	return true;
}

static bool read_command(const struct mail_settings *s, int seconds, struct secret *ret_token, GError **error)
{
	autorelease(command) command = {.out = -1};
	int status = 0;
	if (!command_start(s->token_command, &command, error) || !command_read(&command, g_get_monotonic_time() + seconds * G_USEC_PER_SEC, error))
		return false;
	command_end(&command, &status);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return error_set_field(error, ERROR_AUTH, "token-command", "the token command failed (exit status %d)",
				       WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return take_line(command.text, "token-command", ret_token, error);
}

static bool read_file(const struct mail_settings *s, struct secret *ret_token, GError **error)
{
	char *text = NULL;
	size_t length = 0;
	g_autoptr(GError) failure = NULL;
	if (!file_read(s->token_file, TOKEN_MAX, &text, &length, &failure))
		return error_set_field(error, ERROR_AUTH, "token-file", "the token file cannot be read: %s", failure->message);
	bool ok = take_line(text, "token-file", ret_token, error);
	secret_wipe(text, length);
	g_free(text);
	return ok;
}

bool token_read(const struct mail_settings *settings, int seconds, struct secret *ret_token, GError **error)
{
	return *settings->token_file != '\0' ? read_file(settings, ret_token, error) : read_command(settings, seconds, ret_token, error);
}

char *token_refusal(const char *challenge)
{
	gsize length = 0;
	g_autofree guchar *reason = g_base64_decode(challenge != NULL ? challenge : "", &length);
	return safe_text((const char *)reason, (gssize)length);
}

char *token_response(const char *login, const char *token)
{
	char *octets = g_strconcat("user=", login, "\1auth=Bearer ", token, "\1\1", NULL);
	char *coded = g_base64_encode((const guchar *)octets, strlen(octets));
	secret_wipe(octets, strlen(octets));
	g_free(octets);
	return coded;
}
