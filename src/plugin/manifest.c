/*
 * Reads the table that a plugin returns, as feedloom(1) describes it.
 * Looks at tables raw, so that no code of the plugin runs, and takes nothing
 * that it does not know: a misspelt key must not be a silent default.
 */
#include "plugin/manifest.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "plugin/table.h"

#define API 1
#define STAGES_MAX 64
#define EXAMPLES_MAX 20
#define XPATH_MAX 100

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char *const keys[] = {"api", "name", "about", "options", "stages",
    "alone", "feed", "finish", "window", "xpath", "format", "examples", NULL};
static const char *const format_keys[] = {
    "media_type", "extension", "serialise", NULL};
static const char *const serialisers[] = {"json", "jsonl", "xml", "html",
    "text", "csv", "markdown", "gemtext", "mbox", NULL};

/* A name below a folder: no way out of it. */
static bool
is_sheet_name(const char *name)
{
	return name[0] != '/' && name[0] != '.' &&
	       strspn(name, LOWER UPPER DIGITS "._-/") == strlen(name) &&
	       strstr(name, "..") == NULL;
}

/* The function on top is kept in the registry; pops it. */
static int
keep_function(lua_State *L, int *line)
{
	lua_Debug ar;

	lua_pushvalue(L, -1);
	lua_getinfo(L, ">S", &ar);
	if (line != NULL)
		*line = ar.linedefined;
	return luaL_ref(L, LUA_REGISTRYINDEX);
}

/* The list of stages is on top. */
static void
take_stages(lua_State *L, struct plugin *p)
{
	size_t n = table_length(L, "", "stages", STAGES_MAX);

	p->stages = mem_new(n + 1, sizeof(p->stages[0]));
	for (size_t i = 1; i <= n; i++) {
		struct plugin_stage *stage = &p->stages[p->stage_count++];
		int type = lua_rawgeti(L, -1, (lua_Integer)i); /* list stage */
		if (type == LUA_TFUNCTION) {
			stage->function = keep_function(L, &stage->line);
			continue;
		}
		if (type != LUA_TSTRING)
			luaL_error(L,
			    "stage %d must be a function or the name of a "
			    "stylesheet, not a %s",
			    (int)i, luaL_typename(L, -1));
		const char *name = table_line(L, "", "stages");
		if (!is_sheet_name(name))
			luaL_error(L,
			    "stage %d: '%s' is not the name of a stylesheet "
			    "beside the plugin",
			    (int)i, name);
		stage->sheet = mem_str(name);
		lua_pop(L, 1); /* list */
	}
}

/* table[key] as a function of the registry, or LUA_NOREF. */
static int
take_function(lua_State *L, const char *key)
{
	int type = table_field(L, -1, key); /* table function */

	if (type == LUA_TFUNCTION)
		return keep_function(L, NULL);
	if (type != LUA_TNIL)
		luaL_error(L, "'%s' must be a function, not a %s", key,
		    luaL_typename(L, -1));
	lua_pop(L, 1);
	return LUA_NOREF;
}

/* The window is on top. */
static void
take_window(lua_State *L, struct plugin *p)
{
	if (lua_type(L, -1) == LUA_TSTRING &&
	    strcmp(lua_tostring(L, -1), "all") == 0) {
		p->window = PLUGIN_ALL;
		return;
	}
	if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 ||
	    lua_tointeger(L, -1) > LIMIT_WINDOW_ENTRIES)
		luaL_error(L,
		    "'window' must be \"all\" or a number of entries, 1 to %d",
		    LIMIT_WINDOW_ENTRIES);
	p->window = (size_t)lua_tointeger(L, -1);
}

static int
function_order(const void *a, const void *b)
{
	return strcmp(((const struct plugin_function *)a)->name,
	    ((const struct plugin_function *)b)->name);
}

/* The table of functions for stylesheets is on top. */
static void
take_xpath(lua_State *L, struct plugin *p)
{
	if (lua_type(L, -1) != LUA_TTABLE)
		luaL_error(L, "'xpath' must be a table of functions");
	p->xpath = mem_new(XPATH_MAX + 1, sizeof(p->xpath[0]));
	lua_pushnil(L); /* xpath nil */
	while (lua_next(L, -2) != 0) {
		const char *name =
		    lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
		if (*name == '\0' ||
		    strspn(name, LOWER UPPER DIGITS "_-") != strlen(name) ||
		    strchr(LOWER UPPER "_", *name) == NULL)
			luaL_error(L, "xpath: a name must be letters, digits, "
				      "'_' and '-'");
		if (lua_type(L, -1) != LUA_TFUNCTION)
			luaL_error(L,
			    "xpath: '%s' must be a function, not a %s", name,
			    luaL_typename(L, -1));
		if (p->xpath_count == XPATH_MAX)
			luaL_error(
			    L, "xpath: more than %d functions", XPATH_MAX);
		struct plugin_function *f = &p->xpath[p->xpath_count++];
		f->name = mem_str(name);
		f->function = keep_function(L, NULL); /* xpath key */
	}
	qsort(p->xpath, p->xpath_count, sizeof(p->xpath[0]), function_order);
}

