/*
 * libxslt, fenced in.  A run is good only when it gave a document, says so
 * itself, and no error was heard: libxslt alone calls some failures success.
 */
#include "xml/sheet.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/imports.h>
#include <libxslt/namespaces.h>
#include <libxslt/documents.h>
#include <libxslt/security.h>
#include <libxslt/templates.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltutils.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"

#define XSL_URI "http://www.w3.org/1999/XSL/Transform"

/* A loom:copy of the sheet, with its expression compiled. */
struct copy {
	const xmlNode *instruction;
	xmlXPathCompExpr *select;
	xmlNs **namespaces;
	int n_namespaces;
};

/* What the loom:copy elements of a result stand for; its doc->_private. */
struct copied {
	xmlXPathObject **sets;
	size_t n;
};

struct sheet {
	char *path;
	xsltStylesheet *style;
	const struct sheet_function *functions;
	char **parameters; /* name, value, …, NULL */
	char **folders;
	void (*message)(void *context, const char *path, const char *text);
	void *context;
	struct copy *copies;
	size_t n_copies;
	struct copied *copied; /* of the run that is on */
	struct error *error;   /* the same */
	bool failed;
	bool placed;	/* an error's place was told, its words come next */
	char said[200]; /* the last message */
};

/* The templates that make a sheet stream; see sheet.h. */
static const char additions[] =
    "<xsl:stylesheet version='1.0' xmlns:xsl='" XSL_URI "'"
    " xmlns:atom='" NS_ATOM_URI "' xmlns:loom='" NS_LOOM_URI "'>"
    "<xsl:template match='atom:entry[@loom:slot]' priority='1000000'>"
    "<xsl:element name='loom:entries'/></xsl:template>"
    "<xsl:template match='/' mode='loom:burst'>"
    "<xsl:element name='loom:burst'>"
    "<xsl:copy-of select='atom:feed/namespace::*'/>"
    "<xsl:apply-templates select='atom:feed/atom:entry'/>"
    "</xsl:element></xsl:template>"
    "</xsl:stylesheet>";

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

/* The whole file, of at most LIMIT_SHEET bytes. */
static char *
read_file(const char *path, size_t *len, struct error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text;
	size_t n = 0;
	ssize_t got;

	if (fd == -1) {
		error_errno(e, ERR_PLUGIN, "cannot open '%s'", path);
		return NULL;
	}
	text = mem_new(LIMIT_SHEET + 1, 1);
	while ((got = read(fd, text + n, LIMIT_SHEET + 1 - n)) > 0)
		n += (size_t)got;
	if (got == -1)
		error_errno(e, ERR_PLUGIN, "cannot read '%s'", path);
	else if (n > LIMIT_SHEET)
		error_set(e, ERR_PLUGIN, "'%s' is larger than %zu bytes", path,
		    LIMIT_SHEET);
	close(fd);
	if (got == -1 || n > LIMIT_SHEET) {
		free(text);
		return NULL;
	}
	*len = n;
	return text;
}

/* Whether a path lies in one of the folders that imports may come from. */
static bool
allowed(const struct sheet *sheet, const char *path)
{
	char *real = realpath(path, NULL);
	bool fine = false;

	for (size_t i = 0; real != NULL && sheet->folders[i] != NULL; i++) {
		char *folder = realpath(sheet->folders[i], NULL);
		size_t n = folder == NULL ? 0 : strlen(folder);
		if (n > 0 && strncmp(real, folder, n) == 0 && real[n] == '/')
			fine = true;
		free(folder);
	}
	free(real);
	return fine;
}

/*
 * Where libxml2 and libxslt put their words: the first error counts.  Too many
 * operations are the fault of what was read: the same sheet does with others.
 */
static void
on_error(void *context, xmlError *error)
{
	struct sheet *sheet = context;
	int limit = XML_XPATH_EXPRESSION_OK +
		    (XPATH_OP_LIMIT_EXCEEDED - XPATH_EXPRESSION_OK);

	if (error->level < XML_ERR_ERROR || sheet->failed)
		return;
	sheet->failed = true;
	if (error->domain == XML_FROM_XPATH && error->code == limit)
		error_set(sheet->error, ERR_INPUT,
		    "%s: an entry holds too much for this stylesheet "
		    "(limit: %lu operations)",
		    sheet->path, LIMIT_SHEET_OPS);
	else
		error_set(sheet->error, ERR_PLUGIN, "%s:%d: %.*s", sheet->path,
		    error->line, (int)strcspn(error->message, "\n"),
		    error->message);
}

/*
 * libxslt tells errors in two calls, a place and then "%s" with the words, and
 * what xsl:message says in one, "%s".
 */
