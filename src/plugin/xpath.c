/*
 * XPath for plugins: entry:xpath(…), and what fragments of HTML have of it.
 * Prefixes are ours, whatever a document declares.
 */
#include "plugin/xpath.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <libxml/xpathInternals.h>

#include "base/limits.h"
#include "base/mem.h"
#include "plugin/foreign.h"
#include "plugin/host.h"
#include "xml/node.h"

#define KEPT_MAX 200 /* compiled expressions that are kept */

static int
free_compiled(lua_State *L)
{
	xmlXPathCompExpr **held = lua_touserdata(L, 1);

	xmlXPathFreeCompExpr(*held);
	*held = NULL;
	return 0;
}

static void
quiet(void *context, xmlError *error)
{
	(void)context;
	(void)error;
}

/* What was wrong, in words: libxml2 has only a number for it. */
static const char *
reason(const xmlXPathContext *xpath)
{
	switch (xpath->lastError.code - XML_XPATH_EXPRESSION_OK) {
	case XPATH_UNDEF_PREFIX_ERROR:
		return "it has a prefix that nobody knows";
	case XPATH_UNKNOWN_FUNC_ERROR:
		return "it calls a function that is not there";
	case XPATH_INVALID_ARITY:
		return "it calls a function with too few or too many "
		       "arguments";
	case XPATH_OP_LIMIT_EXCEEDED:
	case XPATH_RECURSION_LIMIT_EXCEEDED:
		return "it takes too long";
	default:
		return "it cannot be understood";
	}
}

/* Tells the context what prefixes mean: ours, and what the feed declares. */
static void
tell_spaces(xmlXPathContext *xpath, const xmlNode *root)
{
	const struct ns_entry *entry;

	for (size_t i = 0; (entry = ns_at(i)) != NULL; i++) {
		/* Of a prefix's addresses the first one is the true one. */
		if (ns_of_prefix(entry->prefix, strlen(entry->prefix)) == entry)
			xmlXPathRegisterNs(xpath,
			    (const xmlChar *)entry->prefix,
			    (const xmlChar *)entry->uri);
	}
	for (const xmlNs *n = root->nsDef; n != NULL; n = n->next) {
		const xmlNode probe = {
		    .type = XML_ELEMENT_NODE, .ns = (xmlNs *)(uintptr_t)n};
		xmlXPathRegisterNs(
		    xpath, (const xmlChar *)ns_prefix(&probe), n->href);
	}
}

xmlXPathContext *
xpath_context(void)
{
	xmlXPathContext *xpath = xmlXPathNewContext(NULL);

	if (xpath == NULL)
		mem_out();
	xpath->error = quiet;
	return xpath;
}

static xmlXPathContext *
context_of(lua_State *L)
{
	struct host *host = host_of(L);
	xmlDoc *doc = host_doc(L);
	const xmlNode *root = xmlDocGetRootElement(doc);
	const xmlNs *last = root->nsDef;

	while (last != NULL && last->next != NULL)
		last = last->next;
	if (host->xpath == NULL) {
		host->xpath = xpath_context();
		host->spaces = NULL;
	}
	if (host->spaces != last || host->xpath->doc != doc) {
		tell_spaces(host->xpath, root);
		host->spaces = last;
		host->xpath->doc = doc;
	}
	return host->xpath;
}

