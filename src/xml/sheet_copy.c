/*
 * The instructions that stylesheets are given: loom:copy, which copies nothing
 * and leaves a mark, and loom:html.
 */
#include "xml/sheet_state.h"

#include <stdio.h>
#include <stdlib.h>

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
		    "loom:copy: select is missing or wrong\n");
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

/* <loom:copy select="…"/>: an element that stands for nodes of the source. */
static void
on_copy(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *unused)
{
	struct sheet *sheet = run->_private;
	xmlXPathContext *path = run->xpathCtxt;
	xmlNode *old_node = path->node;
	xmlNs **old_namespaces = path->namespaces;
	int old_n = path->nsNr;
	const struct copy *copy = copy_of(sheet, run, instruction);
	char number[24];

	(void)unused;
	if (copy == NULL)
		return;
	path->node = node;
	path->namespaces = copy->namespaces;
	path->nsNr = copy->n_namespaces;
	xmlXPathObject *set = xmlXPathCompiledEval(copy->select, path);
	path->node = old_node;
	path->namespaces = old_namespaces;
	path->nsNr = old_n;
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
	struct copied *copied = sheet->copied;
	if ((copied->n & (copied->n + 1)) == 0)
		copied->sets = mem_grow(
		    copied->sets, 2 * copied->n + 2, sizeof(xmlXPathObject *));
	snprintf(number, sizeof(number), "%zu", copied->n);
	copied->sets[copied->n++] = set;
	xmlNode *place =
	    xmlNewDocNode(run->output, NULL, (const xmlChar *)"copy", NULL);
	if (place == NULL || xmlAddChild(run->insert, place) == NULL)
		mem_out();
	place->ns = xsltGetNamespace(run, instruction, instruction->ns, place);
	node_set(place, "n", number);
}

/* <loom:html>…</loom:html>, where the prefix makes it an instruction. */
static void
on_html(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *unused)
{
	xmlNode *outer = run->insert;
	xmlNode *element =
	    xmlNewDocNode(run->output, NULL, instruction->name, NULL);

	(void)unused;
	if (element == NULL || xmlAddChild(outer, element) == NULL)
		mem_out();
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
	xsltRegisterExtElement(sheet->run, (const xmlChar *)"html",
	    (const xmlChar *)NS_LOOM_URI, on_html);
}
