// SPDX-License-Identifier: Apache-2.0
// The pages of a database, checked by reading the file without mapping it.
#include "page-tree-priv.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "format-priv.h"

/* Pages that a transaction took and freed again at the file's end are never written: the file may be that much shorter. */
#define PAGES_UNWRITTEN_MOST (1 << 20)

struct walk {
	int fd;
	uint32_t page_size;
	uint64_t pages;     /* whole ones in the file */
	uint64_t last_page; /* of the snapshot */
	uint8_t *seen;      /* a bit a page */
};

/* One tree on its way: what has been found so far. */
struct visit {
	struct walk *walk;
	const struct tree *tree;
	bool numbers;      /* keys are numbers: the free list */
	GArray *trees;     /* struct tree found as values; NULL: there are none */
	GByteArray *last;  /* the last key of a leaf */
	GByteArray *floor; /* the next leaf's first key is not below */
	struct tree found;
};

struct span {
	const uint8_t *data;
	size_t length;
};

static bool take_pages(struct walk *walk, uint64_t first, uint64_t count)
{
	if (first < 2 || count == 0 || first > walk->last_page || count > walk->last_page - first + 1)
		return false;
	for (uint64_t page = first; page < first + count; page++) {
		uint8_t bit = (uint8_t)(1 << (page & 7));
		if ((walk->seen[page >> 3] & bit) != 0)
			return false;
		walk->seen[page >> 3] |= bit;
	}
	return true;
}

static bool read_page(struct walk *walk, uint64_t number, void *page)
{
	struct page_head head;
	if (number >= walk->pages ||
	    pread(walk->fd, page, walk->page_size, (off_t)(number * walk->page_size)) != (ssize_t)walk->page_size)
		return false;
	memcpy(&head, page, sizeof(head));
	return head.number == number;
}

