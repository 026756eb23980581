/* SPDX-License-Identifier: Apache-2.0 */
/* A choice of a period in a form: a list, and a line for two dates. */
#ifndef TIDINGS_UI_SCREENS_PERIOD_ITEMS_PRIV_H
#define TIDINGS_UI_SCREENS_PERIOD_ITEMS_PRIV_H

#include "core/form-priv.h"
#include "tidings/model/task.h"

/* Adds the list and the line. since: the period since the last report can be chosen. */
void period_items_add(struct form *form, bool since);
/* Chooses what the text says; the line itself is set by form_load. */
void period_items_load(struct form *form, const char *period);
/* Hides the line while the list says it all. */
void period_items_arrange(struct form *form);
/* Sets the task's period from the list, when it says it all; ERROR_INVALID with the item's name. */
bool period_items_store(const struct form *form, struct task *task, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
