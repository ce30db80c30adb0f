#ifndef FEEDLOOM_HTML_SELECT_H
#define FEEDLOOM_HTML_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libxml/tree.h>

#include "base/limits.h"
#include "html/selector.h"

/*
 * Finds elements of a tree (fragment.h) by a selector, in their order.  The
 * selector sees the scope, an element or a document, and what is in it, not
 * what is around it; the scope itself is never found.  Lives in the caller,
 * holds nothing, and ends when the tree changes.
 */
struct select_level {
	xmlNode *next;	 /* to be looked at here */
	uint64_t here;	 /* steps that the last one looked at ends */
	uint64_t parent; /* that its parent ends */
	uint64_t above;	 /* that any element around it ends */
	uint64_t before; /* that any sibling before it ends */
	unsigned place;	 /* of the last one among its siblings, from 1 */
	unsigned count;	 /* of siblings; 0: not counted yet */
};

struct select {
	const struct selector *selector;
	const xmlNode *scope;
	struct select_level levels[LIMIT_HTML_DEPTH + 1];
	unsigned depth;
	unsigned long work; /* what was looked at so far */
	bool failed;	    /* that was more than LIMIT_SELECT */
};

void select_begin(
    struct select *s, const struct selector *selector, xmlNode *scope);

/* The next element; NULL behind the last one, or with s->failed. */
xmlNode *select_next(struct select *s);

/*
 * Whether the selector fits this element, seen from the top of its tree; false
 * with *failed when finding out takes too long.
 */
bool select_matches(
    const struct selector *selector, xmlNode *element, bool *failed);

#endif
