/* SPDX-License-Identifier: Apache-2.0 */
/* LMDB 0.9's file, as far as it is checked without mapping it (mdb.c: MDB_page, MDB_meta, MDB_db, MDB_node). Integers are the machine's. */
#ifndef TIDINGS_KV_FORMAT_PRIV_H
#define TIDINGS_KV_FORMAT_PRIV_H

#include <stdint.h>

#define PAGE_BRANCH 0x01
#define PAGE_LEAF 0x02
#define PAGE_OVERFLOW 0x04
#define PAGE_META 0x08
#define PAGE_KINDS (PAGE_BRANCH | PAGE_LEAF | PAGE_OVERFLOW | PAGE_META)
#define PAGE_NONE UINT64_MAX
#define DEPTH_MOST 32

/* A table's record: the root of its tree and what the tree holds. */
struct tree {
	uint32_t pad; /* of the free list's tree: the page size */
	uint16_t flags, depth;
	uint64_t branch_pages, leaf_pages, overflow_pages, entries, root;
};

struct page_head {
	uint64_t number;
	uint16_t pad, flags;
	union {
		struct {
			uint16_t lower, upper; /* the free space between the nodes' offsets and the nodes */
		};
		uint32_t pages; /* PAGE_OVERFLOW: how many */
	};
};

/* The first two pages; the one with the higher transaction holds. */
struct meta {
	struct page_head head;
	uint32_t magic, version;
	uint64_t address, map_size;
	struct tree trees[2]; /* the free list, the table of tables */
	uint64_t last_page, transaction;
};

#define NODE_BIG 0x01 /* the value is on overflow pages; their number is here */
#define NODE_TREE 0x02 /* the value is a struct tree */
#define NODE_DUPLICATES 0x04

/* Before a key. Leaf: low and high make the value's length; branch: low, high and flags make the child's page number. */
struct node_head {
	uint16_t low, high, flags, key_length;
};

#endif
