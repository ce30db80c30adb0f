/*
 * Functions that stylesheets are given beside those of XPath and XSLT: ours,
 * and those of a library in a namespace of its own.
 */
#include "xml/sheet_state.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <libxslt/documents.h>
#include <libxslt/extensions.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/exslt.h"
#include "xml/node.h"

struct sheet *
sheet_of(const xmlXPathParserContext *ctxt)
{
	const xsltTransformContext *run = ctxt->context->extra;

	return run->_private;
}

static const struct sheet_function *
find_function(const struct sheet *sheet, const char *name)
{
	const struct sheet_function *f = sheet->functions;

	while (f != NULL && f->name != NULL && strcmp(f->name, name) != 0)
		f++;
	return f == NULL || f->name == NULL ? NULL : f;
}

/* Calls it with a node and its text, which is not copied if it is in one piece.
 */
static void
call_with(const struct sheet_function *f, xmlNode *node, struct buf *out)
{
	const xmlNode *element = node->type == XML_ELEMENT_NODE ? node : NULL;
	const xmlNode *only = element == NULL ? NULL : node->children;

	if (only != NULL && only->next == NULL && only->content != NULL &&
	    (only->type == XML_TEXT_NODE ||
		only->type == XML_CDATA_SECTION_NODE)) {
		f->call(element, (const char *)only->content, out);
		return;
	}
	xmlChar *text = xmlXPathCastNodeToString(node);
	f->call(element, (const char *)text, out);
	xmlFree(text);
}

/* A function that chooses nodes, called from a stylesheet. */
static void
on_choice(
    xmlXPathParserContext *ctxt, const struct sheet_function *f, int nargs)
{
	xmlXPathObject *text = nargs == 2 ? valuePop(ctxt) : NULL;
	xmlXPathObject *set = nargs > 0 ? valuePop(ctxt) : NULL;

	if (nargs < 1 || nargs > 2) {
		xmlXPathSetArityError(ctxt);
	} else if (set == NULL || set->type != XPATH_NODESET ||
		   (text != NULL && text->type != XPATH_STRING)) {
		xmlXPathSetTypeError(ctxt);
	}
	if (ctxt->error == XPATH_EXPRESSION_OK) {
		xmlXPathObject *chosen = xmlXPathNewNodeSet(NULL);
		if (chosen == NULL)
			mem_out();
		xmlXPathNodeSetSort(set->nodesetval);
		if (set->nodesetval != NULL)
			f->choose(set->nodesetval,
			    text == NULL ? "" : (const char *)text->stringval,
			    chosen->nodesetval);
		valuePush(ctxt, chosen);
	}
	xmlXPathFreeObject(set);
	xmlXPathFreeObject(text);
}

/* Any of our functions, called from a stylesheet. */
static void
on_function(xmlXPathParserContext *ctxt, int nargs)
{
	const struct sheet_function *f = find_function(
	    sheet_of(ctxt), (const char *)ctxt->context->function);
	struct buf out;

	if (f != NULL && f->choose != NULL) {
		on_choice(ctxt, f, nargs);
		return;
	}
	if (nargs != 1 || f == NULL) {
		xmlXPathSetArityError(ctxt);
		return;
	}
	xmlXPathObject *argument = valuePop(ctxt);
	if (argument == NULL) {
		xmlXPathSetTypeError(ctxt);
		return;
	}
	buf_init(&out, LIMIT_OUTPUT);
	if (argument->type == XPATH_NODESET ||
	    argument->type == XPATH_XSLT_TREE) {
		const xmlNodeSet *set = argument->nodesetval;
		if (set != NULL && set->nodeNr > 0)
			call_with(f, set->nodeTab[0], &out);
	} else {
		xmlChar *text = xmlXPathCastToString(argument);
		f->call(NULL, (const char *)text, &out);
		xmlFree(text);
	}
	xmlXPathFreeObject(argument);
	valuePush(ctxt, xmlXPathWrapString(xmlStrndup(
			    (const xmlChar *)buf_text(&out), (int)out.len)));
	buf_clear(&out);
}

/* The arguments of a call, first to last; a NULL is behind them. */
static xmlXPathObject **
take_arguments(xmlXPathParserContext *ctxt, int n)
{
	xmlXPathObject **args = mem_new((size_t)n + 1, sizeof(*args));

	for (int i = n - 1; i >= 0; i--) {
		args[i] = valuePop(ctxt);
		if (args[i] == NULL)
			continue;
		if (args[i]->type == XPATH_XSLT_TREE)
			args[i]->type = XPATH_NODESET;
		if (args[i]->type == XPATH_NODESET)
			xmlXPathNodeSetSort(args[i]->nodesetval);
	}
	return args;
}

