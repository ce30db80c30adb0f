#ifndef FEEDLOOM_HTML_LINK_WALK_H
#define FEEDLOOM_HTML_LINK_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "html/token.h"

/*
 * The addresses in an HTML fragment, in their order: the attributes of
 * html/links.h, and each image of a srcset, unless that has no quotes.
 */
struct link_walk {
	struct tokens tokens;
	struct token token; /* the tag that is at hand */
	const char *at;	    /* its next attribute */
	struct token_attribute attribute;
	const char *list; /* the rest of a srcset, or NULL */
};

/* Where one stands; all of it points into the fragment. */
struct link_place {
	const char *element;
	size_t element_len;
	const char *attribute;
	size_t attribute_len;
	const char *url; /* references are not decoded; never empty */
	size_t len;
	bool bare; /* without quotes */
};

void link_walk_init(struct link_walk *w, const char *html, size_t len);

/* The next one; false when there are no more. */
bool link_walk_next(struct link_walk *w, struct link_place *place);

#endif
