// SPDX-License-Identifier: Apache-2.0
// Drives a program in a terminal of its own, step by step: vtt SCRIPT PROGRAM [ARGUMENT...]
//
// One step a line, "#" begins a comment, texts stand in double quotes (\e \n \t \" \\):
//   size COLUMNS ROWS   env NAME=VALUE            before the program starts
//   key NAME[*N]...     type "text"               one by one, each waited for
//   burst "text"        paste "text"  raw "text"  at once; raw waits for nothing
//   resize COLUMNS ROWS signal NUMBER             hangup: closes the terminal
//   wait "text" [SECONDS]   wait-gone "text"      until the screen has it, or not any more
//   again "raw" "text"      raw, until the screen has the text, for 30 s
//   expect "text"  expect-not "text"  expect-row ROW "text"  expect-cursor-on "text"
//   bytes MOST          what the program wrote since the step before is no more than that (marks for tests not counted)
//   bytes-each MOST     the same for the largest single key of the step before
//   idle MILLISECONDS   nothing is written in that time
//   exit CODE           the program ends within 2 s with that code (128 + signal)
//   stream "text" / stream-not "text"             the bytes written so far have it, or not
//   show                prints the screen         monkey SEED EVENTS
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#define WAIT_MS 10000
#define EXIT_MS 2000

struct vtt {
	char **command;
	int rows, columns;
	VTerm *terminal;
	VTermScreen *screen;
	int fd;            /* of the terminal; -1 before the start and after the end */
	pid_t pid;
	bool ended;
	int status;
	unsigned sent, idle; /* keys given; the number in the last mark */
	unsigned marks;      /* how many marks came */
	bool plain;          /* no marks are to be expected */
	GString *mark;       /* a mark that is not complete yet */
	GString *stream;     /* everything written */
	size_t bytes, largest; /* of the last step */
	int line;
};

static G_GNUC_PRINTF(2, 3) G_GNUC_NORETURN void fail(const struct vtt *vtt, const char *format, ...);

static char *row_text(const struct vtt *vtt, int row)
{
	GString *text = g_string_new(NULL);
	for (int column = 0; column < vtt->columns; column++) {
		VTermScreenCell cell;
		vterm_screen_get_cell(vtt->screen, (VTermPos){.row = row, .col = column}, &cell);
		if (cell.chars[0] == (uint32_t)-1)
			continue;
		if (cell.chars[0] == 0)
			g_string_append_c(text, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++)
			g_string_append_unichar(text, cell.chars[i]);
	}
	return g_strchomp(g_string_free(text, FALSE));
}

static VTermPos cursor(const struct vtt *vtt)
{
	VTermPos at;
	vterm_state_get_cursorpos(vterm_obtain_state(vtt->terminal), &at);
	return at;
}

static void show(const struct vtt *vtt)
{
	if (vtt->screen == NULL)
		return;
	VTermPos at = cursor(vtt);
	printf("# %dx%d, cursor %d,%d\n", vtt->columns, vtt->rows, at.row, at.col);
	for (int row = 0; row < vtt->rows; row++) {
		g_autofree char *text = row_text(vtt, row);
		printf("# |%s\n", text);
	}
}

static void fail(const struct vtt *vtt, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	printf("# line %d: %s\n", vtt->line, text);
	show(vtt);
	if (vtt->pid > 0)
		kill(vtt->pid, SIGKILL);
	exit(1);
}

