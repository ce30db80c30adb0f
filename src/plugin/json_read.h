#ifndef FEEDLOOM_PLUGIN_JSON_READ_H
#define FEEDLOOM_PLUGIN_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* The metatable of the tables that are arrays, in the registry. */
#define JSON_ARRAY "feedloom.json.array"

/*
 * Reads a JSON text (RFC 8259) and pushes its value; false with a message that
 * says where when it is none.  Arrays are tables with the metatable JSON_ARRAY,
 * null is a light userdata of no address, numbers are integers where they are
 * written so and fit; a half of a surrogate pair is U+FFFD; of members with one
 * name the last counts.  All memory is Lua's.
 */
bool json_read(lua_State *L, const char *text, size_t len);

#endif
