/*
 * Handles: userdata with a node and the number of its call, and metamethods
 * that go by the table of the type's fields.
 */
#include "plugin/record.h"

#include <string.h>

#include "base/calendar.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "model/construct.h"
#include "model/label.h"
#include "plugin/host.h"
#include "xml/node.h"

static int index_record(lua_State *L);
static int newindex_record(lua_State *L);
static int pairs_record(lua_State *L);
static int tostring_record(lua_State *L);
static int eq_record(lua_State *L);
static int concat_record(lua_State *L);

static const luaL_Reg metamethods[] = {
    {"__index", index_record},
    {"__newindex", newindex_record},
    {"__pairs", pairs_record},
    {"__tostring", tostring_record},
    {"__eq", eq_record},
    {"__concat", concat_record},
    {NULL, NULL},
};

void
record_push(lua_State *L, const struct record_type *type, xmlNode *node,
    const char *child)
{
	struct record *r = lua_newuserdatauv(L, sizeof(*r), 0); /* record */

	*r = (struct record){type, node, child, host_of(L)->call};
	if (luaL_newmetatable(L, "feedloom.record")) { /* record mt */
		luaL_setfuncs(L, metamethods, 0);
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
	}
	lua_setmetatable(L, -2); /* record */
}

struct record *
record_live(lua_State *L, struct record *r)
{
	const struct host *host = host_of(L);

	if (host->feed == NULL || r->call != host->call)
		luaL_error(
		    L, "%s is gone: it was of an earlier call", r->type->name);
	return r;
}

struct record *
record_test(lua_State *L, int index, const struct record_type *type)
{
	struct record *r = luaL_testudata(L, index, "feedloom.record");

	return r == NULL || r->type != type ? NULL : record_live(L, r);
}

struct record *
record_check(lua_State *L, int index, const struct record_type *type)
{
	struct record *r = record_test(L, index, type);

	if (r == NULL)
		luaL_typeerror(L, index, type->name);
	return r;
}

/* The record that a metamethod is called for. */
static struct record *
own(lua_State *L)
{
	return record_live(L, luaL_checkudata(L, 1, "feedloom.record"));
}

static const struct field *
find_field(const struct record_type *type, const char *name)
{
	const struct field *f = type->fields;

	while (f->name != NULL && strcmp(f->name, name) != 0)
		f++;
	return f->name == NULL ? NULL : f;
}

static lua_CFunction
find_method(const struct record_type *type, const char *name)
{
	const luaL_Reg *m = type->methods;

	while (m != NULL && m->name != NULL && strcmp(m->name, name) != 0)
		m++;
	return m == NULL ? NULL : m->func;
}

/* Raises the error of a name that the type has not. */
static int
unknown(lua_State *L, const struct record_type *type, const char *name)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, name);
	for (const struct field *f = type->fields; f->name != NULL; f++)
		suggest_offer(&near, f->name);
	for (const luaL_Reg *m = type->methods; m != NULL && m->name != NULL;
	     m++)
		suggest_offer(&near, m->name);
	struct buf *words = &host_of(L)->other;
	buf_cut(words, 0);
	buf_puts(words, suggest_text(&near, "", meant));
	for (const struct field *f = type->fields;
	     near.best == NULL && f->name != NULL; f++)
		buf_printf(words, "%s%s",
		    f == type->fields ? "; it has " : ", ", f->name);
	return luaL_error(
	    L, "%s has no '%s'%s", type->name, name, buf_text(words));
}

/* The name that a field is asked for by. */
static const char *
key(lua_State *L, const struct record *r)
{
	if (lua_type(L, 2) != LUA_TSTRING)
		luaL_error(L, "%s has no field that is a %s", r->type->name,
		    luaL_typename(L, 2));
	return lua_tostring(L, 2);
}

static int
index_record(lua_State *L)
{
	struct record *r = own(L);
	const char *name = key(L, r);
	const struct field *f = find_field(r->type, name);

	if (f != NULL)
		return f->get(L, r, f);
	lua_CFunction method = find_method(r->type, name);
	if (method == NULL)
		return unknown(L, r->type, name);
	lua_pushcfunction(L, method);
	return 1;
}

static int
newindex_record(lua_State *L)
{
	struct record *r = own(L);
	const char *name = key(L, r);
	const struct field *f = find_field(r->type, name);

	if (f == NULL)
		return unknown(L, r->type, name);
	if (f->set == NULL)
		return luaL_error(
		    L, "%s.%s cannot be set", r->type->name, f->name);
	f->set(L, r, f, 3);
	return 0;
}

