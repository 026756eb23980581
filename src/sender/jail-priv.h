/* SPDX-License-Identifier: Apache-2.0 */
/* What a process gives up before it reads or draws what others wrote. There is no way back. */
#ifndef TIDINGS_SENDER_JAIL_PRIV_H
#define TIDINGS_SENDER_JAIL_PRIV_H

#include <glib.h>
#include <stdbool.h>

/* At most 512 MiB of data, 60 s of CPU from now on, no core dump, and no new socket: EACCES. */
bool jail_enter(GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
