#ifndef FEEDLOOM_XML_XPATH_H
#define FEEDLOOM_XML_XPATH_H

#include <libxml/xpath.h>
#include <libxslt/xsltInternals.h>

#include "base/buf.h"
#include "xml/sheet.h"

/*
 * A simple XPath 1.0 expression, evaluated on the tree itself to what libxml2
 * makes of it, some ten times as fast:
 *
 *     or and not() = != | () 'literal' $variable
 *     paths of the axes child, attribute, self, parent, descendant and
 *     following-sibling; predicates, of which a number is one
 *     contains() starts-with() and the functions of struct sheet_function
 *
 * What is simple is seen from its text; what its values are only when it runs.
 * So evaluation can give up, without a trace: then libxml2 is to be asked.  It
 * gives up as well where the run's budget of operations would not last, to let
 * libxml2 say so.
 */
struct xpath;

/*
 * NULL: it is not simple.  text is valid XPath 1.0; prefixes are those at a
 * node of the stylesheet.  The functions live as long as it does.
 */
struct xpath *xpath_new(const char *text, const xmlNode *at,
    const struct sheet_function *functions);
void xpath_free(struct xpath *xpath);

/* A text that is borrowed from a tree, or held here.  All zero at first. */
struct xpath_text {
	const char *text;
	xmlChar *copy;
	struct buf made;
};
void xpath_text_clear(struct xpath_text *text);

/* As a boolean: 1, 0, or -1 when it gave up. */
int xpath_test(
    const struct xpath *xpath, xsltTransformContext *run, xmlNode *node);

/* As a string: 0, or -1.  To be cleared in both cases. */
int xpath_string(const struct xpath *xpath, xsltTransformContext *run,
    xmlNode *node, struct xpath_text *text);

/* As it is, to be freed with xmlXPathFreeObject; NULL when it gave up. */
xmlXPathObject *xpath_value(
    const struct xpath *xpath, xsltTransformContext *run, xmlNode *node);

#endif
