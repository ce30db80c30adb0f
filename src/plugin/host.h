#ifndef FEEDLOOM_PLUGIN_HOST_H
#define FEEDLOOM_PLUGIN_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <lua.h>

#include "base/buf.h"
#include "model/feed.h"

/*
 * What the C side of a Lua state knows: whose it is, and what the call that is
 * on may touch.  Handles on nodes are good during the call that they were made
 * in.  Nodes that a plugin takes out or makes are parked until its end, so that
 * a handle on them never dangles; what it makes has a ceiling, because Lua's
 * allocator does not see libxml2's memory.
 */
struct host {
	const char *plugin; /* its name, borrowed */
	const char *folder; /* that require looks in; NULL: none */
	/* What log and print say; NULL while the file is run. */
	void (*say)(void *context, bool always, const char *text);
	void *say_context;

	struct feed *feed; /* NULL: no call is on */
	uint64_t call;	   /* counts calls */
	const char *label; /* of the entry that is at hand, or "" */
	unsigned long edits;
	size_t nodes;
	size_t bytes;
	xmlNode **parked;
	size_t n_parked;
	struct buf scratch; /* for text on its way; what Lua raises past */
	struct buf other;   /* another one */

	struct module *modules; /* text of what was required */
	size_t n_modules;
	size_t patterns;	/* bytes that regular expressions have */
	xmlXPathContext *xpath; /* made when it is first needed */
	const xmlNs *spaces;	/* the last namespace that it knows */
};

void host_clear(struct host *host);

/* Forgets what calls left: another state follows.  Modules are kept. */
void host_renew(struct host *host);

/* A call begins; feed and label outlive it. */
void host_begin(struct host *host, struct feed *feed, const char *label);

/* It ends: frees what is parked and was not taken. */
void host_end(struct host *host);

/* The host of a state. */
struct host *host_of(lua_State *L);

/* For loops in C: raises an error when the call takes too long. */
void host_check_time(lua_State *L);

/* host->scratch, empty. */
struct buf *host_scratch(lua_State *L);

/* Pushes what is in it; raises an error when it is full.  Returns 1. */
int host_push(lua_State *L);

/* The document that nodes are made in; raises an error out of a call. */
xmlDoc *host_doc(lua_State *L);

/* Counts what is about to be made; raises an error when it is too much. */
void host_spend(lua_State *L, size_t nodes, size_t bytes);

/* Takes a node out of its tree, if it is in one, and parks it. */
void host_park(lua_State *L, xmlNode *node);

/* Puts text in the place of all children, which are parked. */
void host_set_text(lua_State *L, xmlNode *node, const char *text, size_t len);

/* Makes a parked node the caller's, at the end of the call. */
void host_take(struct host *host, xmlNode *node);

/* Takes back what host_take did: the call has failed. */
void host_untake(struct host *host);

/*
 * The string at index as text that XML can hold, its length in *len; borrowed
 * until the next use of host->scratch.  Raises an error, which names what, when
 * it is no string.
 */
const char *host_text(lua_State *L, int index, const char *what, size_t *len);

#endif
