/*
 * What changes of a tree ask first: whether it will be HTML afterwards.
 */
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "html/element.h"
#include "html/token.h"
#include "html/tree_node.h"

const char *
tree_name(const xmlNode *node)
{
	return (const char *)node->name;
}

/* True for elements that have no end tag. */
bool
tree_is_void(const char *name)
{
	const struct element *element = element_find(name, strlen(name));

	return element != NULL && element->no_content;
}

/* What a node is called in messages. */
const char *
tree_kind(const xmlNode *node)
{
	switch (node->type) {
	case XML_TEXT_NODE:
		return "a text";
	case XML_COMMENT_NODE:
		return "a comment";
	default:
		return "a fragment";
	}
}

int
tree_check_element(const xmlNode *node, const char *what, struct error *e)
{
	if (tree_is_element(node))
		return 0;
	return error_set(e, ERR_PLUGIN, "%s has no %s", tree_kind(node), what);
}

/* Checks that a node has a place that something can be put into. */
int
tree_check_place(const xmlNode *node, struct error *e)
{
	if (node->type == XML_DOCUMENT_NODE)
		return error_set(
		    e, ERR_PLUGIN, "nothing can be around a fragment");
	if (node->parent == NULL)
		return error_set(e, ERR_PLUGIN,
		    "the node was taken out: it is nowhere in a fragment");
	return 0;
}

/* Checks that nodes may be in this one. */
int
tree_check_holds(const xmlNode *node, struct error *e)
{
	if (node->type == XML_DOCUMENT_NODE)
		return 0;
	if (tree_check_element(node, "nodes in it", e) == -1)
		return -1;
	if (tree_is_void(tree_name(node)))
		return error_set(
		    e, ERR_PLUGIN, "nothing can be in <%s>", tree_name(node));
	if (element_raw(tree_name(node)))
		return error_set(e, ERR_PLUGIN,
		    "only text can be in <%s>: set its text", tree_name(node));
	return 0;
}

/* Checks the name of an element that is made; in lower case into to. */
int
tree_check_name(const char *name, char to[TOKEN_NAME], struct error *e)
{
	if (!token_name(name, strlen(name), to) || !ascii_letter(*to))
		return error_set(
		    e, ERR_PLUGIN, "'%.80s' is no name for an element", name);
	if (element_raw(to))
		return error_set(
		    e, ERR_PLUGIN, "<%s> can only be made from HTML", to);
	return 0;
}

/* How many elements are around what is in this node. */
unsigned
tree_depth_in(const xmlNode *node)
{
	unsigned depth = 0;

	for (; node != NULL && tree_is_element(node); node = node->parent)
		depth++;
	return depth;
}

/* How many elements are within each other here; 0 for a text. */
unsigned
tree_height(const xmlNode *top)
{
	const xmlNode *n = top;
	unsigned depth = 0, most = 0;

	for (;;) {
		if (tree_is_element(n)) {
			depth++;
			most = depth > most ? depth : most;
			if (n->children != NULL) {
				n = n->children;
				continue;
			}
			depth--;
		}
		while (n != top && n->next == NULL) {
			n = n->parent;
			depth--;
		}
		if (n == top)
			return most;
		n = n->next;
	}
}

int
tree_check_depth(unsigned depth, struct error *e)
{
	if (depth <= LIMIT_HTML_DEPTH)
		return 0;
	return error_set(e, ERR_PLUGIN,
	    "more than %d elements would be within each other",
	    LIMIT_HTML_DEPTH);
}

/* Checks that text does not end the raw text that it will be. */
int
tree_check_raw(const xmlNode *holder, const char *text, struct error *e)
{
	size_t len;

	if (holder == NULL || !tree_is_element(holder) ||
	    !element_raw(tree_name(holder)))
		return 0;
	len = strlen(tree_name(holder));
	while ((text = strstr(text, "</")) != NULL) {
		text += 2;
		if (strlen(text) >= len &&
		    ascii_same(text, tree_name(holder), len))
			return error_set(e, ERR_PLUGIN,
			    "the text would end <%s>", tree_name(holder));
	}
	return 0;
}
