/*
 * feedloom.html: fragments, and what is done with HTML as it stands, without a
 * tree.
 */
#include <string.h>

#include "base/entity.h"
#include "base/limits.h"
#include "base/url.h"
#include "base/word.h"
#include "html/excerpt.h"
#include "html/fragment.h"
#include "html/link_walk.h"
#include "html/links.h"
#include "html/picture.h"
#include "html/value.h"
#include "plugin/api.h"
#include "plugin/fragment.h"
#include "plugin/host.h"
#include "plugin/table.h"

#define WORDS 55 /* of an excerpt, as WordPress has it */

/* The host's scratch buffer, empty. */
static struct buf *
scratch_of(lua_State *L)
{
	struct buf *scratch = &host_of(L)->scratch;

	buf_cut(scratch, 0);
	return scratch;
}

static int
push_scratch(lua_State *L, const struct buf *scratch)
{
	if (buf_full(scratch))
		return luaL_error(L, "there is too much HTML");
	lua_pushlstring(L, buf_text(scratch), scratch->len);
	return 1;
}

/* What one of fragment.h's functions makes of the HTML at 1. */
static int
convert(lua_State *L,
    void (*function)(const char *html, size_t len, struct buf *out))
{
	size_t len;
	const char *html = luaL_checklstring(L, 1, &len);
	struct buf *scratch = scratch_of(L);

	function(html, len, scratch);
	return push_scratch(L, scratch);
}

static int
html_parse(lua_State *L)
{
	size_t len;
	const char *html = luaL_checklstring(L, 1, &len);

	fragment_push(L, html, len);
	return 1;
}

static int
html_text(lua_State *L)
{
	return convert(L, fragment_text);
}

static int
html_lines(lua_State *L)
{
	return convert(L, fragment_lines);
}

static int
html_clean(lua_State *L)
{
	return convert(L, fragment_clean);
}

static int
html_escape(lua_State *L)
{
	return convert(L, value_encode);
}

static int
html_strip(lua_State *L)
{
	return convert(L, fragment_strip);
}

/* A name that is written in any case, as a string on the stack. */
static void
push_name(lua_State *L, const char *name, size_t len)
{
	char lower[TOKEN_NAME];

	if (token_name(name, len, lower))
		lua_pushstring(L, lower);
	else
		lua_pushlstring(L, name, len);
}

/* The address as text. */
static void
push_url(lua_State *L, const struct link_place *place)
{
	struct buf *scratch;

	if (memchr(place->url, '&', place->len) == NULL) {
		lua_pushlstring(L, place->url, place->len);
		return;
	}
	scratch = scratch_of(L);
	entity_decode_value(place->url, place->len, scratch);
	push_scratch(L, scratch);
}

/*
 * Pushes what the function or table at 2 has for an address, which is at most
 * another string; false, and nothing, when it has none.
 */
static bool
ask(lua_State *L, const struct link_place *place)
{
	bool called = lua_isfunction(L, 2);

	if (called) {
		lua_pushvalue(L, 2);
		push_url(L, place);
		push_name(L, place->element, place->element_len);
		push_name(L, place->attribute, place->attribute_len);
		lua_call(L, 3, 1);
	} else {
		push_url(L, place);
		lua_gettable(L, 2);
	}
	if (lua_type(L, -1) == LUA_TSTRING)
		return true;
	if (lua_toboolean(L, -1))
		luaL_error(L, "the new address is a %s, not a string",
		    luaL_typename(L, -1));
	lua_pop(L, 1);
	return false;
}

/*
 * Adds what lies between done and an address, and the string on top of the
 * stack in the place of that.  Nothing may lie above the buffer by then.
 */
static void
add_url(lua_State *L, luaL_Buffer *out, const char *done,
    const struct link_place *place)
{
	struct buf *scratch = scratch_of(L);
	size_t len;
	const char *url = lua_tolstring(L, -1, &len);

	if (place->bare)
		buf_putc(scratch, '"');
	value_encode(url, len, scratch);
	if (place->bare)
		buf_putc(scratch, '"');
	lua_pop(L, 1);
	if (buf_full(scratch))
		luaL_error(L, "there is too much HTML");
	luaL_addlstring(out, done, (size_t)(place->url - done));
	luaL_addlstring(out, buf_text(scratch), scratch->len);
}

/*
 * replace_urls(html, by).  The result grows in Lua's memory, since what is
 * called may use the host's buffers.
 */
static int
html_replace_urls(lua_State *L)
{
	size_t len;
	const char *html = luaL_checklstring(L, 1, &len);
	const char *done = html;
	struct link_walk walk;
	struct link_place place;
	luaL_Buffer out;

	if (!lua_isfunction(L, 2) && !lua_istable(L, 2))
		return luaL_typeerror(L, 2, "table or function");
	lua_settop(L, 2);
	luaL_buffinit(L, &out);
	link_walk_init(&walk, html, len);
	while (link_walk_next(&walk, &place)) {
		if (!ask(L, &place))
			continue;
		add_url(L, &out, done, &place);
		done = place.url + place.len;
	}
	luaL_addlstring(&out, done, (size_t)(html + len - done));
	luaL_pushresult(&out);
	return 1;
}