static __attribute__((format(printf, 2, 3))) void
on_transform_error(void *context, const char *fmt, ...)
{
	struct sheet *sheet = context;
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	text[strcspn(text, "\n")] = '\0';
	if (text[0] == '\0')
		return;
	if (strcmp(fmt, "%s") != 0) {
		sheet->placed = true;
		if (!sheet->failed)
			error_set(sheet->error, ERR_PLUGIN, "%s", text);
	} else if (!sheet->placed) {
		snprintf(sheet->said, sizeof(sheet->said), "%.190s", text);
		if (sheet->message != NULL)
			sheet->message(sheet->context, sheet->path, text);
		return;
	} else {
		sheet->placed = false;
		if (!sheet->failed) {
			char place[160];
			snprintf(
			    place, sizeof(place), "%.150s", sheet->error->text);
			error_set(sheet->error, ERR_PLUGIN, "%s: %s: %s",
			    sheet->path, place, text);
		}
	}
	sheet->failed = sheet->failed || !sheet->placed;
}

static struct sheet *loading; /* libxslt's loader has no context of ours */

/* Stylesheets that a stylesheet imports; nothing else is ever loaded. */
static xmlDoc *
load(const xmlChar *uri, xmlDict *dict, int options, void *context,
    xsltLoadType type)
{
	const char *path = (const char *)uri;
	struct error e;
	size_t len;

	(void)options;
	(void)context;
	if (type != XSLT_LOAD_STYLESHEET || loading == NULL ||
	    !allowed(loading, path))
		return NULL;
	char *text = read_file(path, &len, &e);
	if (text == NULL)
		return NULL;
	xmlParserCtxt *parser = xmlNewParserCtxt();
	if (parser == NULL)
		mem_out();
	if (dict != NULL) {
		xmlDictFree(parser->dict);
		parser->dict = dict;
		xmlDictReference(dict);
	}
	xmlDoc *doc = xmlCtxtReadMemory(
	    parser, text, (int)len, path, NULL, XML_PARSE_NONET);
	xmlFreeParserCtxt(parser);
	free(text);
	return doc;
}

static void
library_setup(void)
{
	static bool done;
	static const xsltSecurityOption all[] = {XSLT_SECPREF_READ_FILE,
	    XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY,
	    XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK};

	if (done)
		return;
	done = true;
	unsetenv("LIBXSLT_PLUGINS_PATH");
	xsltSecurityPrefs *prefs = xsltNewSecurityPrefs();
	if (prefs == NULL)
		mem_out();
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		xsltSetSecurityPrefs(prefs, all[i], xsltSecurityForbid);
	/* Imports ask these too, so reading is judged by our loader. */
	xsltSetSecurityPrefs(prefs, XSLT_SECPREF_READ_FILE, xsltSecurityAllow);
	xsltSetDefaultSecurityPrefs(prefs);
	xsltSetLoaderFunc(load);
	xsltMaxDepth = LIMIT_SHEET_DEPTH;
	xsltMaxVars = LIMIT_SHEET_VARS;
}

/* Puts the templates of ours at the end of the sheet. */
static void
add_templates(xmlDoc *doc)
{
	xmlDoc *extra = xmlReadMemory(additions, (int)strlen(additions),
	    "feedloom", NULL, XML_PARSE_NONET);
	xmlNode *root = xmlDocGetRootElement(doc);

	if (extra == NULL)
		mem_out();
	for (const xmlNode *n = node_first(xmlDocGetRootElement(extra));
	     n != NULL; n = node_next(n)) {
		xmlNode *copy = node_copy(n, root);
		/* Patterns and modes are resolved where they stand. */
		xmlNewNs(copy, (const xmlChar *)NS_ATOM_URI,
		    (const xmlChar *)"atom");
		xmlNewNs(copy, (const xmlChar *)NS_LOOM_URI,
		    (const xmlChar *)"loom");
	}
	xmlFreeDoc(extra);
}

static int
sheet_compile(struct sheet *sheet, struct error *e)
{
	size_t len;
	char *text = read_file(sheet->path, &len, e);

	if (text == NULL)
		return -1;
	sheet->error = e;
	xmlSetStructuredErrorFunc(sheet, on_error);
	xsltSetGenericErrorFunc(sheet, on_transform_error);
	xmlDoc *doc =
	    xmlReadMemory(text, (int)len, sheet->path, NULL, XML_PARSE_NONET);
	free(text);
	if (doc != NULL && xmlDocGetRootElement(doc) != NULL) {
		add_templates(doc);
		loading = sheet;
		sheet->style = xsltParseStylesheetDoc(doc);
		loading = NULL;
		if (sheet->style == NULL)
			xmlFreeDoc(doc);
	}
	xmlSetStructuredErrorFunc(NULL, NULL);
	xsltSetGenericErrorFunc(NULL, NULL);
	if (sheet->style != NULL && sheet->style->errors == 0 && !sheet->failed)
		return 0;
	if (!sheet->failed)
		error_set(e, ERR_PLUGIN, "%s: not a stylesheet that works",
		    sheet->path);
	return -1;
}

