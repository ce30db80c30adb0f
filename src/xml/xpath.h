#ifndef FEEDLOOM_XML_XPATH_H
#define FEEDLOOM_XML_XPATH_H

#include <libxml/xpath.h>
#include <libxslt/xsltInternals.h>

#include "xml/sheet.h"

/*
 * A simple XPath 1.0 expression, evaluated on the tree itself to what libxml2
 * makes of it, some ten times as fast:
 *
 *     or and not() = != 'literal' $variable
 *     paths by the axes child, attribute, self and descendant, and by "..",
 *     from the document as well
 *     predicates, of which a number is one
 *     contains(), starts-with(), and those of struct sheet_function, of which
 *     one that chooses nodes has a path and maybe a literal
 *
 * but no path whose nodes would have to be put in order.  What variables hold
 * is known only when it runs, so evaluation can give up, without a trace: then
 * libxml2 is to be asked.  It gives up as well where the run's budget of
 * operations does not last, to let libxml2 say so.
 */
struct xpath;

/*
 * NULL: it is not simple.  text is valid XPath 1.0; prefixes are those at a
 * node of the stylesheet.  Both and the functions live as long as it does.
 */
struct xpath *xpath_new(const char *text, const xmlNode *at,
    const struct sheet_function *functions);
void xpath_free(struct xpath *xpath);

/* Whether it gives nodes: no string, no boolean, no variable alone. */
bool xpath_gives_nodes(const struct xpath *xpath);

/* As a boolean: 1, 0, or -1 when it gave up. */
int xpath_test(
    const struct xpath *xpath, xsltTransformContext *run, xmlNode *node);

/*
 * As a string, borrowed from a tree or held in own, which is to be freed with
 * xmlFree; NULL when it gave up.  Not for a boolean.
 */
const char *xpath_string(const struct xpath *xpath, xsltTransformContext *run,
    xmlNode *node, xmlChar **own);

/* The nodes it gives, in a new set; NULL when it gave up. */
xmlXPathObject *xpath_nodes(
    const struct xpath *xpath, xsltTransformContext *run, xmlNode *node);

#endif
