#ifndef FEEDLOOM_XML_NODE_H
#define FEEDLOOM_XML_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "xml/ns.h"

/*
 * The few things we do with nodes, in char instead of xmlChar.  A name or URI
 * is compared by its meaning (enum ns), never by prefix.
 */

/* The first element child, and the next element sibling; NULL at the end. */
static inline xmlNode *
node_first(const xmlNode *parent)
{
	xmlNode *n = parent->children;

	while (n != NULL && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return n;
}

static inline xmlNode *
node_next(const xmlNode *node)
{
	xmlNode *n = node->next;

	while (n != NULL && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return n;
}

/* The first child that is this element, or NULL. */
xmlNode *node_child(const xmlNode *parent, enum ns ns, const char *name);

/* The local name; borrowed. */
static inline const char *
node_name(const xmlNode *node)
{
	return (const char *)node->name;
}

static inline bool
node_is(const xmlNode *node, enum ns ns, const char *name)
{
	return ns_of(node) == ns && strcmp(node_name(node), name) == 0;
}

static inline bool
node_has_elements(const xmlNode *node)
{
	return node_first(node) != NULL;
}

/*
 * The text of an element that holds just one piece of text, borrowed; "" when
 * it holds none, NULL when it holds more than that.
 */
const char *node_plain(const xmlNode *node);

/* All text in it, in order. */
void node_text(const xmlNode *node, struct buf *out);

/* The same with white space around it gone; the caller's, never NULL. */
char *node_trimmed(const xmlNode *node);

/* Whether it holds one piece of text, with no white space around it. */
bool node_is_trimmed(const xmlNode *node);

/* True when it holds nothing but white space. */
bool node_blank(const xmlNode *node);

/* An attribute without a namespace, or of one; borrowed, NULL without it. */
const char *node_attribute(const xmlNode *node, const char *name);
const char *node_attribute_ns(
    const xmlNode *node, enum ns ns, const char *name);

/* The value of an attribute; borrowed. */
const char *node_value(const xmlAttr *attribute);

/* xml:lang or xml:base of the element itself. */
const char *node_xml(const xmlNode *node, const char *name);

/* Sets an attribute, or takes it away for NULL. */
void node_set(xmlNode *node, const char *name, const char *value);
void node_set_ns(
    xmlNode *node, enum ns ns, const char *name, const char *value);

/* Sets the value of an attribute that is there. */
void node_set_value(xmlAttr *attribute, const char *value);

/*
 * The declaration of a namespace on the root of the node's document, made there
 * if it is missing.
 */
xmlNs *node_ns(xmlDoc *doc, enum ns ns);

/* The same for any URI; prefix is only a wish. */
xmlNs *node_ns_of_uri(xmlDoc *doc, const char *uri, const char *prefix);

/* A new element at the end of parent, with text unless that is NULL. */
xmlNode *node_add(
    xmlNode *parent, enum ns ns, const char *name, const char *text);

/* A new, empty element in front of all others of parent. */
xmlNode *node_add_first(xmlNode *parent, enum ns ns, const char *name);

/* Makes it another element; its children and attributes stay. */
void node_rename(xmlNode *node, enum ns ns, const char *name);

/* Puts text in the place of all its children. */
void node_set_text(xmlNode *node, const char *text, size_t len);

/* Takes it out of its tree and frees it. */
void node_remove(xmlNode *node);

/* Takes it out of its tree and puts it at the end of parent. */
void node_move(xmlNode *node, xmlNode *parent);

/* A deep copy at the end of parent. */
xmlNode *node_copy(const xmlNode *node, xmlNode *parent);

/* The same without what it holds: an element with its attributes. */
xmlNode *node_copy_shell(const xmlNode *node, xmlNode *parent);

/* The next node after this one in document order below top, or NULL. */
xmlNode *node_walk(const xmlNode *node, const xmlNode *top);

#endif
