#ifndef FEEDLOOM_RENDER_MARKUP_H
#define FEEDLOOM_RENDER_MARKUP_H

#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * The XHTML that a stylesheet makes and the HTML within <loom:html>, as one
 * walk: a serialiser of XHTML hands on what it is given, and its three handlers
 * hear of every element and text once, those of parsed HTML included.  Lives in
 * the caller.
 */
struct markup {
	void *context;
	void (*open)(void *context, const xmlNode *element);
	void (*text)(void *context, const char *text, size_t len);
	void (*close)(void *context, const xmlNode *element);
	struct buf html; /* what stands in <loom:html> */
	unsigned depth;	 /* elements open there, that one included */
};

/* Sets up what the caller has not: html and depth. */
void markup_init(struct markup *m);
void markup_clear(struct markup *m);

void markup_open(struct markup *m, const xmlNode *element);
void markup_text(struct markup *m, const char *text, size_t len);

/* 0, or -1 with ERR_INPUT when there is too much HTML at once. */
int markup_close(struct markup *m, const xmlNode *element, struct error *e);

#endif
