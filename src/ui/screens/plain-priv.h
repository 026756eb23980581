/* SPDX-License-Identifier: Apache-2.0 */
/* The console without a screen: numbered menus and prompts, line by line, for screen readers and terminals that cannot move the cursor. */
#ifndef TIDINGS_UI_SCREENS_PLAIN_PRIV_H
#define TIDINGS_UI_SCREENS_PLAIN_PRIV_H

#include <stdio.h>

#include "core/form-priv.h"
#include "screens/console-priv.h"
#include "tidings/model/task.h"

struct plain {
	struct console console; /* application, language; no screens */
	FILE *in, *out;
	bool ended;             /* there is no more input */
	bool keep_rest;         /* of a form: what follows stays as it is */
};

/* Runs until the user quits or the input ends. */
void plain_run(struct app *app, const char *language, FILE *in, FILE *out);

/* The text in the console's language. */
const char *plain_text(const struct plain *plain, const char *msgid) G_GNUC_FORMAT(2) G_GNUC_WARN_UNUSED_RESULT;
/* plain-ask.c: one line, made safe. */
void plain_say(struct plain *plain, const char *text);
/* Says what a use of the console's functions left in its message line, if anything. */
void plain_say_message(struct plain *plain);
/* The line that is typed, without its end, given; NULL when the input has ended. secret: not echoed. */
char *plain_ask(struct plain *plain, const char *question, bool secret) G_GNUC_WARN_UNUSED_RESULT;
/* Offers labels (to be translated, ended by NULL) by number; the number, 0 for the way back (also at the end of the input). */
int plain_choose(struct plain *plain, const char *title, const char *const *labels) G_GNUC_WARN_UNUSED_RESULT;
/* True for yes; no is the default. */
bool plain_confirm(struct plain *plain, const char *question) G_GNUC_WARN_UNUSED_RESULT;

/* plain-form.c: asks for every item of a form, or only for those with an error. arrange (NULL: nothing) is called after each answer. False
 * when the input has ended, or the answer was to leave. */
#define PLAIN_FORM_HELP N_("Enter keeps what stands in brackets, - empties it, = keeps it and all that follows, ! leaves without saving.")
bool plain_form(struct plain *plain, struct form *form, bool faults_only, void (*arrange)(struct plain *plain, void *data), void *data)
	G_GNUC_WARN_UNUSED_RESULT;

/* plain-jobs.c: the jobs of the Reporting page. task NULL: a new one. */
void plain_edit_task(struct plain *plain, const struct task *task, bool copy);
void plain_edit_mail(struct plain *plain);
void plain_test_mail(struct plain *plain);
void plain_preview(struct plain *plain, const struct task *task);
/* Detections of a period that is chosen. */
void plain_dashboard(struct plain *plain);
/* Runs of a task, 0 = of all; one of them can be sent again. */
void plain_history(struct plain *plain, uint32_t task);

#endif
