/*
 * Reads the table that a plugin returns, as feedloom(1) describes it.
 * Looks at tables raw, so that no code of the plugin runs, and takes nothing
 * that it does not know: a misspelt key must not be a silent default.
 */
#include "plugin/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "plugin/value.h"

#define API 1
#define OPTIONS_MAX 100
#define STAGES_MAX 64
#define VALUES_MAX 100

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* Part of the API, and not yet of this version. */
static const char *const later_keys[] = {
    "feed", "finish", "window", "xpath", NULL};
static const char *const keys[] = {
    "api", "name", "about", "options", "stages", "format", NULL};
static const char *const option_keys[] = {
    "type", "default", "min", "max", "values", "about", NULL};
static const char *const format_keys[] = {
    "media_type", "extension", "serialise", NULL};
static const char *const serialisers[] = {
    "json", "jsonl", "xml", "html", "text", NULL};

/* Pushes table[key], raw; returns its type. */
static int
field(lua_State *L, int table, const char *key)
{
	table = lua_absindex(L, table);
	lua_pushstring(L, key);
	return lua_rawget(L, table);
}

static bool
is_among(const char *const *words, const char *word, struct suggest *near)
{
	suggest_init(near, word);
	for (; *words != NULL; words++) {
		if (strcmp(*words, word) == 0)
			return true;
		suggest_offer(near, *words);
	}
	return false;
}

/*
 * Raises an error when the table on top has a key that is not known; the first
 * one of the alphabet, for Lua's order is not the same each time.
 */
static void
check_keys(lua_State *L, const char *what, const char *const *known)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;
	const char *unknown = NULL;

	lua_pushnil(L); /* t nil */
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1); /* t key */
		if (lua_type(L, -1) != LUA_TSTRING)
			luaL_error(L, "%sa key is a %s, not a name", what,
			    luaL_typename(L, -1));
		const char *key = lua_tostring(L, -1);
		if (!is_among(known, key, &near) &&
		    (unknown == NULL || strcmp(key, unknown) < 0))
			unknown = key; /* the table keeps it */
	}
	if (unknown == NULL)
		return;
	if (known == keys && is_among(later_keys, unknown, &near))
		luaL_error(L,
		    "'%s' is for a later version; this version runs "
		    "stylesheets only",
		    unknown);
	is_among(known, unknown, &near);
	luaL_error(L, "%sunknown key '%s'%s", what, unknown,
	    suggest_text(&near, "", meant));
}

/* The string on top, as one line of text; borrowed until it is popped. */
static const char *
line(lua_State *L, const char *what, const char *key)
{
	size_t len = 0;
	const char *text = NULL;

	if (lua_type(L, -1) == LUA_TSTRING)
		text = lua_tolstring(L, -1, &len);
	if (text == NULL || len == 0)
		luaL_error(L, "%s'%s' must be a string", what, key);
	if (len > VALUE_MAX)
		luaL_error(
		    L, "%s'%s' is longer than %d bytes", what, key, VALUE_MAX);
	if (!value_is_line(text, len))
		luaL_error(L, "%s'%s' must be one line of UTF-8", what, key);
	return text;
}

/* table[key] as a string of the plugin's. */
static char *
take_line(lua_State *L, int table, const char *what, const char *key)
{
	field(L, table, key); /* … value */
	char *text = mem_str(line(L, what, key));
	lua_pop(L, 1);
	return text;
}

/*
 * The length of the list on top, at most most; raises an error when it is no
 * list.
 */
static size_t
list_length(lua_State *L, const char *what, const char *key, size_t most)
{
	if (lua_type(L, -1) != LUA_TTABLE)
		luaL_error(L, "%s'%s' must be a list", what, key);
	size_t length = (size_t)lua_rawlen(L, -1), count = 0;

	if (length > most)
		luaL_error(
		    L, "%s'%s' has more than %d items", what, key, (int)most);
	lua_pushnil(L); /* list nil */
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1); /* list key */
		count++;
	}
	if (count != length)
		luaL_error(L, "%s'%s' must be a list", what, key);
	return length;
}

static void
take_values(lua_State *L, const char *what, struct plugin_option *o)
{
	size_t n = list_length(L, what, "values", VALUES_MAX);

	o->values = mem_new(n + 1, sizeof(o->values[0]));
	for (size_t i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i); /* list item */
		o->values[o->value_count] = mem_str(line(L, what, "values"));
		o->value_count++;
		lua_pop(L, 1);
	}
}