/* The step of pairs: the next field that has a value. */
static int
pairs_step(lua_State *L)
{
	struct record *r = own(L);
	const struct field *f = r->type->fields;

	if (!lua_isnil(L, 2)) {
		f = find_field(r->type, key(L, r));
		if (f == NULL)
			return unknown(L, r->type, lua_tostring(L, 2));
		f++;
	}
	for (; f->name != NULL; f++) {
		lua_settop(L, 2);
		lua_pushstring(L, f->name); /* r key name */
		f->get(L, r, f);	    /* r key name value */
		if (!lua_isnil(L, -1))
			return 2;
	}
	lua_pushnil(L);
	return 1;
}

static int
pairs_record(lua_State *L)
{
	own(L);
	lua_settop(L, 1);
	lua_pushcfunction(L, pairs_step); /* r step */
	lua_insert(L, 1);		  /* step r */
	lua_pushnil(L);			  /* step r nil */
	return 3;
}

static int
tostring_record(lua_State *L)
{
	struct record *r = luaL_checkudata(L, 1, "feedloom.record");
	const struct host *host = host_of(L);
	char label[LABEL_TEXT];

	if (host->feed == NULL || r->call != host->call) {
		lua_pushfstring(L, "%s (gone)", r->type->name);
		return 1;
	}
	const struct field *f = r->type->shorthand == NULL
				    ? NULL
				    : find_field(r->type, r->type->shorthand);
	if (f != NULL && f->get(L, r, f) == 1 && !lua_isnil(L, -1))
		return 1;
	label_of(r->node, label);
	lua_pushfstring(L, "%s %s", r->type->name, label);
	return 1;
}

static int
eq_record(lua_State *L)
{
	const struct record *a = luaL_testudata(L, 1, "feedloom.record");
	const struct record *b = luaL_testudata(L, 2, "feedloom.record");

	lua_pushboolean(L, a != NULL && b != NULL && a->type == b->type &&
			       a->node == b->node && a->child == b->child &&
			       a->call == b->call);
	return 1;
}

/* Not a string, though it can be told as one. */
static int
concat_record(lua_State *L)
{
	const struct record *r = luaL_testudata(L, 1, "feedloom.record");

	if (r == NULL)
		r = luaL_checkudata(L, 2, "feedloom.record");
	return luaL_error(L, "%s is no text: take one of its fields, as in .%s",
	    r->type->name,
	    r->type->shorthand == NULL ? "title" : r->type->shorthand);
}

const char *
record_what(lua_State *L, const struct record *r, const struct field *f)
{
	struct buf *what = &host_of(L)->other;

	buf_cut(what, 0);
	buf_printf(what, "%s.%s", r->type->name, f->name);
	return buf_text(what);
}

/* Raises an error when the table at index has a key that is no field. */
static void
check_keys(lua_State *L, const struct record_type *type, int index)
{
	const char *wrong = NULL;

	lua_pushnil(L); /* nil */
	while (lua_next(L, index) != 0) {
		lua_pop(L, 1); /* key */
		if (lua_type(L, -1) != LUA_TSTRING)
			luaL_error(L, "%s has no field that is a %s",
			    type->name, luaL_typename(L, -1));
		const char *name = lua_tostring(L, -1);
		if (find_field(type, name) == NULL &&
		    (wrong == NULL || strcmp(name, wrong) < 0))
			wrong = name; /* the table keeps it */
	}
	if (wrong != NULL)
		unknown(L, type, wrong);
}

void
record_fill(lua_State *L, const struct record_type *type, xmlNode *node,
    int index, const char *what)
{
	struct record r = {type, node, NULL, host_of(L)->call};

	index = lua_absindex(L, index);
	if (lua_type(L, index) == LUA_TSTRING && type->shorthand != NULL) {
		const struct field *f = find_field(type, type->shorthand);
		f->set(L, &r, f, index);
		return;
	}
	if (lua_type(L, index) != LUA_TTABLE)
		luaL_error(L, "%s must be a table%s, not a %s", what,
		    type->shorthand == NULL ? "" : " or a string",
		    luaL_typename(L, index));
	check_keys(L, type, index);
	for (const struct field *f = type->fields; f->name != NULL; f++) {
		if (lua_getfield(L, index, f->name) != LUA_TNIL) { /* value */
			if (f->set == NULL)
				luaL_error(L, "%s.%s cannot be set", type->name,
				    f->name);
			f->set(L, &r, f, lua_gettop(L));
		}
		lua_pop(L, 1);
	}
}

