#ifndef FEEDLOOM_MODEL_LINKS_H
#define FEEDLOOM_MODEL_LINKS_H

#include <libxml/tree.h>

/*
 * Makes every link in an entry or a feed's head absolute: of Atom's elements,
 * of HTML and XHTML content, and of foreign elements' href, url, src and
 * resource.  xml:base is obeyed (XML Base section 4) and taken away.
 */

/*
 * base and page may be NULL: base is for links without an xml:base of their
 * own, page for "#part" in content.
 */
void links_resolve(xmlNode *top, const char *base, const char *page);

/* The href of the first atom:link of this relation below parent, or NULL. */
const char *links_find(const xmlNode *parent, const char *rel);

/* Adds an atom:link to parent. */
xmlNode *links_add(xmlNode *parent, const char *rel, const char *href);

#endif
