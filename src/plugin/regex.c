/*
 * PCRE2 with a ceiling for the memory of all patterns and for what a match may
 * take.  Its compiler to machine code is not used: nothing here may write code.
 * A text is searched in stretches of places to begin at, for between two of
 * them a search that takes too long can be ended.
 */
#include "plugin/regex.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>
#include <unistr.h>

#include "base/late.h"
#include "base/limits.h"
#include "base/mem.h"
#include "plugin/host.h"
#include "plugin/pcre2.h"
#include "plugin/value.h"

#define PATTERN_MAX (64 * KIB)
#define GROUPS_MAX 200
#define HEADER 16   /* in front of what PCRE2 gets: how much it is */
#define STRETCH MIB /* steps that the first stretch may cost, or so */

#define SHARED "feedloom.regex.shared"

/* What a state's expressions share: how they are searched. */
struct shared {
	pcre2_general_context *memory;
	pcre2_compile_context *compiler;
	pcre2_match_context *limits;
	pcre2_match_data *found;
};

struct regex {
	struct shared *shared;
	pcre2_code *code;
	int groups;
	bool whole; /* cannot be searched in stretches */
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

static void
no_memory(lua_State *L)
{
	luaL_error(L, "regular expressions need more than %d MiB",
	    (int)(LIMIT_LUA_REGEX / MIB));
}

static int
free_shared(lua_State *L)
{
	struct shared *shared = lua_touserdata(L, 1);

	pcre2_match_data_free(shared->found);
	pcre2_match_context_free(shared->limits);
	pcre2_compile_context_free(shared->compiler);
	pcre2_general_context_free(shared->memory);
	*shared = (struct shared){NULL, NULL, NULL, NULL};
	return 0;
}

static int
free_regex(lua_State *L)
{
	struct regex *regex = luaL_checkudata(L, 1, REGEX);

	pcre2_code_free(regex->code);
	regex->code = NULL;
	return 0;
}

/* Sets the finaliser of the metatable on top, and puts it out of reach. */
static void
finish_metatable(lua_State *L, lua_CFunction finaliser)
{
	lua_pushcfunction(L, finaliser);
	lua_setfield(L, -2, "__gc");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
}

void
regex_open(lua_State *L)
{
	struct error e;

	if (late_load(LATE_PCRE2, &e) == -1)
		luaL_error(L, "%s", e.text);
	luaL_newmetatable(L, REGEX); /* mt */
	finish_metatable(L, free_regex);
	lua_pop(L, 1);
	struct shared *s = lua_newuserdatauv(L, sizeof(*s), 0); /* shared */
	*s = (struct shared){NULL, NULL, NULL, NULL};
	lua_newtable(L); /* shared mt */
	finish_metatable(L, free_shared);
	lua_setmetatable(L, -2);
	s->memory = pcre2_general_context_create(take, give, host_of(L));
	if (s->memory == NULL)
		no_memory(L);
	s->compiler = pcre2_compile_context_create(s->memory);
	s->limits = pcre2_match_context_create(s->memory);
	s->found = pcre2_match_data_create(GROUPS_MAX + 1, s->memory);
	if (s->compiler == NULL || s->limits == NULL || s->found == NULL)
		no_memory(L);
	pcre2_set_match_limit(s->limits, LIMIT_LUA_MATCH);
	pcre2_set_heap_limit(s->limits, LIMIT_LUA_REGEX / KIB / 2);
	lua_setfield(L, LUA_REGISTRYINDEX, SHARED);
}

static uint32_t
read_flags(lua_State *L, const char *flags)
{
	static const struct {
		char letter;
		uint32_t option;
	} known[] = {
	    {'i', PCRE2_CASELESS},
	    {'m', PCRE2_MULTILINE},
	    {'s', PCRE2_DOTALL},
	    {'x', PCRE2_EXTENDED},
	};
	uint32_t options = 0;

	for (; *flags != '\0'; flags++) {
		size_t i = 0;

		while (i < sizeof(known) / sizeof(known[0]) &&
		       known[i].letter != *flags)
			i++;
		if (i == sizeof(known) / sizeof(known[0]))
			luaL_error(L, "'%c' is no flag: they are i, m, s and x",
			    *flags);
		options |= known[i].option;
	}
	return options;
}

/* Raises the error of a pattern that PCRE2 does not take. */
static void
refuse(lua_State *L, const char *pattern, size_t len, int wrong, size_t at)
{
	PCRE2_UCHAR words[200];
	size_t column = u8_mbsnlen((const uint8_t *)pattern, at);
	bool shown = len < sizeof(words) && value_is_line(pattern, len);

	if (wrong == PCRE2_ERROR_HEAP_FAILED)
		no_memory(L);
	pcre2_get_error_message(wrong, words, sizeof(words));
	luaL_error(L, "%s%s%s is no regular expression: %s, at %d",
	    shown ? "'" : "", shown ? pattern : "this", shown ? "'" : "",
	    (char *)words, (int)column + 1);
}

static void
compile(lua_State *L, struct regex *regex, const char *pattern, size_t len,
    uint32_t options)
{
	PCRE2_SPTR text = (PCRE2_SPTR)pattern;
	pcre2_compile_context *compiler = regex->shared->compiler;
	int wrong;
	size_t at;

	regex->code = pcre2_compile(text, len, options, &wrong, &at, compiler);
	if (regex->code == NULL && wrong == PCRE2_ERROR_HEAP_FAILED) {
		/* Lua does not know how much those weigh that it can free. */
		lua_gc(L, LUA_GCCOLLECT);
		regex->code =
		    pcre2_compile(text, len, options, &wrong, &at, compiler);
	}
	if (regex->code == NULL)
		refuse(L, pattern, len, wrong, at);
}

static bool
holds(const char *pattern, size_t len, const char *what)
{
	return memmem(pattern, len, what, strlen(what)) != NULL;
}

void
regex_push(lua_State *L, const char *pattern, size_t len, const char *flags)
{
	const uint32_t options = PCRE2_UTF | PCRE2_UCP |
				 PCRE2_NEVER_BACKSLASH_C |
				 PCRE2_USE_OFFSET_LIMIT | read_flags(L, flags);
	uint32_t groups;

	if (len > PATTERN_MAX)
		luaL_error(L, "a pattern is longer than %d KiB",
		    (int)(PATTERN_MAX / KIB));
	lua_getfield(L, LUA_REGISTRYINDEX, SHARED);
	struct shared *shared = lua_touserdata(L, -1);
	lua_pop(L, 1);
	struct regex *regex = lua_newuserdatauv(L, sizeof(*regex), 0);
	*regex = (struct regex){.shared = shared};
	luaL_setmetatable(L, REGEX);
	compile(L, regex, pattern, len, options);
	pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	if (groups > GROUPS_MAX)
		luaL_error(L, "a pattern has more than %d groups", GROUPS_MAX);
	regex->groups = (int)groups;
	/* Verbs and \G look at where a search begins, which a stretch moves. */
	regex->whole = holds(pattern, len, "(*") || holds(pattern, len, "\\G");
}

struct regex *
regex_check(lua_State *L, int index)
{
	return luaL_checkudata(L, index, REGEX);
}

int
regex_groups(const struct regex *regex)
{
	return regex->groups;
}

int
regex_group_number(const struct regex *regex, const char *name)
{
	int n = pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR)name);

	return n < 0 ? -1 : n;
}

