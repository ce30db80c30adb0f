/*
 * The instructions that make JSON in its XML form (XPath and XQuery Functions
 * 3.1 section 22).  What would be empty is not there at all, so a stylesheet
 * need not ask before.
 */
#include "xml/sheet_instruction.h"

#include <string.h>

#include <libxml/hash.h>
#include <libxml/xpathInternals.h>
#include <libxslt/namespaces.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "base/mem.h"
#include "xml/node.h"

/* The namespace of XML-JSON, which mostly is that of the element around. */
static xmlNs *
json_namespace(
    xsltTransformContext *run, const struct instruction *i, xmlNode *element)
{
	const xmlNode *around = run->insert;

	if (around->type == XML_ELEMENT_NODE && ns_of(around) == NS_JSON)
		return around->ns;
	return xsltGetSpecialNamespace(run, i->common.inst,
	    (const xmlChar *)NS_JSON_URI, (const xmlChar *)"j", element);
}

/* An element of XML-JSON at the end of the result; key may be NULL. */
static xmlNode *
add_value(xsltTransformContext *run, const struct instruction *i,
    enum sheet_word name, const xmlChar *key)
{
	xmlNode *element = sheet_add(run, name);

	element->ns = json_namespace(run, i, element);
	if (key != NULL)
		sheet_add_attribute(
		    run, element, WORD_KEY, sheet_lend(run, key));
	return element;
}

static void
add_string(xsltTransformContext *run, const struct instruction *i,
    const xmlChar *key, const char *text)
{
	xmlNode *element = add_value(run, i, WORD_STRING, key);

	node_set_text(element, text, strlen(text));
}

/* The text of a node, where it can be had without a copy of it; else NULL. */
static const xmlChar *
lent_text(const xmlNode *n)
{
	if (n->type != XML_ELEMENT_NODE && n->type != XML_ATTRIBUTE_NODE)
		return NULL;
	n = n->children;
	return n != NULL && n->next == NULL && n->type == XML_TEXT_NODE
		   ? n->content
		   : NULL;
}

/* <loom:string key="…" select="…"/>: a j:string, if there is any text. */
void
sheet_on_string(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction)
{
	struct instruction *i = (struct instruction *)instruction;
	xmlChar *own;
	const char *text = sheet_string(run, node, i, &own);

	(void)at;
	if (text != NULL && *text != '\0')
		add_string(run, i, i->key, text);
	xmlFree(own);
}

/* The strings of an array: each text of a node once, and none without any. */
static void
add_strings(xsltTransformContext *run, const struct instruction *i,
    const xmlNodeSet *set)
{
	xmlHashTable *seen = xmlHashCreate(32);

	if (seen == NULL)
		mem_out();
	for (int k = 0; k < set->nodeNr; k++) {
		xmlNode *node = set->nodeTab[k];
		const xmlChar *text = lent_text(node);
		xmlChar *own = NULL;
		if (text == NULL)
			text = own = xmlXPathCastNodeToString(node);
		if (text != NULL && *text != '\0' &&
		    xmlHashAddEntry(seen, text, node) == 0)
			add_string(run, i, NULL, (const char *)text);
		xmlFree(own);
	}
	xmlHashFree(seen, NULL);
}

/* Begins a j:array or j:map, which is where the result goes on. */
static xmlNode *
open_value(xsltTransformContext *run, const struct instruction *i,
    enum sheet_word name)
{
	run->insert = add_value(run, i, name, i->key);
	return run->insert;
}

/* Ends it; an empty one was never there. */
static void
close_value(xsltTransformContext *run, xmlNode *value)
{
	run->insert = value->parent;
	if (value->children == NULL)
		node_remove(value);
}

/* <loom:strings key="…" select="…"/>: a j:array of what nodes say, if any do.
 */
void
sheet_on_strings(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction)
{
	struct instruction *i = (struct instruction *)instruction;
	xmlXPathObject *set = sheet_nodes(run, node, i);

	if (set == NULL || set->type != XPATH_NODESET) {
		xsltTransformError(
		    run, NULL, at, "loom:strings: select must give nodes\n");
	} else if (set->nodesetval != NULL && set->nodesetval->nodeNr > 0) {
		xmlXPathNodeSetSort(set->nodesetval);
		xmlNode *array = open_value(run, i, WORD_ARRAY);
		add_strings(run, i, set->nodesetval);
		close_value(run, array);
	}
	xmlXPathFreeObject(set);
}

static void
make_value(xsltTransformContext *run, xmlNode *node,
    const struct instruction *i, enum sheet_word name)
{
	xmlNode *value = open_value(run, i, name);

	sheet_run_children(run, node, i);
	close_value(run, value);
}

/* <loom:array key="…">…</loom:array>: a j:array, if anything is in it. */
void
sheet_on_array(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction)
{
	(void)at;
	make_value(run, node, (struct instruction *)instruction, WORD_ARRAY);
}

/* <loom:map key="…">…</loom:map>: the same for a j:map. */
void
sheet_on_map(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction)
{
	(void)at;
	make_value(run, node, (struct instruction *)instruction, WORD_MAP);
}
