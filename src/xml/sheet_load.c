/*
 * Reads stylesheets and what they import, and compiles them.  Nothing else is
 * ever loaded: libxslt's loader is ours.
 */
#include "xml/sheet_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxslt/documents.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "base/url.h"
#include "xml/exslt.h"
#include "xml/node.h"
#include "xml/sheet_text.h"

/* The templates that make a sheet stream; see sheet.h. */
static const char additions[] =
    "<xsl:stylesheet version='1.0' xmlns:xsl='" NS_XSL_URI "'"
    " xmlns:atom='" NS_ATOM_URI "' xmlns:loom='" NS_LOOM_URI "'>"
    "<xsl:template match=\"" SCOPE_SLOT "\" priority='1000000'>"
    "<xsl:element name='loom:entries'/></xsl:template>"
    "<xsl:template match='/' mode='loom:burst'>"
    "<xsl:element name='loom:burst'>"
    "<xsl:copy-of select='atom:feed/namespace::*'/>"
    "<xsl:apply-templates select='atom:feed/atom:entry'/>"
    "</xsl:element></xsl:template>"
    "</xsl:stylesheet>";

/*
 * Sees what a stylesheet asks for before it is compiled.  The language of a
 * sort goes: libxslt would sort by the locales that the machine happens to
 * have.
 */
static void
inspect(struct sheet *sheet, xmlDoc *doc)
{
	xmlNode *root = xmlDocGetRootElement(doc);

	for (xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)n->name, "sort") == 0 &&
		    strcmp(ns_uri(n), NS_XSL_URI) == 0)
			node_set(n, "lang", NULL);
		for (xmlNs *ns = n->nsDef; ns != NULL; ns = ns->next) {
			if (exslt_needs((const char *)ns->href))
				sheet->exslt = true;
			ns_share(ns);
		}
	}
}

/* A DOCTYPE, though the text has none: nothing good would come of it. */
static void
on_doctype(void *context, const xmlChar *name, const xmlChar *public,
    const xmlChar *system)
{
	(void)name;
	(void)public;
	(void)system;
	xmlStopParser(context);
}

/* The tree of a text; dict is NULL or what its names go into. */
static xmlDoc *
parse(const struct buf *text, const char *path, xmlDict *dict)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();

	if (parser == NULL)
		mem_out();
	if (dict != NULL) {
		xmlDictFree(parser->dict);
		parser->dict = dict;
		xmlDictReference(dict);
	}
	parser->sax->internalSubset = on_doctype;
	xmlDoc *doc = xmlCtxtReadMemory(parser, buf_text(text), (int)text->len,
	    path, "UTF-8", XML_PARSE_NONET);
	xmlFreeParserCtxt(parser);
	return doc;
}

/*
 * Whether all instructions are XSLT's; libxslt leaves others out when it comes
 * to them.  A stylesheet of a later version may have more (XSLT 1.0 section
 * 2.5).
 */
static int
check_spelling(const xmlDoc *doc, const char *file, struct error *e)
{
	static const char *const known[] = {"apply-imports", "apply-templates",
	    "attribute", "attribute-set", "call-template", "choose", "comment",
	    "copy", "copy-of", "decimal-format", "document", "element",
	    "fallback", "for-each", "if", "import", "include", "key", "message",
	    "namespace-alias", "number", "otherwise", "output", "param",
	    "preserve-space", "processing-instruction", "sort", "strip-space",
	    "stylesheet", "template", "text", "transform", "value-of",
	    "variable", "when", "with-param", NULL};
	xmlNode *root = xmlDocGetRootElement(doc);
	const char *version = node_attribute(root, "version");

	if (version == NULL || strcmp(version, "1.0") != 0)
		return 0;
	for (const xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
		char meant[SUGGEST_TEXT];
		struct suggest near;
		if (n->type != XML_ELEMENT_NODE ||
		    strcmp(ns_uri(n), NS_XSL_URI) != 0)
			continue;
		if (!suggest_among(&near, node_name(n), known))
			return error_set(e, ERR_PLUGIN,
			    "%s:%ld: there is no xsl:%.60s%s", file,
			    xmlGetLineNo(n), node_name(n),
			    suggest_text(&near, "xsl:", meant));
	}
	return 0;
}

/* What a stylesheet's file says, as a tree. */
static xmlDoc *
read_sheet(struct sheet *sheet, const struct buf *file, const char *path,
    xmlDict *dict, struct error *e)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	struct buf text;
	xmlDoc *doc = NULL;

	buf_init(&text, SHEET_TEXT_MAX);
	if (sheet_text(file, name, &text, e) == 0) {
		doc = parse(&text, path, dict);
		if (doc == NULL)
			error_set(e, ERR_PLUGIN, "%s: not a stylesheet", name);
		else
			inspect(sheet, doc);
		if (doc != NULL && sheet->prepare != NULL) {
			sheet->prepare(sheet->prepare_context, doc);
		} else if (doc != NULL && check_spelling(doc, name, e) == -1) {
			xmlFreeDoc(doc);
			doc = NULL;
		}
	}
	buf_clear(&text);
	if (doc != NULL) {
		sheet->parts = mem_grow(
		    sheet->parts, sheet->n_parts + 1, sizeof(*sheet->parts));
		sheet->parts[sheet->n_parts++] = doc;
	}
	return doc;
}

/* A file that may be imported, as far as the folders say. */
static int
read_below(const struct sheet *sheet, const char *path, struct buf *file,
    struct error *e)
{
	int done = -1;

	error_set(e, ERR_PLUGIN, "imports nothing");
	for (char **folder = sheet->folders; *folder != NULL && done == -1;
	     folder++) {
		buf_cut(file, 0);
		done = file_read_below(*folder, path, LIMIT_SHEET, file, e);
	}
	return done;
}

