/*
 * feedloom.re: PCRE2, in UTF-8, with a ceiling for what a match may take and
 * for the memory of all patterns.  Its compiler to machine code is not used:
 * nothing here may write code.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "plugin/api.h"
#include "plugin/host.h"

#define PATTERN_MAX (64 * KIB)
#define HEADER 16 /* in front of what PCRE2 gets: how much it is */

struct regex {
	pcre2_general_context *memory;
	pcre2_code *code;
	pcre2_match_data *found;
	pcre2_match_context *limits;
};

/* What is searched, and how far that is. */
struct search {
	struct regex *regex;
	const char *text;
	size_t len;
	size_t at;
	size_t *at_match; /* begin and end of the match and its groups */
	int groups;	  /* with the whole */
	bool empty;	  /* the last match was, at this place */
};

static void *
take(size_t n, void *context)
{
	struct host *host = context;

	if (n > LIMIT_LUA_REGEX - host->patterns)
		return NULL;
	size_t *p = mem_new(1, n + HEADER);
	*p = n;
	host->patterns += n;
	return (char *)p + HEADER;
}

static void
give(void *p, void *context)
{
	struct host *host = context;

	if (p == NULL)
		return;
	size_t *begin = (size_t *)(void *)((char *)p - HEADER);
	host->patterns -= *begin;
	free(begin);
}

static int
regex_free(lua_State *L)
{
	struct regex *regex = luaL_checkudata(L, 1, "feedloom.regex");

	pcre2_match_context_free(regex->limits);
	pcre2_match_data_free(regex->found);
	pcre2_code_free(regex->code);
	pcre2_general_context_free(regex->memory);
	*regex = (struct regex){NULL, NULL, NULL, NULL};
	return 0;
}

static void
no_memory(lua_State *L)
{
	luaL_error(L, "regular expressions need more than %d MiB",
	    (int)(LIMIT_LUA_REGEX / MIB));
}

/* What a flag's letter is to PCRE2; 0 when it is none. */
static uint32_t
flag(char letter)
{
	switch (letter) {
	case 'i':
		return PCRE2_CASELESS;
	case 'm':
		return PCRE2_MULTILINE;
	case 's':
		return PCRE2_DOTALL;
	case 'x':
		return PCRE2_EXTENDED;
	default:
		return 0;
	}
}

static uint32_t
read_flags(lua_State *L, int index)
{
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
			   PCRE2_NEVER_BACKSLASH_C;

	for (const char *f = luaL_optstring(L, index, ""); *f != '\0'; f++) {
		if (flag(*f) == 0)
			luaL_error(
			    L, "'%c' is no flag: they are i, m, s and x", *f);
		options |= flag(*f);
	}
	return options;
}

static pcre2_code *
compile(const struct regex *regex, const char *pattern, size_t len,
    uint32_t options, int *wrong, size_t *at)
{
	pcre2_compile_context *compiler =
	    pcre2_compile_context_create(regex->memory);

	*wrong = PCRE2_ERROR_HEAP_FAILED;
	if (compiler == NULL)
		return NULL;
	pcre2_code *code = pcre2_compile(
	    (PCRE2_SPTR)pattern, len, options, wrong, at, compiler);
	pcre2_compile_context_free(compiler);
	return code;
}

/* compile(pattern [, flags]) */
static int
re_compile(lua_State *L)
{
	size_t len, at;
	const char *pattern = luaL_checklstring(L, 1, &len);
	uint32_t options = read_flags(L, 2);
	int wrong;

	if (len > PATTERN_MAX)
		return luaL_error(L, "a pattern is longer than %d KiB",
		    (int)(PATTERN_MAX / KIB));
	struct regex *regex = lua_newuserdatauv(L, sizeof(*regex), 0);
	*regex = (struct regex){NULL, NULL, NULL, NULL};
	luaL_setmetatable(L, "feedloom.regex");
	regex->memory = pcre2_general_context_create(take, give, host_of(L));
	if (regex->memory == NULL)
		no_memory(L);
	regex->code = compile(regex, pattern, len, options, &wrong, &at);
	if (regex->code == NULL && wrong == PCRE2_ERROR_HEAP_FAILED) {
		/* Lua does not know how much those weigh that it can free. */
		lua_gc(L, LUA_GCCOLLECT);
		regex->code =
		    compile(regex, pattern, len, options, &wrong, &at);
	}
	if (regex->code == NULL && wrong == PCRE2_ERROR_HEAP_FAILED)
		no_memory(L);
	if (regex->code == NULL) {
		PCRE2_UCHAR words[200];
		pcre2_get_error_message(wrong, words, sizeof(words));
		return luaL_error(L, "'%s' is no regular expression: %s, at %d",
		    pattern, (char *)words, (int)at + 1);
	}
	regex->found =
	    pcre2_match_data_create_from_pattern(regex->code, regex->memory);
	regex->limits = pcre2_match_context_create(regex->memory);
	if (regex->found == NULL || regex->limits == NULL)
		no_memory(L);
	pcre2_set_match_limit(regex->limits, LIMIT_LUA_MATCH);
	pcre2_set_heap_limit(regex->limits, LIMIT_LUA_REGEX / KIB / 2);
	return 1;
}

