#ifndef FEEDLOOM_MODEL_CONSTRUCT_H
#define FEEDLOOM_MODEL_CONSTRUCT_H

#include <libxml/tree.h>

#include "base/buf.h"

/*
 * Text constructs (RFC 4287 section 3.1) and content: an element whose @type
 * says whether it holds text (the default), html (as text) or xhtml (a div).
 */

/* Adds the construct as HTML source; nothing for content of other types. */
void construct_html(const xmlNode *construct, struct buf *out);

/* Adds it as plain text on one line, white space collapsed. */
void construct_text(const xmlNode *construct, struct buf *out);

/*
 * Cleans an element that holds HTML or XHTML (html/fragment.h); xhtml becomes
 * html by it.  Others stay.
 */
void construct_clean(xmlNode *construct);

/* Puts HTML in the place of what it holds. */
void construct_set_html(xmlNode *construct, const char *html, size_t len);

#endif