/* Pushes the compiled expression at 2, out of the table of those or new. */
static xmlXPathCompExpr *
compile(lua_State *L, xmlXPathContext *xpath)
{
	const char *text = luaL_checkstring(L, 2);

	luaL_getsubtable(L, LUA_REGISTRYINDEX, "feedloom.xpath"); /* kept */
	lua_pushvalue(L, 2);
	if (lua_rawget(L, -2) == LUA_TUSERDATA) { /* kept compiled */
		xmlXPathCompExpr **held = lua_touserdata(L, -1);
		return *held;
	}
	lua_pop(L, 1);
	lua_Integer n = luaL_len(L, -1);
	if (n >= KEPT_MAX) {
		lua_pop(L, 1);
		lua_newtable(L); /* kept */
		lua_pushvalue(L, -1);
		lua_setfield(L, LUA_REGISTRYINDEX, "feedloom.xpath");
	}
	xmlXPathCompExpr **held = lua_newuserdatauv(L, sizeof(*held), 0);
	*held = NULL;		  /* kept compiled */
	lua_createtable(L, 0, 1); /* kept compiled mt */
	lua_pushcfunction(L, free_compiled);
	lua_setfield(L, -2, "__gc");
	lua_setmetatable(L, -2); /* kept compiled */
	*held = xmlXPathCtxtCompile(xpath, (const xmlChar *)text);
	if (*held == NULL)
		luaL_error(
		    L, "'%s' is no XPath expression: %s", text, reason(xpath));
	lua_pushvalue(L, 2);
	lua_pushvalue(L, -2);
	lua_rawset(L, -4); /* kept compiled */
	lua_pushboolean(L, 1);
	lua_rawseti(L, -3, luaL_len(L, -3) + 1); /* counts them */
	return *held;
}

/* Pushes a node: an element as a handle, all else as its text. */
static void
push_node(lua_State *L, xmlNode *node)
{
	if (node->type == XML_ELEMENT_NODE) {
		record_push(L, &foreign_type, node, NULL);
	} else if (node->type == XML_ATTRIBUTE_NODE) {
		lua_pushstring(L, node_value((const xmlAttr *)node));
	} else if (node->type == XML_NAMESPACE_DECL) {
		lua_pushstring(L, (const char *)((xmlNs *)node)->href);
	} else {
		lua_pushstring(L,
		    node->content == NULL ? "" : (const char *)node->content);
	}
}

struct results {
	const xmlXPathObject *object;
	void (*push)(lua_State *L, xmlNode *node);
};

/* Protected: pushes what the results at 1 (a light userdata) are in Lua. */
static int
push_results(lua_State *L)
{
	const struct results *results = lua_touserdata(L, 1);
	const xmlXPathObject *result = results->object;
	const xmlNodeSet *set = result->nodesetval;
	lua_Integer whole;

	switch (result->type) {
	case XPATH_NUMBER:
		if (lua_numbertointeger(result->floatval, &whole) &&
		    (double)whole == result->floatval)
			lua_pushinteger(L, whole);
		else
			lua_pushnumber(L, result->floatval);
		return 1;
	case XPATH_BOOLEAN:
		lua_pushboolean(L, result->boolval);
		return 1;
	case XPATH_STRING:
		lua_pushstring(L, (const char *)result->stringval);
		return 1;
	default:
		lua_newtable(L);
		for (int i = 0; set != NULL && i < set->nodeNr; i++) {
			results->push(L, set->nodeTab[i]);
			lua_rawseti(L, -2, i + 1);
		}
		return 1;
	}
}

void
xpath_push(lua_State *L, xmlXPathContext *xpath, xmlNode *node, int owner,
    void (*push)(lua_State *L, xmlNode *node))
{
	xpath->opLimit = LIMIT_SHEET_OPS;
	xpath->opCount = 0;
	xmlResetError(&xpath->lastError);
	xmlXPathCompExpr *compiled = compile(L, xpath);
	xpath->doc = node->doc;
	xpath->node = node;
	xmlXPathObject *object = xmlXPathCompiledEval(compiled, xpath);
	if (object == NULL)
		luaL_error(L, "XPath '%s' fails: %s", lua_tostring(L, 2),
		    reason(xpath));
	struct results results = {object, push};
	lua_pushcfunction(L, push_results);
	lua_pushlightuserdata(L, &results);
	if (owner == 0)
		lua_pushnil(L);
	else
		lua_pushvalue(L, owner);
	int status = lua_pcall(L, 2, 1, 0);
	xmlXPathFreeObject(object);
	if (status != LUA_OK)
		lua_error(L);
}

int
foreign_xpath(lua_State *L)
{
	struct record *r = luaL_checkudata(L, 1, "feedloom.record");

	record_live(L, r);
	xpath_push(L, context_of(L), r->node, 0, push_node);
	return 1;
}
