#ifndef FEEDLOOM_PLUGIN_REGEX_H
#define FEEDLOOM_PLUGIN_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/*
 * Regular expressions of PCRE2, in UTF-8, as userdata of a plugin's state.  All
 * of them, and what their searches need, have LIMIT_LUA_REGEX bytes; a search
 * has LIMIT_LUA_MATCH steps at each place, and the time that its call has.
 */
struct regex;

/* Makes what all expressions of a state share; before the first one. */
void regex_open(lua_State *L);

/* The metatable of expressions, in the registry; regex_open makes it. */
#define REGEX "feedloom.regex"

/*
 * Compiles a pattern and pushes it; flags are letters of "imsx".  Raises an
 * error that says what is wrong, and where.
 */
void regex_push(
    lua_State *L, const char *pattern, size_t len, const char *flags);

/* The expression at index; raises an error when it is another thing. */
struct regex *regex_check(lua_State *L, int index);

/* How many groups it has, without the whole; the number of a name, or -1. */
int regex_groups(const struct regex *regex);
int regex_group_number(const struct regex *regex, const char *name);

/*
 * Makes of the string at index, in its place, one of the same length that can
 * be searched: bytes that are not UTF-8 are '?'.
 */
const char *regex_text(lua_State *L, int index, size_t *len);

/* A search in a text of regex_text, from at on. */
struct search {
	struct regex *regex;
	const char *text;
	size_t len;
	size_t at;  /* not within a character */
	bool again; /* a match ends at at: no empty one may begin there */
	const size_t *found; /* begin and end of the match and of its groups */
};

/* Where a character begins, at or behind at. */
size_t regex_character(const struct search *s, size_t at);

/*
 * Finds the next match, and goes behind it; false when there is none.  found is
 * good until the next search of any expression.
 */
bool regex_search(lua_State *L, struct search *s);

/* A group that was found; 0 is the whole.  False when it took no part. */
bool regex_group(
    const struct search *s, int group, const char **text, size_t *len);

#endif
