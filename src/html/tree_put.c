/*
 * Puts nodes into a tree: new ones from HTML, old ones from another place of
 * it, copies.
 */
#include <string.h>

#include "base/mem.h"
#include "html/tree_node.h"

/* The node that something is put into, or NULL where nothing can be put. */
static xmlNode *
holder(xmlNode *at, enum tree_place place, struct error *e)
{
	if (place == TREE_FIRST || place == TREE_LAST || place == TREE_INSIDE)
		return tree_check_holds(at, e) == -1 ? NULL : at;
	if (tree_check_place(at, e) == -1 ||
	    tree_check_holds(at->parent, e) == -1)
		return NULL;
	return at->parent;
}

/* The node of the holder's that is behind the place; NULL for its end. */
static xmlNode *
behind(const xmlNode *at, enum tree_place place)
{
	switch (place) {
	case TREE_BEFORE:
	case TREE_INSTEAD:
		return (xmlNode *)at;
	case TREE_AFTER:
		return at->next;
	case TREE_FIRST:
	case TREE_INSIDE:
		return at->children;
	default:
		return NULL;
	}
}

/* Takes out what was in the place, from the node behind what is new there. */
static void
clear_place(xmlNode *at, enum tree_place place, xmlNode *old)
{
	if (place == TREE_INSTEAD)
		tree_remove(at);
	while (place == TREE_INSIDE && old != NULL) {
		xmlNode *next = old->next;

		tree_remove(old);
		old = next;
	}
}

static void
free_from(xmlNode *first)
{
	while (first != NULL) {
		xmlNode *next = first->next;

		xmlUnlinkNode(first);
		xmlFreeNode(first);
		first = next;
	}
}

int
tree_put_html(xmlNode *at, enum tree_place place, const char *html, size_t len,
    struct error *e)
{
	xmlNode *parent = holder(at, place, e);

	if (parent == NULL)
		return -1;
	xmlNode *last = parent->last;
	int result = tree_read(tree_of(at), parent, html, len, e);
	xmlNode *made = last == NULL ? parent->children : last->next;
	if (result == -1) {
		free_from(made);
		return -1;
	}
	xmlNode *next = last == NULL ? NULL : behind(at, place);
	if (next == made)
		next = NULL; /* the place is the end */
	while (made != NULL && next != NULL) {
		xmlNode *node = made;

		made = made->next;
		tree_unlink(node);
		tree_link(node, parent, next);
	}
	clear_place(at, place, next);
	return 0;
}

/* Checks that a node may be moved into parent. */
static int
check_move(const xmlNode *node, const xmlNode *parent, struct error *e)
{
	if (node->type == XML_DOCUMENT_NODE || node->doc != parent->doc)
		return error_set(e, ERR_PLUGIN,
		    "what is of another fragment can only be put here as HTML");
	for (const xmlNode *n = parent; n != NULL; n = n->parent) {
		if (n == node)
			return error_set(
			    e, ERR_PLUGIN, "a node cannot be put into itself");
	}
	return tree_check_depth(tree_depth_in(parent) + tree_height(node), e);
}

int
tree_put_node(
    xmlNode *at, enum tree_place place, xmlNode *node, struct error *e)
{
	xmlNode *parent = holder(at, place, e);

	if (parent == NULL || check_move(node, parent, e) == -1)
		return -1;
	if (node == at)
		return 0;
	xmlNode *next = behind(at, place);
	if (next == node)
		next = node->next;
	tree_unlink(node);
	if (place == TREE_INSIDE)
		next = at->children;
	tree_link(node, parent, next);
	clear_place(at, place, next);
	return 0;
}

/* What a copy costs. */
static void
count(const xmlNode *top, size_t *nodes, size_t *bytes)
{
	const xmlNode *n = top;

	for (;;) {
		++*nodes;
		if (!tree_is_element(n))
			*bytes += strlen((const char *)n->content);
		for (const xmlAttr *a = n->properties;
		     tree_is_element(n) && a != NULL; a = a->next) {
			*nodes += 2;
			*bytes += strlen(tree_attribute(n, (char *)a->name));
		}
		if (tree_is_element(n) && n->children != NULL) {
			n = n->children;
			continue;
		}
		while (n != top && n->next == NULL)
			n = n->parent;
		if (n == top)
			return;
		n = n->next;
	}
}

xmlNode *
tree_copy(const xmlNode *node, struct error *e)
{
	size_t nodes = 0, bytes = 0;

	if (node->type == XML_DOCUMENT_NODE) {
		error_set(e, ERR_PLUGIN, "a fragment is copied by its HTML");
		return NULL;
	}
	count(node, &nodes, &bytes);
	if (tree_spend(tree_of(node), nodes, bytes, e) == -1)
		return NULL;
	xmlNode *copy = xmlDocCopyNode((xmlNode *)node, node->doc, 1);
	if (copy == NULL)
		mem_out();
	tree_keep_loose(copy);
	return copy;
}
