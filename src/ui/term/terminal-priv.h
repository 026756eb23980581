/* SPDX-License-Identifier: Apache-2.0 */
/* State of the terminal, shared by the files of this folder. */
#ifndef TIDINGS_UI_TERM_TERMINAL_PRIV_H
#define TIDINGS_UI_TERM_TERMINAL_PRIV_H

#include "term-priv.h"

struct term {
	struct screen *screen;
	bool utf8;
	enum theme_level level;
	struct theme theme;
	int signals;       /* one byte for each signal that came */
	bool gone;         /* the terminal has hung up */
	bool sync;         /* tests: say when an input has been dealt with */
	unsigned taken;    /* keys and pastes so far */
	unsigned handled;  /* of these, those that wait no longer */
	GQueue *pending;   /* struct input *: read and not given yet */
};

/* Tells curses the size that the terminal has now. */
void term_take_size(void);

#endif
