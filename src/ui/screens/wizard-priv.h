/* SPDX-License-Identifier: Apache-2.0 */
/* Add or edit a reporting task, in two steps. */
#ifndef TIDINGS_UI_SCREENS_WIZARD_PRIV_H
#define TIDINGS_UI_SCREENS_WIZARD_PRIV_H

#include "core/form-priv.h"
#include "screens/console-priv.h"
#include "tidings/model/task.h"

#define WIZARD_STEPS 2

struct wizard {
	struct task task; /* as last stored from the forms */
	struct task opened; /* as it was when the form was opened; id 0 = a new one */
	bool asked;       /* what somebody else saved was shown; the answer was to save */
	int step;         /* 0 or 1 */
	struct form forms[WIZARD_STEPS];
};

/* Forms filled from a task, as wizard_open has them. Given: wizard_free. */
struct wizard *wizard_new(struct console *console, const struct task *task, bool copy) G_GNUC_WARN_UNUSED_RESULT;
void wizard_free(void *wizard);
/* Shows and hides what belongs together in the present step, and renews the line with the next occurrences. */
void wizard_arrange(const struct console *console, struct wizard *wizard);
/* Sets the task's members from one step's form; ERROR_INVALID with the item's name. */
bool wizard_store(struct wizard *wizard, int step, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Edits a task; copy: adds one that begins as it is; NULL: adds a new one. */
void wizard_open(struct console *console, const struct task *task, bool copy);

/* wizard-recur.c: the Recur section of step 1. Adds its items. */
void recur_build(const struct console *console, struct form *form);
/* Sets them from the task; shows and hides what belongs to the chosen kind. */
void recur_load(struct form *form, const struct task *task);
void recur_arrange(struct form *form);
/* Sets start and rule of the task from them; ERROR_INVALID with the item's name. */
bool recur_store(const struct form *form, struct task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, and all other members of the Recur section that the form has. */
bool recur_task(const struct form *form, struct task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The line with the next occurrences of a task, or why there are none; given. */
char *recur_preview(const struct console *console, const struct task *task) G_GNUC_WARN_UNUSED_RESULT;

/* recur-editor.c: the Recur section of step 1 on a page of its own, beside the next occurrences. */
void recur_editor_open(struct console *console, struct wizard *wizard);

/* wizard-contents.c: step 2. Adds its items: tenants to choose from where the account may. */
void contents_build(const struct console *console, struct form *form);
void contents_load(struct form *form, const struct task *task);
void contents_arrange(struct form *form);
/* Sets period and tenants of the task; ERROR_INVALID with the item's name. */
bool contents_store(const struct form *form, struct task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
