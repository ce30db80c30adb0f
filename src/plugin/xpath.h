#ifndef FEEDLOOM_PLUGIN_XPATH_H
#define FEEDLOOM_PLUGIN_XPATH_H

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <lua.h>

/*
 * XPath 1.0 for plugins, on whatever trees: expressions are compiled once, and
 * what they do has a ceiling.
 */

/* A context that says nothing to standard error; the caller's, never NULL. */
xmlXPathContext *xpath_context(void);

/*
 * Pushes what the expression at 2 gives at a node: a list, where push makes a
 * value of each node, or a string, a number, a boolean.  push finds the value
 * at owner (or nil for 0) at its index 2.  Raises an error when the expression
 * is wrong or takes too long.
 */
void xpath_push(lua_State *L, xmlXPathContext *xpath, xmlNode *node, int owner,
    void (*push)(lua_State *L, xmlNode *node));

#endif