static int key_order(const struct visit *visit, struct span a, struct span b)
{
	if (visit->numbers) {
		uint64_t x, y;
		memcpy(&x, a.data, sizeof(x));
		memcpy(&y, b.data, sizeof(y));
		return (x > y) - (x < y);
	}
	size_t common = MIN(a.length, b.length);
	int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static bool key_is_sound(const struct visit *visit, struct span key)
{
	return visit->numbers ? key.length == sizeof(uint64_t) : key.length > 0;
}

static struct span span_of(const GByteArray *bytes)
{
	return (struct span){bytes->data, bytes->len};
}

static void keep(GByteArray *bytes, struct span key)
{
	g_byte_array_set_size(bytes, 0);
	g_byte_array_append(bytes, key.data, (guint)key.length);
}

/* Node i of a page, its key, and the bytes that follow it on the page. */
static bool get_node(const struct walk *walk, const uint8_t *page, unsigned i, struct node_head *ret_node, struct span *ret_key,
	struct span *ret_rest)
{
	uint16_t offset;
	struct page_head head;
	memcpy(&head, page, sizeof(head));
	memcpy(&offset, page + sizeof(head) + i * sizeof(offset), sizeof(offset));
	if (offset < head.upper || offset + sizeof(*ret_node) > walk->page_size)
		return false;
	memcpy(ret_node, page + offset, sizeof(*ret_node));
	size_t start = offset + sizeof(*ret_node), end = start + ret_node->key_length;
	if (end > walk->page_size)
		return false;
	*ret_key = (struct span){page + start, ret_node->key_length};
	*ret_rest = (struct span){page + end, walk->page_size - end};
	return true;
}

/* The number of nodes; 0 when the page is not of that kind or its bounds are wrong. */
static unsigned count_nodes(const struct walk *walk, const uint8_t *page, unsigned kind)
{
	struct page_head head;
	memcpy(&head, page, sizeof(head));
	if ((head.flags & PAGE_KINDS) != kind || head.lower < sizeof(head) || head.lower > head.upper || head.upper > walk->page_size)
		return 0;
	return (unsigned)(head.lower - sizeof(head)) / sizeof(uint16_t);
}

/* A free list's value: a count, and so many numbers of pages that nothing uses. */
static bool take_free(struct walk *walk, struct span value)
{
	uint64_t count, page;
	if (value.length < sizeof(count))
		return false;
	memcpy(&count, value.data, sizeof(count));
	if (count > value.length / sizeof(page) - 1)
		return false;
	for (uint64_t i = 1; i <= count; i++) {
		memcpy(&page, value.data + i * sizeof(page), sizeof(page));
		if (!take_pages(walk, page, 1))
			return false;
	}
	return true;
}

/* The pages of a large value, which may be more than it needs. What is on them is read for the free list only. */
static bool check_overflow(struct visit *visit, uint64_t first, size_t length)
{
	struct walk *walk = visit->walk;
	struct page_head head;
	off_t at = (off_t)(first * walk->page_size);
	if (first >= walk->pages || pread(walk->fd, &head, sizeof(head), at) != (ssize_t)sizeof(head))
		return false;
	if (head.number != first || (head.flags & PAGE_KINDS) != PAGE_OVERFLOW || head.pages > walk->pages - first ||
	    (uint64_t)head.pages * walk->page_size < sizeof(head) + length)
		return false;
	visit->found.overflow_pages += head.pages;
	if (!take_pages(walk, first, head.pages))
		return false;
	if (!visit->numbers)
		return true;
	g_autofree uint8_t *value = g_malloc(length);
	return pread(walk->fd, value, length, at + (off_t)sizeof(head)) == (ssize_t)length &&
		take_free(walk, (struct span){value, length});
}

static bool check_value(struct visit *visit, const struct node_head *node, struct span rest)
{
	size_t length = (size_t)node->low | (size_t)node->high << 16;
	uint64_t first;
	struct tree tree;
	if ((node->flags & NODE_DUPLICATES) != 0 || rest.length < ((node->flags & NODE_BIG) != 0 ? sizeof(first) : length))
		return false;
	if ((node->flags & NODE_BIG) != 0) {
		memcpy(&first, rest.data, sizeof(first));
		return check_overflow(visit, first, length);
	}
	if (visit->numbers)
		return take_free(visit->walk, (struct span){rest.data, length});
	if ((node->flags & NODE_TREE) == 0)
		return true;
	if (visit->trees == NULL || length != sizeof(tree))
		return false;
	memcpy(&tree, rest.data, sizeof(tree));
	g_array_append_val(visit->trees, tree);
	return true;
}

static bool check_leaf(struct visit *visit, const uint8_t *page)
{
	unsigned nodes = count_nodes(visit->walk, page, PAGE_LEAF);
	for (unsigned i = 0; i < nodes; i++) {
		struct node_head node;
		struct span key, rest;
		if (!get_node(visit->walk, page, i, &node, &key, &rest) || !key_is_sound(visit, key))
			return false;
		if (visit->last->len > 0 && key_order(visit, key, span_of(visit->last)) <= 0)
			return false;
		if (visit->floor->len > 0 && key_order(visit, key, span_of(visit->floor)) < 0)
			return false;
		if (!check_value(visit, &node, rest))
			return false;
		keep(visit->last, key);
	}
	visit->found.leaf_pages++;
	visit->found.entries += nodes;
	return nodes > 0;
}

/* The key between a child and the one before it. The first child's is not used. */
static bool pass_key(struct visit *visit, unsigned i, struct span key)
{
	if (i == 0)
		return true;
	if (!key_is_sound(visit, key) || key_order(visit, key, span_of(visit->last)) <= 0)
		return false;
	keep(visit->floor, key);
	return true;
}

static bool check_page(struct visit *visit, uint64_t number, unsigned level)
{
	g_autofree uint8_t *page = g_malloc(visit->walk->page_size);
	if (!take_pages(visit->walk, number, 1) || !read_page(visit->walk, number, page))
		return false;
	if (level == visit->tree->depth)
		return check_leaf(visit, page);
	unsigned nodes = count_nodes(visit->walk, page, PAGE_BRANCH);
	for (unsigned i = 0; i < nodes; i++) {
		struct node_head node;
		struct span key, rest;
		if (!get_node(visit->walk, page, i, &node, &key, &rest) || !pass_key(visit, i, key))
			return false;
		uint64_t child = (uint64_t)node.low | (uint64_t)node.high << 16 | (uint64_t)node.flags << 32;
		if (!check_page(visit, child, level + 1))
			return false;
	}
	visit->found.branch_pages++;
	return nodes > (visit->numbers ? 0 : 1);
}

static bool check_tree(struct walk *walk, const struct tree *tree, bool numbers, GArray *trees)
{
	g_autoptr(GByteArray) last = g_byte_array_new();
	g_autoptr(GByteArray) floor = g_byte_array_new();
	struct visit visit = {.walk = walk, .tree = tree, .numbers = numbers, .trees = trees, .last = last, .floor = floor};
	if (tree->depth > DEPTH_MOST || (tree->root == PAGE_NONE) != (tree->depth == 0))
		return false;
	if (tree->root != PAGE_NONE && !check_page(&visit, tree->root, 1))
		return false;
	return visit.found.entries == tree->entries && visit.found.leaf_pages == tree->leaf_pages &&
		visit.found.branch_pages == tree->branch_pages && visit.found.overflow_pages == tree->overflow_pages;
}

static bool check_trees(struct walk *walk, const struct meta *meta)
{
	g_autoptr(GArray) tables = g_array_new(FALSE, FALSE, sizeof(struct tree));
	if (!check_tree(walk, &meta->trees[0], true, NULL) || !check_tree(walk, &meta->trees[1], false, tables))
		return false;
	for (guint i = 0; i < tables->len; i++) {
		if (!check_tree(walk, &g_array_index(tables, struct tree, i), false, NULL))
			return false;
	}
	return true;
}

/* The header of the snapshot. */
static bool find_meta(int fd, uint64_t transaction, struct meta *ret_meta)
{
	struct meta meta;
	off_t at = 0;
	for (int i = 0; i < 2; i++) {
		if (pread(fd, &meta, sizeof(meta), at) != (ssize_t)sizeof(meta))
			return false;
		if (meta.transaction == transaction) {
			*ret_meta = meta;
			return true;
		}
		at = meta.trees[0].pad;
	}
	return false;
}

enum page_tree_state page_tree_check(int fd, uint64_t transaction)
{
	struct meta meta;
	struct stat st;
	if (!find_meta(fd, transaction, &meta))
		return PAGE_TREE_GONE;
	struct walk walk = {.fd = fd, .page_size = meta.trees[0].pad, .last_page = meta.last_page};
	if (walk.page_size < sizeof(meta) || fstat(fd, &st) != 0)
		return PAGE_TREE_DAMAGED;
	walk.pages = (uint64_t)st.st_size / walk.page_size;
	/* A header that is wrong by so much is not followed. */
	if (walk.last_page > walk.pages + PAGES_UNWRITTEN_MOST)
		return PAGE_TREE_DAMAGED;
	g_autofree uint8_t *seen = g_malloc0(walk.last_page / 8 + 1);
	walk.seen = seen;
	return check_trees(&walk, &meta) ? PAGE_TREE_SOUND : PAGE_TREE_DAMAGED;
}
