/*
 * The instructions that stylesheets are given: loom:copy, which copies nothing
 * and leaves a mark, loom:string for JSON, and loom:html.
 */
#include "xml/sheet_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/namespaces.h>
#include <libxslt/templates.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "base/mem.h"
#include "xml/node.h"

/* The compiled form of a loom:copy, made when it first runs. */
static const struct copy *
copy_of(struct sheet *sheet, xsltTransformContext *run, xmlNode *instruction)
{
	for (size_t i = 0; i < sheet->n_copies; i++) {
		if (sheet->copies[i].instruction == instruction)
			return &sheet->copies[i];
	}
	const char *select = node_attribute(instruction, "select");
	xmlXPathCompExpr *compiled =
	    select == NULL
		? NULL
		: xsltXPathCompile(sheet->style, (const xmlChar *)select);
	if (compiled == NULL) {
		xsltTransformError(run, NULL, instruction,
		    "loom:%s: select is missing or wrong\n",
		    node_name(instruction));
		return NULL;
	}
	sheet->copies = mem_grow(
	    sheet->copies, sheet->n_copies + 1, sizeof(*sheet->copies));
	struct copy *copy = &sheet->copies[sheet->n_copies++];
	copy->instruction = instruction;
	copy->select = compiled;
	copy->namespaces = xmlGetNsList(instruction->doc, instruction);
	copy->n_namespaces = 0;
	while (copy->namespaces != NULL &&
	       copy->namespaces[copy->n_namespaces] != NULL)
		copy->n_namespaces++;
	return copy;
}

/* The value of an instruction's select, the caller's; NULL: an error. */
static xmlXPathObject *
evaluate(xsltTransformContext *run, xmlNode *node, xmlNode *instruction)
{
	xmlXPathContext *path = run->xpathCtxt;
	xmlNode *old_node = path->node;
	xmlNs **old_namespaces = path->namespaces;
	int old_n = path->nsNr;
	const struct copy *copy = copy_of(run->_private, run, instruction);

	if (copy == NULL)
		return NULL;
	path->node = node;
	path->namespaces = copy->namespaces;
	path->nsNr = copy->n_namespaces;
	xmlXPathObject *value = xmlXPathCompiledEval(copy->select, path);
	path->node = old_node;
	path->namespaces = old_namespaces;
	path->nsNr = old_n;
	return value;
}

/* A new element of the result, at its end so far. */
static xmlNode *
add_element(xsltTransformContext *run, const char *name)
{
	xmlNode *element =
	    xmlNewDocNode(run->output, NULL, (const xmlChar *)name, NULL);

	if (element == NULL || xmlAddChild(run->insert, element) == NULL)
		mem_out();
	return element;
}

/* <loom:copy select="…"/>: an element that stands for nodes of the source. */
static void
on_copy(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *unused)
{
	struct sheet *sheet = run->_private;
	struct copied *copied = sheet->copied;
	xmlXPathObject *set = evaluate(run, node, instruction);
	char number[24];

	(void)unused;
	if (set == NULL || set->type != XPATH_NODESET) {
		xmlXPathFreeObject(set);
		xsltTransformError(run, NULL, instruction,
		    "loom:copy: select must give nodes\n");
		return;
	}
	if (set->nodesetval == NULL || set->nodesetval->nodeNr == 0) {
		xmlXPathFreeObject(set);
		return;
	}
	if ((copied->n & (copied->n + 1)) == 0)
		copied->sets = mem_grow(
		    copied->sets, 2 * copied->n + 2, sizeof(xmlXPathObject *));
	snprintf(number, sizeof(number), "%zu", copied->n);
	copied->sets[copied->n++] = set;
	xmlNode *place = add_element(run, "copy");
	place->ns = xsltGetNamespace(run, instruction, instruction->ns, place);
	node_set(place, "n", number);
}

/* The text of a value, where it can be had without a copy of it; else NULL. */
static const xmlChar *
lent_text(const xmlXPathObject *value)
{
	if (value->type == XPATH_STRING)
		return value->stringval;
	if (value->type != XPATH_NODESET || value->nodesetval == NULL ||
	    value->nodesetval->nodeNr != 1)
		return NULL;
	const xmlNode *n = value->nodesetval->nodeTab[0];
	if (n->type != XML_ELEMENT_NODE && n->type != XML_ATTRIBUTE_NODE)
		return NULL;
	n = n->children;
	return n != NULL && n->next == NULL && n->type == XML_TEXT_NODE
		   ? n->content
		   : NULL;
}

/* The namespace of XML-JSON, which mostly is that of the element around. */
static xmlNs *
json_namespace(
    xsltTransformContext *run, xmlNode *instruction, xmlNode *element)
{
	xmlNs *ns = run->insert->ns;

	if (ns != NULL && strcmp((const char *)ns->href, NS_JSON_URI) == 0)
		return ns;
	return xsltGetSpecialNamespace(run, instruction,
	    (const xmlChar *)NS_JSON_URI, (const xmlChar *)"j", element);
}

/*
 * <loom:string key="…" select="…"/>: the j:string with that key, if there is
 * any text.
 */
static void
on_string(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *unused)
{
	xmlXPathObject *value = evaluate(run, node, instruction);
	const char *key = node_attribute(instruction, "key");

	(void)unused;
	if (value == NULL)
		return;
	xmlChar *own = NULL;
	const xmlChar *text = lent_text(value);
	if (text == NULL)
		text = own = xmlXPathCastToString(value);
	if (text != NULL && *text != '\0') {
		xmlNode *element = add_element(run, "string");
		element->ns = json_namespace(run, instruction, element);
		if (key != NULL)
			node_set(element, "key", key);
		node_set_text(
		    element, (const char *)text, strlen((const char *)text));
	}
	xmlFree(own);
	xmlXPathFreeObject(value);
}

/* <loom:html>…</loom:html>, where the prefix makes it an instruction. */
static void
on_html(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *unused)
{
	xmlNode *outer = run->insert;
	xmlNode *element = add_element(run, (const char *)instruction->name);

	(void)unused;
	element->ns =
	    xsltGetNamespace(run, instruction, instruction->ns, element);
	run->insert = element;
	xsltApplyOneTemplate(run, node, instruction->children, NULL, NULL);
	run->insert = outer;
}

const xmlNodeSet *
sheet_copied(const xmlNode *element)
{
	const struct copied *copied = element->doc->_private;

	if (copied == NULL || !node_is(element, NS_LOOM, "copy"))
		return NULL;
	const char *number = node_attribute(element, "n");
	size_t n = number == NULL ? copied->n : strtoul(number, NULL, 10);
	return n < copied->n ? copied->sets[n]->nodesetval : NULL;
}

void
copied_free(struct copied *copied)
{
	if (copied == NULL)
		return;
	for (size_t i = 0; i < copied->n; i++)
		xmlXPathFreeObject(copied->sets[i]);
	free(copied->sets);
	free(copied);
}

void
sheet_copies_free(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->n_copies; i++) {
		xmlXPathFreeCompExpr(sheet->copies[i].select);
		xmlFree(sheet->copies[i].namespaces);
	}
	free(sheet->copies);
}

void
sheet_add_instructions(struct sheet *sheet)
{
	xsltRegisterExtElement(sheet->run, (const xmlChar *)"copy",
	    (const xmlChar *)NS_LOOM_URI, on_copy);
	xsltRegisterExtElement(sheet->run, (const xmlChar *)"string",
	    (const xmlChar *)NS_LOOM_URI, on_string);
	xsltRegisterExtElement(sheet->run, (const xmlChar *)"html",
	    (const xmlChar *)NS_LOOM_URI, on_html);
}
