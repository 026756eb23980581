/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of a database, checked by reading the file: LMDB follows what it finds and would crash on damaged pages. */
#ifndef TIDINGS_KV_PAGE_TREE_PRIV_H
#define TIDINGS_KV_PAGE_TREE_PRIV_H

#include <glib.h>
#include <stdint.h>

enum page_tree_state {
	PAGE_TREE_SOUND,
	PAGE_TREE_DAMAGED,
	PAGE_TREE_GONE, /* newer commits have overwritten the header of that snapshot: begin a new one */
};

/* Follows every table from the header of the snapshot `transaction`, which the caller holds open so that its pages are not used again:
 * every page is in the file, in one place only and of the right kind, keys are in order, counts agree. */
enum page_tree_state page_tree_check(int fd, uint64_t transaction) G_GNUC_WARN_UNUSED_RESULT;

#endif
