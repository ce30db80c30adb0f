#ifndef FEEDLOOM_HTML_ELEMENT_H
#define FEEDLOOM_HTML_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "html/token.h"

/*
 * What is known of HTML's elements: how they nest, and what becomes of them in
 * clean HTML.
 */
enum element_kind {
	E_UNWRAP, /* the tags go, the content stays */
	E_BREAK,  /* so here, but it is set off from its neighbours */
	E_LOST,	  /* no content; goes */
	E_GONE,	  /* goes with its content */
	E_EMBED,  /* becomes a link */
	E_INLINE, /* part of a line; ends with its block */
	E_FORMAT, /* part of a line; an end tag out of order matters not */
	E_LINK,	  /* a: may hold blocks as well */
	E_EMPTY,  /* part of a line, no content */
	E_MEDIA,  /* video, audio, picture */
	E_SOURCE, /* source, track */
	E_FLOW,	  /* these and all below begin a block and end a paragraph */
	E_RULE,
	E_PARA,	   /* holds lines only and ends where a block begins */
	E_HEADING, /* holds lines only */
	E_LIST,
	E_ITEM,
	E_TERMS,
	E_TERM,
	E_TABLE,
	E_CAPTION,
	E_ROWS,
	E_ROW,
	E_CELL,
};

struct element {
	char name[16];
	char as[12]; /* its name in clean HTML */
	unsigned char kind;
	bool no_content; /* HTML's void elements: no end tag */
};

/* The element of this name in any case, or NULL. */
const struct element *element_find(const char *name, size_t len);

/* The element that this one is called in clean HTML; never NULL. */
const struct element *element_clean(const struct element *element);

/* True for an element whose text is written as it is: no references. */
bool element_raw(const char *name);

/* True for one that loses a newline that stands behind its start tag. */
bool element_eats_newline(const char *name);

/* True for what begins a block and so ends an open paragraph. */
bool element_block(const struct element *element);

#endif