static void start(struct vtt *vtt)
{
	struct winsize size = {.ws_row = (unsigned short)vtt->rows, .ws_col = (unsigned short)vtt->columns};
	if (vtt->terminal != NULL)
		return;
	vtt->terminal = vterm_new(vtt->rows, vtt->columns);
	vterm_set_utf8(vtt->terminal, 1);
	vtt->screen = vterm_obtain_screen(vtt->terminal);
	vterm_screen_enable_altscreen(vtt->screen, 1);
	vterm_screen_reset(vtt->screen, 1);
	vtt->pid = forkpty(&vtt->fd, NULL, NULL, &size);
	if (vtt->pid < 0)
		fail(vtt, "forkpty: %s", g_strerror(errno));
	if (vtt->pid == 0) {
		/* Started under nohup, say, it would be handed on as ignored. */
		struct sigaction usual = {.sa_handler = SIG_DFL};
		sigaction(SIGHUP, &usual, NULL);
		execvp(vtt->command[0], vtt->command);
		_exit(127);
	}
	fcntl(vtt->fd, F_SETFL, O_NONBLOCK);
}

// The terminal's own answers (to questions about its kind).
static void answer(struct vtt *vtt)
{
	char bytes[256];
	size_t n = vterm_output_read(vtt->terminal, bytes, sizeof bytes);
	if (n > 0 && write(vtt->fd, bytes, n) < 0 && errno != EAGAIN)
		fail(vtt, "write: %s", g_strerror(errno));
}

// Takes the marks out of what was written; the rest goes to the terminal and is counted.
static void take(struct vtt *vtt, const char *bytes, size_t length)
{
	static const char prefix[] = "\033]777;idle;";
	for (size_t i = 0; i < length; i++) {
		g_string_append_c(vtt->mark, bytes[i]);
		size_t have = vtt->mark->len;
		if (have <= strlen(prefix) ? memcmp(vtt->mark->str, prefix, have) == 0 : bytes[i] != '\a')
			continue;
		if (have > strlen(prefix)) {
			guint64 number = 0;
			g_string_truncate(vtt->mark, have - 1);
			if (!g_ascii_string_to_unsigned(vtt->mark->str + strlen(prefix), 10, 0, G_MAXUINT, &number, NULL))
				fail(vtt, "a mark without a number");
			vtt->idle = (unsigned)number;
			vtt->marks++;
		} else {
			// What looked like a mark is none: all but a possible new beginning is output.
			size_t keep = bytes[i] == '\033' && have > 1 ? 1 : 0;
			vterm_input_write(vtt->terminal, vtt->mark->str, have - keep);
			g_string_append_len(vtt->stream, vtt->mark->str, (gssize)(have - keep));
			vtt->bytes += have - keep;
			if (keep == 1) {
				g_string_assign(vtt->mark, "\033");
				continue;
			}
		}
		g_string_truncate(vtt->mark, 0);
	}
}

static void reap(struct vtt *vtt)
{
	if (!vtt->ended && vtt->pid > 0 && waitpid(vtt->pid, &vtt->status, WNOHANG) == vtt->pid)
		vtt->ended = true;
}

// Reads what comes within the time; false when nothing came.
static bool listen_for(struct vtt *vtt, int milliseconds)
{
	char bytes[65536];
	struct pollfd fd = {.fd = vtt->fd, .events = POLLIN};
	if (vtt->fd < 0) {
		poll(NULL, 0, MIN(milliseconds, 10));
		reap(vtt);
		return false;
	}
	if (poll(&fd, 1, milliseconds) <= 0)
		return false;
	ssize_t n = read(vtt->fd, bytes, sizeof bytes);
	if (n > 0) {
		take(vtt, bytes, (size_t)n);
		answer(vtt);
		return true;
	}
	poll(NULL, 0, 5);
	reap(vtt);
	return false;
}

static bool has(const struct vtt *vtt, const char *text)
{
	for (int row = 0; row < vtt->rows; row++) {
		g_autofree char *line = row_text(vtt, row);
		if (strstr(line, text) != NULL)
			return true;
	}
	return false;
}

static void wait_for_idle(struct vtt *vtt)
{
	gint64 end = g_get_monotonic_time() + WAIT_MS * 1000;
	while (vtt->idle < vtt->sent && !vtt->ended) {
		if (g_get_monotonic_time() > end)
			fail(vtt, "no sign of key %u in time (the last is %u)", vtt->sent, vtt->idle);
		listen_for(vtt, 50);
		reap(vtt);
	}
}