int
record_get_attribute(lua_State *L, struct record *r, const struct field *f)
{
	lua_pushstring(L, node_attribute(r->node, f->of)); /* NULL: nil */
	return 1;
}

void
record_set_attribute(
    lua_State *L, struct record *r, const struct field *f, int value)
{
	const char *text = NULL;
	size_t len = 0;

	if (!lua_isnil(L, value))
		text = host_text(L, value, record_what(L, r, f), &len);
	host_spend(L, 1, len);
	node_set(r->node, f->of, text);
}

int
record_get_number(lua_State *L, struct record *r, const struct field *f)
{
	const char *text = node_attribute(r->node, f->of);

	if (text == NULL || lua_stringtonumber(L, text) == 0)
		lua_pushnil(L);
	return 1;
}

void
record_set_number(
    lua_State *L, struct record *r, const struct field *f, int value)
{
	if (!lua_isnil(L, value) && !lua_isinteger(L, value))
		luaL_error(L, "%s must be a whole number, not a %s",
		    record_what(L, r, f), luaL_typename(L, value));
	record_set_attribute(L, r, f, value);
}

void
record_put_child(lua_State *L, struct record *r, const char *name,
    const char *text, size_t len)
{
	xmlNode *child = node_child(r->node, NS_ATOM, name);

	host_spend(L, 1, 0);
	if (child == NULL)
		child = node_add(r->node, NS_ATOM, name, NULL);
	host_set_text(L, child, text, len);
}

void
record_drop_child(lua_State *L, struct record *r, const char *name)
{
	xmlNode *child = node_child(r->node, NS_ATOM, name);

	if (child != NULL)
		host_park(L, child);
}

int
record_get_child(lua_State *L, struct record *r, const struct field *f)
{
	struct host *host = host_of(L);
	const xmlNode *child = node_child(r->node, NS_ATOM, f->of);

	if (child == NULL) {
		lua_pushnil(L);
		return 1;
	}
	const char *plain = node_plain(child);
	if (plain != NULL) {
		lua_pushstring(L, plain);
		return 1;
	}
	buf_cut(&host->scratch, 0);
	node_text(child, &host->scratch);
	lua_pushlstring(L, buf_text(&host->scratch), host->scratch.len);
	return 1;
}

void
record_set_child(
    lua_State *L, struct record *r, const struct field *f, int value)
{
	size_t len;

	if (lua_isnil(L, value)) {
		record_drop_child(L, r, f->of);
		return;
	}
	const char *text = host_text(L, value, record_what(L, r, f), &len);
	record_put_child(L, r, f->of, text, len);
}

int
record_get_line(lua_State *L, struct record *r, const struct field *f)
{
	struct host *host = host_of(L);
	const xmlNode *child = node_child(r->node, NS_ATOM, f->of);

	if (child == NULL) {
		lua_pushnil(L);
		return 1;
	}
	buf_cut(&host->scratch, 0);
	construct_text(child, &host->scratch);
	lua_pushlstring(L, buf_text(&host->scratch), host->scratch.len);
	return 1;
}

void
record_set_line(
    lua_State *L, struct record *r, const struct field *f, int value)
{
	record_set_child(L, r, f, value);
	xmlNode *child = node_child(r->node, NS_ATOM, f->of);
	if (child != NULL)
		node_set(child, "type", NULL);
}

int
record_get_date(lua_State *L, struct record *r, const struct field *f)
{
	return record_get_child(L, r, f);
}

void
record_set_date(
    lua_State *L, struct record *r, const struct field *f, int value)
{
	struct date date = {.seconds = 0};
	char text[DATE_TEXT];
	size_t len;

	if (lua_isnil(L, value)) {
		record_drop_child(L, r, f->of);
		return;
	}
	if (lua_isinteger(L, value)) {
		date.seconds = lua_tointeger(L, value);
		if (!second_exists(date.seconds))
			luaL_error(L, "%s: there is no such second",
			    record_what(L, r, f));
	} else {
		const char *said = lua_type(L, value) == LUA_TSTRING
				       ? lua_tolstring(L, value, &len)
				       : NULL;
		if (said == NULL || date_parse(said, len, &date) == -1)
			luaL_error(L,
			    "%s must be a date, as in 2024-04-19T10:45:29Z",
			    record_what(L, r, f));
	}
	date_rfc3339(&date, text);
	record_put_child(L, r, f->of, text, strlen(text));
}
