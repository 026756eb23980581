// SPDX-License-Identifier: Apache-2.0
// What is typed, pasted or signalled -> inputs.
#include "term/term-priv.h"

#include <errno.h>
#include <ncursesw/curses.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>
#include <wchar.h>

#include "term/terminal-priv.h"
#include "tidings/util/secret.h"

#define PASTE_MS 1000          /* a paste whose end does not come ends by itself */
#define PASTE_MAX (1024 * 1024)
#define ALT_MS 5

enum { POLL_KEYS, POLL_SIGNALS, POLL_WATCHED, POLL_ALL = POLL_WATCHED + TERM_WATCHED };

static void give(struct term *term, struct input input)
{
	g_queue_push_tail(term->pending, g_memdup2(&input, sizeof input));
}

// One code from curses: OK for a character, KEY_CODE_YES for a function key, ERR when nothing is there.
static int next_code(struct term *term, wint_t *ret_code)
{
	int got = wget_wch(stdscr, ret_code);
	if (got == ERR)
		return ERR;
	if (got == KEY_CODE_YES && *ret_code == KEY_RESIZE)
		return next_code(term, ret_code);
	return got;
}

static bool keys_within(int milliseconds)
{
	struct pollfd tty = {.fd = STDIN_FILENO, .events = POLLIN};
	return poll(&tty, 1, milliseconds) > 0 && (tty.revents & POLLIN) != 0;
}

// Everything up to the end of a bracketed paste.
static void read_paste(struct term *term)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (;;) {
		wint_t code = 0;
		int got = next_code(term, &code);
		if (got == ERR && keys_within(PASTE_MS))
			got = next_code(term, &code);
		if (got == ERR || (got == KEY_CODE_YES && code == TERM_PASTE_END))
			break;
		if (got == OK && text->len < PASTE_MAX)
			g_string_append_unichar(text, code == '\r' ? '\n' : code);
	}
	term->taken++;
	give(term, (struct input){.type = INPUT_PASTE, .text = g_string_free(g_steal_pointer(&text), FALSE)});
}

// Esc directly followed by a character is Alt with it.
static uint32_t with_alt(struct term *term)
{
	wint_t code = 0;
	if (!keys_within(ALT_MS) || next_code(term, &code) != OK)
		return PRESS_ESCAPE;
	return code > ' ' && code < 0x7f ? PRESS_ALT | (uint32_t)code : PRESS_ESCAPE;
}

static void flush_text(struct term *term, GString *typed, bool pasted)
{
	if (typed->len == 0)
		return;
	give(term, (struct input){.type = pasted ? INPUT_PASTE : INPUT_TEXT, .text = g_strdup(typed->str)});
	secret_wipe(typed->str, typed->len);
	g_string_truncate(typed, 0);
}

// Reads all that is there. Characters that came together are one text; an Enter in the middle of them was pasted.
static void read_keys(struct term *term)
{
	g_autoptr(GString) typed = g_string_new(NULL);
	bool enter = false;
	bool lines = false;
	wint_t code = 0;
	for (int got; (got = next_code(term, &code)) != ERR;) {
		if (got == KEY_CODE_YES && code == TERM_PASTE_BEGIN) {
			flush_text(term, typed, lines);
			read_paste(term);
			continue;
		}
		uint32_t key = term_key((unsigned)code, got == KEY_CODE_YES);
		if (key == 0)
			continue;
		term->taken++;
		if (key == PRESS_ENTER && typed->len > 0 && !enter) {
			enter = true;
			continue;
		}
		if (key_is_text(key)) {
			if (enter)
				g_string_append_c(typed, '\n');
			lines = lines || enter;
			enter = false;
			g_string_append_unichar(typed, key);
			continue;
		}
		flush_text(term, typed, lines);
		if (enter)
			give(term, (struct input){.type = INPUT_KEY, .key = PRESS_ENTER});
		enter = lines = false;
		give(term, (struct input){.type = INPUT_KEY, .key = key == PRESS_ESCAPE ? with_alt(term) : key});
	}
	flush_text(term, typed, lines);
	if (enter)
		give(term, (struct input){.type = INPUT_KEY, .key = PRESS_ENTER});
}

static void read_signals(struct term *term)
{
	char bytes[16];
	for (ssize_t n; (n = read(term->signals, bytes, sizeof bytes)) > 0;) {
		for (ssize_t i = 0; i < n; i++) {
			if (bytes[i] == SIGWINCH)
				term_take_size();
			term->gone = term->gone || bytes[i] == SIGHUP;
			give(term, (struct input){.type = bytes[i] == SIGWINCH ? INPUT_RESIZE : INPUT_HANGUP, .rows = LINES, .columns = COLS});
		}
	}
}

static void drain(int fd)
{
	char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof bytes);
	(void)n;
}

static void wait_for_input(struct term *term, int milliseconds, const int watched[TERM_WATCHED])
{
	struct pollfd fds[POLL_ALL] = {
		[POLL_KEYS] = {.fd = STDIN_FILENO, .events = POLLIN},
		[POLL_SIGNALS] = {.fd = term->signals, .events = POLLIN},
	};
	for (int i = 0; i < TERM_WATCHED; i++)
		fds[POLL_WATCHED + i] = (struct pollfd){.fd = watched[i], .events = POLLIN};
	int n = poll(fds, POLL_ALL, milliseconds);
	if (n == 0 && milliseconds > 0)
		give(term, (struct input){.type = INPUT_TICK});
	if (n <= 0)
		return;
	if (fds[POLL_SIGNALS].revents != 0)
		read_signals(term);
	if ((fds[POLL_KEYS].revents & POLLIN) != 0)
		read_keys(term);
	// Nothing can be read any more: waiting on would spin.
	if ((fds[POLL_KEYS].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0 && g_queue_is_empty(term->pending)) {
		term->gone = true;
		give(term, (struct input){.type = INPUT_HANGUP});
	}
	for (int i = 0; i < TERM_WATCHED; i++) {
		if (fds[POLL_WATCHED + i].revents == 0)
			continue;
		if ((fds[POLL_WATCHED + i].revents & POLLIN) != 0)
			drain(watched[i]);
		give(term, (struct input){.type = INPUT_CHANGE});
	}
}

void term_read(struct term *term, int milliseconds, const int watched[TERM_WATCHED], struct input *ret_input)
{
	input_clear(ret_input);
	if (g_queue_is_empty(term->pending))
		wait_for_input(term, milliseconds, watched);
	struct input *first = g_queue_pop_head(term->pending);
	if (first != NULL) {
		*ret_input = *first;
		g_free(first);
	}
	if (g_queue_is_empty(term->pending))
		term->handled = term->taken;
}
