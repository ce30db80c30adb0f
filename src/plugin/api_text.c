/*
 * feedloom.text: text as people count and see it, in any script (UAX 15 and 29,
 * Unicode's case mapping).  Knows no locale.  Bytes that are not UTF-8 are
 * U+FFFD in all that it gives.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/slug.h"
#include "base/utf8.h"
#include "base/word.h"
#include "base/wrap.h"
#include "plugin/api.h"
#include "plugin/host.h"

#define WIDTH 72	  /* of lines, unless another one is said */
#define WIDTH_MAX 1000000 /* what is wider is this wide */

/* The text at index, valid UTF-8; what is not is mended in its place. */
static const char *
check_text(lua_State *L, int index, size_t *len)
{
	const char *text = luaL_checklstring(L, index, len);

	if (*len > LIMIT_ENTRY)
		luaL_error(L, "feedloom.text: a text is longer than %d MiB",
		    (int)(LIMIT_ENTRY / MIB));
	if (utf8_valid(text, *len))
		return text;
	utf8_scrub(text, *len, host_scratch(L));
	host_push(L);
	lua_replace(L, index);
	return lua_tolstring(L, index, len);
}

static size_t
count(const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; n++)
		i = word_character(text, len, i);
	return n;
}

static int
text_len(lua_State *L)
{
	size_t len;
	const char *text = check_text(L, 1, &len);

	lua_pushinteger(L, (lua_Integer)count(text, len));
	return 1;
}

static int
text_width(lua_State *L)
{
	size_t len;
	const char *text = check_text(L, 1, &len);

	lua_pushinteger(L, wrap_width(text, len));
	return 1;
}

/* Blanks that no line is broken at. */
static bool
holds_together(ucs4_t c)
{
	return c == 0xA0 || c == 0x2007 || c == 0x202F;
}

