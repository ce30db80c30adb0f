#ifndef FEEDLOOM_UNIT_SCAN_H
#define FEEDLOOM_UNIT_SCAN_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/limits.h"
#include "xml/reader.h"

/*
 * What a document says, written down so that two readings of it can be
 * compared: elements and attributes with prefix and namespace, declarations,
 * and character data, where text and CDATA sections that touch are one, also
 * around comments and processing instructions, which are left out.
 *
 * scan_ours reads with the scanner in front of libxml2's push parser,
 * scan_theirs by its pull parser alone, which keeps XML 1.0 section 2.11 (line
 * ends) where the push parser does not.
 */
struct scan_source {
	const char *p;
	size_t len;
	size_t chunk; /* bytes given at a time; 0: all */
};

static inline ssize_t
scan_read(void *context, void *p, size_t n, struct error *e)
{
	struct scan_source *s = context;

	(void)e;
	if (s->chunk > 0 && n > s->chunk)
		n = s->chunk;
	if (n > s->len)
		n = s->len;
	memcpy(p, s->p, n);
	s->p += n;
	s->len -= n;
	return (ssize_t)n;
}

/* A string within a line, whatever is in it. */
static inline void
scan_put(struct buf *out, const xmlChar *text)
{
	for (; text != NULL && *text != '\0'; text++) {
		if (*text == '\\' || *text == '"')
			buf_putc(out, '\\');
		if (*text < ' ')
			buf_printf(out, "\\%u.", (unsigned)*text);
		else
			buf_putc(out, (char)*text);
	}
}

static inline void
scan_put_name(struct buf *out, const xmlNs *ns, const xmlChar *name)
{
	if (ns != NULL)
		buf_printf(out, "{%s}%s%s", (const char *)ns->href,
		    ns->prefix == NULL ? "" : (const char *)ns->prefix,
		    ns->prefix == NULL ? "" : ":");
	buf_puts(out, (const char *)name);
}

static inline void
scan_put_tag(struct buf *out, const xmlNode *node)
{
	buf_putc(out, '<');
	scan_put_name(out, node->ns, node->name);
	for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next) {
		buf_printf(out, " xmlns:%s=\"",
		    ns->prefix == NULL ? "" : (const char *)ns->prefix);
		scan_put(out, ns->href);
		buf_putc(out, '"');
	}
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		xmlChar *value =
		    xmlNodeListGetString(node->doc, a->children, 1);
		buf_putc(out, ' ');
		scan_put_name(out, a->ns, a->name);
		buf_puts(out, "=\"");
		scan_put(out, value);
		buf_putc(out, '"');
		xmlFree(value);
	}
	buf_puts(out, ">\n");
}

/* The character data that was gathered, if it counts. */
static inline void
scan_put_text(struct buf *out, struct buf *text, bool blanks)
{
	const char *p = buf_text(text);

	if (p[blanks ? 0 : strspn(p, " \t\n")] != '\0') {
		buf_putc(out, '"');
		scan_put(out, (const xmlChar *)p);
		buf_puts(out, "\"\n");
	}
	buf_cut(text, 0);
}

/* An element with all that is in it; blanks: such text counts too. */
static inline void
scan_put_tree(struct buf *out, const xmlNode *root, bool blanks)
{
	const xmlNode *node = root;
	bool entering = true;
	struct buf text;

	buf_init(&text, 64 * MIB);
	for (;;) {
		bool element = node->type == XML_ELEMENT_NODE;
		if (element)
			scan_put_text(out, &text, blanks);
		else if (node->type == XML_TEXT_NODE ||
			 node->type == XML_CDATA_SECTION_NODE)
			buf_puts(&text, (const char *)node->content);
		if (entering && element) {
			scan_put_tag(out, node);
			if (node->children != NULL) {
				node = node->children;
				continue;
			}
		}
		if (element)
			buf_puts(out, "</>\n");
		if (node == root)
			break;
		entering = node->next != NULL;
		node = entering ? node->next : node->parent;
	}
	buf_clear(&text);
}

/* As a document of any kind: 0, or -1 with the error filled in. */
static inline int
scan_ours(const char *p, size_t len, size_t chunk, const struct notes *notes,
    struct buf *out, struct error *e)
{
	struct scan_source source = {p, len, chunk};
	struct reader_callbacks callbacks = {.whole = true};
	struct charset *charset =
	    charset_new((struct input){scan_read, &source}, notes);
	struct reader *reader = reader_new(charset, &callbacks, notes);
	unsigned long line;
	xmlNode *entry;
	int done = reader_next(reader, &entry, &line, e);

	if (done == 0)
		scan_put_tree(
		    out, xmlDocGetRootElement(reader_doc(reader)), true);
	reader_free(reader);
	charset_free(charset);
	return done;
}

/*
 * NULL when it is not well-formed, or not in the sense of Namespaces in XML
 * 1.0, or has a DOCTYPE.
 */
static inline xmlDoc *
scan_theirs(const char *p, size_t len)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();
	xmlDoc *doc = xmlCtxtReadMemory(parser, p, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR |
		XML_PARSE_NOWARNING);

	if (doc != NULL && (!parser->nsWellFormed || doc->intSubset != NULL)) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	xmlFreeParserCtxt(parser);
	return doc;
}

#endif
