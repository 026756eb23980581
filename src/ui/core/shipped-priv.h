/* SPDX-License-Identifier: Apache-2.0 */
/* What is compiled in from the shipped files, so that the console needs none of them: themes and keymaps. */
#ifndef TIDINGS_UI_CORE_SHIPPED_PRIV_H
#define TIDINGS_UI_CORE_SHIPPED_PRIV_H

#include <stddef.h>

/* Tables of them end with a NULL name. */
struct shipped_file {
	const char *name, *text;
};
extern const struct shipped_file shipped_themes[], shipped_keys[];

/* The text of that name, borrowed; NULL when there is none. */
const char *shipped_text(const struct shipped_file *table, const char *name);

#endif
