/*
 * feedloom.url: addresses (RFC 3986) and the parameters of their queries as
 * forms write them (URL Standard, section 5).  What is not asked for is left as
 * it is written.
 */
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/url.h"
#include "plugin/api.h"
#include "plugin/host.h"
#include "plugin/library.h"

#define NAMES_MAX 256 /* that remove_query looks for at a time */

/* The address at index, as it is. */
static const char *
check_url(lua_State *L, int index, size_t *len)
{
	const char *url = luaL_checklstring(L, index, len);

	if (*len > LIMIT_TAG)
		luaL_error(L, "feedloom.url: an address is longer than %d MiB",
		    (int)(LIMIT_TAG / MIB));
	return url;
}

/* What stands on both sides of the last, or the first, c; false: none does. */
static bool
part_at(const struct url_span *s, char c, bool last, struct url_span *front,
    struct url_span *rest)
{
	struct url_span all = *s; /* front or rest may be s */
	const char *at =
	    last ? memrchr(all.p, c, all.n) : memchr(all.p, c, all.n);

	if (at == NULL)
		return false;
	size_t n = (size_t)(at - all.p);
	*front = (struct url_span){all.p, n};
	*rest = (struct url_span){at + 1, all.n - n - 1};
	return true;
}

struct authority {
	struct url_span user;
	struct url_span host;
	long port; /* 0: none */
};

/* RFC 3986 section 3.2; false when the port is no number of a port. */
static bool
read_authority(struct url_span all, struct authority *a)
{
	struct url_span port = {NULL, 0};

	*a = (struct authority){.host = all};
	if (all.p == NULL)
		return true;
	part_at(&all, '@', true, &a->user, &a->host);
	bool bracket = a->host.n > 0 && a->host.p[a->host.n - 1] == ']';
	if (!bracket)
		part_at(&a->host, ':', true, &a->host, &port);
	for (size_t i = 0; i < port.n; i++) {
		if (!ascii_digit(port.p[i]))
			return false;
		a->port = a->port * 10 + (port.p[i] - '0');
		if (a->port > 65535)
			return false;
	}
	return true;
}

static void
set_part(lua_State *L, const char *name, const struct url_span *part)
{
	if (part->p == NULL)
		return;
	lua_pushlstring(L, part->p, part->n);
	lua_setfield(L, -2, name);
}

/* In small letters, where it is in text. */
static void
make_lower(struct buf *text, const struct url_span *part)
{
	if (part->p == NULL)
		return;
	char *p = text->data + (part->p - text->data);
	for (size_t i = 0; i < part->n; i++)
		p[i] = ascii_lower(p[i]);
}

static int
url_parse(lua_State *L)
{
	size_t len;
	const char *url = check_url(L, 1, &len);
	struct buf *tidy = host_scratch(L);
	struct url_parts u;
	struct authority a;

	bool absolute = url_resolve(NULL, url, len, tidy);
	url_split(buf_text(tidy), tidy->len, &u);
	if (!absolute || !read_authority(u.authority, &a)) {
		lua_pushnil(L);
		return 1;
	}
	make_lower(tidy, &u.scheme);
	make_lower(tidy, &a.host);
	lua_createtable(L, 0, 7); /* t */
	set_part(L, "scheme", &u.scheme);
	set_part(L, "userinfo", &a.user);
	set_part(L, "host", &a.host);
	set_part(L, "path", &u.path);
	set_part(L, "query", &u.query);
	set_part(L, "fragment", &u.fragment);
	if (a.port > 0) {
		lua_pushinteger(L, a.port);
		lua_setfield(L, -2, "port");
	}
	return 1;
}

/* resolve(base, ref) */
static int
resolve(lua_State *L)
{
	size_t base_len, len;
	const char *base = check_url(L, 1, &base_len);
	const char *ref = check_url(L, 2, &len);

	if (!url_absolute(base, base_len))
		return luaL_error(L,
		    "feedloom.url.resolve: the base '%s' is no absolute "
		    "address",
		    base);
	url_resolve(base, ref, len, host_scratch(L));
	return host_push(L);
}

/* A form's text: percent-encoded, with '+' for a blank. */
static void
decode_form(const struct url_span *text, struct buf *out)
{
	struct url_span rest = *text, word;

	while (part_at(&rest, '+', false, &word, &rest)) {
		url_decode(word.p, word.n, out);
		buf_putc(out, ' ');
	}
	url_decode(rest.p, rest.n, out);
}

