#ifndef FEEDLOOM_RENDER_FOOTNOTES_H
#define FEEDLOOM_RENDER_FOOTNOTES_H

#include <stddef.h>

#include "render/layout.h"

/*
 * Addresses that a text refers to by number: the same address has the same
 * number, in the order of first appearance.  Lives in the caller, all zero.
 */
struct footnote;
struct footnotes {
	void *tree;
	struct footnote *first, *last;
	unsigned count;
	size_t bytes;
};

/* The number of an address, 0 when there are too many (limits.h). */
unsigned footnotes_number(struct footnotes *f, const char *url);

/* Writes them, a line each that is never broken, and forgets them. */
void footnotes_write(struct footnotes *f, struct layout *l);

void footnotes_clear(struct footnotes *f);

#endif
