#ifndef FEEDLOOM_PLUGIN_FOREIGN_H
#define FEEDLOOM_PLUGIN_FOREIGN_H

#include "plugin/record.h"

/*
 * Any element as Lua sees it, and the methods that all handles on elements
 * have: find, find_all, xpath, add.  Names are "prefix:local" with the prefixes
 * of feedloom-entry(5), "{uri}local", or without a prefix Atom's.
 */
extern const struct record_type foreign_type;

/* Methods of entries and feeds, too. */
int foreign_find(lua_State *L);
int foreign_find_all(lua_State *L);
int foreign_add(lua_State *L);
int foreign_xpath(lua_State *L); /* xpath.c */

#endif
