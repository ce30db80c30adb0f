/*
 * Nodes in char instead of xmlChar.
 */
#include "xml/node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"

xmlNode *
node_child(const xmlNode *parent, enum ns ns, const char *name)
{
	for (xmlNode *n = node_first(parent); n != NULL; n = node_next(n)) {
		if (node_is(n, ns, name))
			return n;
	}
	return NULL;
}

static bool
is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE ||
	       node->type == XML_CDATA_SECTION_NODE;
}

const char *
node_plain(const xmlNode *node)
{
	const xmlNode *n = node->children;

	if (n == NULL)
		return "";
	if (n->next != NULL || !is_text(n))
		return NULL;
	return n->content == NULL ? "" : (const char *)n->content;
}

xmlNode *
node_walk(const xmlNode *node, const xmlNode *top)
{
	if (node->type == XML_ELEMENT_NODE && node->children != NULL)
		return node->children;
	while (node != top) {
		if (node->next != NULL)
			return node->next;
		node = node->parent;
	}
	return NULL;
}

void
node_text(const xmlNode *node, struct buf *out)
{
	for (const xmlNode *n = node; n != NULL; n = node_walk(n, node)) {
		if (is_text(n) && n->content != NULL)
			buf_puts(out, (const char *)n->content);
	}
}

/* Where text begins and ends without the blanks around it. */
static const char *
trim(const char *text, size_t *len)
{
	while (*len > 0 && ascii_blank(*text)) {
		text++;
		--*len;
	}
	while (*len > 0 && ascii_blank(text[*len - 1]))
		--*len;
	return text;
}

char *
node_trimmed(const xmlNode *node)
{
	const char *plain = node_plain(node);
	struct buf text;
	size_t len;

	if (plain != NULL) {
		len = strlen(plain);
		plain = trim(plain, &len);
		return mem_dup(plain, len);
	}
	buf_init(&text, LIMIT_ENTRY);
	node_text(node, &text);
	len = text.len;
	plain = trim(buf_text(&text), &len);
	char *trimmed = mem_dup(plain, len);
	buf_clear(&text);
	return trimmed;
}

bool
node_is_trimmed(const xmlNode *node)
{
	const char *plain = node_plain(node);

	return plain != NULL && *plain != '\0' && !ascii_blank(*plain) &&
	       !ascii_blank(plain[strlen(plain) - 1]);
}

bool
node_blank(const xmlNode *node)
{
	for (const xmlNode *n = node; n != NULL; n = node_walk(n, node)) {
		if (!is_text(n) || n->content == NULL)
			continue;
		const char *p = (const char *)n->content;
		while (ascii_blank(*p))
			p++;
		if (*p != '\0')
			return false;
	}
	return true;
}

const char *
node_value(const xmlAttr *a)
{
	if (a->children == NULL || a->children->content == NULL)
		return "";
	return (const char *)a->children->content;
}

const char *
node_attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		if (a->ns == NULL && strcmp((const char *)a->name, name) == 0)
			return node_value(a);
	}
	return NULL;
}

const char *
node_attribute_ns(const xmlNode *node, enum ns ns, const char *name)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		if (a->ns != NULL && strcmp((const char *)a->name, name) == 0 &&
		    ns_of((const xmlNode *)a) == ns)
			return node_value(a);
	}
	return NULL;
}

const char *
node_xml(const xmlNode *node, const char *name)
{
	return node_attribute_ns(node, NS_XML, name);
}

xmlNs *
node_ns_of_uri(xmlDoc *doc, const char *uri, const char *prefix)
{
	xmlNode *root = xmlDocGetRootElement(doc);

	for (xmlNs *n = root->nsDef; n != NULL; n = n->next) {
		if (strcmp((const char *)n->href, uri) == 0 &&
		    n->prefix != NULL)
			return n;
	}
	xmlNs *made =
	    xmlNewNs(root, (const xmlChar *)uri, (const xmlChar *)prefix);
	for (int i = 2; made == NULL && i < LIMIT_PREFIXES; i++) {
		char other[64];
		snprintf(other, sizeof(other), "%.40s%d", prefix, i);
		made = xmlNewNs(
		    root, (const xmlChar *)uri, (const xmlChar *)other);
	}
	if (made == NULL)
		mem_out();
	ns_share(made);
	return made;
}

xmlNs *
node_ns(xmlDoc *doc, enum ns ns)
{
	const struct ns_entry *entry = ns_entry(ns);

	if (ns == NS_XML)
		return xmlSearchNs(
		    doc, xmlDocGetRootElement(doc), (const xmlChar *)"xml");
	for (xmlNs *n = xmlDocGetRootElement(doc)->nsDef; n != NULL;
	     n = n->next) {
		if (n->prefix != NULL && ns_declared(n) == ns &&
		    strcmp((const char *)n->href, entry->uri) == 0)
			return n;
	}
	return node_ns_of_uri(doc, entry->uri, entry->prefix);
}

