/*
 * The instructions that stylesheets are given beside those of XSLT: what they
 * all need, and loom:html.  A format runs them a dozen times an entry, and
 * libxslt would look up each time what an element means that it was not told of
 * when it compiled; so it is told in the compiled tree.  The nodes of the
 * result have their names from the dictionary.
 */
#include "xml/sheet_instruction.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/namespaces.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "base/mem.h"
#include "xml/node.h"

static const xmlChar *
intern(const struct sheet *sheet, const char *word)
{
	const xmlChar *interned =
	    xmlDictLookup(sheet->style->dict, (const xmlChar *)word, -1);

	if (interned == NULL)
		mem_out();
	return interned;
}

/* The select of an instruction, read when it first runs; NULL: an error. */
static const struct expression *
select_of(xsltTransformContext *run, struct instruction *i)
{
	xmlNode *element = i->common.inst;

	if (i->select != NULL)
		return i->select;
	const char *select = node_attribute(element, "select");
	if (select != NULL)
		i->select =
		    sheet_expression_new(run->_private, element, select);
	if (i->select == NULL)
		xsltTransformError(run, NULL, element,
		    "loom:%s: select is missing or wrong\n",
		    node_name(element));
	return i->select;
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

xmlXPathObject *
sheet_nodes(xsltTransformContext *run, xmlNode *node, struct instruction *i)
{
	const struct expression *select = select_of(run, i);
	xmlXPathObject *value = NULL;

	if (select == NULL)
		return NULL;
	if (select->simple != NULL && xpath_gives_nodes(select->simple))
		value = xpath_nodes(select->simple, run, node);
	return value == NULL ? evaluate(run, node, select) : value;
}

const char *
sheet_string(xsltTransformContext *run, xmlNode *node, struct instruction *i,
    xmlChar **own)
{
	const struct expression *select = select_of(run, i);
	const char *text = NULL;

	*own = NULL;
	if (select == NULL)
		return NULL;
	if (select->simple != NULL)
		text = xpath_string(select->simple, run, node, own);
	if (text != NULL)
		return text;
	xmlFree(*own);
	xmlXPathObject *value = evaluate(run, node, select);
	*own = value == NULL ? NULL : xmlXPathCastToString(value);
	xmlXPathFreeObject(value);
	return (const char *)*own;
}

xmlChar *
sheet_lend(const xsltTransformContext *run, const xmlChar *word)
{
	if (run->insert->doc->dict == run->dict)
		return (xmlChar *)word;
	xmlChar *own = xmlStrdup(word);
	if (own == NULL)
		mem_out();
	return own;
}

xmlNode *
sheet_add(xsltTransformContext *run, enum sheet_word name)
{
	const struct sheet *sheet = run->_private;
	xmlNode *element = xmlNewDocNodeEatName(
	    run->insert->doc, NULL, sheet_lend(run, sheet->words[name]), NULL);

	if (element == NULL || xmlAddChild(run->insert, element) == NULL)
		mem_out();
	run->lasttext = NULL;
	return element;
}

void
sheet_add_attribute(xsltTransformContext *run, xmlNode *element,
    enum sheet_word name, xmlChar *value)
{
	const struct sheet *sheet = run->_private;
	xmlAttr *a = xmlMalloc(sizeof(*a));
	xmlNode *text = xmlNewDocText(element->doc, NULL);

	if (a == NULL || text == NULL || value == NULL)
		mem_out();
	*a = (xmlAttr){.type = XML_ATTRIBUTE_NODE,
	    .name = sheet_lend(run, sheet->words[name]),
	    .children = text,
	    .last = text,
	    .parent = element,
	    .doc = element->doc};
	text->content = value;
	text->parent = (xmlNode *)a;
	element->properties = a;
}

void
sheet_run_children(
    xsltTransformContext *run, xmlNode *node, const struct instruction *i)
{
	xsltApplyOneTemplate(run, node, i->common.inst->children, NULL, NULL);
}

/* <loom:html>…</loom:html>, where the prefix makes it an instruction. */
static void
on_html(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction)
{
	struct instruction *i = (struct instruction *)instruction;
	xmlNode *outer = run->insert;
	xmlNode *element = sheet_add(run, WORD_HTML);

	element->ns = xsltGetNamespace(run, at, at->ns, element);
	run->insert = element;
	sheet_run_children(run, node, i);
	run->insert = outer;
}

static void
instruction_free(xsltElemPreComp *instruction)
{
	free(instruction);
}

static void
intern_words(struct sheet *sheet)
{
	static const char *const words[WORDS] = {
	    [WORD_ARRAY] = "array",
	    [WORD_COPY] = "copy",
	    [WORD_HTML] = "html",
	    [WORD_KEY] = "key",
	    [WORD_MAP] = "map",
	    [WORD_N] = "n",
	    [WORD_STRING] = "string",
	};

	for (size_t i = 0; i < WORDS; i++)
		sheet->words[i] = intern(sheet, words[i]);
}

/* The instruction at an element. */
static void
install(struct sheet *sheet, xmlNode *element, xsltTransformFunction function)
{
	struct instruction *i = mem_new(1, sizeof(*i));
	const char *key = node_attribute(element, "key");

	if (sheet->words[0] == NULL)
		intern_words(sheet);
	xsltInitElemPreComp(
	    &i->common, sheet->style, element, function, instruction_free);
	i->key = key == NULL ? NULL : intern(sheet, key);
	element->psvi = i;
}

void
sheet_set_instruction(struct sheet *sheet, xmlNode *element)
{
	static const struct {
		const char *name;
		xsltTransformFunction function;
	} table[] = {
	    {"array", sheet_on_array},
	    {"copy", sheet_on_copy},
	    {"html", on_html},
	    {"map", sheet_on_map},
	    {"string", sheet_on_string},
	    {"strings", sheet_on_strings},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (node_is(element, NS_LOOM, table[i].name)) {
			install(sheet, element, table[i].function);
			return;
		}
	}
}