struct pair {
	struct url_span all;
	struct url_span name;
	struct url_span value; /* NULL without '=' */
};

/* Takes the next pair, which is not empty, off a query; false at its end. */
static bool
next_pair(struct url_span *query, struct pair *pair)
{
	while (query->n > 0) {
		struct url_span all = *query;

		if (!part_at(query, '&', false, &all, query))
			query->n = 0;
		if (all.n == 0)
			continue;
		*pair = (struct pair){.all = all, .name = all};
		part_at(&all, '=', false, &pair->name, &pair->value);
		return true;
	}
	return false;
}

/* Adds what stands before a query, and what behind it. */
static void
put_front(const char *url, size_t len, const struct url_parts *u, struct buf *b)
{
	const char *end = url + len;

	if (u->query.p != NULL)
		end = u->query.p - 1;
	else if (u->fragment.p != NULL)
		end = u->fragment.p - 1;
	buf_add(b, url, (size_t)(end - url));
}

static void
put_back(const struct url_parts *u, struct buf *b)
{
	if (u->fragment.p == NULL)
		return;
	buf_putc(b, '#');
	buf_add(b, u->fragment.p, u->fragment.n);
}

/* The decoded name of a pair; borrowed until the next one. */
static const struct buf *
name_of(lua_State *L, const struct pair *pair)
{
	struct buf *name = &host_of(L)->other;

	buf_cut(name, 0);
	decode_form(&pair->name, name);
	return name;
}

/* Adds "=" and the value on top. */
static void
put_value(lua_State *L, struct buf *out)
{
	size_t len;
	int type = lua_type(L, -1);

	if (type != LUA_TSTRING && type != LUA_TNUMBER)
		luaL_error(L,
		    "feedloom.url.add_query: a value must be a string or a "
		    "number, not a %s",
		    luaL_typename(L, -1));
	const char *value = lua_tolstring(L, -1, &len);
	buf_putc(out, '=');
	url_encode(value, len, out);
}

/*
 * Adds the pairs of a query, those that are in the table at 2 with its values,
 * once; their names are set in the table at 3.
 */
static void
put_changed(lua_State *L, struct url_span query, char *mark, struct buf *out)
{
	struct pair pair;

	while (next_pair(&query, &pair)) {
		const struct buf *name = name_of(L, &pair);

		lua_pushlstring(L, buf_text(name), name->len); /* name */
		lua_pushvalue(L, -1);
		lua_pushvalue(L, -1);			  /* name name name */
		bool done = lua_rawget(L, 3) != LUA_TNIL; /* name name done */
		lua_pop(L, 1);
		bool set = lua_rawget(L, 2) != LUA_TNIL; /* name value */
		if (!done) {
			buf_putc(out, *mark);
			*mark = '&';
			if (set) {
				buf_add(out, pair.name.p, pair.name.n);
				put_value(L, out);
			} else {
				buf_add(out, pair.all.p, pair.all.n);
			}
		}
		if (set)
			lua_rawset(L, 3);
		lua_settop(L, 3);
	}
}

/* Adds those of the table at 2 that are not in the table at 3. */
static void
put_new(lua_State *L, char mark, struct buf *out)
{
	library_keys(L, 2); /* keys */
	for (lua_Integer i = 1; lua_rawgeti(L, 4, i) != LUA_TNIL; i++) {
		size_t len;

		if (lua_type(L, -1) != LUA_TSTRING)
			luaL_error(L,
			    "feedloom.url.add_query: a name must be a string, "
			    "not a %s",
			    luaL_typename(L, -1));
		lua_pushvalue(L, -1); /* keys name name */
		if (lua_rawget(L, 3) == LUA_TNIL) {
			const char *name = lua_tolstring(L, 5, &len);
			lua_pushvalue(L, 5);
			lua_rawget(L, 2); /* keys name nil value */
			buf_putc(out, mark);
			mark = '&';
			url_encode(name, len, out);
			put_value(L, out);
		}
		lua_settop(L, 4);
	}
}

