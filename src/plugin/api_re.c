/*
 * feedloom.re: regular expressions, with the semantics of Lua's own patterns
 * where Lua has them: no empty match is found where the last one ended, and a
 * group that took no part is false.
 */
#include <stdint.h>
#include <string.h>

#include <unictype.h>
#include <unistr.h>

#include "base/ascii.h"
#include "plugin/api.h"
#include "plugin/regex.h"

/* compile(pattern [, flags]) */
static int
re_compile(lua_State *L)
{
	size_t len;
	const char *pattern = luaL_checklstring(L, 1, &len);
	const char *flags = luaL_optstring(L, 2, "");

	regex_push(L, pattern, len, flags);
	return 1;
}

static void
push_group(lua_State *L, const struct search *s, int i)
{
	const char *text;
	size_t len;

	if (regex_group(s, i, &text, &len))
		lua_pushlstring(L, text, len);
	else
		lua_pushboolean(L, 0);
}

/* The groups, or without any the whole; how many that are. */
static int
push_groups(lua_State *L, const struct search *s, bool whole)
{
	int groups = regex_groups(s->regex);

	luaL_checkstack(L, groups + 2, "groups");
	if (groups == 0 && whole) {
		push_group(L, s, 0);
		return 1;
	}
	for (int i = 1; i <= groups; i++)
		push_group(L, s, i);
	return groups;
}

/* What a method searches: the text at 2, from the place at 3. */
static bool
begin(lua_State *L, struct search *s, bool init)
{
	*s = (struct search){.regex = regex_check(L, 1)};
	s->text = regex_text(L, 2, &s->len);
	lua_Integer len = (lua_Integer)s->len;
	lua_Integer from = init ? luaL_optinteger(L, 3, 1) : 1;
	if (from < 0)
		from = from < -len ? 1 : len + from + 1;
	if (from == 0)
		from = 1;
	if (from > len + 1)
		return false;
	s->at = regex_character(s, (size_t)from - 1);
	return true;
}

static int
regex_match(lua_State *L)
{
	struct search s;

	if (begin(L, &s, true) && regex_search(L, &s))
		return push_groups(L, &s, true);
	lua_pushnil(L);
	return 1;
}

static int
regex_find(lua_State *L)
{
	struct search s;

	if (!begin(L, &s, true) || !regex_search(L, &s)) {
		lua_pushnil(L);
		return 1;
	}
	lua_pushinteger(L, (lua_Integer)s.found[0] + 1);
	lua_pushinteger(L, (lua_Integer)s.found[1]);
	return 2 + push_groups(L, &s, false);
}

/* The step of gmatch: upvalues are regex, text, place, and if it is not the
 * first one. */
static int
gmatch_step(lua_State *L)
{
	struct search s = {.regex = regex_check(L, lua_upvalueindex(1)),
	    .at = (size_t)lua_tointeger(L, lua_upvalueindex(3)),
	    .again = lua_toboolean(L, lua_upvalueindex(4))};

	s.text = lua_tolstring(L, lua_upvalueindex(2), &s.len);
	if (!regex_search(L, &s))
		return 0;
	lua_pushinteger(L, (lua_Integer)s.at);
	lua_replace(L, lua_upvalueindex(3));
	lua_pushboolean(L, 1);
	lua_replace(L, lua_upvalueindex(4));
	return push_groups(L, &s, true);
}

static int
regex_gmatch(lua_State *L)
{
	struct search s;

	begin(L, &s, false);
	lua_settop(L, 2);
	lua_pushinteger(L, 0);
	lua_pushboolean(L, 0);
	lua_pushcclosure(L, gmatch_step, 4);
	return 1;
}

/* The group of "%{name}" at *by, which is then behind it. */
static int
named_group(lua_State *L, const struct search *s, const char **by)
{
	char name[64];
	size_t len = strcspn(*by + 1, "}");

	if ((*by)[len + 1] != '}' || len >= sizeof(name))
		luaL_error(L, "'%%{' without its '}' in the replacement");
	memcpy(name, *by + 1, len);
	name[len] = '\0';
	int n = regex_group_number(s->regex, name);
	if (n < 0)
		luaL_error(L, "the regular expression has no group '%s'", name);
	*by += len + 2;
	return n;
}

/* The group of "%1"; without any groups, that is the whole. */
static int
numbered_group(lua_State *L, const struct search *s, int n)
{
	int groups = regex_groups(s->regex);

	if (n == 1 && groups == 0)
		return 0;
	if (n > groups)
		luaL_error(L, "the regular expression has no group %d", n);
	return n;
}

static void
add_group(luaL_Buffer *out, const struct search *s, int group)
{
	const char *text;
	size_t len;

	if (regex_group(s, group, &text, &len))
		luaL_addlstring(out, text, len);
}