static int
html_words(lua_State *L)
{
	size_t len;
	const char *html = luaL_checklstring(L, 1, &len);
	struct buf *scratch = scratch_of(L);

	fragment_text(html, len, scratch);
	lua_pushinteger(
	    L, (lua_Integer)word_count(buf_text(scratch), scratch->len));
	return 1;
}

/* A whole number of at least 1 of the table at 2; 0 when it is not there. */
static size_t
number_of(lua_State *L, const char *key)
{
	int type = table_field(L, 2, key);
	lua_Integer n = lua_tointeger(L, -1);

	if (type != LUA_TNIL && (!lua_isinteger(L, -1) || n < 1))
		luaL_error(L, "%s must be a whole number of at least 1", key);
	lua_pop(L, 1);
	return (size_t)n;
}

/* The limit at 2; its ellipsis is borrowed from the stack. */
static void
check_limit(lua_State *L, struct word_limit *limit)
{
	static const char *const known[] = {"words", "chars", "ellipsis", NULL};

	*limit = (struct word_limit){.words = WORDS, .ellipsis = "…"};
	if (lua_isnoneornil(L, 2))
		return;
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	table_check_keys(L, "the limit: ", known);
	limit->words = number_of(L, "words");
	limit->chars = number_of(L, "chars");
	if (limit->words == 0 && limit->chars == 0)
		limit->words = WORDS;
	int type = table_field(L, 2, "ellipsis");
	if (type == LUA_TSTRING)
		limit->ellipsis = lua_tostring(L, -1);
	else if (type != LUA_TNIL)
		luaL_error(L, "ellipsis must be a string");
}

/* excerpt(html [, limit]) */
static int
html_excerpt(lua_State *L)
{
	size_t len;
	const char *html = luaL_checklstring(L, 1, &len);
	struct buf *scratch = scratch_of(L);
	struct word_limit limit;
	struct error e;

	check_limit(L, &limit);
	int cut = excerpt(html, len, &limit, scratch, &e);
	if (cut == -1)
		return fragment_fail(L, &e);
	push_scratch(L, scratch);
	lua_pushboolean(L, cut);
	return 2;
}

/* Sets a size in the table on top when it is known. */
static void
set_size(lua_State *L, const char *name, unsigned size)
{
	if (size == 0)
		return;
	lua_pushinteger(L, size);
	lua_setfield(L, -2, name);
}

static int
html_first_image(lua_State *L)
{
	size_t len;
	const char *html = luaL_checklstring(L, 1, &len);
	struct buf *src = scratch_of(L);
	struct buf *alt = &host_of(L)->other;
	struct picture p;

	/* Lua may raise an error; what it would leave behind is not here. */
	picture_init(&p);
	bool found = picture_first(html, len, &p);
	bool has_alt = p.has_alt;
	buf_cut(alt, 0);
	buf_add(src, buf_text(&p.src), p.src.len);
	buf_add(alt, buf_text(&p.alt), p.alt.len);
	picture_clear(&p);
	if (!found) {
		lua_pushnil(L);
		return 1;
	}
	lua_createtable(L, 0, 4); /* t */
	push_scratch(L, src);
	lua_setfield(L, -2, "src");
	if (has_alt) {
		push_scratch(L, alt);
		lua_setfield(L, -2, "alt");
	}
	set_size(L, "width", p.width);
	set_size(L, "height", p.height);
	return 1;
}

/* absolute(html, base) */
static int
html_absolute(lua_State *L)
{
	size_t len, base_len;
	const char *html = luaL_checklstring(L, 1, &len);
	const char *base = luaL_checklstring(L, 2, &base_len);
	struct buf *scratch = scratch_of(L);

	if (!url_absolute(base, base_len))
		return luaL_error(
		    L, "the base '%s' is no absolute address", base);
	if (links_absolute(html, len, base, base, scratch))
		return push_scratch(L, scratch);
	lua_settop(L, 1);
	return 1;
}

int
api_html(lua_State *L)
{
	static const luaL_Reg functions[] = {
	    {"absolute", html_absolute},
	    {"clean", html_clean},
	    {"escape", html_escape},
	    {"excerpt", html_excerpt},
	    {"first_image", html_first_image},
	    {"lines", html_lines},
	    {"parse", html_parse},
	    {"replace_urls", html_replace_urls},
	    {"strip", html_strip},
	    {"text", html_text},
	    {"words", html_words},
	    {NULL, NULL},
	};

	api_library(L, "feedloom.html", functions);
	return 1;
}
