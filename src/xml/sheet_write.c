/*
 * Results as bytes, by libxslt's own serialisation (XSLT 1.0 section 16).
 */
#include "xml/sheet_state.h"

#include <string.h>

#include <libxml/HTMLtree.h>
#include <libxml/parserInternals.h>
#include <libxslt/imports.h>
#include <libxslt/xsltutils.h>

#include "base/mem.h"
#include "xml/node.h"

/* What libxml2 hands over, and what became of it. */
struct stream {
	const struct sheet_writer *writer;
	struct error *error;
	bool failed;
};

static int
on_write(void *context, const char *p, int n)
{
	struct stream *stream = context;

	if (stream->failed || stream->writer->write(stream->writer->context, p,
				  (size_t)n, stream->error) == -1)
		stream->failed = true;
	return stream->failed ? -1 : n;
}

/* Whether HTML has no use for a namespace: its own, and ours. */
static bool
is_spare(const xmlNs *ns)
{
	return ns != NULL &&
	       (strcmp((const char *)ns->href, NS_XHTML_URI) == 0 ||
		   strcmp((const char *)ns->href, NS_LOOM_URI) == 0);
}

/* Takes such namespaces away from what is in them; sections of CDATA too. */
static void
leave_spare(xmlNode *node)
{
	if (node->type == XML_CDATA_SECTION_NODE) {
		node->type = XML_TEXT_NODE;
		node->name = xmlStringText;
	}
	if (node->type != XML_ELEMENT_NODE)
		return;
	if (is_spare(node->ns))
		node->ns = NULL;
	for (xmlAttr *a = node->properties; a != NULL; a = a->next) {
		if (is_spare(a->ns))
			a->ns = NULL;
	}
}

/* And their declarations, which nothing refers to any more. */
static void
drop_spare(xmlNode *node)
{
	if (node->type != XML_ELEMENT_NODE)
		return;
	for (xmlNs **ns = &node->nsDef; *ns != NULL;) {
		xmlNs *next = (*ns)->next;
		if (is_spare(*ns)) {
			xmlFreeNs(*ns);
			*ns = next;
		} else {
			ns = &(*ns)->next;
		}
	}
}

static void
strip_xhtml(xmlNode *root)
{
	for (xmlNode *n = root; n != NULL; n = node_walk(n, root))
		leave_spare(n);
	for (xmlNode *n = root; n != NULL; n = node_walk(n, root))
		drop_spare(n);
}

/* Whether the stylesheet writes a DOCTYPE itself, as text before the root. */
static bool
has_typed_doctype(const xmlDoc *result)
{
	static const char doctype[] = "<!doctype";

	for (const xmlNode *n = result->children; n != NULL; n = n->next) {
		if (n->type == XML_TEXT_NODE && n->content != NULL &&
		    strncasecmp((const char *)n->content +
				    strspn((const char *)n->content, " \n\t"),
			doctype, sizeof(doctype) - 1) == 0)
			return true;
	}
	return false;
}

/*
 * HTML's DOCTYPE where xsl:output names none.  libxslt would write one of HTML
 * 4, or none, and browsers then show the page as those of the last century.
 */
static void
set_doctype(xsltStylesheet *style, xmlDoc *result)
{
	const xmlChar *public, *system;

	XSLT_GET_IMPORT_PTR(public, style, doctypePublic)
	XSLT_GET_IMPORT_PTR(system, style, doctypeSystem)
	if (public != NULL || system != NULL)
		return;
	xmlDtd *theirs = result->intSubset;
	if (theirs != NULL) {
		xmlUnlinkNode((xmlNode *)theirs);
		xmlFreeDtd(theirs);
	}
	if (!has_typed_doctype(result) &&
	    xmlCreateIntSubset(result, BAD_CAST "html", NULL, NULL) == NULL)
		mem_out();
}

/* Makes a page, of XHTML perhaps, one of HTML. */
static void
turn_html(struct sheet *sheet, xmlDoc *result)
{
	xmlNode *root = xmlDocGetRootElement(result);

	if (root == NULL || (root->ns != NULL && !is_spare(root->ns)) ||
	    strcasecmp((const char *)root->name, "html") != 0)
		return;
	strip_xhtml(root);
	set_doctype(sheet->style, result);
	result->type = XML_HTML_DOCUMENT_NODE;
	xmlFree(sheet->style->method);
	sheet->style->method = xmlStrdup(BAD_CAST "html");
}

void
sheet_find_encoder(struct sheet *sheet)
{
	xsltStylesheet *style = sheet->style;
	const xmlChar *encoding;

	XSLT_GET_IMPORT_PTR(encoding, style, encoding)
	if (encoding == NULL)
		return;
	sheet->encoder = xmlFindCharEncodingHandler((const char *)encoding);
	if (sheet->encoder == NULL) {
		xmlFree(style->encoding);
		style->encoding = xmlStrdup(BAD_CAST "UTF-8");
	} else if (strcmp(sheet->encoder->name, "UTF-8") == 0) {
		sheet->encoder = NULL;
	}
}

int
sheet_write(struct sheet *sheet, xmlDoc *result, bool html,
    const struct sheet_writer *writer, struct error *e)
{
	struct stream stream = {.writer = writer, .error = e};

	if (html)
		turn_html(sheet, result);
	xmlOutputBuffer *out =
	    xmlOutputBufferCreateIO(on_write, NULL, &stream, sheet->encoder);
	if (out == NULL)
		mem_out();
	sheet->encoder = NULL; /* it is closed with the buffer */
	sheet_listen(sheet, e);
	int done = xsltSaveResultTo(out, result, sheet->style);
	if (xmlOutputBufferClose(out) == -1)
		done = -1;
	sheet_deaf(sheet);
	if (stream.failed)
		return -1;
	if (done == -1 && !sheet->failed)
		return error_set(e, ERR_PLUGIN,
		    "%s: the result cannot be "
		    "written as its xsl:output says",
		    sheet->path);
	return sheet->failed ? -1 : 0;
}