/* Whether entries are alone is on top. */
static void
take_alone(lua_State *L, struct plugin *p)
{
	if (lua_type(L, -1) != LUA_TBOOLEAN)
		luaL_error(L, "'alone' must be true or false, not a %s",
		    luaL_typename(L, -1));
	p->alone = lua_toboolean(L, -1);
}

/* The list of examples is on top. */
static void
take_examples(lua_State *L, struct plugin *p)
{
	size_t n = table_length(L, "", "examples", EXAMPLES_MAX);

	p->examples = mem_new(n + 1, sizeof(p->examples[0]));
	for (size_t i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i); /* list example */
		p->examples[p->example_count++] =
		    mem_str(table_line(L, "", "examples"));
		lua_pop(L, 1);
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
	table_check_keys(L, "format: ", format_keys);
	p->media_type = table_take_line(L, -1, "format: ", "media_type");
	if (!is_media_type(p->media_type))
		luaL_error(
		    L, "format: '%s' is not a media type", p->media_type);
	p->extension = table_take_line(L, -1, "format: ", "extension");
	if (strspn(p->extension, LOWER UPPER DIGITS) != strlen(p->extension))
		luaL_error(L, "format: 'extension' must be letters and digits");
	p->serialise = table_take_line(L, -1, "format: ", "serialise");
	if (!suggest_among(&near, p->serialise, serialisers))
		luaL_error(L, "format: cannot serialise '%s'%s", p->serialise,
		    suggest_text(&near, "", meant));
	p->is_format = true;
}

static void
check_api(lua_State *L)
{
	if (table_field(L, -1, "api") == LUA_TNIL) /* t api */
		luaL_error(L, "no 'api': say api = %d", API);
	if (!lua_isinteger(L, -1))
		luaL_error(L, "'api' must be a whole number");
	lua_Integer api = lua_tointeger(L, -1);
	if (api != API)
		luaL_error(L, "made for API %I; this version has API %d",
		    (LUAI_UACINT)api, API);
	lua_pop(L, 1);
}

/* What belongs together. */
static void
check_whole(lua_State *L, const struct plugin *p)
{
	bool functions = false;

	for (size_t i = 0; i < p->stage_count; i++)
		functions = functions || p->stages[i].sheet == NULL;
	if (p->stage_count == 0 && p->feed == LUA_NOREF &&
	    p->finish == LUA_NOREF)
		luaL_error(L, "'stages' is empty: there is nothing to do");
	if (p->window > 0 && !functions)
		luaL_error(L, "'window' is for stages that are functions");
	if (p->alone && (p->window > 0 || p->finish != LUA_NOREF))
		luaL_error(L,
		    "'alone' and '%s' exclude each other: it sees more than "
		    "one entry",
		    p->window > 0 ? "window" : "finish");
	if (p->is_format && (p->stage_count == 0 ||
				p->stages[p->stage_count - 1].sheet == NULL))
		luaL_error(L, "a format's last stage must be the stylesheet "
			      "that makes the output");
}

/* The optional members of the table on top. */
static const struct {
	const char *key;
	void (*take)(lua_State *L, struct plugin *p);
} members[] = {
    {"options", manifest_options},
    {"stages", take_stages},
    {"window", take_window},
    {"alone", take_alone},
    {"xpath", take_xpath},
    {"format", take_format},
    {"examples", take_examples},
};

int
manifest_take(lua_State *L, struct plugin *p)
{
	luaL_checkstack(L, 20, "plugin");
	if (lua_type(L, -1) != LUA_TTABLE)
		return luaL_error(
		    L, "must return a table, not a %s", luaL_typename(L, -1));
	check_api(L);
	table_check_keys(L, "", keys);
	p->name = table_take_line(L, -1, "", "name");
	p->about = table_take_line(L, -1, "", "about");
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (table_field(L, -1, members[i].key) != LUA_TNIL)
			members[i].take(L, p);
		else if (members[i].take == take_stages)
			luaL_error(L, "no 'stages': name what is to be done");
		lua_pop(L, 1);
	}
	p->feed = take_function(L, "feed");
	p->finish = take_function(L, "finish");
	check_whole(L, p);
	return 0;
}
