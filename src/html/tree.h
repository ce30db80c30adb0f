#ifndef FEEDLOOM_HTML_TREE_H
#define FEEDLOOM_HTML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * A fragment as a tree that can be changed.  Nodes are libxml2's: elements,
 * texts and comments as fragment_parse makes them; the fragment itself is the
 * document, whose children they are.  A node that is taken out stays, as the
 * top of a tree of its own, until the whole is freed: so a pointer to a node is
 * good as long as its tree.  What has no place in HTML is refused: a tree is
 * never deeper than LIMIT_HTML_DEPTH, is UTF-8, has no names that no tag could
 * be written with, and nothing in elements that hold nothing.
 *
 * Changes give 0, or -1 with ERR_PLUGIN, a sentence, and the tree as it was.
 */
struct tree;

/* What trees may cost, in bytes, those of all who share it together. */
struct tree_room {
	size_t left;
};

/* NULL with ERR_PLUGIN when there is too much of it.  room outlives the tree.
 */
struct tree *tree_new(
    const char *html, size_t len, struct tree_room *room, struct error *e);
void tree_free(struct tree *tree);

/* The fragment: the document as a node. */
xmlNode *tree_top(const struct tree *tree);

struct tree *tree_of(const xmlNode *node);

/* True for a node of an element: not for texts, comments, the top. */
bool tree_is_element(const xmlNode *node);

/* The element around it; NULL when there is none. */
xmlNode *tree_parent(const xmlNode *node);

/* An element's attribute, its name in any case; borrowed, NULL without it. */
const char *tree_attribute(const xmlNode *node, const char *name);

/* Sets one; NULL takes it away. */
int tree_set_attribute(xmlNode *node, const char *name, const char *value,
    size_t len, struct error *e);

int tree_rename(xmlNode *node, const char *name, struct error *e);

/* Puts text in the place of all that an element holds; or of a text. */
int tree_set_text(xmlNode *node, const char *text, size_t len, struct error *e);

/* Takes a node out, with all that is in it. */
void tree_remove(xmlNode *node);

/* Takes an element out, and puts what it holds in its place. */
int tree_unwrap(xmlNode *node, struct error *e);

/* A new element of this name in the node's place, around it; NULL: failed. */
xmlNode *tree_wrap(xmlNode *node, const char *name, struct error *e);

/* Where something is put, seen from a node. */
enum tree_place {
	TREE_BEFORE,
	TREE_AFTER,
	TREE_FIRST, /* in it, before all others */
	TREE_LAST,
	TREE_INSTEAD, /* the node is taken out */
	TREE_INSIDE,  /* all that is in it is taken out */
};

/* Reads HTML, as it is read in that place, and puts it there. */
int tree_put_html(xmlNode *at, enum tree_place place, const char *html,
    size_t len, struct error *e);

/* Moves a node of the same tree there, out of where it is. */
int tree_put_node(
    xmlNode *at, enum tree_place place, xmlNode *node, struct error *e);

/* A copy with all that is in it, the top of a tree of its own; NULL: failed. */
xmlNode *tree_copy(const xmlNode *node, struct error *e);

#endif
