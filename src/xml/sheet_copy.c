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

/* The select of an instruction, read when it first runs; NULL: an error. */
static const struct expression *
select_of(xsltTransformContext *run, xmlNode *instruction)
{
	struct sheet *sheet = run->_private;
	struct expression *x = instruction->_private;
	const char *select = node_attribute(instruction, "select");

	if (x != NULL)
		return x;
	if (select != NULL)
		x = sheet_expression_new(sheet, instruction, select);
	if (x == NULL)
		xsltTransformError(run, NULL, instruction,
		    "loom:%s: select is missing or wrong\n",
		    node_name(instruction));
	return x;
}

/* The value by libxml2, the caller's; NULL: an error. */
static xmlXPathObject *
evaluate(
    xsltTransformContext *run, xmlNode *node, const struct expression *select)
{
	xmlXPathContext *path = run->xpathCtxt;
	xmlNode *old_node = path->node;
	xmlNs **old_namespaces = path->namespaces;
	int old_n = path->nsNr;

	path->node = node;
	path->namespaces = select->namespaces;
	path->nsNr = select->n_namespaces;
	xmlXPathObject *value = xmlXPathCompiledEval(select->compiled, path);
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
	run->lasttext = NULL;
	return element;
}

/* <loom:copy select="…"/>: an element that stands for nodes of the source. */
static void
on_copy(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *unused)
{
	struct sheet *sheet = run->_private;
	struct copied *copied = sheet->copied;
	const struct expression *select = select_of(run, instruction);
	xmlXPathObject *set = NULL;
	char number[24];

	(void)unused;
	if (select == NULL)
		return;
	if (select->simple != NULL && xpath_gives_nodes(select->simple))
		set = xpath_nodes(select->simple, run, node);
	if (set == NULL)
		set = evaluate(run, node, select);
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

/* The value as text, or NULL; own is to be freed. */
static const char *
string_of(xsltTransformContext *run, xmlNode *node,
    const struct expression *select, xmlChar **own)
{
	const char *text = select->simple == NULL
			       ? NULL
			       : xpath_string(select->simple, run, node, own);

	if (text != NULL)
		return text;
	xmlFree(*own);
	xmlXPathObject *value = evaluate(run, node, select);
	*own = value == NULL ? NULL : xmlXPathCastToString(value);
	xmlXPathFreeObject(value);
	return (const char *)*own;
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
	const struct expression *select = select_of(run, instruction);
	const char *key = node_attribute(instruction, "key");
	xmlChar *own = NULL;

	(void)unused;
	const char *text =
	    select == NULL ? NULL : string_of(run, node, select, &own);
	if (text != NULL && *text != '\0') {
		xmlNode *element = add_element(run, "string");
		element->ns = json_namespace(run, instruction, element);
		if (key != NULL)
			node_set(element, "key", key);
		node_set_text(element, text, strlen(text));
	}
	xmlFree(own);
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
sheet_set_instruction(struct sheet *sheet, xmlNode *node)
{
	static const struct {
		const char *name;
		xsltTransformFunction run;
	} table[] = {
	    {"copy", on_copy}, {"string", on_string}, {"html", on_html}};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (node_is(node, NS_LOOM, table[i].name))
			node->psvi = xsltNewElemPreComp(
			    sheet->style, node, table[i].run);
	}
}
