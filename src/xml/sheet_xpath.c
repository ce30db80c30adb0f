/*
 * Where the expressions of a stylesheet are simple, libxslt is given other
 * ones: a test and an xsl:value-of become instructions of ours, and what gives
 * nodes becomes a call of a function that does.  What gives up goes on as it
 * always did.
 */
#include "xml/sheet_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/preproc.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "base/mem.h"
#include "xml/node.h"

#define FUNCTION "feedloom-expression-"

static struct expression *
add_expression(struct sheet *sheet, xmlNode *instruction, struct xpath *simple)
{
	struct expression *x = mem_new(1, sizeof(*x));

	x->simple = simple;
	sheet->expressions = mem_grow(sheet->expressions,
	    sheet->n_expressions + 1, sizeof(struct expression *));
	sheet->expressions[sheet->n_expressions++] = x;
	instruction->_private = x;
	return x;
}

struct expression *
sheet_expression_new(
    struct sheet *sheet, xmlNode *instruction, const char *text)
{
	xmlXPathCompExpr *compiled =
	    xsltXPathCompile(sheet->style, (const xmlChar *)text);

	if (compiled == NULL)
		return NULL;
	struct expression *x = add_expression(
	    sheet, instruction, xpath_new(text, instruction, sheet->functions));
	x->compiled = compiled;
	x->namespaces = xmlGetNsList(instruction->doc, instruction);
	while (x->namespaces != NULL && x->namespaces[x->n_namespaces] != NULL)
		x->n_namespaces++;
	return x;
}

void
sheet_expressions_free(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->n_expressions; i++) {
		struct expression *x = sheet->expressions[i];
		xpath_free(x->simple);
		xmlXPathFreeCompExpr(x->compiled);
		if (x->namespaces != NULL)
			xmlFree(x->namespaces);
		free(x);
	}
	free(sheet->expressions);
}

/* The value of the test of an xsl:if or xsl:when: 1, 0, or -1. */
static int
test(xsltTransformContext *run, xmlNode *node, const xmlNode *instruction)
{
	const struct expression *x = instruction->_private;

	return x == NULL ? -1 : xpath_test(x->simple, run, node);
}

static void
on_if(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *compiled)
{
	int yes = test(run, node, instruction);

	if (yes == -1)
		xsltIf(run, node, instruction, compiled);
	else if (yes == 1)
		xsltApplyOneTemplate(
		    run, node, instruction->children, NULL, NULL);
}

/* Whether it is that element of XSLT. */
static bool
is_xsl(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
	       strcmp(node_name(node), name) == 0 &&
	       strcmp((const char *)node->ns->href, NS_XSL_URI) == 0;
}

static void
on_choose(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *compiled)
{
	xmlNode *way = instruction->children;

	for (; way != NULL && way->_private != NULL; way = way->next) {
		int yes = test(run, node, way);
		if (yes == 1)
			break;
		if (yes == -1) {
			xsltChoose(run, node, instruction, compiled);
			return;
		}
	}
	if (way != NULL)
		xsltApplyOneTemplate(run, node, way->children, NULL, NULL);
}

static void
on_value_of(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *compiled)
{
	const struct expression *x = instruction->_private;
	const xsltStylePreComp *known = (const xsltStylePreComp *)compiled;
	xmlChar *own = NULL;
	const char *text = xpath_string(x->simple, run, node, &own);

	if (text == NULL)
		xsltValueOf(run, node, instruction, compiled);
	else if (*text != '\0')
		xsltCopyTextString(
		    run, run->insert, (const xmlChar *)text, known->noescape);
	xmlFree(own);
}

/* What is done with nodes, of which there often are none. */
static void
on_nodes(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *compiled)
{
	const struct expression *x = instruction->_private;

	if (xpath_test(x->simple, run, node) != 0)
		x->run(run, node, instruction, compiled);
}

/* What xsl:for-each holds, for each of these nodes (XSLT 1.0 section 8). */
static void
run_each(xsltTransformContext *run, const xmlNode *instruction, xmlNodeSet *set)
{
	xmlXPathContext *path = run->xpathCtxt;
	const xmlXPathContext old_path = *path;
	xmlNodeSet *old_list = run->nodeList;
	xmlNode *old_node = run->node;
	xsltTemplate *old_rule = run->currentTemplateRule;

	run->nodeList = set;
	run->currentTemplateRule = NULL;
	path->contextSize = set->nodeNr;
	for (int i = 0; i < set->nodeNr; i++) {
		run->node = set->nodeTab[i];
		path->doc = run->node->doc;
		path->proximityPosition = i + 1;
		xsltApplyOneTemplate(
		    run, run->node, instruction->children, NULL, NULL);
	}
	path->doc = old_path.doc;
	path->contextSize = old_path.contextSize;
	path->proximityPosition = old_path.proximityPosition;
	run->currentTemplateRule = old_rule;
	run->node = old_node;
	run->nodeList = old_list;
}

static void
on_for_each(xsltTransformContext *run, xmlNode *node, xmlNode *instruction,
    xsltElemPreComp *compiled)
{
	const struct expression *x = instruction->_private;
	xmlXPathObject *value = xpath_nodes(x->simple, run, node);

	if (value == NULL)
		xsltForEach(run, node, instruction, compiled);
	else
		run_each(run, instruction, value->nodesetval);
	xmlXPathFreeObject(value);
}

