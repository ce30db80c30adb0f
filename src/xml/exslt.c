/*
 * EXSLT: which functions there are is said here, libexslt has most of them.
 * Those of dates whose argument may be left out are called through a guard:
 * without it they would answer for now, and the same input must give the same
 * bytes.
 */
#include "xml/exslt.h"

#include <dlfcn.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/extra.h>
#include <libxslt/variables.h>
#include <libxslt/xsltutils.h>

#define EXSLT "http://exslt.org/"

struct module {
	const char *uri;
	const char *load; /* libexslt's function that registers it, or NULL */
	const char *const *names;
	const char *const *dated; /* those that take now for no argument */
	const char *const *gone;  /* those of libexslt that are left out */
};

/* clang-format off */
static const char *const none[] = { NULL };
static const char *const common[] = { "node-set", "object-type", NULL };
static const char *const sets[] = {
	"difference", "distinct", "has-same-node", "intersection", "leading",
	"trailing", NULL };
static const char *const strings[] = {
	"align", "concat", "decode-uri", "encode-uri", "padding", "replace",
	"split", "tokenize", NULL };
static const char *const math[] = {
	"abs", "acos", "asin", "atan", "atan2", "constant", "cos", "exp",
	"highest", "log", "lowest", "max", "min", "power", "sin", "sqrt",
	"tan", NULL };
static const char *const math_gone[] = { "random", NULL };
static const char *const dates[] = {
	"add", "add-duration", "difference", "sum", NULL };
static const char *const dates_dated[] = {
	"date", "day-abbreviation", "day-in-month", "day-in-week",
	"day-in-year", "day-name", "day-of-week-in-month", "duration",
	"hour-in-day", "leap-year", "minute-in-hour", "month-abbreviation",
	"month-in-year", "month-name", "second-in-minute", "seconds", "time",
	"week-in-month", "week-in-year", "year", NULL };
static const char *const dates_gone[] = { "date-time", NULL };

static const struct module modules[] = {
	{ EXSLT "common", NULL, common, none, none },
	{ EXSLT "sets", "exsltSetsRegister", sets, none, none },
	{ EXSLT "strings", "exsltStrRegister", strings, none, none },
	{ EXSLT "math", "exsltMathRegister", math, none, math_gone },
	{ EXSLT "dates-and-times", "exsltDateRegister", dates, dates_dated,
	    dates_gone },
	/* What browsers had for node-set() before they had EXSLT. */
	{ "urn:schemas-microsoft-com:xslt", NULL, common, none, none },
};
/* clang-format on */

#define N_MODULES (sizeof(modules) / sizeof(modules[0]))

static const struct module *
find_module(const char *uri)
{
	for (size_t i = 0; i < N_MODULES; i++) {
		if (strcmp(modules[i].uri, uri) == 0)
			return &modules[i];
	}
	return NULL;
}

static bool
has(const char *const *names, const char *name)
{
	while (*names != NULL && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

bool
exslt_needs(const char *uri)
{
	const struct module *module = find_module(uri);

	return module != NULL && module->load != NULL;
}

int
exslt_load(struct error *e)
{
	void *library = dlopen("libexslt.so.0", RTLD_NOW | RTLD_NODELETE);

	if (library == NULL)
		return error_set(e, ERR_PLUGIN,
		    "EXSLT is needed and not installed: the library "
		    "libexslt.so.0, on Debian a part of the package "
		    "libxslt1.1");
	for (size_t i = 0; i < N_MODULES; i++) {
		if (modules[i].load == NULL)
			continue;
		void *symbol = dlsym(library, modules[i].load);
		if (symbol == NULL)
			return error_set(e, ERR_PLUGIN,
			    "EXSLT: libexslt.so.0 has no %s", modules[i].load);
		void (*load)(void) = NULL;
		memcpy(&load, &symbol, sizeof(load));
		load();
	}
	dlclose(library);
	return 0;
}

/* node-set(): a tree fragment as nodes, and any text as a text node. */
static void
on_node_set(xmlXPathParserContext *ctxt, int nargs)
{
	xsltTransformContext *run = xsltXPathGetTransformContext(ctxt);

	if (nargs != 1) {
		xmlXPathSetArityError(ctxt);
		return;
	}
	if (xmlXPathStackIsNodeSet(ctxt)) {
		xsltFunctionNodeSet(ctxt, nargs);
		return;
	}
	xmlChar *text = xmlXPathPopString(ctxt);
	xmlDoc *fragment = xsltCreateRVT(run);
	xmlNode *node = fragment == NULL ? NULL : xmlNewDocText(fragment, text);
	xmlFree(text);
	if (node == NULL) {
		ctxt->error = XPATH_MEMORY_ERROR;
		return;
	}
	xsltRegisterLocalRVT(run, fragment);
	xmlAddChild((xmlNode *)fragment, node);
	valuePush(ctxt, xmlXPathNewNodeSet(node));
}

static void
on_object_type(xmlXPathParserContext *ctxt, int nargs)
{
	static const char *const types[] = {[XPATH_NODESET] = "node-set",
	    [XPATH_BOOLEAN] = "boolean",
	    [XPATH_NUMBER] = "number",
	    [XPATH_STRING] = "string",
	    [XPATH_XSLT_TREE] = "RTF"};

	if (nargs != 1) {
		xmlXPathSetArityError(ctxt);
		return;
	}
	xmlXPathObject *argument = valuePop(ctxt);
	const char *type =
	    argument == NULL ||
		    (size_t)argument->type >= sizeof(types) / sizeof(types[0])
		? NULL
		: types[argument->type];
	xmlXPathFreeObject(argument);
	valuePush(ctxt, xmlXPathNewCString(type == NULL ? "external" : type));
}

/* A function of dates that must be given one. */
static void
on_dated(xmlXPathParserContext *ctxt, int nargs)
{
	const xmlChar *name = ctxt->context->function;
	xmlXPathFunction call =
	    xsltExtModuleFunctionLookup(name, ctxt->context->functionURI);

	if (nargs > 0 && call != NULL) {
		call(ctxt, nargs);
		return;
	}
	xsltTransformError(xsltXPathGetTransformContext(ctxt), NULL, NULL,
	    "%s() needs an argument: without one it would say what is now\n",
	    (const char *)name);
	ctxt->error = XPATH_INVALID_ARITY;
}

xmlXPathFunction
exslt_find(const char *name, const char *uri)
{
	const struct module *module = find_module(uri);

	if (module == NULL)
		return NULL;
	if (module->load == NULL && strcmp(name, "node-set") == 0)
		return on_node_set;
	if (module->load == NULL && strcmp(name, "object-type") == 0)
		return on_object_type;
	if (has(module->dated, name))
		return on_dated;
	if (has(module->names, name))
		return xsltExtModuleFunctionLookup(
		    (const xmlChar *)name, (const xmlChar *)uri);
	return NULL;
}

void
exslt_tell(const char *name, const char *uri, struct buf *out)
{
	const struct module *module = find_module(uri);

	if (module != NULL && has(module->gone, name))
		buf_puts(out, ": the same input gives the same output, so "
			      "there is no chance and no time of day");
	else if (module == NULL && strncmp(uri, EXSLT, strlen(EXSLT)) == 0)
		buf_puts(out, ": of EXSLT there are common, sets, strings, "
			      "math and dates-and-times");
}