void
node_set(xmlNode *node, const char *name, const char *value)
{
	if (value == NULL)
		xmlUnsetNsProp(node, NULL, (const xmlChar *)name);
	else if (xmlSetNsProp(node, NULL, (const xmlChar *)name,
		     (const xmlChar *)value) == NULL)
		mem_out();
}

void
node_set_ns(xmlNode *node, enum ns ns, const char *name, const char *value)
{
	for (xmlAttr *a = node->properties; value == NULL && a != NULL;
	     a = a->next) {
		if (a->ns != NULL && strcmp((const char *)a->name, name) == 0 &&
		    ns_of((const xmlNode *)a) == ns) {
			xmlRemoveProp(a);
			return;
		}
	}
	if (value != NULL &&
	    xmlSetNsProp(node, node_ns(node->doc, ns), (const xmlChar *)name,
		(const xmlChar *)value) == NULL)
		mem_out();
}

void
node_set_value(xmlAttr *attribute, const char *value)
{
	if (xmlSetNsProp(attribute->parent, attribute->ns, attribute->name,
		(const xmlChar *)value) == NULL)
		mem_out();
}

xmlNode *
node_add(xmlNode *parent, enum ns ns, const char *name, const char *text)
{
	xmlNode *node = xmlNewDocNode(parent->doc,
	    ns == NS_NONE ? NULL : node_ns(parent->doc, ns),
	    (const xmlChar *)name, NULL);

	if (node == NULL || xmlAddChild(parent, node) == NULL)
		mem_out();
	if (text != NULL)
		node_set_text(node, text, strlen(text));
	return node;
}

xmlNode *
node_add_first(xmlNode *parent, enum ns ns, const char *name)
{
	xmlNode *node = node_add(parent, ns, name, NULL);

	if (node->prev != NULL &&
	    xmlAddPrevSibling(parent->children, node) == NULL)
		mem_out();
	return node;
}

void
node_rename(xmlNode *node, enum ns ns, const char *name)
{
	xmlNodeSetName(node, (const xmlChar *)name);
	node->ns = ns == NS_NONE ? NULL : node_ns(node->doc, ns);
}

void
node_set_text(xmlNode *node, const char *text, size_t len)
{
	xmlNode *old = node->children;

	node->children = node->last = NULL;
	if (old != NULL)
		xmlFreeNodeList(old);
	if (len == 0)
		return;
	xmlNode *t =
	    xmlNewDocTextLen(node->doc, (const xmlChar *)text, (int)len);
	if (t == NULL || xmlAddChild(node, t) == NULL)
		mem_out();
}

void
node_remove(xmlNode *node)
{
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

void
node_move(xmlNode *node, xmlNode *parent)
{
	xmlUnlinkNode(node);
	if (xmlAddChild(parent, node) == NULL)
		mem_out();
}

/* The same namespace, declared in a document. */
static xmlNs *
ns_in(xmlDoc *doc, const xmlNs *ns)
{
	return node_ns_of_uri(doc, (const char *)ns->href,
	    ns->prefix == NULL ? "ns" : (const char *)ns->prefix);
}

/*
 * libxml2 loses the namespaces in a copy that are not declared above the
 * original: here that one may hang in another document than it came from.
 */
static void
copy_namespaces(const xmlNode *node, xmlNode *copy)
{
	const xmlNode *from = node;
	xmlNode *to = copy;

	while (from != NULL && to != NULL) {
		if (from->type == XML_ELEMENT_NODE) {
			if (from->ns != NULL && to->ns == NULL)
				to->ns = ns_in(to->doc, from->ns);
			const xmlAttr *a = from->properties;
			for (xmlAttr *b = to->properties;
			     a != NULL && b != NULL; a = a->next, b = b->next) {
				if (a->ns != NULL && b->ns == NULL)
					b->ns = ns_in(to->doc, a->ns);
			}
		}
		from = node_walk(from, node);
		to = node_walk(to, copy);
	}
}

/* depth: 1 with what it holds, 2 without, as libxml2 has it. */
static xmlNode *
copy_node(const xmlNode *node, xmlNode *parent, int depth)
{
	xmlNode *copy = xmlDocCopyNode((xmlNode *)node, parent->doc, depth);

	if (copy == NULL || xmlAddChild(parent, copy) == NULL)
		mem_out();
	copy_namespaces(node, copy);
	return copy;
}

xmlNode *
node_copy(const xmlNode *node, xmlNode *parent)
{
	return copy_node(node, parent, 1);
}

xmlNode *
node_copy_shell(const xmlNode *node, xmlNode *parent)
{
	return copy_node(node, parent, 2);
}