static void send_bytes(struct vtt *vtt, const char *bytes, size_t length, unsigned keys)
{
	size_t before = vtt->bytes;
	vtt->sent += keys;
	while (length > 0) {
		ssize_t n = write(vtt->fd, bytes, length);
		if (n < 0 && errno == EAGAIN) {
			listen_for(vtt, 10);
			continue;
		}
		if (n < 0)
			fail(vtt, "write: %s", g_strerror(errno));
		bytes += n;
		length -= (size_t)n;
	}
	if (keys > 0)
		wait_for_idle(vtt);
	vtt->largest = MAX(vtt->largest, vtt->bytes - before);
}

static const struct {
	const char *name, *bytes;
} keys[] = {
	{"Up", "\033OA"}, {"Down", "\033OB"}, {"Right", "\033OC"}, {"Left", "\033OD"}, {"Home", "\033OH"}, {"End", "\033OF"},
	{"PgUp", "\033[5~"}, {"PgDn", "\033[6~"}, {"Ins", "\033[2~"}, {"Del", "\033[3~"}, {"Tab", "\t"}, {"Shift+Tab", "\033[Z"},
	{"Enter", "\r"}, {"Esc", "\033"}, {"Backspace", "\177"}, {"Space", " "}, {"Ctrl+Home", "\033[1;5H"}, {"Ctrl+End", "\033[1;5F"},
	{"F1", "\033OP"}, {"F4", "\033OS"}, {"F5", "\033[15~"}, {"F6", "\033[17~"}, {"F7", "\033[18~"}, {"F8", "\033[19~"},
};

static void press(struct vtt *vtt, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (strcmp(keys[i].name, name) == 0) {
			send_bytes(vtt, keys[i].bytes, strlen(keys[i].bytes), 1);
			return;
		}
	if (g_str_has_prefix(name, "Ctrl+")) {
		char byte = (char)(name[5] & 0x1f);
		send_bytes(vtt, &byte, 1, 1);
	} else if (g_utf8_strlen(name, -1) == 1) {
		send_bytes(vtt, name, strlen(name), 1);
	} else {
		fail(vtt, "there is no key \"%s\"", name);
	}
}

static void do_key(struct vtt *vtt, char **args)
{
	for (; *args != NULL; args++) {
		g_auto(GStrv) parts = g_strsplit(*args, "*", 2);
		guint64 times = 1;
		if (parts[0][0] != '\0' && parts[1] != NULL && !g_ascii_string_to_unsigned(parts[1], 10, 1, 10000, &times, NULL))
			fail(vtt, "\"%s\" is no number", parts[1]);
		for (guint64 i = 0; i < times; i++)
			press(vtt, parts[0]);
	}
}

static void do_type(struct vtt *vtt, char **args)
{
	for (const char *at = args[0]; *at != '\0'; at = g_utf8_find_next_char(at, NULL))
		send_bytes(vtt, at, (size_t)(g_utf8_find_next_char(at, NULL) - at), 1);
}

static void do_burst(struct vtt *vtt, char **args)
{
	send_bytes(vtt, args[0], strlen(args[0]), (unsigned)g_utf8_strlen(args[0], -1));
}

static void do_paste(struct vtt *vtt, char **args)
{
	guint64 times = 1;
	if (args[1] != NULL && !g_ascii_string_to_unsigned(args[1], 10, 1, 1000000, &times, NULL))
		fail(vtt, "\"%s\" is no number", args[1]);
	g_autoptr(GString) text = g_string_new("\033[200~");
	for (guint64 i = 0; i < times; i++)
		g_string_append(text, args[0]);
	g_string_append(text, "\033[201~");
	send_bytes(vtt, text->str, text->len, 1);
}

static void do_raw(struct vtt *vtt, char **args)
{
	send_bytes(vtt, args[0], strlen(args[0]), 0);
}

