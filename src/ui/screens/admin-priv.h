/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of system management and of one's own settings, each reached from the list of pages. */
#ifndef TIDINGS_UI_SCREENS_ADMIN_PRIV_H
#define TIDINGS_UI_SCREENS_ADMIN_PRIV_H

#include "screens/console-priv.h"

/* Lists. */
void accounts_open(struct console *console);
void tenants_open(struct console *console);
void allow_open(struct console *console);
void audit_open(struct console *console);
/* Licence, and what this program is and where its data are. */
void licence_open(struct console *console);
void about_open(struct console *console);
/* Language, theme and keys of whoever is here. */
void preferences_open(struct console *console);

/* The form of one account; login NULL: of a new one. */
void account_form_open(struct console *console, const char *login);
/* The SSH keys of an account. */
void keys_open(struct console *console, const char *login);

#endif
