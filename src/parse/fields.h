#ifndef FEEDLOOM_PARSE_FIELDS_H
#define FEEDLOOM_PARSE_FIELDS_H

#include <libxml/tree.h>

#include "base/note.h"

/*
 * From the elements of all XML dialects to the canonical ones, by one table:
 * element in a namespace → field, in order of precedence.  An element that
 * becomes a field is changed in place; one that loses to a better one, or that
 * no row knows, stays as foreign markup (RSS's own elements in the namespace
 * NS_RSS).
 */
enum fields_where {
	FIELDS_ENTRY = 1,
	FIELDS_HEAD = 2
};

/*
 * What the table says of names that came before, all zero at first.  Names are
 * told apart as pointers: they are of one dictionary, which outlives it.
 */
#define FIELDS_MEMO 128
struct fields_memo {
	struct {
		const void *name;
		unsigned key; /* of the namespace and the place */
		const void *row;
	} slots[FIELDS_MEMO];
};

struct fields_context {
	const struct notes *notes;
	unsigned long line; /* where the entry begins, for notes */
	struct fields_memo *memo;
};

/* Maps the children of parent, and its xml:lang and rdf:about. */
void fields_map(xmlNode *parent, enum fields_where where,
    const struct fields_context *context);

/* Puts RSS's own elements, as deep as they go, into NS_RSS. */
void fields_carry(xmlNode *node);

#endif