/*
 * The same path in the shared folder, as seen from the stylesheet's own, and
 * its file.
 */
static int
read_shared(const struct sheet *sheet, const char *path, struct buf *file,
    struct buf *found)
{
	const char *slash = strrchr(sheet->path, '/');
	size_t own = slash == NULL ? 0 : (size_t)(slash + 1 - sheet->path);
	struct error ignored;

	if (sheet->shared == NULL || strncmp(path, sheet->path, own) != 0)
		return -1;
	buf_cut(file, 0);
	buf_cut(found, 0);
	buf_printf(found, "%s/%s", sheet->shared, path + own);
	return file_read_below(
	    sheet->shared, buf_text(found), LIMIT_SHEET, file, &ignored);
}

/*
 * The file of an import, and where it was; its name may be escaped as an
 * address.
 */
static int
read_import(const struct sheet *sheet, const char *path, struct buf *file,
    struct buf *found, struct error *e)
{
	struct error ignored;
	struct buf plain;

	buf_puts(found, path);
	if (read_below(sheet, path, file, e) == 0)
		return 0;
	buf_init(&plain, LIMIT_SHEET);
	url_decode(path, strlen(path), &plain);
	int done = read_below(sheet, buf_text(&plain), file, &ignored);
	if (done == -1)
		done = read_shared(sheet, buf_text(&plain), file, found);
	buf_clear(&plain);
	return done;
}

static struct sheet *loading; /* libxslt's loader has no context of ours */

/* Stylesheets that a stylesheet imports; nothing else is ever loaded. */
static xmlDoc *
load(const xmlChar *uri, xmlDict *dict, int options, void *context,
    xsltLoadType type)
{
	xmlDoc *doc = NULL;
	struct error e;
	struct buf file, found;

	(void)options;
	(void)context;
	if (type != XSLT_LOAD_STYLESHEET || loading == NULL)
		return NULL;
	buf_init(&file, LIMIT_SHEET + 1);
	buf_init(&found, LIMIT_SHEET);
	if (read_import(loading, (const char *)uri, &file, &found, &e) == 0)
		doc = read_sheet(loading, &file, buf_text(&found), dict, &e);
	buf_clear(&found);
	buf_clear(&file);
	if (doc == NULL)
		snprintf(
		    loading->hint, sizeof(loading->hint), "%.150s", e.text);
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
	xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
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

/* Goes to the entries without a look at the head, which may be large. */
static void
find_burst(const struct sheet *sheet)
{
	const xmlNode *root = xmlDocGetRootElement(sheet->style->doc);
	xsltElemPreComp *apply = root->last->last->last->psvi;

	apply->func = sheet_on_entries;
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
		for (xmlNs *ns = copy->nsDef; ns != NULL; ns = ns->next)
			ns_share(ns);
	}
	xmlFreeDoc(extra);
}

/* Whether the root of a tree is a stylesheet's. */
static int
check_root(const struct sheet *sheet, const xmlDoc *doc, struct error *e)
{
	const xmlNode *root = xmlDocGetRootElement(doc);
	const char *name = node_name(root);

	if (strcmp(ns_uri(root), NS_XSL_URI) == 0 &&
	    (strcmp(name, "stylesheet") == 0 || strcmp(name, "transform") == 0))
		return 0;
	/* A page with instructions in it (XSLT 1.0 section 2.3). */
	if (sheet->foreign &&
	    xmlHasNsProp(root, BAD_CAST "version", BAD_CAST NS_XSL_URI) != NULL)
		return 0;
	return error_set(e, ERR_PLUGIN,
	    "%s: not a stylesheet: its root element is <%s>", sheet->path,
	    name);
}

/* The tree becomes the stylesheet's; it is freed with it. */
static bool
compile(struct sheet *sheet, xmlDoc *doc)
{
	if (!sheet->foreign)
		add_templates(doc);
	sheet->style = xsltNewStylesheet();
	if (sheet->style == NULL)
		mem_out();
	loading = sheet;
	int done = xsltParseStylesheetUser(sheet->style, doc);
	loading = NULL;
	if (done == -1) {
		sheet->style->doc = NULL;
		xmlFreeDoc(doc);
	}
	return done == 0;
}

/* Reads the file and compiles it. */
static int
make(struct sheet *sheet, struct error *e)
{
	struct buf file;
	xmlDoc *doc = NULL;

	buf_init(&file, LIMIT_SHEET + 1);
	if (file_read(sheet->path, LIMIT_SHEET, &file, e) == -1)
		error_wrap(e, "'%s'", sheet->path);
	else
		doc = read_sheet(sheet, &file, sheet->path, NULL, e);
	buf_clear(&file);
	if (doc == NULL)
		return -1;
	if (check_root(sheet, doc, e) == -1) {
		xmlFreeDoc(doc);
		return -1;
	}
	if (compile(sheet, doc))
		return 0;
	return error_set(e, ERR_PLUGIN, "%s: not a stylesheet", sheet->path);
}

int
sheet_compile(struct sheet *sheet, struct error *e)
{
	struct error heard;

	library_setup();
	sheet_listen(sheet, &heard);
	int done = make(sheet, e);
	sheet_deaf(sheet);
	if (sheet->failed) {
		*e = heard;
		done = -1;
	}
	if (done == 0 && sheet->foreign)
		sheet_find_encoder(sheet);
	if (done == 0 && !sheet->foreign)
		scope_find(&sheet->scope, sheet->parts, sheet->n_parts);
	if (done == 0)
		sheet_find_simple(sheet);
	if (done == 0 && !sheet->foreign)
		find_burst(sheet);
	return done == 0 && sheet->exslt ? exslt_load(e) : done;
}
