// SPDX-License-Identifier: Apache-2.0
// Lines said and asked for.
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "screens/plain-priv.h"
#include "tidings/util/safe-text.h"
#include "tidings/util/secret.h"

#define LINE_MOST 65536

const char *plain_text(const struct plain *plain, const char *msgid)
{
	return console_text(&plain->console, msgid);
}

void plain_say(struct plain *plain, const char *text)
{
	g_autofree char *safe = safe_text_lines(text, -1);
	fputs(safe, plain->out);
	fputc('\n', plain->out);
	fflush(plain->out);
}

void plain_say_message(struct plain *plain)
{
	if (plain->console.message != NULL)
		plain_say(plain, plain->console.message);
	g_clear_pointer(&plain->console.message, g_free);
}

static bool set_echo(const struct plain *plain, bool echo)
{
	struct termios mode;
	int fd = fileno(plain->in);
	if (tcgetattr(fd, &mode) != 0)
		return false;
	mode.c_lflag = echo ? mode.c_lflag | ECHO : mode.c_lflag & ~(tcflag_t)ECHO;
	return tcsetattr(fd, TCSAFLUSH, &mode) == 0;
}

// A longer line is cut; the field says what did not fit.
static char *read_line(struct plain *plain)
{
	g_autoptr(GString) line = g_string_sized_new(256);
	int c = 0;
	while ((c = getc(plain->in)) != EOF && c != '\n')
		if (line->len < LINE_MOST)
			g_string_append_c(line, (char)c);
	if (c == EOF && line->len == 0) {
		plain->ended = true;
		return NULL;
	}
	char *valid = g_utf8_make_valid(line->str, -1);
	secret_wipe(line->str, line->len);
	return g_strstrip(valid);
}

char *plain_ask(struct plain *plain, const char *question, bool secret)
{
	g_autofree char *safe = safe_text(question, -1);
	fprintf(plain->out, "%s ", safe);
	fflush(plain->out);
	bool hidden = secret && set_echo(plain, false);
	char *line = read_line(plain);
	if (hidden) {
		(void)set_echo(plain, true);
		fputc('\n', plain->out);
	}
	return line;
}

int plain_choose(struct plain *plain, const char *title, const char *const *labels)
{
	int n = 0;
	plain_say(plain, title);
	for (; labels[n] != NULL; n++) {
		g_autofree char *line = g_strdup_printf("%d. %s", n + 1, console_text(&plain->console, labels[n]));
		plain_say(plain, line);
	}
	g_autofree char *question = g_strdup_printf(console_text(&plain->console, N_("Number from 1 to %d, 0 goes back:")), n);
	for (;;) {
		guint64 number = 0;
		g_autofree char *line = plain_ask(plain, question, false);
		if (line == NULL)
			return 0;
		if (g_ascii_string_to_unsigned(line, 10, 0, (guint64)n, &number, NULL))
			return (int)number;
	}
}

bool plain_confirm(struct plain *plain, const char *question)
{
	const char *yes = console_text(&plain->console, N_("yes"));
	g_autofree char *asked = g_strdup_printf(console_text(&plain->console, N_("%s Type yes, or just Enter for no:")), question);
	g_autofree char *line = plain_ask(plain, asked, false);
	return line != NULL && (strcmp(line, yes) == 0 || g_ascii_strcasecmp(line, "yes") == 0);
}
