/* SPDX-License-Identifier: Apache-2.0 */
/* Actions and the keys that call them. A screen names its groups; the first group that has the key wins. */
#ifndef TIDINGS_UI_CORE_ACTION_PRIV_H
#define TIDINGS_UI_CORE_ACTION_PRIV_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "action-table.h"
#include "tidings/app/access.h"
#include "tidings/util/auto.h"

#define UI_ACTION_ENUM(id, name, keys, bar, help, group, use, change) ACT_##id,
enum action { ACT_NONE = -1, UI_ACTIONS(UI_ACTION_ENUM) N_ACTIONS };
#define UI_GROUP_ENUM(id, heading) GROUP_##id,
enum action_group { UI_GROUPS(UI_GROUP_ENUM) N_GROUPS, GROUP_END = -1 };

struct action_row {
	const char *name, *keys;
	const char *bar, *help; /* to be translated */
	enum action_group group;
	enum use_case use;      /* must be allowed: to look, and with change to the full */
	bool change;
};

/* The row of an action, and the heading of a group; borrowed. */
const struct action_row *action_row(enum action action) G_GNUC_WARN_UNUSED_RESULT;
const char *action_group_heading(enum action_group group) G_GNUC_WARN_UNUSED_RESULT;

#define ACTION_KEYS 6

/* Which keys call which action. */
struct keymap {
	uint32_t keys[N_ACTIONS][ACTION_KEYS]; /* ended by 0 when fewer */
};

/* The keys of the table. */
void keymap_init(struct keymap *keymap);
/* Replaces the keys of those actions that the text names: lines "name = key, key", "#" begins a comment. ERROR_INVALID with the line's
 * number: an unknown action or key, too many keys. The keymap is untouched then. */
bool keymap_read(struct keymap *keymap, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The action that the key calls in groups (ended by GROUP_END); a Cyrillic letter counts as the Latin one at its place. typing: a text
 * field has the focus, so keys that type call nothing. ACT_NONE when there is none. */
enum action keymap_find(const struct keymap *keymap, const enum action_group *groups, uint32_t key, bool typing) G_GNUC_WARN_UNUSED_RESULT;
/* Name of the first key that calls the action (while typing: the first that can), given; NULL when none does. */
char *keymap_label(const struct keymap *keymap, enum action action, bool typing) G_GNUC_WARN_UNUSED_RESULT;
/* All its keys, "a, Ins", given. */
char *keymap_labels(const struct keymap *keymap, enum action action) G_GNUC_WARN_UNUSED_RESULT;

#endif
