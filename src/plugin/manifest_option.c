/*
 * The options that a plugin's table declares.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/mem.h"
#include "plugin/manifest.h"
#include "plugin/table.h"
#include "plugin/value.h"

#define OPTIONS_MAX 100
#define VALUES_MAX 100

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char *const option_keys[] = {
    "type", "default", "min", "max", "values", "about", NULL};

static void
take_values(lua_State *L, const char *what, struct plugin_option *o)
{
	size_t n = table_length(L, what, "values", VALUES_MAX);

	o->values = mem_new(n + 1, sizeof(o->values[0]));
	for (size_t i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i); /* list item */
		o->values[o->value_count] =
		    mem_str(table_line(L, what, "values"));
		o->value_count++;
		lua_pop(L, 1);
	}
}

static void
take_bound(lua_State *L, const char *what, const char *key,
    const struct plugin_option *o, bool *bounded, double *bound)
{
	if (table_field(L, -1, key) != LUA_TNIL) { /* option value */
		if (o->type != PLUGIN_INTEGER && o->type != PLUGIN_NUMBER)
			luaL_error(L, "%s'%s' is for numbers only", what, key);
		if (lua_type(L, -1) != LUA_TNUMBER)
			luaL_error(L, "%s'%s' must be a number", what, key);
		*bounded = true;
		*bound = (double)lua_tonumber(L, -1);
	}
	lua_pop(L, 1);
}

/* Which Lua type a default, or an item of one, must have. */
static const int default_types[] = {
    [PLUGIN_STRING] = LUA_TSTRING,
    [PLUGIN_INTEGER] = LUA_TNUMBER,
    [PLUGIN_NUMBER] = LUA_TNUMBER,
    [PLUGIN_BOOLEAN] = LUA_TBOOLEAN,
    [PLUGIN_CHOICE] = LUA_TSTRING,
    [PLUGIN_LIST] = LUA_TSTRING,
    [PLUGIN_SET] = LUA_TSTRING,
};

/* The value on top, as it would be typed, is made the option's. */
static void
take_default_value(lua_State *L, const char *what, struct plugin_option *o)
{
	struct error e;
	const char *text;
	size_t len;

	if (lua_type(L, -1) != default_types[o->type])
		luaL_error(L, "%s'default' must be a %s, not a %s", what,
		    lua_typename(L, default_types[o->type]),
		    luaL_typename(L, -1));
	if (o->type == PLUGIN_BOOLEAN) {
		text = lua_toboolean(L, -1) ? "true" : "false";
	} else {
		text = lua_tolstring(L, -1, &len);
		if (strlen(text) != len)
			luaL_error(L, "%s'default' holds a NUL", what);
	}
	if (value_set(o, text, &e) == -1)
		luaL_error(L, "%s'default': %s", what, e.text);
}

static void
take_default(lua_State *L, const char *what, struct plugin_option *o)
{
	if (!value_is_list(o->type)) {
		take_default_value(L, what, o);
		return;
	}
	size_t n = table_length(L, what, "default", VALUES_MAX);
	o->value = mem_str("");
	for (size_t i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i); /* list item */
		take_default_value(L, what, o);
		lua_pop(L, 1);
	}
}

/* The option's table is on top. */
static void
take_option(lua_State *L, struct plugin_option *o)
{
	char what[200];
	struct error e;

	snprintf(what, sizeof(what), "option '%s': ", o->name);
	if (lua_type(L, -1) != LUA_TTABLE)
		luaL_error(L, "%smust be a table", what);
	table_check_keys(L, what, option_keys);
	table_field(L, -1, "type"); /* option type */
	if (!value_type(table_line(L, what, "type"), &o->type, &e))
		luaL_error(L, "%s%s", what, e.text);
	lua_pop(L, 1);
	if (table_field(L, -1, "about") != LUA_TNIL)
		o->about = mem_str(table_line(L, what, "about"));
	else
		o->about = mem_str("");
	lua_pop(L, 1);
	take_bound(L, what, "min", o, &o->bounded_below, &o->min);
	take_bound(L, what, "max", o, &o->bounded_above, &o->max);
	if (table_field(L, -1, "values") != LUA_TNIL)
		take_values(L, what, o);
	else if (o->type == PLUGIN_CHOICE)
		luaL_error(L, "%sa choice needs 'values'", what);
	lua_pop(L, 1);
	if (table_field(L, -1, "default") != LUA_TNIL)
		take_default(L, what, o);
	lua_pop(L, 1);
}

static int
option_order(const void *a, const void *b)
{
	return strcmp(((const struct plugin_option *)a)->name,
	    ((const struct plugin_option *)b)->name);
}

static bool
is_option_name(const char *name, size_t len)
{
	return len > 0 && len <= 64 && strchr(LOWER UPPER "_", name[0]) &&
	       strspn(name, LOWER UPPER DIGITS "_-") == len;
}

/* The table of options is on top. */
void
manifest_options(lua_State *L, struct plugin *p)
{
	if (lua_type(L, -1) != LUA_TTABLE)
		luaL_error(L, "'options' must be a table");
	p->options = mem_new(OPTIONS_MAX, sizeof(p->options[0]));
	lua_pushnil(L); /* options nil */
	while (lua_next(L, -2) != 0) {
		size_t len = 0;
		const char *name = NULL;
		if (lua_type(L, -2) == LUA_TSTRING)
			name = lua_tolstring(L, -2, &len);
		if (name == NULL || !is_option_name(name, len))
			luaL_error(L, "the name of an option must be letters, "
				      "digits, '_' and '-'");
		if (p->option_count == OPTIONS_MAX)
			luaL_error(L, "more than %d options", OPTIONS_MAX);
		p->options[p->option_count++].name = mem_str(name);
		lua_pop(L, 1); /* options key */
	}
	qsort(p->options, p->option_count, sizeof(p->options[0]), option_order);
	for (size_t i = 0; i < p->option_count; i++) {
		table_field(L, -1, p->options[i].name); /* options option */
		take_option(L, &p->options[i]);
		lua_pop(L, 1); /* options */
	}
}
