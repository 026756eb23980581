/* SPDX-License-Identifier: Apache-2.0 */
/* The running console: a stack of screens, the dispatcher that turns keys into actions, the frame around every screen.
 * It knows no terminal: tests feed it inputs and read its grid. */
#ifndef TIDINGS_UI_SCREENS_CONSOLE_PRIV_H
#define TIDINGS_UI_SCREENS_CONSOLE_PRIV_H

#include <glib.h>
#include <stdbool.h>

#include "core/action-priv.h"
#include "core/grid-priv.h"
#include "core/key-priv.h"
#include "core/theme-priv.h"
#include "tidings/app/app.h"
#include "tidings/util/auto.h"
#include "tidings/util/catalog.h"

#define CONSOLE_ROWS 20 /* below this size a line says what is needed, and nothing is lost */
#define CONSOLE_COLUMNS 60

struct console;
struct table;
struct ui_options;

/* One screen. Members may be NULL unless said otherwise. draw changes nothing, the others draw nothing. */
struct screen {
	const char *name;
	const enum action_group *groups; /* whose keys work here, ended by GROUP_END; never NULL */
	bool events;                     /* shows figures of events: refresh() is called when some come in as well */
	bool overlay;                    /* drawn over the screen below */
	char *(*title)(const struct console *console, const void *state); /* given */
	bool (*typing)(const void *state);  /* a text field has the focus */
	bool (*changed)(const void *state); /* something would be lost by leaving */
	const char *(*hint)(const struct console *console, const void *state); /* for the message line when there is no message */
	void (*draw)(const struct console *console, const void *state, struct grid *grid, struct rect body); /* never NULL */
	void (*act)(struct console *console, void *state, enum action action); /* never NULL */
	void (*text)(struct console *console, void *state, const char *text, bool pasted);
	void (*refresh)(struct console *console, void *state); /* the data may have changed */
	void (*filter)(struct console *console, void *state, const char *words); /* show only rows with them; NULL = all */
	struct table *(*table)(void *state); /* whose columns can be chosen */
	void (*fit)(const struct console *console, void *state, struct rect body); /* the size has changed */
	void (*tick)(struct console *console, void *state);
	void (*answer)(struct console *console, void *state, int question, int answer); /* to what it asked with question_ask */
	/* A form whose values are kept as a draft while something is changed; all three or none. */
	char *(*draft_name)(const void *state); /* of the form, given: "mail", "task-3" */
	char *(*draft)(const void *state);      /* given */
	void (*take_draft)(struct console *console, void *state, const char *draft);
	void (*free)(void *state);
};

struct view {
	const struct screen *screen;
	void *state;
};

struct console {
	struct app *app;
	const struct catalog *catalog; /* NULL = English */
	const struct ui_options *options; /* NULL: what is compiled in, and the account's language */
	struct keymap keymap;
	struct theme theme;
	bool restyle;     /* the theme is another one since the screen was painted */
	struct grid grid;
	GPtrArray *views; /* struct view *, the top one last */
	char *message;
	enum ui_role message_role;
	bool quit, repaint;
	bool ticking;     /* a screen wants a tick soon */
	bool drafting;    /* something was typed since the drafts were kept */
	int sender_pid;   /* whose end is to be noticed; 0 = none runs */
	/* During work that takes long: shows the console and takes keys; true when the user wants it to stop. NULL: nobody watches. */
	bool (*pump)(struct console *console, void *data);
	void *pump_data;
};

/* language NULL = the account's. The first screen is pushed by the caller. */
void console_init(struct console *console, struct app *app, const char *language);
void console_release(struct console *console);
AUTORELEASE_DEFINE(console, console_release)

/* Puts a screen on top; state becomes the console's, to be freed by screen->free. */
void console_push(struct console *console, const struct screen *screen, void *state);
/* Takes the top one away; the one below refreshes. */
void console_pop(struct console *console);
/* Takes away all but the first one. */
void console_home(struct console *console);
struct view *console_top(const struct console *console) G_GNUC_WARN_UNUSED_RESULT;

/* The line above the bar, until the next key. */
void console_say(struct console *console, enum ui_role role, const char *text);
void console_say_error(struct console *console, const GError *error);
/* A message of the use cases (an error's, the reason of a run) in the console's language; and "! " with an error's. Given. */
char *console_message(const struct console *console, const char *message) G_GNUC_WARN_UNUSED_RESULT;
char *console_fault(const struct console *console, const GError *error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the account may do it, to the full when it needs change. */
bool console_may(const struct console *console, enum action action) G_GNUC_WARN_UNUSED_RESULT;
/* The text in the console's language. */
const char *console_text(const struct console *console, const char *msgid) G_GNUC_FORMAT(2) G_GNUC_WARN_UNUSED_RESULT;

/* draft.c: whether there is anything to keep; keeps what is changed in open forms and not saved, for the account; and lets it go, of the top screen or of all. */
bool console_has_drafts(const struct console *console) G_GNUC_WARN_UNUSED_RESULT;
void console_keep_drafts(struct console *console);
void console_drop_draft(struct console *console);
void console_drop_drafts(struct console *console);
/* Asks (QUESTION_DRAFT) whether to go on with the draft of the form on top, when there is one; and does as answered (0 = go on). */
void console_offer_draft(struct console *console);
void console_answer_draft(struct console *console, int answer);

/* One input; and the grid drawn from the state. */
void console_input(struct console *console, const struct input *input);
/* The terminal is gone: keeps the drafts, and the console is to end. */
void console_hang_up(struct console *console);
void console_resize(struct console *console, int rows, int columns);
void console_draw(struct console *console);
/* Shows the state now, in the middle of an action. */
void console_show(struct console *console);

/* The view that an overlay on top is drawn over. */
const struct view *console_page(const struct console *console) G_GNUC_WARN_UNUSED_RESULT;

/* frame.c: title, message line and bottom bar. */
void frame_draw(const struct console *console, struct grid *grid);

#endif
