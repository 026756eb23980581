// SPDX-License-Identifier: Apache-2.0
// The terminal: open, paint, close.
#include "term/term-priv.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncursesw/curses.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "term/terminal-priv.h"
#include "tidings/util/error.h"

#define ESCAPE_DELAY_MS 25

// A signal can only say that it came.
static int signal_pipe[2] = {-1, -1};

static void on_signal(int number)
{
	int kept = errno;
	char byte = (char)number;
	ssize_t n = write(signal_pipe[1], &byte, 1);
	(void)n;
	errno = kept;
}

static bool watch_signals(GError **error)
{
	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) < 0)
		return error_set_errno(error, errno, "cannot make a pipe for signals");
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
	sigaction(SIGWINCH, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	return true;
}

static void forget_signals(void)
{
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigaction(SIGWINCH, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	close(signal_pipe[0]);
	close(signal_pipe[1]);
}

// Over SSH there is often no LANG; then Cyrillic typing would be lost.
static void choose_locale(void)
{
	const char *all = g_getenv("LC_ALL");
	const char *name = all != NULL && *all != '\0' ? all : g_getenv("LC_CTYPE");
	bool asked_for_c = name != NULL && (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0);
	const char *set = setlocale(LC_CTYPE, "");
	if (set == NULL || (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && !asked_for_c))
		setlocale(LC_CTYPE, "C.UTF-8");
}

static SCREEN *new_screen(void)
{
	static const char *const types[] = {NULL, "xterm-256color", "xterm", "ansi", "vt100"};
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		SCREEN *screen = newterm(types[i], stdout, stdin);
		if (screen != NULL)
			return screen;
	}
	return NULL;
}

static enum theme_level level_of_terminal(void)
{
	const char *no_colour = g_getenv("NO_COLOR");
	if ((no_colour != NULL && *no_colour != '\0') || !has_colors())
		return THEME_MONO;
	start_color();
	use_default_colors();
	return COLORS > 256 ? THEME_RGB : COLORS == 256 ? THEME_256 : THEME_16;
}

static void send_text(const char *text)
{
	fputs(text, stdout);
	fflush(stdout);
}

static void set_modes(void)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	term_define_keys();
	send_text("\033[?2004h");
}

struct term *term_open(GError **error)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		error_set(error, ERROR_USAGE, "the console needs a terminal; every action is also a command, see tidings --help");
		return NULL;
	}
	choose_locale();
	if (!watch_signals(error))
		return NULL;
	if (g_getenv("ESCDELAY") == NULL)
		set_escdelay(ESCAPE_DELAY_MS);
	SCREEN *screen = new_screen();
	if (screen == NULL) {
		forget_signals();
		error_set(error, ERROR_USAGE, "no description of this terminal is installed; set TERM to a known type");
		return NULL;
	}
	const char *sync = g_getenv("TUI_TEST_SYNC");
	struct term *term = g_new0(struct term, 1);
	term->screen = screen;
	term->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	term->signals = signal_pipe[0];
	term->sync = sync != NULL && strcmp(sync, "1") == 0;
	term->pending = g_queue_new();
	set_modes();
	term->level = level_of_terminal();
	return term;
}

static void free_input(void *data)
{
	input_clear(data);
	g_free(data);
}

void term_close(struct term *term)
{
	if (term == NULL)
		return;
	if (!term->gone) {
		send_text("\033[?2004l");
		endwin();
	}
	delscreen(term->screen);
	forget_signals();
	g_queue_free_full(term->pending, free_input);
	g_free(term);
}

void term_hold_hangup(bool hold)
{
	struct sigaction action = {.sa_handler = hold ? on_signal : SIG_DFL, .sa_flags = SA_RESTART};
	sigaction(SIGHUP, &action, NULL);
}

void term_set_theme(struct term *term, const struct theme *theme)
{
	term->theme = *theme;
}

void term_size(const struct term *term, int *ret_rows, int *ret_columns)
{
	(void)term;
	*ret_rows = LINES;
	*ret_columns = COLS;
}

void term_take_size(void)
{
	struct winsize size = {0};
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
}

static attr_t attributes_of(unsigned attributes)
{
	static const attr_t bits[] = {A_BOLD, A_DIM, A_UNDERLINE, A_REVERSE};
	attr_t result = A_NORMAL;
	for (size_t i = 0; i < G_N_ELEMENTS(bits); i++)
		if ((attributes & 1u << i) != 0)
			result |= bits[i];
	return result;
}

// A terminal of direct colours takes 0 to 7 as names and the rest as 0xrrggbb.
static int colour_of(const struct term *term, int colour)
{
	static const int levels[] = {0, 95, 135, 175, 215, 255};
	if (colour != COLOUR_DEFAULT && (colour & COLOUR_RGB) != 0)
		return colour & 0xffffff;
	if (term->level != THEME_RGB || colour < 16)
		return colour > 7 && (term->level == THEME_RGB || COLORS < 16) ? colour - 8 : colour;
	if (colour >= 232)
		return (8 + 10 * (colour - 232)) * 0x010101;
	int cube = colour - 16;
	return levels[cube / 36] << 16 | levels[cube / 6 % 6] << 8 | levels[cube % 6];
}

static void set_style(const struct term *term, enum ui_role role)
{
	const struct style *style = &term->theme.styles[term->level][role];
	int pair = 0;
	if (term->level != THEME_MONO && (style->foreground != COLOUR_DEFAULT || style->background != COLOUR_DEFAULT))
		pair = MAX(alloc_pair(colour_of(term, style->foreground), colour_of(term, style->background)), 0);
	attr_set(attributes_of(style->attributes), 0, &pair);
}

// Lines as a terminal without UTF-8 can show them; anything else that is not ASCII becomes "?".
static const char *in_ascii(const char *text)
{
	static const struct {
		const char *text, *ascii;
	} lines[] = {{"─", "-"}, {"│", "|"}, {"┌", "+"}, {"┐", "+"}, {"└", "+"}, {"┘", "+"}, {"…", "~"},
		     {"▁", "."}, {"▂", "."}, {"▃", ":"}, {"▄", ":"}, {"▅", ":"}, {"▆", "#"}, {"▇", "#"}, {"█", "#"}};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		if (strcmp(lines[i].text, text) == 0)
			return lines[i].ascii;
	return (unsigned char)text[0] < 0x80 ? text : "?";
}

static void paint_row(const struct term *term, const struct grid *grid, int row)
{
	int role = -1;
	for (int column = 0; column < grid->columns && column < COLS; column++) {
		const struct cell *cell = grid_cell(grid, row, column);
		if (cell->text[0] == '\0')
			continue;
		if (cell->role != role) {
			role = cell->role;
			set_style(term, (enum ui_role)role);
		}
		mvaddstr(row, column, term->utf8 ? cell->text : in_ascii(cell->text));
	}
}

void term_paint(struct term *term, const struct grid *grid, bool whole)
{
	erase();
	for (int row = 0; row < grid->rows && row < LINES; row++)
		paint_row(term, grid, row);
	attr_set(A_NORMAL, 0, NULL);
	if (whole)
		clearok(curscr, TRUE);
	move(MIN(grid->cursor_row, LINES - 1), MIN(grid->cursor_column, COLS - 1));
	refresh();
	if (!term->sync)
		return;
	g_autofree char *mark = g_strdup_printf("\033]777;idle;%u\a", term->handled);
	send_text(mark);
}
