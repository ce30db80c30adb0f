#ifndef FEEDLOOM_RENDER_GATE_H
#define FEEDLOOM_RENDER_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

/*
 * The gate of the html serialiser: allow-lists of the elements, attributes,
 * addresses and styles that a page may have, whatever feeds and stylesheets
 * say.  What is not in the lists is left out and its text kept; of elements
 * that hold no prose (script, svg, ...) the text goes as well.
 */

/* Where an element may stand; elsewhere it is as unknown as any other. */
enum gate_home {
	GATE_IN_BODY,
	GATE_IN_HEAD,
	GATE_IN_HTML,
	GATE_AT_ROOT
};

enum gate_flag {
	GATE_VOID = 1,	   /* has no end tag */
	GATE_BLOCK = 2,	   /* begins and ends a line where its parent is FLOW */
	GATE_FLOW = 4,	   /* line ends between its children mean nothing */
	GATE_TEXT = 8,	   /* holds text and no elements */
	GATE_GONE = 16,	   /* left out with all that it holds */
	GATE_FETCHED = 32, /* there for something to be fetched; not <img> */
};

struct gate_element {
	char name[12];
	unsigned char flags;
	unsigned char home;
};

enum gate_attribute {
	GATE_REFUSED,
	GATE_PASSED,
	GATE_NO_VALUE, /* passed without its value: true when it is there */
};

/* The element's row; NULL when it loses its tags and keeps its content. */
const struct gate_element *gate_element(const xmlNode *element);

/* Whether it may be there for what its attributes say: a <meta>, a <link>. */
bool gate_head(const xmlNode *element);

/* Whether an element may have the attribute; name as HTML has it. */
enum gate_attribute gate_attribute(const char *name, const char *value);

/* What the host may put for a picture's address: also a part of the mail. */
bool gate_picture(const char *address);

/* CSS that fetches nothing and cannot end its <style>. */
bool gate_css(const char *css, size_t len);

#endif