static int number(const struct vtt *vtt, const char *text)
{
	gint64 value = 0;
	if (text == NULL || !g_ascii_string_to_signed(text, 10, -1, G_MAXINT, &value, NULL))
		fail(vtt, "\"%s\" is no number", text);
	return (int)value;
}

static void resize(struct vtt *vtt, int columns, int rows)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
	vtt->rows = rows;
	vtt->columns = columns;
	vterm_set_size(vtt->terminal, rows, columns);
	ioctl(vtt->fd, TIOCSWINSZ, &size);
}

static void do_resize(struct vtt *vtt, char **args)
{
	unsigned marks = vtt->marks;
	gint64 end = g_get_monotonic_time() + WAIT_MS * 1000;
	resize(vtt, number(vtt, args[0]), number(vtt, args[1]));
	while (vtt->marks == marks) {
		if (g_get_monotonic_time() > end)
			fail(vtt, "the program took no notice of its new size");
		listen_for(vtt, 50);
	}
}

static void do_size(struct vtt *vtt, char **args)
{
	vtt->columns = number(vtt, args[0]);
	vtt->rows = number(vtt, args[1]);
}

static void do_env(struct vtt *vtt, char **args)
{
	char *equals = strchr(args[0], '=');
	if (equals == NULL)
		fail(vtt, "env NAME=VALUE");
	*equals = '\0';
	vtt->plain = vtt->plain || strcmp(equals + 1, "dumb") == 0;
	if (equals[1] != '\0')
		g_setenv(args[0], equals + 1, TRUE);
	else
		g_unsetenv(args[0]);
}

static void do_signal(struct vtt *vtt, char **args)
{
	kill(vtt->pid, number(vtt, args[0]));
}

static void do_hangup(struct vtt *vtt, char **args)
{
	(void)args;
	close(vtt->fd);
	vtt->fd = -1;
}

static void wait_until(struct vtt *vtt, const char *text, bool wanted, const char *seconds)
{
	gint64 end = g_get_monotonic_time() + (seconds != NULL ? number(vtt, seconds) * 1000 : WAIT_MS) * 1000;
	// The first screen is complete when its mark comes.
	while (has(vtt, text) != wanted || (vtt->marks == 0 && !vtt->plain)) {
		if (g_get_monotonic_time() > end)
			fail(vtt, wanted ? "\"%s\" does not come" : "\"%s\" does not go", text);
		listen_for(vtt, 50);
	}
}

static void do_wait(struct vtt *vtt, char **args)
{
	wait_until(vtt, args[0], true, args[1]);
}

static void do_expect(struct vtt *vtt, char **args)
{
	if (!has(vtt, args[0]))
		fail(vtt, "\"%s\" is not on the screen", args[0]);
}

static void do_again(struct vtt *vtt, char **args)
{
	for (int i = 0; i < 600 && !has(vtt, args[1]); i++) {
		if (i % 10 == 0)
			send_bytes(vtt, args[0], strlen(args[0]), 0);
		listen_for(vtt, 50);
	}
	do_expect(vtt, args + 1);
}

static void do_wait_gone(struct vtt *vtt, char **args)
{
	wait_until(vtt, args[0], false, args[1]);
}

static void do_expect_not(struct vtt *vtt, char **args)
{
	if (has(vtt, args[0]))
		fail(vtt, "\"%s\" is on the screen", args[0]);
}

static void do_expect_row(struct vtt *vtt, char **args)
{
	g_autofree char *text = row_text(vtt, number(vtt, args[0]));
	if (strstr(text, args[1]) == NULL)
		fail(vtt, "\"%s\" is not in row %s", args[1], args[0]);
}

static void do_expect_cursor_on(struct vtt *vtt, char **args)
{
	g_autofree char *text = row_text(vtt, cursor(vtt).row);
	if (strstr(text, args[0]) == NULL)
		fail(vtt, "the cursor is not on \"%s\"", args[0]);
}

