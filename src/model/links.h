#ifndef FEEDLOOM_MODEL_LINKS_H
#define FEEDLOOM_MODEL_LINKS_H

#include <libxml/tree.h>

/*
 * Makes every link in an entry or a feed's head absolute: of Atom's elements,
 * of HTML and XHTML content, and of foreign elements' href, url, src and
 * resource.  xml:base is obeyed (XML Base section 4) and taken away.
 */

/* Where links start that have no xml:base of their own; each may be NULL. */
struct links_base {
	const char *url;
	const char *html; /* for those in HTML, when not the same */
	const char *page; /* for "#part" in HTML */
};

void links_resolve(xmlNode *top, const struct links_base *base);

/* The href of the first atom:link of this relation below parent, or NULL. */
const char *links_find(const xmlNode *parent, const char *rel);

/* Adds an atom:link to parent. */
xmlNode *links_add(xmlNode *parent, const char *rel, const char *href);

#endif
