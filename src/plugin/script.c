/*
 * Calls into a plugin: arguments, answers, and whose the entries are after it.
 */
#include "plugin/script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/label.h"
#include "plugin/api.h"
#include "plugin/entry.h"
#include "plugin/host.h"
#include "plugin/manifest.h"
#include "plugin/plugin.h"
#include "plugin/sandbox.h"
#include "plugin/script_state.h"
#include "plugin/setting.h"
#include "plugin/watch.h"

#define WINDOW_STEPS 20000 /* more instructions for each entry of a window */

/* What a call needs and gives. */
struct call {
	struct script *script;
	size_t stage;
	int function;
	struct script_entries *in;
	struct script_entries out;
};

void
script_start(struct script *s,
    void (*say)(void *context, bool always, const char *text), void *context)
{
	s->host.say = say;
	s->host.say_context = context;
}

bool
script_late(const struct script *s)
{
	return s->late;
}

const char *
script_traceback(const struct script *s)
{
	return sandbox_traceback(s->sandbox);
}

/* Pushes the options, made a table the first time. */
static void
push_options(lua_State *L, struct script *s)
{
	if (s->options == LUA_NOREF) {
		setting_push(L, s->plugin);
		s->options = luaL_ref(L, LUA_REGISTRYINDEX);
	}
	lua_rawgeti(L, LUA_REGISTRYINDEX, s->options);
}

/* Raises an error about what a function answered, which names its place. */
static __attribute__((format(printf, 3, 4))) void
wrong(lua_State *L, const struct call *call, const char *fmt, ...)
{
	char words[200];
	lua_Debug ar;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	lua_rawgeti(L, LUA_REGISTRYINDEX, call->function); /* f */
	lua_getinfo(L, ">S", &ar);
	lua_pushfstring(L, "%s:%d: %s", ar.short_src, ar.linedefined, words);
	lua_error(L);
}

/* Takes the entry on top into the answer. */
static void
take_entry(lua_State *L, struct call *call, lua_Integer i)
{
	const struct record *r = record_test(L, -1, &entry_type);

	if (r == NULL)
		wrong(L, call,
		    "a stage must return a list of entries; item %d is a %s",
		    (int)i, luaL_typename(L, -1));
	if (r->node->_private != NULL)
		wrong(L, call,
		    "the list has an entry twice: entry:copy() "
		    "makes another one");
	host_take(&call->script->host, r->node);
	call->out.items[call->out.count++] = r->node;
}

/* A table with other keys than 1 to n is no list: an entry's fields, perhaps.
 */
static void
check_list(lua_State *L, const struct call *call, lua_Integer n)
{
	lua_pushnil(L); /* t nil */
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1); /* t key */
		if (lua_isinteger(L, -1) && lua_tointeger(L, -1) >= 1 &&
		    lua_tointeger(L, -1) <= n)
			continue;
		lua_pushvalue(L, -1);
		wrong(L, call,
		    "a stage must return a list of entries; this table has "
		    "the key '%s': feedloom.entry makes an entry of fields",
		    luaL_tolstring(L, -1, NULL));
	}
}

/* The list on top is the answer. */
static void
take_list(lua_State *L, struct call *call)
{
	lua_Integer n = luaL_len(L, -1);

	check_list(L, call, n);
	if (n > LIMIT_WINDOW_ENTRIES)
		wrong(L, call, "the list has more than %d entries",
		    LIMIT_WINDOW_ENTRIES);
	free(call->out.items);
	call->out.items = mem_new((size_t)n + 1, sizeof(xmlNode *));
	for (lua_Integer i = 1; i <= n; i++) {
		lua_geti(L, -1, i);
		take_entry(L, call, i);
		lua_pop(L, 1);
	}
}

/* What was returned, for a message. */
static const char *
answer_name(lua_State *L)
{
	if (lua_isboolean(L, -1))
		return "true";
	return record_test(L, -1, &entry_type) != NULL ? "an entry"
						       : luaL_typename(L, -1);
}

/* Protected: a stage with one entry. */
static int
run_entry(lua_State *L, void *context)
{
	struct call *call = context;
	xmlNode *entry = call->in->items[0];

	lua_rawgeti(L, LUA_REGISTRYINDEX, call->function); /* f */
	record_push(L, &entry_type, entry, NULL);
	push_options(L, call->script); /* f entry opt */
	lua_call(L, 2, 1);	       /* answer */
	if (lua_isnil(L, -1)) {
		call->out.items = mem_new(1, sizeof(xmlNode *));
		call->out.items[call->out.count++] = entry;
		host_take(&call->script->host, entry);
	} else if (lua_istable(L, -1)) {
		take_list(L, call);
	} else if (!lua_isboolean(L, -1) || lua_toboolean(L, -1)) {
		wrong(L, call,
		    "a stage must return nothing (keep), false (drop) or a "
		    "list of entries, not %s",
		    answer_name(L));
	}
	return 0;
}