/* add_query(url, parameters) */
static int
url_add_query(lua_State *L)
{
	size_t len;
	const char *url = check_url(L, 1, &len);
	struct url_parts u;
	char mark = '?';

	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	lua_newtable(L); /* url parameters done */
	url_split(url, len, &u);
	struct buf *out = host_scratch(L);
	put_front(url, len, &u, out);
	put_changed(L, u.query, &mark, out);
	put_new(L, mark, out);
	put_back(&u, out);
	return host_push(L);
}

struct names {
	struct url_span items[NAMES_MAX];
	size_t count;
};

/* The list at 2, which keeps the strings. */
static void
check_names(lua_State *L, struct names *names)
{
	luaL_checktype(L, 2, LUA_TTABLE);
	names->count = lua_rawlen(L, 2);
	if (names->count > NAMES_MAX)
		luaL_error(L, "feedloom.url.remove_query: more than %d names",
		    NAMES_MAX);
	for (size_t i = 0; i < names->count; i++) {
		struct url_span *name = &names->items[i];

		if (lua_rawgeti(L, 2, (lua_Integer)i + 1) != LUA_TSTRING)
			luaL_error(L,
			    "feedloom.url.remove_query: a name must be a "
			    "string, not a %s",
			    luaL_typename(L, -1));
		name->p = lua_tolstring(L, -1, &name->n);
		lua_pop(L, 1);
	}
}

/* Whether a name is in a list, in which "utm_*" stands for many. */
static bool
is_named(const struct names *names, const struct buf *name)
{
	for (size_t i = 0; i < names->count; i++) {
		struct url_span one = names->items[i];
		bool beginning = one.n > 0 && one.p[one.n - 1] == '*';

		one.n -= beginning;
		if ((beginning ? name->len >= one.n : name->len == one.n) &&
		    memcmp(buf_text(name), one.p, one.n) == 0)
			return true;
	}
	return false;
}

/* remove_query(url, names) */
static int
url_remove_query(lua_State *L)
{
	size_t len;
	const char *url = check_url(L, 1, &len);
	struct url_parts u;
	struct names names;
	struct pair pair;
	bool removed = false;
	char mark = '?';

	check_names(L, &names);
	url_split(url, len, &u);
	struct url_span left = u.query;
	struct buf *out = host_scratch(L);
	put_front(url, len, &u, out);
	while (next_pair(&left, &pair)) {
		if (is_named(&names, name_of(L, &pair))) {
			removed = true;
			continue;
		}
		buf_putc(out, mark);
		buf_add(out, pair.all.p, pair.all.n);
		mark = '&';
	}
	put_back(&u, out);
	if (removed)
		return host_push(L);
	lua_settop(L, 1);
	return 1;
}

static int
url_query(lua_State *L)
{
	size_t len;
	const char *url = check_url(L, 1, &len);
	struct url_parts u;
	struct pair pair;

	url_split(url, len, &u);
	lua_settop(L, 1);
	lua_newtable(L); /* url t */
	while (next_pair(&u.query, &pair)) {
		const struct buf *name = name_of(L, &pair);
		lua_pushlstring(L, buf_text(name), name->len);
		lua_pushvalue(L, -1);
		if (lua_rawget(L, 2) == LUA_TNIL) { /* url t name nil */
			struct buf *value = host_scratch(L);
			if (pair.value.p != NULL)
				decode_form(&pair.value, value);
			lua_pop(L, 1);
			host_push(L);
			lua_rawset(L, 2);
		}
		lua_settop(L, 2);
	}
	return 1;
}

static int
encode_text(lua_State *L)
{
	size_t len;
	const char *text = luaL_checklstring(L, 1, &len);

	url_encode(text, len, host_scratch(L));
	return host_push(L);
}

static int
decode_text(lua_State *L)
{
	size_t len;
	const char *text = luaL_checklstring(L, 1, &len);

	url_decode(text, len, host_scratch(L));
	return host_push(L);
}

int
api_url(lua_State *L)
{
	static const luaL_Reg functions[] = {
	    {"add_query", url_add_query},
	    {"decode", decode_text},
	    {"encode", encode_text},
	    {"parse", url_parse},
	    {"query", url_query},
	    {"remove_query", url_remove_query},
	    {"resolve", resolve},
	    {NULL, NULL},
	};

	api_library(L, "feedloom.url", functions);
	return 1;
}