const char *
regex_text(lua_State *L, int index, size_t *len)
{
	const char *text = luaL_checklstring(L, index, len);
	const uint8_t *bad = u8_check((const uint8_t *)text, *len);
	luaL_Buffer out;

	if (bad == NULL)
		return text;
	char *p = luaL_buffinitsize(L, &out, *len);
	memcpy(p, text, *len);
	while (bad != NULL) {
		size_t i = (size_t)((const char *)bad - text);
		p[i] = '?';
		bad = u8_check(bad + 1, *len - i - 1);
	}
	luaL_pushresultsize(&out, *len);
	lua_replace(L, index);
	return lua_tostring(L, index);
}

/* Looks for a match that begins at at or behind it, up to last. */
static int
try_stretch(const struct search *s, size_t at, size_t last, uint32_t options)
{
	const struct shared *shared = s->regex->shared;

	pcre2_set_offset_limit(shared->limits, last);
	return pcre2_match(s->regex->code, (PCRE2_SPTR)s->text, s->len, at,
	    options | PCRE2_NO_UTF_CHECK, shared->found, shared->limits);
}

/* Raises the error that a search ended with. */
static void
give_up(lua_State *L, int n)
{
	PCRE2_UCHAR words[200];

	if (n == PCRE2_ERROR_MATCHLIMIT || n == PCRE2_ERROR_HEAPLIMIT)
		luaL_error(L, "the regular expression is searched for too long "
			      "in this text");
	if (n == PCRE2_ERROR_NOMEMORY)
		no_memory(L);
	pcre2_get_error_message(n, words, sizeof(words));
	luaL_error(L, "the regular expression fails: %s", (char *)words);
}

size_t
regex_character(const struct search *s, size_t at)
{
	while (at < s->len && ((unsigned char)s->text[at] & 0xC0) == 0x80)
		at++;
	return at;
}

bool
regex_search(lua_State *L, struct search *s)
{
	uint32_t options = s->again ? PCRE2_NOTEMPTY_ATSTART : 0;
	size_t stretch = s->regex->whole ? s->len : STRETCH / (s->len + 1);
	size_t at = s->at;
	bool collected = false;

	for (;;) {
		size_t last = s->len - at < stretch ? s->len : at + stretch;
		clock_t began = last < s->len ? clock() : 0;
		host_check_time(L);
		int n = try_stretch(s, at, last, options);
		if (n > 0)
			break;
		if (n == PCRE2_ERROR_NOMEMORY && !collected) {
			lua_gc(L, LUA_GCCOLLECT);
			collected = true;
			continue;
		}
		if (n != PCRE2_ERROR_NOMATCH)
			give_up(L, n);
		if (last == s->len)
			return false;
		at = regex_character(s, last + 1);
		options = 0;
		if (clock() - began < CLOCKS_PER_SEC / 100)
			stretch = 2 * stretch + 1;
	}
	s->found = pcre2_get_ovector_pointer(s->regex->shared->found);
	if (s->found[0] > s->found[1])
		luaL_error(L, "the regular expression ends before it begins");
	s->at = s->found[1];
	s->again = true;
	return true;
}

bool
regex_group(const struct search *s, int group, const char **text, size_t *len)
{
	size_t begin = s->found[2 * group];

	if (begin == PCRE2_UNSET)
		return false;
	*text = s->text + begin;
	*len = s->found[2 * group + 1] - begin;
	return true;
}
