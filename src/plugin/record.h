#ifndef FEEDLOOM_PLUGIN_RECORD_H
#define FEEDLOOM_PLUGIN_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include <lauxlib.h>
#include <libxml/tree.h>
#include <lua.h>

/*
 * A handle on a node as Lua sees it: an object with named fields, which are
 * read from the node and written to it, and with methods.  One table of fields
 * a type; what is not in it is an error with a suggestion.  A handle is good
 * during the call that it was made in; after that it is "gone".
 */
struct record;
struct field;

typedef int field_get(lua_State *L, struct record *r, const struct field *f);
typedef void field_set(
    lua_State *L, struct record *r, const struct field *f, int value);

struct field {
	const char *name;
	field_get *get; /* pushes one value */
	field_set *set; /* from the value at that index; NULL: cannot be set */
	const void *of; /* the child or attribute, or a type: as get has it */
};

struct record_type {
	const char *name;	    /* what messages call it: "entry" */
	const struct field *fields; /* ends with a NULL name */
	const luaL_Reg *methods;    /* the same; or NULL */
	const char *shorthand;	    /* the field that a string stands for */
};

struct record {
	const struct record_type *type;
	xmlNode *node;
	const char *child; /* the record is of this child, there or not */
	uint64_t call;
};

/* Pushes a handle on a node (and, where child is not NULL, on its child). */
void record_push(lua_State *L, const struct record_type *type, xmlNode *node,
    const char *child);

/* The live handle at index; raises an error when it is another thing. */
struct record *record_check(
    lua_State *L, int index, const struct record_type *type);

/* The same, but NULL when it is not of this type. */
struct record *record_test(
    lua_State *L, int index, const struct record_type *type);

/* The record itself; raises an error when its call is over. */
struct record *record_live(lua_State *L, struct record *r);

/*
 * Sets fields from the value at index: a table of them, or a string for the
 * type's shorthand.  what is the value in messages.
 */
void record_fill(lua_State *L, const struct record_type *type, xmlNode *node,
    int index, const char *what);

/* Fields of many types.  Of an attribute: */
field_get record_get_attribute;
field_set record_set_attribute;
field_get record_get_number; /* the same as a whole number */
field_set record_set_number;

/* Of the text of an Atom child: as it is, as one line, as a date. */
field_get record_get_child;
field_set record_set_child;
field_get record_get_line;
field_set record_set_line;
field_get record_get_date;
field_set record_set_date;

/* Puts text in a child's place, or for a nil value takes it away. */
void record_put_child(lua_State *L, struct record *r, const char *name,
    const char *text, size_t len);
void record_drop_child(lua_State *L, struct record *r, const char *name);

/* "entry.title", for messages; in host->other. */
const char *record_what(
    lua_State *L, const struct record *r, const struct field *f);

#endif