static void
take_bound(lua_State *L, const char *what, const char *key,
    const struct plugin_option *o, bool *bounded, double *bound)
{
	if (field(L, -1, key) != LUA_TNIL) { /* option value */
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
	size_t n = list_length(L, what, "default", VALUES_MAX);
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
	check_keys(L, what, option_keys);
	field(L, -1, "type"); /* option type */
	if (!value_type(line(L, what, "type"), &o->type, &e))
		luaL_error(L, "%s%s", what, e.text);
	lua_pop(L, 1);
	if (field(L, -1, "about") != LUA_TNIL)
		o->about = mem_str(line(L, what, "about"));
	else
		o->about = mem_str("");
	lua_pop(L, 1);
	take_bound(L, what, "min", o, &o->bounded_below, &o->min);
	take_bound(L, what, "max", o, &o->bounded_above, &o->max);
	if (field(L, -1, "values") != LUA_TNIL)
		take_values(L, what, o);
	else if (o->type == PLUGIN_CHOICE)
		luaL_error(L, "%sa choice needs 'values'", what);
	lua_pop(L, 1);
	if (field(L, -1, "default") != LUA_TNIL)
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
static void
take_options(lua_State *L, struct plugin *p)
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
		field(L, -1, p->options[i].name); /* options option */
		take_option(L, &p->options[i]);
		lua_pop(L, 1); /* options */
	}
}

/* A name below a folder: no way out of it. */
static bool
is_sheet_name(const char *name)
{
	return name[0] != '/' && name[0] != '.' &&
	       strspn(name, LOWER UPPER DIGITS "._-/") == strlen(name) &&
	       strstr(name, "..") == NULL;
}

/* The list of stages is on top. */
static void
take_stages(lua_State *L, struct plugin *p)
{
	size_t n = list_length(L, "", "stages", STAGES_MAX);

	if (n == 0)
		luaL_error(L, "'stages' is empty: name a stylesheet");
	p->stages = mem_new(n, sizeof(p->stages[0]));
	for (size_t i = 1; i <= n; i++) {
		int type = lua_rawgeti(L, -1, (lua_Integer)i); /* list stage */
		if (type == LUA_TFUNCTION)
			luaL_error(L,
			    "stage %d is a Lua function; this version runs "
			    "stylesheets only",
			    (int)i);
		const char *name = line(L, "", "stages");
		if (!is_sheet_name(name))
			luaL_error(L,
			    "stage %d: '%s' is not the name of a stylesheet "
			    "beside the plugin",
			    (int)i, name);
		p->stages[p->stage_count++].sheet = mem_str(name);
		lua_pop(L, 1); /* list */
	}
}

/* "type/subtype" and its parameters, ASCII without blanks. */
static bool
is_media_type(const char *text)
{
	const char *slash = strchr(text, '/');

	for (const char *s = text; *s != '\0'; s++)
		if (*s <= 0x20 || *s > 0x7E)
			return false;
	return slash != NULL && slash != text && slash[1] != '\0';
}

/* The format's table is on top. */
static void
take_format(lua_State *L, struct plugin *p)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	if (lua_type(L, -1) != LUA_TTABLE)
		luaL_error(L, "'format' must be a table");
	check_keys(L, "format: ", format_keys);
	p->media_type = take_line(L, -1, "format: ", "media_type");
	if (!is_media_type(p->media_type))
		luaL_error(
		    L, "format: '%s' is not a media type", p->media_type);
	p->extension = take_line(L, -1, "format: ", "extension");
	if (strspn(p->extension, LOWER UPPER DIGITS) != strlen(p->extension))
		luaL_error(L, "format: 'extension' must be letters and digits");
	p->serialise = take_line(L, -1, "format: ", "serialise");
	if (!is_among(serialisers, p->serialise, &near))
		luaL_error(L, "format: cannot serialise '%s'%s", p->serialise,
		    suggest_text(&near, "", meant));
	p->is_format = true;
}

static void
check_api(lua_State *L)
{
	if (field(L, -1, "api") == LUA_TNIL) /* t api */
		luaL_error(L, "no 'api': say api = %d", API);
	if (!lua_isinteger(L, -1))
		luaL_error(L, "'api' must be a whole number");
	lua_Integer api = lua_tointeger(L, -1);
	if (api != API)
		luaL_error(L, "made for API %I; this version has API %d",
		    (LUAI_UACINT)api, API);
	lua_pop(L, 1);
}

int
manifest_take(lua_State *L, void *context)
{
	struct plugin *p = context;

	luaL_checkstack(L, 20, "plugin");
	if (lua_type(L, -1) != LUA_TTABLE)
		return luaL_error(
		    L, "must return a table, not a %s", luaL_typename(L, -1));
	check_api(L);
	check_keys(L, "", keys);
	p->name = take_line(L, -1, "", "name");
	p->about = take_line(L, -1, "", "about");
	if (field(L, -1, "options") != LUA_TNIL)
		take_options(L, p);
	lua_pop(L, 1);
	field(L, -1, "stages");
	take_stages(L, p);
	lua_pop(L, 1);
	if (field(L, -1, "format") != LUA_TNIL)
		take_format(L, p);
	lua_pop(L, 1);
	return 0;
}
