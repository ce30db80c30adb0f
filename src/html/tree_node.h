#ifndef FEEDLOOM_HTML_TREE_NODE_H
#define FEEDLOOM_HTML_TREE_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/error.h"
#include "html/token.h"
#include "html/tree.h"

/* Between tree.c, which has the nodes of a tree, and what changes them. */
#define TREE_NODE 160 /* bytes that a node costs, about, with its name */

/* Takes room for what is about to be made; -1 when there is none. */
int tree_spend(struct tree *tree, size_t nodes, size_t bytes, struct error *e);
void tree_give_back(struct tree *tree, size_t bytes);

/* Reads HTML behind what parent holds; on -1 some of it may be there. */
int tree_read(struct tree *tree, xmlNode *parent, const char *html, size_t len,
    struct error *e);

/* Puts a node that is nowhere before another one of parent's; NULL: last.  Not
 * libxml2's way: that would make one of two texts side by side. */
void tree_link(xmlNode *node, xmlNode *parent, xmlNode *before);

/* Takes a node out of where it is; it is then nowhere. */
void tree_unlink(xmlNode *node);

/* Keeps a node that is nowhere until the tree is freed. */
void tree_keep_loose(xmlNode *node);

const char *tree_name(const xmlNode *node);

/* True for the name of an element that has no end tag. */
bool tree_is_void(const char *name);

/* What a node that is no element is called in messages. */
const char *tree_kind(const xmlNode *node);

/* How many elements are around what is in this node. */
unsigned tree_depth_in(const xmlNode *node);

/* How many elements are within each other here; 0 for a text. */
unsigned tree_height(const xmlNode *top);

/* Checks: that a node is an element, and not without what is named; … */
int tree_check_element(const xmlNode *node, const char *what, struct error *e);

/* that it is in something, */
int tree_check_place(const xmlNode *node, struct error *e);

/* that nodes may be in it, */
int tree_check_holds(const xmlNode *node, struct error *e);

/* that an element of this name can be made (to has it in lower case), */
int tree_check_name(const char *name, char to[TOKEN_NAME], struct error *e);

/* that there are not too many elements within each other, */
int tree_check_depth(unsigned depth, struct error *e);

/* and that a text does not end the raw text that it will be in holder. */
int tree_check_raw(const xmlNode *holder, const char *text, struct error *e);

#endif
