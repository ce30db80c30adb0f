/*
 * libxslt, fenced in.  A run is good only when it gave a document, says so
 * itself, and no error was heard: libxslt alone calls some failures success.
 */
#include "xml/sheet.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/valid.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltutils.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"
#include "xml/sheet_state.h"

static char **
copy_list(const char *const *list)
{
	size_t n = 0;

	while (list != NULL && list[n] != NULL)
		n++;
	char **copy = mem_new(n + 1, sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = mem_str(list[i]);
	return copy;
}

static void
free_list(char **list)
{
	for (size_t i = 0; list != NULL && list[i] != NULL; i++)
		free(list[i]);
	free(list);
}

struct sheet *
sheet_load(const char *path, const struct sheet_setup *setup, struct error *e)
{
	struct sheet *sheet = mem_new(1, sizeof(*sheet));

	sheet->path = mem_str(path);
	sheet->functions = setup->functions;
	sheet->library = setup->library;
	sheet->folders = copy_list(setup->folders);
	sheet->shared = mem_str(setup->shared);
	sheet->message = setup->message;
	sheet->context = setup->context;
	sheet->foreign = setup->foreign;
	sheet->prepare = setup->prepare;
	sheet->prepare_context = setup->prepare_context;
	sheet->parameters =
	    mem_new(setup->n_parameters * 2 + 1, sizeof(*sheet->parameters));
	for (size_t i = 0; i < setup->n_parameters; i++) {
		sheet->parameters[2 * i] = mem_str(setup->parameters[i].name);
		sheet->parameters[2 * i + 1] =
		    mem_str(setup->parameters[i].value);
	}
	if (sheet_compile(sheet, e) == -1) {
		sheet_free(sheet);
		return NULL;
	}
	return sheet;
}

void
sheet_free(struct sheet *sheet)
{
	if (sheet == NULL)
		return;
	xmlCharEncCloseFunc(sheet->encoder);
	if (sheet->style != NULL)
		xsltFreeStylesheet(sheet->style);
	sheet_expressions_free(sheet);
	free(sheet->brief);
	free(sheet->parts);
	free_list(sheet->parameters);
	free_list(sheet->folders);
	free(sheet->shared);
	free(sheet->path);
	free(sheet);
}

void
sheet_result_free(xmlDoc *result)
{
	if (result == NULL)
		return;
	copied_free(result->_private);
	result->_private = NULL;
	xmlFreeDoc(result);
}

const char *
sheet_whole(const struct sheet *sheet)
{
	return sheet->scope.whole ? sheet->scope.why : NULL;
}

bool
sheet_takes_feed(const struct sheet *sheet)
{
	return sheet->scope.feed;
}

/* So many for a burst of entries, of which a whole feed is several. */
static unsigned long
operations(const struct sheet *sheet, const xmlDoc *doc)
{
	unsigned long entries = 0;

	if (!sheet->scope.whole)
		return LIMIT_SHEET_OPS;
	for (const xmlNode *n = node_first(xmlDocGetRootElement(doc));
	     n != NULL; n = node_next(n))
		entries += node_is(n, NS_ATOM, "entry");
	return LIMIT_SHEET_OPS * (1 + entries / LIMIT_BURST_ENTRIES);
}

/* A context is made without a look at the tree, which it would number. */
static xsltTransformContext *
run_new(struct sheet *sheet, xmlDoc *doc, enum sheet_way way)
{
	xmlNode *tree = doc->children;

	doc->children = NULL;
	xsltTransformContext *run = xsltNewTransformContext(sheet->style, doc);
	doc->children = tree;
	if (run == NULL)
		mem_out();
	run->_private = sheet;
	run->opLimit = operations(sheet, doc);
	run->xpathCtxt->opLimit = run->opLimit;
	if (way == SHEET_BURST) {
		run->mode =
		    xmlDictLookup(run->dict, (const xmlChar *)"burst", -1);
		run->modeURI =
		    xmlDictLookup(run->dict, (const xmlChar *)NS_LOOM_URI, -1);
	}
	if (sheet->parameters[0] != NULL)
		xsltQuoteUserParams(run, (const char **)sheet->parameters);
	return run;
}

/* Whether all is well; else there are words for it. */
static bool
succeeded(struct sheet *sheet, const xmlDoc *result)
{
	struct error e;

	if (sheet->failed)
		return false;
	if (sheet->run->xpathCtxt->opCount >= sheet->run->opLimit)
		error_set(&e, ERR_INPUT, SHEET_TOO_MUCH);
	else if (result == NULL || sheet->run->state != XSLT_STATE_OK)
		error_set(&e, ERR_PLUGIN, "failed without saying why");
	else
		return true;
	sheet_fail(sheet, &e);
	return false;
}

void
sheet_set_slot(xmlNode *entry)
{
	node_set_ns(entry, NS_LOOM, "slot", SHEET_SLOT);
	if (xmlAddID(NULL, entry->doc, BAD_CAST SHEET_SLOT,
		entry->properties) == NULL)
		mem_out();
}

void
sheet_on_entries(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction)
{
	xmlXPathContext *path = run->xpathCtxt;
	const xmlChar *mode = run->mode;
	const xmlChar *mode_uri = run->modeURI;
	xmlNode *first = sheet_first_entry(xmlDocGetRootElement(node->doc));

	(void)at;
	(void)instruction;
	run->mode = NULL;
	run->modeURI = NULL;
	path->contextSize = 0;
	for (const xmlNode *n = first; n != NULL; n = node_next(n))
		path->contextSize++;
	path->proximityPosition = 0;
	for (xmlNode *n = first; n != NULL; n = node_next(n)) {
		path->proximityPosition++;
		run->node = n;
		xsltProcessOneNode(run, n, NULL);
	}
	run->node = node;
	run->mode = mode;
	run->modeURI = mode_uri;
}

xmlDoc *
sheet_run(struct sheet *sheet, xmlDoc *doc, enum sheet_way way, struct error *e)
{
	sheet->run = run_new(sheet, doc, way);
	sheet->copied = mem_new(1, sizeof(*sheet->copied));
	sheet_add_functions(sheet);
	/* Numbers of an earlier run would be wrong: nodes come and go. */
	sheet->numbered =
	    way == SHEET_BURST ? sheet_number(doc) : xmlXPathOrderDocElems(doc);
	sheet_listen(sheet, e);
	xmlDoc *result = xsltApplyStylesheetUser(
	    sheet->style, doc, NULL, NULL, NULL, sheet->run);
	bool good = succeeded(sheet, result);
	sheet_deaf(sheet);
	xsltFreeTransformContext(sheet->run);
	sheet->run = NULL;
	if (good) {
		result->_private = sheet->copied;
		return result;
	}
	copied_free(sheet->copied);
	xmlFreeDoc(result);
	return NULL;
}