/* A function of the library, called from a stylesheet. */
static void
on_library(xmlXPathParserContext *ctxt, int nargs)
{
	struct sheet *sheet = sheet_of(ctxt);
	const char *name = (const char *)ctxt->context->function;
	xmlXPathObject **args = take_arguments(ctxt, nargs);
	xmlXPathObject *result = NULL;
	struct error e;
	int done = -1;

	if (ctxt->error == XPATH_EXPRESSION_OK)
		done = sheet->library.call(
		    sheet->library.context, name, args, nargs, &result, &e);
	for (int i = 0; i < nargs; i++)
		xmlXPathFreeObject(args[i]);
	free(args);
	if (done == 0) {
		valuePush(ctxt, result);
		return;
	}
	if (ctxt->error == XPATH_EXPRESSION_OK)
		sheet_fail(sheet, &e);
	ctxt->error = XPATH_EXPR_ERROR;
}

static bool
has_name(const char *const *names, const char *name)
{
	while (names != NULL && *names != NULL && strcmp(*names, name) != 0)
		names++;
	return names != NULL && *names != NULL;
}

/*
 * A copy of the stylesheet that the instruction at work stands in, made once in
 * a run: what runs may number nodes, and the next one must not see that.
 */
static xmlNode *
copy_self(xsltTransformContext *run)
{
	xmlDoc *self = run->inst->doc;

	for (xsltDocument *d = run->docList; d != NULL; d = d->next) {
		if (d->doc->_private == self)
			return (xmlNode *)d->doc;
	}
	xmlDoc *copy = xmlCopyDoc(self, 1);
	if (copy == NULL || xsltNewDocument(run, copy) == NULL)
		mem_out();
	copy->_private = self;
	return (xmlNode *)copy;
}

/* document(''), where stylesheets keep tables of their own; nothing else. */
static void
on_document(xmlXPathParserContext *ctxt, int nargs)
{
	struct sheet *sheet = sheet_of(ctxt);
	xmlXPathObject *argument = nargs == 1 ? valuePop(ctxt) : NULL;
	bool self = argument != NULL && argument->type == XPATH_STRING &&
		    argument->stringval[0] == '\0' && sheet->run->inst != NULL;
	struct error e;

	xmlXPathFreeObject(argument);
	if (self) {
		valuePush(ctxt, xmlXPathNewNodeSet(copy_self(sheet->run)));
		return;
	}
	error_set(
	    &e, ERR_PLUGIN, "document(): a stylesheet can read nothing else");
	sheet_fail(sheet, &e);
	ctxt->error = XPATH_EXPR_ERROR;
}

/* The functions of XSLT itself that are others here. */
static const struct {
	const char *name;
	xmlXPathFunction function;
} replaced[] = {
    {"document", on_document},
    {"generate-id", sheet_on_id},
};

static xmlXPathFunction
find_replaced(const char *name)
{
	for (size_t i = 0; i < sizeof(replaced) / sizeof(replaced[0]); i++) {
		if (strcmp(replaced[i].name, name) == 0)
			return replaced[i].function;
	}
	return sheet_simple_function(name);
}

/*
 * Asked for each function, once for each place where it is called.  What it
 * does not know is looked for among XPath's and XSLT's own, and nowhere else.
 */
static xmlXPathFunction
find(void *context, const xmlChar *function, const xmlChar *namespace)
{
	struct sheet *sheet = context;
	const char *name = (const char *)function;
	const char *uri = (const char *)namespace;

	sheet->unknown = name;
	sheet->unknown_uri = uri;
	if (uri == NULL)
		return find_replaced(name);
	if (strcmp(uri, NS_LOOM_URI) == 0 && find_function(sheet, name) != NULL)
		return on_function;
	if (sheet->library.uri != NULL &&
	    strcmp(uri, sheet->library.uri) == 0 &&
	    has_name(sheet->library.names, name))
		return on_library;
	return exslt_find(name, uri);
}

/* The names of the library, for an error. */
static void
put_names(const char *const *names, struct buf *out)
{
	if (names == NULL || *names == NULL)
		buf_puts(out, "there is none");
	else
		buf_puts(out, "there are ");
	for (size_t i = 0; names != NULL && names[i] != NULL; i++)
		buf_printf(out, "%s%s()", i == 0 ? "" : ", ", names[i]);
}

void
sheet_tell_unknown(const struct sheet *sheet, struct buf *out)
{
	const char *uri = sheet->unknown_uri;

	buf_printf(out, "no function %s()",
	    sheet->unknown == NULL ? "" : sheet->unknown);
	if (uri == NULL)
		return;
	buf_printf(out, " in %s", uri);
	if (sheet->library.uri != NULL &&
	    strcmp(uri, sheet->library.uri) == 0) {
		buf_puts(out, ": ");
		put_names(sheet->library.names, out);
	}
	exslt_tell(sheet->unknown, uri, out);
}

void
sheet_add_functions(struct sheet *sheet)
{
	xmlXPathRegisterFuncLookup(sheet->run->xpathCtxt, find, sheet);
}