/* Adds the string at 3, with what its % stand for. */
static void
add_string(lua_State *L, luaL_Buffer *out, const struct search *s)
{
	size_t len;
	const char *by = lua_tolstring(L, 3, &len), *end = by + len;

	while (by < end) {
		const char *mark = memchr(by, '%', (size_t)(end - by));
		luaL_addlstring(
		    out, by, (size_t)((mark == NULL ? end : mark) - by));
		if (mark == NULL)
			return;
		by = mark + 1;
		if (*by == '{')
			add_group(out, s, named_group(L, s, &by));
		else if (ascii_digit(*by))
			add_group(out, s, numbered_group(L, s, *by++ - '0'));
		else if (*by == '%')
			luaL_addchar(out, *by++);
		else
			luaL_error(L, "a '%%' in the replacement must be "
				      "followed by a digit, {name} or '%%'");
	}
}

/* Adds what a table or a function says of the match; of nothing, itself. */
static void
add_answer(lua_State *L, luaL_Buffer *out, const struct search *s)
{
	size_t from = s->found[0], to = s->found[1];

	if (lua_istable(L, 3)) {
		push_group(L, s, regex_groups(s->regex) > 0 ? 1 : 0);
		lua_gettable(L, 3);
	} else {
		lua_pushvalue(L, 3);
		lua_call(L, push_groups(L, s, true), 1);
	}
	if (!lua_toboolean(L, -1)) {
		lua_pop(L, 1);
		luaL_addlstring(out, s->text + from, to - from);
	} else if (lua_type(L, -1) == LUA_TSTRING ||
		   lua_type(L, -1) == LUA_TNUMBER) {
		luaL_addvalue(out);
	} else {
		luaL_error(L, "the replacement is a %s, not a string",
		    luaL_typename(L, -1));
	}
}

/* gsub(text, by [, most]) */
static int
regex_gsub(lua_State *L)
{
	struct search s;
	luaL_Buffer out;
	lua_Integer n = 0;
	size_t done = 0;

	begin(L, &s, false);
	int type = lua_type(L, 3);
	if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TTABLE &&
	    type != LUA_TFUNCTION)
		return luaL_typeerror(L, 3, "string, table or function");
	lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)s.len + 1);
	if (type == LUA_TNUMBER)
		lua_tostring(L, 3);
	luaL_buffinit(L, &out);
	while (n < most && regex_search(L, &s)) {
		n++;
		luaL_addlstring(&out, s.text + done, s.found[0] - done);
		if (type == LUA_TTABLE || type == LUA_TFUNCTION)
			add_answer(L, &out, &s);
		else
			add_string(L, &out, &s);
		done = s.at;
	}
	luaL_addlstring(&out, s.text + done, s.len - done);
	luaL_pushresult(&out);
	lua_pushinteger(L, n);
	return 2;
}

static int
regex_split(lua_State *L)
{
	struct search s;
	lua_Integer n = 0;
	size_t done = 0;

	begin(L, &s, false);
	lua_newtable(L);
	while (regex_search(L, &s)) {
		size_t from = s.found[0], to = s.found[1];
		/* Nothing stands before the first character or the last. */
		if (from == to && (from == 0 || from == s.len))
			continue;
		lua_pushlstring(L, s.text + done, from - done);
		lua_rawseti(L, -2, ++n);
		done = to;
	}
	lua_pushlstring(L, s.text + done, s.len - done);
	lua_rawseti(L, -2, ++n);
	return 1;
}

/* Whether a character may mean something else in a pattern. */
static bool
is_special(ucs4_t c)
{
	if (c >= 0x80)
		return uc_is_property_pattern_white_space(c);
	return c == '\t' || (c >= '\n' && c <= '\r') ||
	       (c != '_' && c >= ' ' && c < 0x7F && !ascii_letter((char)c) &&
		   !ascii_digit((char)c));
}

/* escape(text) */
static int
re_escape(lua_State *L)
{
	size_t len;
	const char *text = regex_text(L, 1, &len), *end = text + len;
	luaL_Buffer out;
	ucs4_t c;

	luaL_buffinit(L, &out);
	while (text < end) {
		int n =
		    u8_mbtouc(&c, (const uint8_t *)text, (size_t)(end - text));
		if (is_special(c))
			luaL_addchar(&out, '\\');
		luaL_addlstring(&out, text, (size_t)n);
		text += n;
	}
	luaL_pushresult(&out);
	return 1;
}

static const luaL_Reg regex_methods[] = {
    {"find", regex_find},
    {"gmatch", regex_gmatch},
    {"gsub", regex_gsub},
    {"match", regex_match},
    {"split", regex_split},
    {NULL, NULL},
};

int
api_re(lua_State *L)
{
	static const luaL_Reg functions[] = {
	    {"compile", re_compile},
	    {"escape", re_escape},
	    {NULL, NULL},
	};

	regex_open(L);
	luaL_getmetatable(L, REGEX); /* mt */
	api_library(L, "a regular expression", regex_methods);
	lua_setfield(L, -2, "__index");
	lua_pop(L, 1);
	api_library(L, "feedloom.re", functions);
	return 1;
}
