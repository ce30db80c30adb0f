#ifndef FEEDLOOM_HTML_FRAGMENT_H
#define FEEDLOOM_HTML_FRAGMENT_H

#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"

/*
 * HTML fragments as they stand in feeds: as a tree to walk, as clean HTML that
 * can do no harm in a page, and as plain text.
 */

/*
 * Parses a fragment.  The result is a document whose root element is one
 * <div> that holds the fragment's nodes (elements without a namespace, names
 * in lower case, text, nothing else), nested as HTML5's rules for implied end
 * tags have it; the caller frees it with xmlFreeDoc.  Elements too deep are
 * left out, not their text.  NULL when there is too much of it (limits.h).
 */
xmlDoc *fragment_parse(const char *html, size_t len);

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
 * Adds the children of parent as HTML, faithfully: nothing is left out, void
 * elements have no end tag, and what such an element wrongly holds follows it.
 * Not for a page: what is harmful in the tree is harmful in the text.
 */
void fragment_html(const xmlNode *parent, struct buf *out);

/*
 * Adds the fragment as one line of plain text: tags go, references are decoded,
 * images give their alt, script and style nothing, blocks are a blank
 * apart, white space is one blank.
 */
void fragment_text(const char *html, size_t len, struct buf *out);

#endif
