/*
 * The life of a tree, and what is read of it.  The document knows its tree by
 * _private; a node that was taken out knows its place in the tree's list of
 * these by _private, too, so that it can be put back in no time.
 */
#include "html/tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "html/fragment.h"
#include "html/token.h"
#include "html/tree_node.h"

struct tree {
	xmlDoc *doc;
	struct tree_room *room;
	size_t spent;
	xmlNode **loose; /* taken out: tops of trees of their own */
	size_t loose_count, loose_room;
};

int
tree_spend(struct tree *tree, size_t nodes, size_t bytes, struct error *e)
{
	size_t left = tree->room->left;

	if (nodes > left / TREE_NODE || bytes > left - nodes * TREE_NODE)
		return error_set(e, ERR_PLUGIN,
		    "too much HTML: all fragments together are over %zu MiB",
		    LIMIT_LUA_HTML / MIB);
	tree->room->left -= nodes * TREE_NODE + bytes;
	tree->spent += nodes * TREE_NODE + bytes;
	return 0;
}

void
tree_give_back(struct tree *tree, size_t bytes)
{
	if (bytes > tree->spent)
		bytes =
		    tree->spent; /* what was made is only about what it cost */
	tree->room->left += bytes;
	tree->spent -= bytes;
}

int
tree_read(struct tree *tree, xmlNode *parent, const char *html, size_t len,
    struct error *e)
{
	size_t most = tree->room->left / TREE_NODE;
	size_t left;

	if (most > LIMIT_NODES)
		most = LIMIT_NODES;
	left = most;
	if (len > tree->room->left ||
	    !fragment_parse_into(parent, html, len, &left))
		return error_set(e, ERR_PLUGIN, "there is too much HTML");
	return tree_spend(tree, most - left, len, e);
}

struct tree *
tree_new(const char *html, size_t len, struct tree_room *room, struct error *e)
{
	struct tree *tree = mem_new(1, sizeof(*tree));

	tree->room = room;
	tree->doc = xmlNewDoc((const xmlChar *)"1.0");
	if (tree->doc == NULL)
		mem_out();
	tree->doc->_private = tree;
	if (tree_read(tree, tree_top(tree), html, len, e) == -1) {
		tree_free(tree);
		return NULL;
	}
	return tree;
}

void
tree_free(struct tree *tree)
{
	if (tree == NULL)
		return;
	for (size_t i = 0; i < tree->loose_count; i++)
		xmlFreeNode(tree->loose[i]);
	free(tree->loose);
	xmlFreeDoc(tree->doc);
	tree->room->left += tree->spent;
	free(tree);
}

xmlNode *
tree_top(const struct tree *tree)
{
	return (xmlNode *)tree->doc;
}

struct tree *
tree_of(const xmlNode *node)
{
	return node->doc->_private;
}

bool
tree_is_element(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE;
}

xmlNode *
tree_parent(const xmlNode *node)
{
	xmlNode *parent = node->parent;

	return parent != NULL && tree_is_element(parent) ? parent : NULL;
}

const char *
tree_attribute(const xmlNode *node, const char *name)
{
	char lower[TOKEN_NAME];

	if (!tree_is_element(node) || !token_name(name, strlen(name), lower))
		return NULL;
	const xmlAttr *a = xmlHasProp(node, (const xmlChar *)lower);
	if (a == NULL)
		return NULL;
	if (a->children == NULL || a->children->content == NULL)
		return "";
	return (const char *)a->children->content;
}

void
tree_link(xmlNode *node, xmlNode *parent, xmlNode *before)
{
	node->parent = parent;
	node->next = before;
	node->prev = before == NULL ? parent->last : before->prev;
	if (node->prev == NULL)
		parent->children = node;
	else
		node->prev->next = node;
	if (before == NULL)
		parent->last = node;
	else
		before->prev = node;
}

/* Takes a node out of the list of loose ones; the last one takes its place. */
static void
forget_loose(struct tree *tree, xmlNode *node)
{
	size_t i = (uintptr_t)node->_private - 1;
	xmlNode *last = tree->loose[--tree->loose_count];

	tree->loose[i] = last;
	last->_private = node->_private;
	node->_private = NULL;
}

void
tree_unlink(xmlNode *node)
{
	if (node->parent != NULL)
		xmlUnlinkNode(node);
	else if (node->_private != NULL)
		forget_loose(tree_of(node), node);
}

void
tree_keep_loose(xmlNode *node)
{
	struct tree *tree = tree_of(node);

	if (tree->loose_count == tree->loose_room) {
		tree->loose_room =
		    tree->loose_room == 0 ? 16 : 2 * tree->loose_room;
		tree->loose = mem_grow(
		    tree->loose, tree->loose_room, sizeof(tree->loose[0]));
	}
	tree->loose[tree->loose_count++] = node;
	node->_private = (void *)(uintptr_t)tree->loose_count;
}

void
tree_remove(xmlNode *node)
{
	if (node->parent == NULL)
		return;
	tree_unlink(node);
	tree_keep_loose(node);
}
