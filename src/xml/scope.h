#ifndef FEEDLOOM_XML_SCOPE_H
#define FEEDLOOM_XML_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

/*
 * How much of a feed a stylesheet looks at: one entry at a time, with the head,
 * or what stands beside an entry.  It is read from the stylesheet's text, on
 * the safe side: what cannot be followed is taken for a look at all entries.
 *
 * These need the whole feed: paths that lead from the feed to its entries,
 * other than the one at their place in the document; the siblings of an entry,
 * // and the axes following and preceding; position(), last() and xsl:number
 * where an entry is the current node; keys that are not made of the parent's
 * generate-id(); identifiers that are shown; id(); the text of the feed as one.
 */
struct scope {
	bool whole;    /* it needs all entries */
	char why[300]; /* then: "tidy.xsl:12: position()", the first reason */
	bool feed;     /* it has a template for the feed, or for "/" */
};

/* What a stylesheet with all that it imports is; the trees are compiled. */
void scope_find(struct scope *scope, xmlDoc *const *sheets, size_t n);

/*
 * A template that matches this, and is ours, is not looked at: only the place
 * of the entries in a frame matches (sheet.h).
 */
#define SCOPE_SLOT "id('urn:feedloom:slot')"

#endif