struct sheet *
sheet_load(const char *path, const struct sheet_setup *setup, struct error *e)
{
	struct sheet *sheet = mem_new(1, sizeof(*sheet));

	library_setup();
	sheet->path = mem_str(path);
	sheet->functions = setup->functions;
	sheet->folders = copy_list(setup->folders);
	sheet->message = setup->message;
	sheet->context = setup->context;
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
	for (size_t i = 0; i < sheet->n_copies; i++) {
		xmlXPathFreeCompExpr(sheet->copies[i].select);
		xmlFree(sheet->copies[i].namespaces);
	}
	free(sheet->copies);
	if (sheet->style != NULL)
		xsltFreeStylesheet(sheet->style);
	free_list(sheet->parameters);
	free_list(sheet->folders);
	free(sheet->path);
	free(sheet);
}

/* Any of our functions, called from a stylesheet. */
static void
on_function(xmlXPathParserContext *ctxt, int nargs)
{
	xsltTransformContext *run = xsltXPathGetTransformContext(ctxt);
	struct sheet *sheet = run->_private;
	const char *name = (const char *)ctxt->context->function;
	const struct sheet_function *f = sheet->functions;
	struct buf out;

	while (f->name != NULL && strcmp(f->name, name) != 0)
		f++;
	if (nargs != 1 || f->name == NULL) {
		xmlXPathSetArityError(ctxt);
		return;
	}
	buf_init(&out, LIMIT_OUTPUT);
	xmlXPathObject *argument = valuePop(ctxt);
	if (argument == NULL) {
		xmlXPathSetTypeError(ctxt);
		return;
	}
	if (argument->type == XPATH_NODESET ||
	    argument->type == XPATH_XSLT_TREE) {
		xmlNodeSet *set = argument->nodesetval;
		if (set != NULL && set->nodeNr > 0) {
			xmlChar *text =
			    xmlXPathCastNodeToString(set->nodeTab[0]);
			f->call(set->nodeTab[0]->type == XML_ELEMENT_NODE
				    ? set->nodeTab[0]
				    : NULL,
			    (const char *)text, &out);
			xmlFree(text);
		}
	} else {
		xmlChar *text = xmlXPathCastToString(argument);
		f->call(NULL, (const char *)text, &out);
		xmlFree(text);
	}
	xmlXPathFreeObject(argument);
	valuePush(ctxt, xmlXPathWrapString((xmlChar *)buf_take(&out)));
}

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

static void
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
sheet_result_free(xmlDoc *result)
{
	if (result == NULL)
		return;
	copied_free(result->_private);
	result->_private = NULL;
	xmlFreeDoc(result);
}

static void
on_message(void *context, const char *fmt, ...)
{
	(void)context;
	(void)fmt;
}

static xsltTransformContext *
run_new(struct sheet *sheet, xmlDoc *doc, enum sheet_way way)
{
	xsltTransformContext *run = xsltNewTransformContext(sheet->style, doc);

	if (run == NULL)
		mem_out();
	run->_private = sheet;
	run->opLimit = LIMIT_SHEET_OPS;
	run->xpathCtxt->opLimit = LIMIT_SHEET_OPS;
	xsltSetTransformErrorFunc(run, sheet, on_transform_error);
	if (way == SHEET_BURST) {
		run->mode =
		    xmlDictLookup(run->dict, (const xmlChar *)"burst", -1);
		run->modeURI =
		    xmlDictLookup(run->dict, (const xmlChar *)NS_LOOM_URI, -1);
	}
	for (const struct sheet_function *f = sheet->functions;
	     f != NULL && f->name != NULL; f++)
		xsltRegisterExtFunction(run, (const xmlChar *)f->name,
		    (const xmlChar *)NS_LOOM_URI, on_function);
	xsltRegisterExtElement(run, (const xmlChar *)"copy",
	    (const xmlChar *)NS_LOOM_URI, on_copy);
	xsltRegisterExtElement(run, (const xmlChar *)"html",
	    (const xmlChar *)NS_LOOM_URI, on_html);
	if (sheet->parameters[0] != NULL)
		xsltQuoteUserParams(run, (const char **)sheet->parameters);
	return run;
}

xmlDoc *
sheet_run(struct sheet *sheet, xmlDoc *doc, enum sheet_way way, struct error *e)
{
	xsltTransformContext *run = run_new(sheet, doc, way);

	sheet->error = e;
	sheet->failed = false;
	sheet->placed = false;
	sheet->copied = mem_new(1, sizeof(*sheet->copied));
	xmlSetStructuredErrorFunc(sheet, on_error);
	xsltSetGenericErrorFunc(sheet, on_message);
	xmlDoc *result =
	    xsltApplyStylesheetUser(sheet->style, doc, NULL, NULL, NULL, run);
	xsltSetGenericErrorFunc(NULL, NULL);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (run->state != XSLT_STATE_OK && !sheet->failed) {
		sheet->failed = true;
		error_set(e, ERR_PLUGIN, "%s: stopped by its message: %s",
		    sheet->path, sheet->said);
	}
	xsltFreeTransformContext(run);
	if (result != NULL && !sheet->failed) {
		result->_private = sheet->copied;
		return result;
	}
	if (!sheet->failed)
		error_set(e, ERR_PLUGIN, "%s: no result", sheet->path);
	copied_free(sheet->copied);
	xmlFreeDoc(result);
	return NULL;
}
