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
	EXPR_LITERAL,
	EXPR_CALL,     /* a function of ours, of left */
	EXPR_CHOICE,   /* one that chooses among the nodes of left */
	EXPR_VARIABLE, /* what it holds only the run knows */
	EXPR_PATH,     /* from the current node, or from a variable */
	EXPR_PLACE,    /* a number in a predicate */
};

enum xpath_axis {
	AXIS_CHILD,
	AXIS_ATTRIBUTE,
	AXIS_SELF,
	AXIS_PARENT,
	AXIS_DESCENDANT,
};

#define MOST_PREDICATES 4 /* of a step */

struct xpath_step {
	enum xpath_axis axis;
	bool any;	 /* "." and "..", or a variable's nodes */
	bool text;	 /* text() */
	char *name;	 /* else NULL: "*" */
	const char *uri; /* that of the prefix; or NULL */
	struct xpath *predicates[MOST_PREDICATES];
	int n_predicates;
};

struct xpath {
	enum xpath_kind kind;
	struct xpath *left;
	struct xpath *right;
	char *text;	/* of a literal; the name of a variable, or NULL */
	unsigned place; /* from 1 */
	const struct sheet_function *function;
	struct xpath_step *steps; /* the first one filters a variable's nodes */
	size_t n_steps;
	bool rooted; /* a path from the document */
};

#endif