static int
try(const struct search *s, uint32_t options)
{
	return pcre2_match(s->regex->code, (PCRE2_SPTR)s->text, s->len, s->at,
	    options, s->regex->found, s->regex->limits);
}

/* Runs the pattern once; false when nothing is found. */
static bool
match(lua_State *L, struct search *s, uint32_t options)
{
	host_check_time(L);
	int n = try(s, options);
	if (n == PCRE2_ERROR_NOMEMORY) {
		lua_gc(L, LUA_GCCOLLECT); /* see re_compile */
		n = try(s, options);
	}
	if (n == PCRE2_ERROR_NOMATCH)
		return false;
	if (n == PCRE2_ERROR_NOMEMORY)
		no_memory(L);
	if (n == PCRE2_ERROR_MATCHLIMIT || n == PCRE2_ERROR_HEAPLIMIT)
		luaL_error(L, "the regular expression is searched for too long "
			      "in this text");
	if (n < 0) {
		PCRE2_UCHAR words[200];
		pcre2_get_error_message(n, words, sizeof(words));
		luaL_error(
		    L, "the regular expression fails: %s", (char *)words);
	}
	s->at_match = pcre2_get_ovector_pointer(s->regex->found);
	s->groups = (int)pcre2_get_ovector_count(s->regex->found);
	for (int i = n; i < s->groups; i++)
		s->at_match[2 * i] = PCRE2_UNSET;
	if (s->at_match[0] > s->at_match[1])
		luaL_error(L, "the regular expression ends before it begins");
	return true;
}

/* One character further on. */
static size_t
step(const struct search *s, size_t at)
{
	at++;
	while (at < s->len && ((unsigned char)s->text[at] & 0xC0) == 0x80)
		at++;
	return at;
}

/*
 * The next match, which is not the empty one where the last one ended; false at
 * the end.
 */
static bool
next(lua_State *L, struct search *s)
{
	while (s->at <= s->len) {
		uint32_t options =
		    s->empty ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0;
		bool found = match(L, s, options);
		if (!found && !s->empty)
			return false;
		if (found) {
			s->at = s->at_match[1];
			s->empty = s->at_match[0] == s->at_match[1];
			return true;
		}
		s->at = step(s, s->at);
		s->empty = false;
	}
	return false;
}

static void
push_group(lua_State *L, const struct search *s, int i)
{
	size_t from = s->at_match[2 * i];

	if (from == PCRE2_UNSET)
		lua_pushnil(L);
	else
		lua_pushlstring(
		    L, s->text + from, s->at_match[2 * i + 1] - from);
}

/* The groups, or without any the whole; how many that are. */
static int
push_groups(lua_State *L, const struct search *s, bool whole)
{
	luaL_checkstack(L, s->groups + 2, "groups");
	if (s->groups == 1 && whole) {
		push_group(L, s, 0);
		return 1;
	}
	for (int i = 1; i < s->groups; i++)
		push_group(L, s, i);
	return s->groups - 1;
}

/* What a method searches: the text at 2, from the place at 3. */
static bool
begin(lua_State *L, struct search *s, bool init)
{
	*s = (struct search){.regex = luaL_checkudata(L, 1, "feedloom.regex")};
	s->text = luaL_checklstring(L, 2, &s->len);
	lua_Integer from = init ? luaL_optinteger(L, 3, 1) : 1;
	if (from < 0)
		from = -from > (lua_Integer)s->len
			   ? 1
			   : (lua_Integer)s->len + from + 1;
	if (from == 0)
		from = 1;
	if (from > (lua_Integer)s->len + 1)
		return false;
	s->at = (size_t)from - 1;
	/* Not within a character: that is no place to begin. */
	while (s->at < s->len && s->at > 0 &&
	       ((unsigned char)s->text[s->at] & 0xC0) == 0x80)
		s->at++;
	return true;
}

