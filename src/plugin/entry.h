#ifndef FEEDLOOM_PLUGIN_ENTRY_H
#define FEEDLOOM_PLUGIN_ENTRY_H

#include "plugin/record.h"

/* An atom:entry as Lua sees it. */
extern const struct record_type entry_type;

/* An atom:feed's head, or an entry's atom:source. */
extern const struct record_type feed_type;

/* feedloom.entry(fields): pushes a new entry, parked. */
int entry_new(lua_State *L);

#endif
