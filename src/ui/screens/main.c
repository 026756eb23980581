// SPDX-License-Identifier: Apache-2.0
// The console in a real terminal: the loop that waits for keys, changes and the sender's end.
#include "tidings/ui/console.h"

#include <string.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "screens/console-priv.h"
#include "screens/look-priv.h"
#include "screens/menu-priv.h"
#include "screens/plain-priv.h"
#include "screens/sign-in-priv.h"
#include "term/term-priv.h"
#include "tidings/app/access.h"
#include "tidings/app/sign-in.h"
#include "tidings/app/statistics.h"
#include "tidings/util/error.h"

#define TICK_MS 150
#define CHECK_KEYS_MS 0

enum { WATCH_DATA, WATCH_SENDER, WATCH_EVENTS };

struct loop {
	struct console *console;
	struct term *term;
	int watched[TERM_WATCHED];
	gint64 used; /* when a key was pressed, in microseconds of the monotonic clock */
	int sender; /* process that watched[WATCH_SENDER] is about; 0 = none */
};

// Watched are files that looking at the data does not write: the store's sign of change, and the lock that a sender signs when it starts.
static int watch_data(const struct app *app)
{
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	g_autofree char *lock = g_build_filename(app_dir(app), "sender.lock", NULL);
	if (fd < 0)
		return -1;
	int data = inotify_add_watch(fd, app_change_path(app), IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF);
	int sender = inotify_add_watch(fd, lock, IN_MODIFY);
	if (data >= 0 || sender >= 0)
		return fd;
	close(fd);
	return -1;
}

static void watch_sender(struct loop *loop)
{
	int *fd = &loop->watched[WATCH_SENDER];
	if (loop->sender == loop->console->sender_pid)
		return;
	if (*fd >= 0)
		close(*fd);
	loop->sender = loop->console->sender_pid;
	*fd = loop->sender > 1 ? (int)syscall(SYS_pidfd_open, loop->sender, 0) : -1;
}

/* Only while a page shows them, so that a stream of events wakes nobody else. */
static void watch_events(struct loop *loop)
{
	int *fd = &loop->watched[WATCH_EVENTS];
	bool wanted = console_top(loop->console)->screen->events;
	if (wanted == (*fd >= 0))
		return;
	if (wanted) {
		g_autofree char *path = statistics_change_path(loop->console->app);
		*fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
		if (*fd >= 0)
			(void)inotify_add_watch(*fd, path, IN_MODIFY);
	} else {
		close(*fd);
		*fd = -1;
	}
}

static void paint(struct loop *loop)
{
	console_draw(loop->console);
	if (loop->console->restyle)
		term_set_theme(loop->term, &loop->console->theme);
	loop->console->restyle = false;
	term_paint(loop->term, &loop->console->grid, loop->console->repaint);
	loop->console->repaint = false;
}

static bool wants_stop(const struct input *input)
{
	return input->type == INPUT_HANGUP || (input->type == INPUT_KEY && (input->key == PRESS_ESCAPE || input->key == (PRESS_CTRL | 'Q')));
}

// While something takes long: shows it, and sees whether it is to stop.
static bool pump(struct console *console, void *data)
{
	struct loop *loop = data;
	struct input input = {0};
	static const int none[TERM_WATCHED] = {-1, -1, -1};
	bool stop = false;
	paint(loop);
	for (;;) {
		term_read(loop->term, CHECK_KEYS_MS, none, &input);
		if (input.type == INPUT_NONE)
			return stop;
		if (input.type == INPUT_RESIZE)
			console_resize(console, input.rows, input.columns);
		stop = stop || wants_stop(&input);
		if (input.type == INPUT_HANGUP)
			console_hang_up(console);
		input_clear(&input);
	}
}

static bool is_use(const struct input *input)
{
	return input->type == INPUT_KEY || input->type == INPUT_TEXT || input->type == INPUT_PASTE;
}

// Milliseconds until nobody has used the console for too long; -1 = that does not count.
static int idle_left(const struct loop *loop)
{
	int seconds = 0;
	if (session_idle(loop->console->app, &seconds) == IDLE_NOTHING)
		return -1;
	gint64 left = seconds * G_USEC_PER_SEC - (g_get_monotonic_time() - loop->used);
	return left <= 0 ? 0 : (int)((left + 999) / 1000);
}

static int wait_ms(const struct loop *loop)
{
	int left = idle_left(loop);
	left = left == 0 ? 1 : left;
	return !loop->console->ticking ? left : left < 0 ? TICK_MS : MIN(TICK_MS, left);
}

// The wait for the idle lock ends as a tick does.
static void take_input(struct loop *loop, struct input *input)
{
	if (is_use(input))
		loop->used = g_get_monotonic_time();
	console_input(loop->console, input);
	if (!loop->console->quit && idle_left(loop) == 0)
		sign_in_idle(loop->console);
}

static void run(struct loop *loop)
{
	struct console *console = loop->console;
	struct input input = {0};
	while (!console->quit) {
		watch_sender(loop);
		watch_events(loop);
		term_hold_hangup(console_has_drafts(console));
		paint(loop);
		do {
			term_read(loop->term, wait_ms(loop), loop->watched, &input);
		} while (input.type == INPUT_NONE);
		// The sender ended: its descriptor would stay readable.
		if (input.type == INPUT_CHANGE)
			loop->sender = -1;
		take_input(loop, &input);
		input_clear(&input);
	}
}

static bool may_enter(struct app *app, GError **error)
{
	return app_session(app) == SESSION_SIGNED_OUT || app_require(app, USE_DASHBOARD, true, error);
}

// Everything of the console that needs no terminal.
static bool prepare(struct app *app, const struct ui_options *options, struct console *console, GError **error)
{
	if (!may_enter(app, error))
		return false;
	console_init(console, app, options->language);
	console->options = options;
	return look_apply(console, error);
}

static bool wants_plain(const struct ui_options *options)
{
	const char *type = g_getenv("TERM");
	return options->plain || (type != NULL && strcmp(type, "dumb") == 0);
}

int ui_console_run(struct app *app, const struct ui_options *options, GError **error)
{
	if (wants_plain(options)) {
		if (!may_enter(app, error))
			return -1;
		plain_run(app, options->language, stdin, stdout);
		return 0;
	}
	autorelease(console) console = {0};
	if (!prepare(app, options, &console, error))
		return -1;
	autoptr(term) term = term_open(error);
	if (term == NULL)
		return -1;
	struct loop loop = {.console = &console, .term = term, .watched = {-1, -1, -1}};
	int rows = 0;
	int columns = 0;
	term_size(term, &rows, &columns);
	console.pump = pump;
	console.pump_data = &loop;
	console_resize(&console, rows, columns);
	loop.used = g_get_monotonic_time();
	if (app_session(app) == SESSION_OPEN)
		home_open(&console);
	else
		sign_in_open(&console);
	loop.watched[WATCH_DATA] = watch_data(app);
	run(&loop);
	for (int i = 0; i < TERM_WATCHED; i++)
		if (loop.watched[i] >= 0)
			close(loop.watched[i]);
	return 0;
}