static int
regex_match(lua_State *L)
{
	struct search s;

	if (!begin(L, &s, true) || !match(L, &s, 0)) {
		lua_pushnil(L);
		return 1;
	}
	return push_groups(L, &s, true);
}

static int
regex_find(lua_State *L)
{
	struct search s;

	if (!begin(L, &s, true) || !match(L, &s, 0)) {
		lua_pushnil(L);
		return 1;
	}
	lua_pushinteger(L, (lua_Integer)s.at_match[0] + 1);
	lua_pushinteger(L, (lua_Integer)s.at_match[1]);
	return 2 + push_groups(L, &s, false);
}

/* The step of gmatch: upvalues are regex, text, place, and if it was empty. */
static int
gmatch_step(lua_State *L)
{
	struct search s = {
	    .regex = luaL_checkudata(L, lua_upvalueindex(1), "feedloom.regex")};

	s.text = lua_tolstring(L, lua_upvalueindex(2), &s.len);
	s.at = (size_t)lua_tointeger(L, lua_upvalueindex(3));
	s.empty = lua_toboolean(L, lua_upvalueindex(4));
	if (!next(L, &s))
		return 0;
	lua_pushinteger(L, (lua_Integer)s.at);
	lua_replace(L, lua_upvalueindex(3));
	lua_pushboolean(L, s.empty);
	lua_replace(L, lua_upvalueindex(4));
	return push_groups(L, &s, true);
}

static int
regex_gmatch(lua_State *L)
{
	luaL_checkudata(L, 1, "feedloom.regex");
	luaL_checkstring(L, 2);
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
	int n =
	    pcre2_substring_number_from_name(s->regex->code, (PCRE2_SPTR)name);
	if (n < 0)
		luaL_error(L, "the regular expression has no group '%s'", name);
	*by += len + 2;
	return n;
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
		int n = -1;
		if (*by == '{')
			n = named_group(L, s, &by);
		else if (*by >= '0' && *by <= '9')
			n = *by++ - '0';
		else if (*by == '%')
			luaL_addchar(out, *by++);
		else
			luaL_error(L, "a '%%' in the replacement must be "
				      "followed by a digit, {name} or '%%'");
		if (n >= s->groups)
			luaL_error(
			    L, "the regular expression has no group %d", n);
		if (n >= 0 && s->at_match[2 * n] != PCRE2_UNSET)
			luaL_addlstring(out, s->text + s->at_match[2 * n],
			    s->at_match[2 * n + 1] - s->at_match[2 * n]);
	}
}

/* Adds what a table or a function says of the match; of nothing, itself. */
static void
add_answer(lua_State *L, luaL_Buffer *out, const struct search *s)
{
	size_t from = s->at_match[0], to = s->at_match[1];

	if (lua_istable(L, 3)) {
		push_group(L, s, s->groups > 1 ? 1 : 0);
		if (lua_isnil(L, -1))
			lua_pushliteral(L, "");
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
	while (n < most && next(L, &s)) {
		n++;
		size_t to = s.at_match[1];
		luaL_addlstring(&out, s.text + done, s.at_match[0] - done);
		if (type == LUA_TTABLE || type == LUA_TFUNCTION)
			add_answer(L, &out, &s);
		else
			add_string(L, &out, &s);
		done = to;
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
	while (next(L, &s)) {
		size_t from = s.at_match[0], to = s.at_match[1];
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

/* escape(text) */
static int
re_escape(lua_State *L)
{
	size_t len;
	const char *text = luaL_checklstring(L, 1, &len);
	luaL_Buffer out;

	luaL_buffinit(L, &out);
	for (size_t i = 0; i < len; i++) {
		if (text[i] != '\0' &&
		    strchr("\\^$.[]|()?*+{}-#& ~/", text[i]) != NULL)
			luaL_addchar(&out, '\\');
		luaL_addchar(&out, text[i]);
	}
	luaL_pushresult(&out);
	return 1;
}

static const luaL_Reg regex_methods[] = {
    {"match", regex_match},
    {"find", regex_find},
    {"gmatch", regex_gmatch},
    {"gsub", regex_gsub},
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

	luaL_newmetatable(L, "feedloom.regex"); /* mt */
	api_library(L, "a regular expression", regex_methods);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, regex_free);
	lua_setfield(L, -2, "__gc");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 1);
	api_library(L, "feedloom.re", functions);
	return 1;
}
