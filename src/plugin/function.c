/*
 * XPath values to Lua and back.
 */
#include "plugin/function.h"

#include <string.h>

#include <lauxlib.h>
#include <libxml/xpathInternals.h>

#include "base/limits.h"
#include "plugin/host.h"
#include "plugin/plugin.h"
#include "plugin/sandbox.h"
#include "plugin/script_state.h"

struct job {
	struct script *script;
	const struct plugin_function *function;
	xmlXPathObject **args;
	int n;
	xmlXPathObject *result;
};

/* Pushes the text of a node. */
static void
push_node(lua_State *L, xmlNode *node)
{
	struct buf *text = &host_of(L)->scratch;
	xmlChar *value = xmlXPathCastNodeToString(node);

	buf_cut(text, 0);
	buf_puts(text, value == NULL ? "" : (const char *)value);
	xmlFree(value);
	lua_pushlstring(L, buf_text(text), text->len);
}

static void
push_argument(lua_State *L, const xmlXPathObject *value)
{
	const xmlNodeSet *set = value->nodesetval;

	switch (value->type) {
	case XPATH_NUMBER:
		lua_pushnumber(L, value->floatval);
		return;
	case XPATH_BOOLEAN:
		lua_pushboolean(L, value->boolval);
		return;
	case XPATH_STRING:
		lua_pushstring(L, (const char *)value->stringval);
		return;
	default:
		lua_newtable(L);
		for (int i = 0; set != NULL && i < set->nodeNr; i++) {
			push_node(L, set->nodeTab[i]);
			lua_rawseti(L, -2, i + 1);
		}
	}
}

/* The answer on top as an XPath value. */
static xmlXPathObject *
take_answer(lua_State *L, const char *name)
{
	size_t len;

	switch (lua_type(L, -1)) {
	case LUA_TBOOLEAN:
		return xmlXPathNewBoolean(lua_toboolean(L, -1));
	case LUA_TNUMBER:
		return xmlXPathNewFloat(lua_tonumber(L, -1));
	case LUA_TSTRING:
		return xmlXPathNewString(
		    (const xmlChar *)host_text(L, -1, name, &len));
	default:
		luaL_error(L,
		    "the function %s must return a string, a number or a "
		    "boolean, not a %s",
		    name, luaL_typename(L, -1));
		return NULL;
	}
}

/* Protected. */
static int
call_function(lua_State *L, void *context)
{
	struct job *job = context;

	luaL_checkstack(L, job->n + 4, "arguments");
	lua_rawgeti(L, LUA_REGISTRYINDEX, job->function->function);
	for (int i = 0; i < job->n; i++)
		push_argument(L, job->args[i]);
	lua_call(L, job->n, 1); /* answer */
	job->result = take_answer(L, job->function->name);
	return 0;
}

/* For the stylesheet: context is the script. */
static int
call(void *context, const char *name, xmlXPathObject **args, int n,
    xmlXPathObject **result, struct error *e)
{
	struct script *s = context;
	struct job job = {.script = s, .args = args, .n = n};

	for (size_t i = 0; i < s->plugin->xpath_count; i++)
		if (strcmp(s->plugin->xpath[i].name, name) == 0)
			job.function = &s->plugin->xpath[i];
	if (job.function == NULL ||
	    sandbox_call(s->sandbox, 0, call_function, &job, e) == -1)
		return -1;
	*result = job.result;
	return 0;
}

struct sheet_library
function_library(struct script *s)
{
	if (s->plugin->xpath_count == 0)
		return (struct sheet_library){.uri = NULL};
	return (struct sheet_library){
	    .uri = s->uri, .names = s->names, .call = call, .context = s};
}
