#ifndef FEEDLOOM_RENDER_WHOLE_H
#define FEEDLOOM_RENDER_WHOLE_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"
#include "model/feed.h"
#include "render/serialiser.h"
#include "xml/sheet.h"

/*
 * What a format makes of one head and one entry, to be looked at as a tree
 * before it becomes bytes.  The same as a renderer writes, but that every
 * loom:copy is carried out: each node of the tree is its own.
 */

/* How a format makes its output. */
struct whole_format {
	/* What comes before its last stylesheet: to the head, */
	int (*head)(void *context, struct feed *feed, struct error *e);
	/* and to the entry below it, which may go, or become several. */
	int (*entries)(void *context, struct feed *feed, struct error *e);
	void *context;
	struct sheet *sheet;
	const struct serialiser *serialiser;
	struct render_options options;
};

struct whole {
	xmlDoc *frame;
	const xmlNode *place; /* of entries, in the frame */
	xmlDoc *burst;	      /* NULL: no entry */
};

/*
 * Runs the format over a feed's head and an entry (or NULL), which hangs
 * nowhere and is the feed's from then on.  0, or -1 with the error filled in.
 */
int whole_make(struct whole *w, const struct whole_format *format,
    struct feed *feed, xmlNode *entry, struct error *e);
void whole_clear(struct whole *w);

/*
 * Walks the tree: each element opened and closed, each text node; when open
 * gives 1, what is in it is left out, and it is not closed.
 */
struct whole_walker {
	int (*open)(void *context, const xmlNode *element, struct error *e);
	int (*text)(void *context, xmlNode *text, struct error *e);
	int (*close)(void *context, const xmlNode *element, struct error *e);
};

/* 0, or -1 as soon as the walker says so. */
int whole_walk(const struct whole *w, const struct whole_walker *walker,
    void *context, struct error *e);

/* Adds the format's bytes to out.  0, or -1 with the error filled in. */
int whole_write(const struct whole *w, const struct whole_format *format,
    struct buf *out, struct error *e);

#endif