static void do_bytes(struct vtt *vtt, char **args)
{
	printf("# line %d: %zu bytes, at most %s\n", vtt->line, vtt->bytes, args[0]);
	if (vtt->bytes > (size_t)number(vtt, args[0]))
		fail(vtt, "%zu bytes, more than %s", vtt->bytes, args[0]);
}

static void do_bytes_each(struct vtt *vtt, char **args)
{
	printf("# line %d: %zu bytes for the largest key, at most %s\n", vtt->line, vtt->largest, args[0]);
	if (vtt->largest > (size_t)number(vtt, args[0]))
		fail(vtt, "%zu bytes, more than %s", vtt->largest, args[0]);
}

static void do_idle(struct vtt *vtt, char **args)
{
	gint64 end = g_get_monotonic_time() + number(vtt, args[0]) * 1000;
	size_t before = vtt->bytes;
	for (gint64 left; (left = end - g_get_monotonic_time()) > 0;)
		listen_for(vtt, (int)(left / 1000) + 1);
	if (vtt->bytes != before)
		fail(vtt, "%zu bytes were written while nothing happened", vtt->bytes - before);
}

static void do_exit(struct vtt *vtt, char **args)
{
	gint64 end = g_get_monotonic_time() + EXIT_MS * 1000;
	while (!vtt->ended && g_get_monotonic_time() < end) {
		listen_for(vtt, 10);
		reap(vtt);
	}
	if (!vtt->ended)
		fail(vtt, "the program does not end");
	int code = WIFEXITED(vtt->status) ? WEXITSTATUS(vtt->status) : 128 + WTERMSIG(vtt->status);
	if (code != number(vtt, args[0]))
		fail(vtt, "it ended with %d", code);
}

static void do_stream(struct vtt *vtt, char **args)
{
	if (strstr(vtt->stream->str, args[0]) == NULL)
		fail(vtt, "these bytes were not written");
}

static void do_stream_not(struct vtt *vtt, char **args)
{
	if (strstr(vtt->stream->str, args[0]) != NULL)
		fail(vtt, "these bytes were written");
}

static void do_show(struct vtt *vtt, char **args)
{
	(void)args;
	show(vtt);
}

// Anything a cat on the keyboard could do, and a window being dragged.
static void monkey_event(struct vtt *vtt, GRand *random)
{
	static const char *const texts[] = {"я", "日", "e\xcc\x81", "\xff", "\033[200~a\nb\033[201~", "\033[<0;1;1M", "x", " ", "?", "a", "m", "h"};
	int kind = g_rand_int_range(random, 0, 100);
	if (kind < 3) {
		// libvterm 0.1.4 itself crashes on a wide character in one column.
		resize(vtt, g_rand_int_range(random, 2, 130), g_rand_int_range(random, 1, 50));
	} else if (kind < 55) {
		const char *key = keys[g_rand_int_range(random, 0, G_N_ELEMENTS(keys))].bytes;
		send_bytes(vtt, key, strlen(key), 0);
	} else if (kind < 90) {
		const char *text = texts[g_rand_int_range(random, 0, G_N_ELEMENTS(texts))];
		send_bytes(vtt, text, strlen(text), 0);
	} else {
		// Any control character but Ctrl+Q, which would end it.
		char byte = (char)g_rand_int_range(random, 1, 31);
		send_bytes(vtt, byte == ('Q' & 0x1f) ? "\t" : &byte, 1, 0);
	}
}

static void do_monkey(struct vtt *vtt, char **args)
{
	GRand *random = g_rand_new_with_seed((guint32)number(vtt, args[0]));
	int events = number(vtt, args[1]);
	for (int i = 0; i < events; i++) {
		monkey_event(vtt, random);
		if (i % 8 == 0)
			listen_for(vtt, 2);
		reap(vtt);
		if (vtt->ended)
			fail(vtt, "it ended after %d events", i);
	}
	g_rand_free(random);
	while (listen_for(vtt, 300))
		;
	vtt->sent = vtt->idle;
}

