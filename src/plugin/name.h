#ifndef FEEDLOOM_PLUGIN_NAME_H
#define FEEDLOOM_PLUGIN_NAME_H

#include <stdbool.h>

#include <libxml/tree.h>
#include <lua.h>

/*
 * Names of elements and attributes as plugins write them: "wp:post_id" with a
 * prefix of feedloom-entry(5) or one that the feed declares, "{uri}local", or
 * "local", which for an element is Atom's and for an attribute has no
 * namespace.
 */
#define NAME_TEXT 256

struct name {
	char prefix[NAME_TEXT]; /* "" without one */
	char uri[NAME_TEXT]; /* canonical; "" when only the prefix is known */
	char local[NAME_TEXT];
};

/* Reads the name at index; raises an error when it is none. */
void name_read(lua_State *L, int index, struct name *name);

/* Whether a node is an element of this name. */
bool name_fits(const struct name *name, const xmlNode *node);

/* The attribute of this name, or NULL. */
xmlAttr *name_attribute(const struct name *name, const xmlNode *node);

/* Raise an error for a prefix that nobody declared. */
xmlNode *name_add_element(
    lua_State *L, const struct name *name, xmlNode *parent);
void name_set_attribute(
    lua_State *L, const struct name *name, xmlNode *node, const char *text);

#endif