static bool
is_control(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/*
 * Text with white space as single blanks, and none at its ends.  For lines,
 * which base/wrap.h makes, line feeds stay, and blanks that hold words
 * together; control characters go.
 */
struct squeeze {
	struct buf *out;
	bool lines;
	bool blank; /* one is due */
	bool begun; /* there is something on the line */
};

static int
squeeze_char(void *context, ucs4_t c)
{
	struct squeeze *s = context;

	if (s->lines && c == '\n') {
		buf_putc(s->out, '\n');
		s->blank = s->begun = false;
	} else if (uc_is_property_white_space(c) &&
		   !(s->lines && holds_together(c))) {
		s->blank = s->begun;
	} else if (!s->lines || !is_control(c)) {
		if (s->blank)
			buf_putc(s->out, ' ');
		buf_putu(s->out, c);
		s->blank = false;
		s->begun = true;
	}
	return 0;
}

static void
squeeze(const char *text, size_t len, struct squeeze *s)
{
	const char *end = text + len;
	ucs4_t c;

	while (text < end) {
		text +=
		    u8_mbtouc(&c, (const uint8_t *)text, (size_t)(end - text));
		squeeze_char(s, c);
	}
}

/*
 * replace(text, from, to [, most]).  Bytes are what they are: neither text is
 * looked at as UTF-8, where no character begins within another one.
 */
static int
text_replace(lua_State *L)
{
	size_t len, from_len, to_len;
	const char *text = luaL_checklstring(L, 1, &len), *end = text + len;
	const char *from = luaL_checklstring(L, 2, &from_len);
	const char *to = luaL_checklstring(L, 3, &to_len);
	lua_Integer most = luaL_optinteger(L, 4, LUA_MAXINTEGER);
	struct buf *scratch = host_scratch(L);
	lua_Integer n = 0;
	const char *at;

	if (from_len == 0)
		return luaL_error(
		    L, "feedloom.text.replace: what is looked for is empty");
	while (n < most && (at = memmem(text, (size_t)(end - text), from,
				from_len)) != NULL) {
		buf_add(scratch, text, (size_t)(at - text));
		buf_add(scratch, to, to_len);
		text = at + from_len;
		n++;
	}
	buf_add(scratch, text, (size_t)(end - text));
	if (n == 0)
		lua_pushvalue(L, 1);
	else
		host_push(L);
	lua_pushinteger(L, n);
	return 2;
}

/* shorten(text, most [, ellipsis]) */
static int
text_shorten(lua_State *L)
{
	size_t len, ellipsis_len;
	lua_Integer most = luaL_checkinteger(L, 2);

	if (lua_isnoneornil(L, 3)) {
		lua_settop(L, 2);
		lua_pushliteral(L, "…");
	}
	const char *ellipsis = check_text(L, 3, &ellipsis_len);
	const char *text = check_text(L, 1, &len);
	lua_Integer least = (lua_Integer)count(ellipsis, ellipsis_len);
	if (most < 1)
		return luaL_error(L,
		    "feedloom.text.shorten: the limit must be at least 1, "
		    "not %I",
		    (LUAI_UACINT)most);
	if (most < least)
		return luaL_error(L,
		    "feedloom.text.shorten: the ellipsis alone has %I "
		    "characters, and the limit is %I",
		    (LUAI_UACINT)least, (LUAI_UACINT)most);
	const struct word_limit limit = {
	    .chars = (size_t)most, .ellipsis = ellipsis};
	struct buf *scratch = host_scratch(L);
	squeeze(text, len, &(struct squeeze){.out = scratch});
	size_t cut = word_cut(buf_text(scratch), scratch->len, &limit);
	if (cut < scratch->len) {
		buf_cut(scratch, cut);
		buf_puts(scratch, ellipsis);
	}
	return host_push(L);
}

/* A result of libunistring, which is freed, into the scratch buffer. */
static int
push_result(lua_State *L, uint8_t *result, size_t len)
{
	if (result == NULL)
		mem_out();
	buf_add(host_scratch(L), result, len);
	free(result);
	return host_push(L);
}

static int
text_upper(lua_State *L)
{
	size_t len, n;
	const char *text = check_text(L, 1, &len);

	if (len == 0)
		return 1;
	uint8_t *upper =
	    u8_toupper((const uint8_t *)text, len, NULL, NULL, NULL, &n);
	return push_result(L, upper, n);
}

static int
text_lower(lua_State *L)
{
	size_t len, n;
	const char *text = check_text(L, 1, &len);

	if (len == 0)
		return 1;
	uint8_t *lower =
	    u8_tolower((const uint8_t *)text, len, NULL, NULL, NULL, &n);
	return push_result(L, lower, n);
}

static int
text_slug(lua_State *L)
{
	size_t len;
	const char *text = check_text(L, 1, &len);

	slug_add(text, len, host_scratch(L));
	return host_push(L);
}

/* wrap(text [, width]) */
static int
text_wrap(lua_State *L)
{
	size_t len;
	const char *text = check_text(L, 1, &len);
	lua_Integer width = luaL_optinteger(L, 2, WIDTH);

	if (width < 1)
		return luaL_error(L,
		    "feedloom.text.wrap: the width must be at least 1, not %I",
		    (LUAI_UACINT)width);
	if (width > WIDTH_MAX)
		width = WIDTH_MAX;
	squeeze(text, len,
	    &(struct squeeze){.out = host_scratch(L), .lines = true});
	host_push(L);
	text = lua_tolstring(L, -1, &len);
	struct buf *lines = host_scratch(L);
	wrap_lines(text, len, (int)width, lines);
	if (lines->len > 0)
		buf_cut(lines, lines->len - 1); /* its last line feed */
	return host_push(L);
}

/* normalise(text [, form]) */
static int
text_normalise(lua_State *L)
{
	static const char *const names[] = {"NFC", "NFD", "NFKC", "NFKD", NULL};
	const uninorm_t forms[] = {
	    UNINORM_NFC, UNINORM_NFD, UNINORM_NFKC, UNINORM_NFKD};
	size_t len;
	uninorm_t form = forms[luaL_checkoption(L, 2, "NFC", names)];
	const char *text = check_text(L, 1, &len);
	const char *end = text + len;
	struct squeeze s = {.out = host_scratch(L)};
	ucs4_t c;

	struct uninorm_filter *filter =
	    uninorm_filter_create(form, squeeze_char, &s);
	if (filter == NULL)
		mem_out();
	while (text < end) {
		text +=
		    u8_mbtouc(&c, (const uint8_t *)text, (size_t)(end - text));
		if (uninorm_filter_write(filter, c) == -1)
			mem_out();
	}
	if (uninorm_filter_free(filter) == -1)
		mem_out();
	return host_push(L);
}

static int
text_trim(lua_State *L)
{
	size_t len;
	const char *text = check_text(L, 1, &len);
	const uint8_t *begin = (const uint8_t *)text, *end = begin + len;
	const uint8_t *p = end;
	ucs4_t c;

	while ((p = u8_prev(&c, end, begin)) != NULL &&
	       uc_is_property_white_space(c))
		end = p;
	while (begin < end) {
		int n = u8_mbtouc(&c, begin, (size_t)(end - begin));
		if (!uc_is_property_white_space(c))
			break;
		begin += n;
	}
	lua_pushlstring(L, (const char *)begin, (size_t)(end - begin));
	return 1;
}

int
api_text(lua_State *L)
{
	static const luaL_Reg functions[] = {
	    {"len", text_len},
	    {"lower", text_lower},
	    {"normalise", text_normalise},
	    {"replace", text_replace},
	    {"shorten", text_shorten},
	    {"slug", text_slug},
	    {"trim", text_trim},
	    {"upper", text_upper},
	    {"width", text_width},
	    {"wrap", text_wrap},
	    {NULL, NULL},
	};

	api_library(L, "feedloom.text", functions);
	return 1;
}
