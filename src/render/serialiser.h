#ifndef FEEDLOOM_RENDER_SERIALISER_H
#define FEEDLOOM_RENDER_SERIALISER_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Turns the tree that a format's stylesheet makes into the format's bytes.
 * The tree comes as a walk (open, text, close), so that a document of any
 * length goes by an entry at a time; what a serialiser adds to out is written
 * and cut after each entry.
 *
 * <loom:html>…</loom:html>, of the namespace LOOM_NS, holds text that is HTML:
 * html cleans it and puts it in, text lays it out, json and xml take it as
 * text.
 */
#define LOOM_NS "urn:feedloom"

struct render_options {
	int width; /* of lines, for text */
	/*
	 * For html: what a picture's address becomes (an address, or "cid:…"),
	 * or NULL: then the words stand for it that it has (alt).  A string
	 * that lives until the next call, the address itself too.  Where it is
	 * set nothing else comes out that a reader would fetch.  Not set: as it
	 * is.
	 */
	const char *(*picture)(void *context, const char *address);
	void *picture_context;
};

struct serialiser {
	const char *name;
	/* out outlives the serialiser; options only this call. */
	void *(*start)(struct buf *out, const struct render_options *options);
	/* 1: what is in it is of no interest, and it will not be closed. */
	int (*open)(void *s, const xmlNode *element, struct error *e);
	int (*text)(void *s, const char *text, size_t len, struct error *e);
	int (*close)(void *s, const xmlNode *element, struct error *e);
	int (*finish)(void *s, struct error *e);
	/*
	 * Between two entries: all that those before have left behind and that
	 * a later one could tell, as a number.  NULL: that is no number.
	 */
	unsigned long (*memory)(const void *s);
	void (*free)(void *s);
};

extern const struct serialiser serialiser_xml;
extern const struct serialiser serialiser_json;
extern const struct serialiser serialiser_jsonl; /* one value a line */
extern const struct serialiser serialiser_html;
extern const struct serialiser serialiser_text;
extern const struct serialiser serialiser_csv;
extern const struct serialiser serialiser_markdown;
extern const struct serialiser serialiser_gemtext;
extern const struct serialiser serialiser_mbox;

/* By name, or NULL. */
const struct serialiser *serialiser_find(const char *name);

#endif