static const struct step {
	const char *name;
	guint args;  /* at least */
	bool before; /* does not start the program */
	bool counts; /* begins a new count of bytes */
	void (*run)(struct vtt *vtt, char **args);
} steps[] = {
	{"size", 2, true, false, do_size}, {"env", 1, true, false, do_env},
	{"key", 1, false, true, do_key}, {"type", 1, false, true, do_type}, {"burst", 1, false, true, do_burst},
	{"paste", 1, false, true, do_paste}, {"raw", 1, false, true, do_raw}, {"resize", 2, false, true, do_resize},
	{"signal", 1, false, true, do_signal}, {"hangup", 0, false, true, do_hangup}, {"wait", 1, false, false, do_wait},
	{"wait-gone", 1, false, false, do_wait_gone}, {"again", 2, false, false, do_again}, {"expect", 1, false, false, do_expect}, {"expect-not", 1, false, false, do_expect_not},
	{"expect-row", 2, false, false, do_expect_row},
	{"expect-cursor-on", 1, false, false, do_expect_cursor_on}, {"bytes", 1, false, false, do_bytes},
	{"bytes-each", 1, false, false, do_bytes_each}, {"idle", 1, false, false, do_idle}, {"exit", 1, false, false, do_exit},
	{"stream", 1, false, false, do_stream}, {"stream-not", 1, false, false, do_stream_not}, {"show", 0, false, false, do_show},
	{"monkey", 2, false, false, do_monkey},
};

static void run_step(struct vtt *vtt, char **words)
{
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		if (strcmp(steps[i].name, words[0]) != 0)
			continue;
		if (g_strv_length(words) <= steps[i].args)
			fail(vtt, "\"%s\" needs %u words", words[0], steps[i].args);
		if (!steps[i].before)
			start(vtt);
		if (steps[i].counts)
			vtt->bytes = vtt->largest = 0;
		steps[i].run(vtt, words + 1);
		return;
	}
	fail(vtt, "there is no step \"%s\"", words[0]);
}

// Words of a line; quoted texts are one word, with their escapes undone.
static char **split(const struct vtt *vtt, const char *line)
{
	GPtrArray *words = g_ptr_array_new();
	for (const char *at = line; *at != '\0' && *at != '#';) {
		if (g_ascii_isspace(*at)) {
			at++;
			continue;
		}
		g_autoptr(GString) word = g_string_new(NULL);
		bool quoted = *at == '"';
		at += quoted;
		for (; *at != '\0' && (quoted ? *at != '"' : !g_ascii_isspace(*at)); at++)
			if (quoted && *at == '\\' && at[1] != '\0')
				g_string_append_c(word, *++at == 'e' ? '\033' : *at == 'n' ? '\n' : *at == 't' ? '\t' : *at);
			else
				g_string_append_c(word, *at);
		if (quoted && *at != '"')
			fail(vtt, "a quote is not closed");
		at += quoted;
		g_ptr_array_add(words, g_string_free(g_steal_pointer(&word), FALSE));
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

int main(int argc, char **argv)
{
	struct vtt vtt = {.command = argv + 2, .rows = 24, .columns = 80, .fd = -1, .mark = g_string_new(NULL), .stream = g_string_new(NULL)};
	g_autofree char *script = NULL;
	if (argc < 3 || !g_file_get_contents(argv[1], &script, NULL, NULL)) {
		fprintf(stderr, "usage: vtt SCRIPT PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	g_setenv("TUI_TEST_SYNC", "1", TRUE);
	g_auto(GStrv) lines = g_strsplit(script, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		vtt.line++;
		g_auto(GStrv) words = split(&vtt, *line);
		if (words[0] != NULL)
			run_step(&vtt, words);
	}
	if (!vtt.ended && vtt.pid > 0)
		kill(vtt.pid, SIGKILL);
	if (vtt.terminal != NULL)
		vterm_free(vtt.terminal);
	g_string_free(vtt.mark, TRUE);
	g_string_free(vtt.stream, TRUE);
	return 0;
}
