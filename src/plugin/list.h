#ifndef FEEDLOOM_PLUGIN_LIST_H
#define FEEDLOOM_PLUGIN_LIST_H

#include "plugin/record.h"

/*
 * The Atom children of one kind as a Lua list: #, ipairs, table.insert,
 * table.remove, table.sort, and assigning to it or the whole of it.  What is
 * put in is copied: a list never holds a node of another place.
 */
struct list_type {
	const char *name;    /* what messages call it: "categories" */
	const char *element; /* Atom's */
	const char *rel;     /* of links: those of this relation; or NULL */
	bool by_rel;	     /* a string is a relation: list.self */
	const struct record_type *item;
};

/* Pushes the list of f->of (a struct list_type) of a record's node. */
field_get list_get;

/* Puts the items of a table or a list in the place of those that are there. */
field_set list_set;

#endif
