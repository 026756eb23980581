/* SPDX-License-Identifier: Apache-2.0 */
/* Room kept beside a database for what must be written even on a full disk: LMDB needs free pages to delete, too. */
#ifndef TIDINGS_KV_RESERVE_PRIV_H
#define TIDINGS_KV_RESERVE_PRIV_H

#include <stdbool.h>

/* Makes PATH-reserve when it is not there or was given up; where there is no room for it, it is left for another time. */
void reserve_make(const char *path);

/* Gives the room back to the disk. False when there was none. */
bool reserve_give_up(const char *path);

/* Removes the file. */
void reserve_remove(const char *path);

#endif
