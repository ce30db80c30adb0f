#ifndef FEEDLOOM_XML_SCOPE_STATE_H
#define FEEDLOOM_XML_SCOPE_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/hash.h>

#include "xml/scope.h"
#include "xml/xpath_lexer.h"

/*
 * The inside of scope.h, for its files alone: scope.c walks the instructions,
 * scope_path.c follows expressions and patterns, scope_step.c takes their
 * steps.
 *
 * Nodes are told apart only by where they are; a set of places is what an
 * expression may give.
 */
enum {
	SCOPE_ROOT = 1,
	SCOPE_FEED = 2,
	SCOPE_ENTRY = 4,  /* the current one */
	SCOPE_INSIDE = 8, /* below it */
	SCOPE_HEAD = 16,  /* below the feed, but no entry */
	SCOPE_FIRST = 32, /* the feed's first entry, of which dates are known */
	SCOPE_FRAME = SCOPE_ROOT | SCOPE_FEED,
	SCOPE_ALL = 31
};

/*
 * What is known of a name: what a variable holds, where a template is called,
 * what a mode has templates for; or that a key never joins two entries.
 */
struct scope_name {
	unsigned places;
	bool listed;	  /* a template is called where entries are the list */
	bool single;	  /* a key does not join entries */
	bool joins;	  /* but another one of its name does */
	unsigned applied; /* what a mode's templates are asked for */
	bool silent;	  /* a mode has a template for entries, an empty one */
};

struct scope_search {
	struct scope *found;
	xmlHashTable *variables;
	xmlHashTable *templates;
	xmlHashTable *keys;
	xmlHashTable *modes;
	bool changed; /* something became known: once more */
};

/* Where an expression stands. */
struct scope_context {
	struct scope_search *search;
	const xmlNode *node; /* its element: for prefixes and lines */
	unsigned places;     /* of the current node */
	bool listed;	     /* the current node list is that of entries */
	bool key;	     /* it is compared, and never shown */
};

/* scope.c */

/* Never NULL. */
struct scope_name *scope_name(xmlHashTable *names, const char *name, size_t n);

/* Notes that something, so many bytes of text, needs the whole feed. */
void scope_need(const struct scope_context *c, const char *text, size_t n);

/* scope_path.c */

/*
 * The places that an expression leads to.  plain: the feed's entries are
 * among them, all of them, at the end of the simplest of paths; with a plain of
 * NULL they must not be.
 */
unsigned scope_path(
    const struct scope_context *c, const char *text, size_t n, bool *plain);

/*
 * The same for a pattern: the nodes that match it.  *entry: any entry does, by
 * its name.
 */
unsigned scope_pattern(
    const struct scope_context *c, const char *text, size_t n, bool *entry);

/*
 * Whether an expression is the identifier of the node's parent, or is joined
 * from that and more: "concat(generate-id(..), @scheme)".
 */
bool scope_is_own(const char *text, size_t n);

/* scope_step.c */

struct path {
	const struct scope_context *c;
	struct lexer lex;
	const char *text; /* the whole expression */
	size_t len;
	unsigned here; /* the context node */
	bool listed;   /* the entries are the context's list */
	bool plain;    /* the path behind us ends at the feed's entries */
	bool id;       /* the operand behind us was an identifier */
	int deep;
};

/* Which nodes a node test lets through. */
struct test {
	unsigned places;
	bool entry; /* it may be one */
	bool date;  /* atom:updated or atom:published */
};

/* Notes that the expression needs the whole feed. */
void path_need(const struct path *p);

/* Goes on behind a token, if it is there. */
static inline bool
path_take(struct path *p, const char *token)
{
	if (!lexer_is(&p->lex, token))
		return false;
	lexer_step(&p->lex);
	return true;
}

/* Whether "node", "text" and so on is what we are at. */
bool path_at_type(const struct lexer *t);

/* Goes on behind a node test. */
struct test path_test(struct path *p);

/* Where the parents of nodes are. */
unsigned path_above(unsigned places);

/* Where their children are, but for entries of the feed. */
unsigned path_below(
    const struct path *p, unsigned places, const struct test *test);

/*
 * A step along an axis; *entries: it comes to the entries of the feed, by the
 * axis child.
 */
unsigned path_along(const struct path *p, const struct lexer *axis,
    unsigned from, const struct test *test, bool *entries);

#endif