/* The function: evaluates the expression whose number is in its name. */
static void
on_expression(xmlXPathParserContext *ctxt, int nargs)
{
	xmlXPathContext *path = ctxt->context;
	const struct sheet *sheet = sheet_of(ctxt);
	size_t n =
	    strtoul((const char *)path->function + strlen(FUNCTION), NULL, 10);
	const struct expression *x =
	    n < sheet->n_expressions ? sheet->expressions[n] : NULL;

	if (nargs != 0 || x == NULL || x->compiled == NULL) {
		ctxt->error = XPATH_UNKNOWN_FUNC_ERROR;
		return;
	}
	xmlXPathObject *value = xpath_nodes(x->simple, sheet->run, path->node);
	if (value == NULL)
		value = xmlXPathCompiledEval(x->compiled, path);
	if (value == NULL)
		ctxt->error = XPATH_EXPR_ERROR;
	else
		valuePush(ctxt, value);
}

xmlXPathFunction
sheet_simple_function(const char *name)
{
	return strncmp(name, FUNCTION, strlen(FUNCTION)) == 0 ? on_expression
							      : NULL;
}

/* Puts a call in the place of an expression. */
static void
replace(struct sheet *sheet, struct expression *x, xsltStylePreComp *known)
{
	char call[64];

	snprintf(
	    call, sizeof(call), FUNCTION "%zu()", sheet->n_expressions - 1);
	xmlXPathCompExpr *compiled =
	    xsltXPathCompile(sheet->style, (const xmlChar *)call);
	if (compiled == NULL)
		mem_out();
	x->compiled = known->comp;
	known->comp = compiled;
}

/* Of an xsl:choose: the instruction, if each xsl:when is simple. */
static void
see_choose(xmlNode *choose)
{
	const xmlNode *way = choose->children;
	xsltStylePreComp *known = choose->psvi;

	while (way != NULL && is_xsl(way, "when") && way->_private != NULL)
		way = way->next;
	if (way == NULL || (is_xsl(way, "otherwise") && way->next == NULL))
		known->func = on_choose;
}

/* What has an expression, and which instruction of ours takes its place. */
static const struct instruction {
	const char *name;
	enum {
		A_TEST,
		A_STRING,
		NODES /* it is replaced as well */
	} gives;
	xsltTransformFunction ours; /* or NULL */
} instructions[] = {
    {"if", A_TEST, on_if},
    {"when", A_TEST, NULL},
    {"value-of", A_STRING, on_value_of},
    {"apply-templates", NODES, on_nodes},
    {"copy-of", NODES, on_nodes},
    {"for-each", NODES, on_for_each},
    {"param", NODES, NULL},
    {"variable", NODES, NULL},
    {"with-param", NODES, NULL},
};

/* Whether an xsl:for-each has an order of its own. */
static bool
is_sorted(const xmlNode *instruction)
{
	return instruction->children != NULL &&
	       is_xsl(instruction->children, "sort");
}

static void
see(struct sheet *sheet, xmlNode *node, const struct instruction *i)
{
	xsltStylePreComp *known = node->psvi;
	const xmlChar *text = i->gives == A_TEST ? known->test : known->select;

	if (text == NULL || known->comp == NULL)
		return;
	struct xpath *simple =
	    xpath_new((const char *)text, node, sheet->functions);
	if (simple == NULL)
		return;
	struct expression *x = add_expression(sheet, node, simple);
	if (i->gives == NODES && !xpath_gives_nodes(simple))
		return;
	x->run = known->func;
	if (i->ours == on_for_each && is_sorted(node))
		known->func = on_nodes;
	else if (i->ours != NULL)
		known->func = i->ours;
	if (i->gives == NODES)
		replace(sheet, x, known);
}

static void
see_element(struct sheet *sheet, xmlNode *node)
{
	for (size_t i = 0; i < sizeof(instructions) / sizeof(instructions[0]);
	     i++) {
		if (is_xsl(node, instructions[i].name))
			see(sheet, node, &instructions[i]);
	}
}

/* The instructions of which all is known once they are compiled. */
static bool
is_settled(const xmlNode *node)
{
	static const char *const names[] = {"apply-templates", "call-template",
	    "choose", "copy", "copy-of", "for-each", "if", "value-of"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (is_xsl(node, names[i]))
			return node->psvi != NULL;
	}
	return false;
}

/*
 * libxslt asks of each node that it comes to whether it is of XSLT, and
 * compares all of the namespace; but what is compiled it runs in any other one
 * as well.  So instructions get one that soon differs.
 */
static void
rename_instructions(xmlNode *root, xmlNs *brief)
{
	brief->type = XML_NAMESPACE_DECL;
	brief->href = (const xmlChar *)"-";
	brief->prefix = root->ns->prefix;
	for (xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
		if (n->type == XML_ELEMENT_NODE && n->ns == root->ns &&
		    is_settled(n))
			n->ns = brief;
	}
}

void
sheet_find_simple(struct sheet *sheet)
{
	sheet->brief = mem_new(sheet->n_parts, sizeof(*sheet->brief));
	for (size_t i = 0; i < sheet->n_parts; i++) {
		xmlNode *root = xmlDocGetRootElement(sheet->parts[i]);
		for (xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
			if (n->type != XML_ELEMENT_NODE || n->psvi == NULL)
				continue;
			if (n->psvi != xsltExtMarker)
				see_element(sheet, n);
			else if (!sheet->foreign)
				sheet_set_instruction(sheet, n);
		}
		for (xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
			if (n->psvi != NULL && is_xsl(n, "choose"))
				see_choose(n);
		}
		if (root->ns != NULL)
			rename_instructions(root, &sheet->brief[i]);
	}
}
