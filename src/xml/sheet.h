#ifndef FEEDLOOM_XML_SHEET_H
#define FEEDLOOM_XML_SHEET_H

#include <stdbool.h>

#include <libxml/tree.h>
#include <libxml/xpath.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * A stylesheet, compiled once and run over any number of documents.  It can
 * read and write nothing: no document(), no output but its result; imports only
 * from its own folder and the folders it was told of.
 *
 * Two ways to run it over an atom:feed document: "frame" as it stands, where an
 * atom:entry that is the slot yields <loom:entries/>; and "burst", where only
 * the templates for atom:entry run, once for each that the feed ends with, and
 * their results are the children of one <loom:burst>.
 */
struct sheet;

/* Makes an entry the slot, till it is removed. */
#define SHEET_SLOT "urn:feedloom:slot"
void sheet_set_slot(xmlNode *entry);

/* A function for stylesheets, in the namespace urn:feedloom: one of the two. */
struct sheet_function {
	const char *name;
	/* Its argument: the first node of a node set (else NULL), and text. */
	void (*call)(const xmlNode *node, const char *text, struct buf *out);
	/*
	 * Its arguments: a node set in document order, and text ("" when it is
	 * not given).  Adds some of these nodes to out.
	 */
	void (*choose)(
	    const xmlNodeSet *set, const char *text, xmlNodeSet *out);
};

/*
 * Functions in a namespace of their own, called with any number of arguments,
 * each a string, a number, a boolean or a node set (in document order; a result
 * tree fragment is one too).  call gives one of these back, new
 * (xmlXPathNewString and the like), or -1 with the error, which ends the run;
 * the arguments are borrowed, and so are the nodes of a node set it gives.
 */
struct sheet_library {
	const char *uri;	  /* NULL: there are no such functions */
	const char *const *names; /* ends with a NULL */
	int (*call)(void *context, const char *name, xmlXPathObject **args,
	    int n, xmlXPathObject **result, struct error *e);
	void *context;
};

struct sheet_parameter {
	const char *name;
	const char *value;
};

struct sheet_setup {
	const struct sheet_function *functions; /* ends with a NULL name */
	struct sheet_library library;
	const struct sheet_parameter *parameters;
	size_t n_parameters;
	const char *const *folders; /* that imports may come from; ends NULL */
	/* The folder of those that are not there beside path; or NULL. */
	const char *shared;
	/* What xsl:message says; NULL: nobody hears it. */
	void (*message)(void *context, const char *path, const char *text);
	void *context;
	/*
	 * A stylesheet that was not written for feedloom: it has none of our
	 * templates and instructions, any document may be given to it, and it
	 * runs as SHEET_FRAME.  prepare sees its tree, and that of each one it
	 * imports, before they are compiled.
	 */
	bool foreign;
	void (*prepare)(void *context, xmlDoc *sheet);
	void *prepare_context;
};

/*
 * NULL with ERR_PLUGIN.  Functions, and what the library points to, live as
 * long as the sheet; the rest is copied.
 */
struct sheet *sheet_load(
    const char *path, const struct sheet_setup *setup, struct error *e);
void sheet_free(struct sheet *sheet);

/*
 * NULL, or why a stylesheet gives another result when it does not see all
 * entries of a feed at once: "tidy.xsl:12: position()" (scope.h).  Of these it
 * makes the whole document as a frame, where no entry is a slot.
 */
const char *sheet_whole(const struct sheet *sheet);

/* Whether it has a template for the feed, or for "/". */
bool sheet_takes_feed(const struct sheet *sheet);

enum sheet_way {
	SHEET_FRAME,
	SHEET_BURST
};

/*
 * The result, to be freed with sheet_result_free.  NULL with ERR_PLUGIN,
 * ERR_INPUT where the document holds too much, or a library's own error; the
 * sheet can run again.
 */
xmlDoc *sheet_run(
    struct sheet *sheet, xmlDoc *doc, enum sheet_way way, struct error *e);
void sheet_result_free(xmlDoc *result);

/*
 * Writes a result piece by piece as the stylesheet's xsl:output says: method,
 * encoding, DOCTYPE.  A page of XHTML is written as HTML when html is set: it
 * was shown from its tree, and as XML an empty <script/> would hide the rest.
 * Once, and for a foreign sheet.  0, or -1 with write's error.
 */
struct sheet_writer {
	int (*write)(void *context, const void *p, size_t n, struct error *e);
	void *context;
};
int sheet_write(struct sheet *sheet, xmlDoc *result, bool html,
    const struct sheet_writer *writer, struct error *e);

/*
 * <loom:copy select="…"/> in a stylesheet says what <xsl:copy-of/> does, but
 * nothing is copied: the result has one element in the place of the nodes.
 * These are the nodes it stands for, in the document that was transformed;
 * NULL when it is no such element.
 */
const xmlNodeSet *sheet_copied(const xmlNode *element);

#endif
