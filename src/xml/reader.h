#ifndef FEEDLOOM_XML_READER_H
#define FEEDLOOM_XML_READER_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/charset.h"
#include "base/error.h"
#include "base/note.h"

/*
 * Reads an XML document as a stream of entries: libxml2's push parser builds
 * the tree of one entry at a time, everything else gathers under the root.
 * Repairs are made by the scanner in front of it (xml/mend.h).
 */
struct reader;

/* What an element is, by its name and that of its parent. */
enum reader_part {
	READER_PLAIN,
	READER_ENTRY,	 /* to be given by reader_next */
	READER_STRANGER, /* a root that begins no feed */
};

struct reader_callbacks {
	/* Asked about the root and elements down to the fourth level. */
	enum reader_part (*part)(void *context, const xmlNode *element);
	void *context;
	/*
	 * The document as it is: all of it gathers under the root, up to
	 * LIMIT_PAGE, namespaces stay as they are spelled, blanks where they
	 * are, and it is not mended as only feeds are.  part is NULL.
	 */
	bool whole;
};

/* Never NULL; the charset and notes stay the caller's. */
struct reader *reader_new(struct charset *in,
    const struct reader_callbacks *callbacks, const struct notes *notes);

/* Frees all but the entries that were given away. */
void reader_free(struct reader *r);

/*
 * The next entry, taken out of the tree: the caller frees it with xmlFreeNode
 * before reader_free (its namespaces are declared on the root).*line is where
 * it begins; the line of an element of it is *line + node->line.   1, 0 at the
 * end, -1 with the error filled in; an error comes after the last whole entry
 * before it.  2 when the input is dry (base/input.h): then there was nothing
 * more in what it gave.
 */
int reader_next(
    struct reader *r, xmlNode **entry, unsigned long *line, struct error *e);

/* The document with the root and what gathered below it; NULL before it. */
xmlDoc *reader_doc(const struct reader *r);

/* After an error: what is behind this line was not looked at, or by chance. */
unsigned long reader_fault(const struct reader *r);

/*
 * Whether an element is still being built: an entry until reader_next gives it,
 * any other while its end may come.  It must stay where it is.
 */
bool reader_is_open(const struct reader *r, const xmlNode *node);

/* Where a reader stands that said 2. */
struct reader_place {
	size_t depth; /* open elements */
	size_t head;  /* what gathered outside of entries: it only grows */
	size_t names; /* bytes that all different names take, as LIMIT_NAMES */
};

/* Fills the place; true when it is between two elements and all is read. */
bool reader_where(const struct reader *r, struct reader_place *place);

/* Goes over text that is not read: only lines are counted. */
void reader_skip_lines(struct reader *r, const struct lines *lines);

#endif
