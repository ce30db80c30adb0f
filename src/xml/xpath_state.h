#ifndef FEEDLOOM_XML_XPATH_STATE_H
#define FEEDLOOM_XML_XPATH_STATE_H

#include <stdbool.h>

#include "xml/xpath.h"

/*
 * The inside of xpath.h, for its files alone: xpath_parse.c makes a tree of an
 * expression, xpath.c evaluates it.
 */
enum xpath_kind {
	/* Booleans, of left and right. */
	EXPR_OR,
	EXPR_AND,
	EXPR_NOT,
	EXPR_EQUAL,
	EXPR_UNEQUAL,
	EXPR_CONTAINS,
	EXPR_STARTS,
	/* Strings. */
	EXPR_LITERAL,
	EXPR_TEXT, /* of a function, of left */
	/* Nodes. */
	EXPR_PATH,   /* steps, from the nodes of left or the current node */
	EXPR_EITHER, /* left | right */
	EXPR_CHOICE, /* a function, of left and right */
	/* Only the run knows. */
	EXPR_VALUE, /* of a variable */
	/* In a predicate. */
	EXPR_PLACE,
};

enum xpath_axis {
	AXIS_CHILD,
	AXIS_ATTRIBUTE,
	AXIS_SELF,
	AXIS_PARENT,
	AXIS_DESCENDANT,
	AXIS_FOLLOWING, /* siblings */
	AXIS_FILTER,	/* none: predicates of the nodes a path begins with */
};

enum xpath_nodes {
	NODES_NAMED, /* of the axis' own kind */
	NODES_TEXT,
	NODES_ANY,
};

#define MOST_PREDICATES 4 /* of a step */

struct xpath_step {
	enum xpath_axis axis;
	enum xpath_nodes nodes;
	char *name;	 /* NULL: "*" */
	const char *uri; /* that of the prefix, the stylesheet's; or NULL */
	struct xpath *predicates[MOST_PREDICATES];
	int n_predicates;
};

struct xpath {
	enum xpath_kind kind;
	struct xpath *left;
	struct xpath *right;
	char *text;	/* of a literal; the name of a variable */
	unsigned place; /* from 1 */
	const struct sheet_function *function;
	/* A path; from left, where its first step is a filter. */
	bool root;  /* it begins at the document */
	bool loose; /* its nodes may come twice, or not in document order */
	struct xpath_step *steps;
	size_t n_steps;
};

#endif