/* Protected: a stage with a window of entries. */
static int
run_window(lua_State *L, void *context)
{
	struct call *call = context;

	lua_rawgeti(L, LUA_REGISTRYINDEX, call->function); /* f */
	lua_createtable(L, (int)call->in->count, 0);	   /* f list */
	for (size_t i = 0; i < call->in->count; i++) {
		record_push(L, &entry_type, call->in->items[i], NULL);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_pushvalue(L, -1);
	lua_insert(L, 1);	       /* list f list */
	push_options(L, call->script); /* list f list opt */
	lua_call(L, 2, 1);	       /* list answer */
	if (lua_isnil(L, -1))
		lua_pop(L, 1); /* the list as it now is */
	else if (!lua_istable(L, -1))
		wrong(L, call,
		    "a stage with a window must return nothing or a list of "
		    "entries, not a %s",
		    luaL_typename(L, -1));
	take_list(L, call);
	return 0;
}

/* Frees what the answer left out; all, when there is none. */
static void
free_left(struct script_entries *in, bool all)
{
	for (size_t i = 0; i < in->count; i++) {
		xmlNode *entry = in->items[i];
		bool taken = entry->_private != NULL;
		entry->_private = NULL;
		if (all || !taken)
			xmlFreeNode(entry);
	}
	free(in->items);
	*in = (struct script_entries){NULL, 0};
}

int
script_run(struct script *s, size_t stage, struct feed *feed,
    struct script_entries *entries, struct error *e)
{
	bool window = s->plugin->window > 0;
	struct call call = {.script = s,
	    .function = s->plugin->stages[stage].function,
	    .in = entries};
	char label[LABEL_TEXT] = "";

	if (!window)
		label_of(entries->items[0], label);
	host_begin(&s->host, feed, label);
	watch_begin(s->plugin->name, label);
	int result = sandbox_call(s->sandbox,
	    window ? (long)entries->count * WINDOW_STEPS : 0,
	    window ? run_window : run_entry, &call, e);
	s->late = watch_late();
	watch_end();
	if (result == -1)
		host_untake(&s->host);
	free_left(entries, result == -1);
	bool changed = s->host.edits > 0;
	host_end(&s->host);
	if (result == -1) {
		free(call.out.items);
		return error_wrap(e, "%s%s%s", s->plugin->name,
		    *label == '\0' ? "" : ": ", label);
	}
	*entries = call.out;
	for (size_t i = 0; changed && i < entries->count; i++)
		feed_settle_entry(feed, entries->items[i]);
	return 0;
}

/* Protected: feed(head, opt). */
static int
run_feed(lua_State *L, void *context)
{
	struct call *call = context;

	lua_rawgeti(L, LUA_REGISTRYINDEX, call->function); /* f */
	record_push(L, &feed_type, feed_root(call->script->host.feed), NULL);
	push_options(L, call->script); /* f head opt */
	lua_call(L, 2, 1);	       /* answer */
	if (!lua_isnil(L, -1))
		wrong(L, call, "feed must return nothing, not a %s",
		    luaL_typename(L, -1));
	return 0;
}

/* Protected: finish(opt). */
static int
run_finish(lua_State *L, void *context)
{
	struct call *call = context;

	lua_rawgeti(L, LUA_REGISTRYINDEX, call->function); /* f */
	push_options(L, call->script);			   /* f opt */
	lua_call(L, 1, 1);				   /* answer */
	if (!lua_isnil(L, -1))
		wrong(L, call, "finish must return nothing, not a %s",
		    luaL_typename(L, -1));
	return 0;
}

static int
run_once(struct script *s, int function,
    int (*body)(lua_State *L, void *context), struct feed *feed,
    struct error *e)
{
	struct call call = {.script = s, .function = function};

	if (function == LUA_NOREF)
		return 0;
	host_begin(&s->host, feed, "");
	watch_begin(s->plugin->name, "");
	int result = sandbox_call(s->sandbox, 0, body, &call, e);
	watch_end();
	bool changed = s->host.edits > 0;
	host_end(&s->host);
	if (changed)
		feed_settle_again(feed);
	return result == 0 ? 0 : error_wrap(e, "%s", s->plugin->name);
}

int
script_feed(struct script *s, struct feed *feed, struct error *e)
{
	return run_once(s, s->plugin->feed, run_feed, feed, e);
}

int
script_finish(struct script *s, struct feed *feed, struct error *e)
{
	return run_once(s, s->plugin->finish, run_finish, feed, e);
}
