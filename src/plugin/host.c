/*
 * The books of a call: what it may touch, what it made, what it took out.
 */
#include "plugin/host.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "html/value.h"
#include "plugin/module.h"
#include "plugin/sandbox.h"
#include "plugin/watch.h"
#include "xml/node.h"

void
host_renew(struct host *host)
{
	if (host->xpath != NULL)
		xmlXPathFreeContext(host->xpath);
	host->xpath = NULL;
	host->spaces = NULL;
	host->patterns = 0;
	host->call = 0;
}

void
host_clear(struct host *host)
{
	host_renew(host);
	module_forget(host);
	free(host->parked);
	buf_clear(&host->scratch);
	buf_clear(&host->other);
}

void
host_begin(struct host *host, struct feed *feed, const char *label)
{
	host->feed = feed;
	host->label = label;
	host->call++;
	host->edits = 0;
	host->nodes = 0;
	host->bytes = 0;
}

void
host_end(struct host *host)
{
	for (size_t i = 0; i < host->n_parked; i++) {
		xmlNode *node = host->parked[i];
		if (node->_private == NULL)
			xmlFreeNode(node);
		else
			node->_private = NULL;
	}
	host->n_parked = 0;
	host->feed = NULL;
	host->label = "";
	if (host->scratch.cap > LIMIT_BURST)
		buf_clear(&host->scratch);
	if (host->other.cap > LIMIT_BURST)
		buf_clear(&host->other);
}

struct host *
host_of(lua_State *L)
{
	return sandbox_owner(L);
}

void
host_check_time(lua_State *L)
{
	if (watch_late())
		luaL_error(L, "stopped after %d s of processor time",
		    LIMIT_LUA_SECONDS);
}

struct buf *
host_scratch(lua_State *L)
{
	struct buf *scratch = &host_of(L)->scratch;

	buf_cut(scratch, 0);
	return scratch;
}

int
host_push(lua_State *L)
{
	const struct buf *scratch = &host_of(L)->scratch;

	if (buf_full(scratch))
		return luaL_error(L, "a text has more than %d MiB",
		    (int)(LIMIT_OUTPUT / MIB));
	lua_pushlstring(L, buf_text(scratch), scratch->len);
	return 1;
}

xmlDoc *
host_doc(lua_State *L)
{
	struct host *host = host_of(L);

	if (host->feed == NULL)
		luaL_error(L, "there are entries only while a stage runs");
	return feed_root(host->feed)->doc;
}

void
host_spend(lua_State *L, size_t nodes, size_t bytes)
{
	struct host *host = host_of(L);

	host->nodes += nodes;
	host->bytes += bytes;
	if (host->nodes > LIMIT_NODES || host->bytes > LIMIT_OUTPUT)
		luaL_error(L,
		    "too much is made in one call (limit: %d nodes, "
		    "%d MiB)",
		    LIMIT_NODES, (int)(LIMIT_OUTPUT / MIB));
	host->edits++;
}

void
host_park(lua_State *L, xmlNode *node)
{
	struct host *host = host_of(L);

	xmlUnlinkNode(node);
	if ((host->n_parked & (host->n_parked + 1)) == 0)
		host->parked = mem_grow(
		    host->parked, 2 * host->n_parked + 2, sizeof(xmlNode *));
	host->parked[host->n_parked++] = node;
	host->edits++;
}

void
host_set_text(lua_State *L, xmlNode *node, const char *text, size_t len)
{
	host_spend(L, 1, len);
	for (xmlNode *n = node->children, *next; n != NULL; n = next) {
		next = n->next;
		if (n->type == XML_ELEMENT_NODE)
			host_park(L, n);
	}
	node_set_text(node, text, len);
}

void
host_take(struct host *host, xmlNode *node)
{
	node->_private = host;
}

void
host_untake(struct host *host)
{
	for (size_t i = 0; i < host->n_parked; i++)
		host->parked[i]->_private = NULL;
}

const char *
host_text(lua_State *L, int index, const char *what, size_t *len)
{
	struct host *host = host_of(L);
	size_t n;

	if (lua_type(L, index) != LUA_TSTRING &&
	    lua_type(L, index) != LUA_TNUMBER)
		luaL_error(L, "%s must be a string, not a %s", what,
		    luaL_typename(L, index));
	lua_pushvalue(L, index); /* a number becomes a string in its place */
	const char *text = lua_tolstring(L, -1, &n);
	buf_cut(&host->scratch, 0);
	value_scrub(text, n, &host->scratch);
	lua_pop(L, 1);
	if (buf_full(&host->scratch) || host->scratch.len > LIMIT_ENTRY)
		luaL_error(L, "%s is longer than %d MiB", what,
		    (int)(LIMIT_ENTRY / MIB));
	*len = host->scratch.len;
	return buf_text(&host->scratch);
}
