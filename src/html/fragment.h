#ifndef FEEDLOOM_HTML_FRAGMENT_H
#define FEEDLOOM_HTML_FRAGMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"

/*
 * HTML fragments as they stand in feeds: as a tree to walk, as clean HTML that
 * can do no harm in a page, and as plain text.
 */

/*
 * Parses a fragment.  The result is a document whose root element is one
 * <div> that holds the fragment's nodes: elements without a namespace, names
 * in lower case (as written otherwise, even where XML has no such name: "o:p",
 * "@click"), text, comments.  They nest as HTML5's rules for implied end tags
 * have it; the caller frees it with xmlFreeDoc.
 *
 * Left out are <!doctype>, <?php ?> and the like, the tags of <html>, <head>,
 * <body>, <base> and frames, the parts of a table outside of one, elements too
 * deep, names with quotes or of more than 63 bytes; never any text.  NULL when
 * there is too much of it (limits.h).
 */
xmlDoc *fragment_parse(const char *html, size_t len);

/*
 * The same, put behind the children of parent, which is an element or a
 * document: where parent is a part of a table, its parts may come.  Takes as
 * many as it makes (elements, attributes, texts, comments) from *nodes.  False
 * when they do not suffice, or len is over LIMIT_ENTRY; what was made by then
 * stays.
 */
bool fragment_parse_into(
    xmlNode *parent, const char *html, size_t len, size_t *nodes);

/*
 * Adds the fragment as clean HTML5: elements, attributes and URL schemes of an
 * allow-list only (script, style, svg, math, form controls, handlers, classes,
 * ids and the like go; the text of unknown elements stays; an iframe becomes a
 * link, the image of an emoji the emoji), every attribute quoted, every element
 * closed, in a nesting that no parser reads otherwise.  Cleaning twice changes
 * nothing.
 */
void fragment_clean(const char *html, size_t len, struct buf *out);

/* The same for an element's children that are HTML already, with or without
 * the XHTML namespace. */
void fragment_clean_nodes(const xmlNode *parent, struct buf *out);

/*
 * Adds the children of parent, an element or a document, as HTML, faithfully:
 * nothing is left out, void elements have no end tag, and what such an element
 * wrongly holds follows it.  Not for a page: what is harmful in the tree is
 * harmful in the text.
 */
void fragment_html(const xmlNode *parent, struct buf *out);

/* The same for one node: with its own tags. */
void fragment_html_node(const xmlNode *node, struct buf *out);

/*
 * Adds the fragment as one line of plain text: tags go, references are decoded,
 * images give their alt, script and style nothing, blocks are a blank
 * apart, white space is one blank.
 */
void fragment_text(const char *html, size_t len, struct buf *out);

/*
 * Adds the fragment without tags, comments, and what is not for readers, as
 * script and style; all else stays, references too: it is still HTML, and has
 * no "<" in it.
 */
void fragment_strip(const char *html, size_t len, struct buf *out);

/* The same as fragment_text for a node of a tree, of any type, and what is in
 * it. */
void fragment_text_node(const xmlNode *node, struct buf *out);

/*
 * The same with lines: blocks begin a line, paragraphs and headings have an
 * empty one around them, <br> breaks, cells are a tab apart, <pre> stays as it
 * is.  No newline at the end.
 */
void fragment_lines(const char *html, size_t len, struct buf *out);

#endif
