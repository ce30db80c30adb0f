/*
 * JSON into tables, without a tree of another library between them, whose
 * memory Lua would not count.  The text is known to be UTF-8 before the first
 * of its values is read.
 */
#include "plugin/json_read.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>
#include <unistr.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "plugin/host.h"

#define NUMBER_MAX 400 /* characters of a number */

struct reader {
	lua_State *L;
	const char *text;
	const char *p;
	const char *end;
	const char *wrong; /* what is, at p; NULL while nothing is */
	int depth;
};

static bool read_value(struct reader *r);

static bool
fail(struct reader *r, const char *wrong)
{
	r->wrong = wrong;
	return false;
}

static void
skip_blanks(struct reader *r)
{
	while (r->p < r->end && ascii_blank(*r->p) && *r->p != '\f')
		r->p++;
}

/* Takes a character, with the blanks before it, if it comes next. */
static bool
take(struct reader *r, char c)
{
	skip_blanks(r);
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

static bool
take_word(struct reader *r, const char *word)
{
	if (!ascii_starts(r->p, (size_t)(r->end - r->p), word))
		return fail(r, "a value is expected");
	r->p += strlen(word);
	return true;
}

/* Four hexadecimal digits at s, or -1. */
static int
read_hex(const char *s, const char *end)
{
	int value = 0;

	if (end - s < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = ascii_hex(s[i]);
		if (digit < 0)
			return -1;
		value = value << 4 | digit;
	}
	return value;
}

/* Adds the character of the escape \uXXXX at p, or of two of them. */
static bool
read_codepoint(struct reader *r, struct buf *out)
{
	int high = read_hex(r->p + 2, r->end), low = -1;

	if (high < 0)
		return fail(r, "\\u needs four hexadecimal digits");
	r->p += 6;
	if (high < 0xD800 || high > 0xDFFF) {
		buf_putu(out, (unsigned long)high);
		return true;
	}
	if (high < 0xDC00 && r->end - r->p > 1 && r->p[0] == '\\' &&
	    r->p[1] == 'u')
		low = read_hex(r->p + 2, r->end);
	if (low < 0xDC00 || low > 0xDFFF) {
		buf_putu(out, 0xFFFD);
		return true;
	}
	r->p += 6;
	buf_putu(out, 0x10000 + ((unsigned long)(high - 0xD800) << 10) +
			  (unsigned long)(low - 0xDC00));
	return true;
}

static bool
read_escape(struct reader *r, struct buf *out)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	char c = r->end - r->p > 1 ? r->p[1] : '\0';

	if (c == 'u')
		return read_codepoint(r, out);
	const char *letter = c == '\0' ? NULL : strchr(letters, c);
	if (letter == NULL)
		return fail(r, "there is no such escape");
	buf_putc(out, meanings[letter - letters]);
	r->p += 2;
	return true;
}

/* The next bytes of a string that stand for themselves. */
static size_t
plain_run(const struct reader *r)
{
	const char *p = r->p;

	while (
	    p < r->end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return (size_t)(p - r->p);
}

/* Pushes the string whose quotation mark was taken. */
static bool
read_string(struct reader *r)
{
	size_t n = plain_run(r);

	if (n < (size_t)(r->end - r->p) && r->p[n] == '"') {
		lua_pushlstring(r->L, r->p, n);
		r->p += n + 1;
		return true;
	}
	struct buf *out = host_scratch(r->L);
	for (;;) {
		n = plain_run(r);
		buf_add(out, r->p, n);
		r->p += n;
		if (r->p == r->end)
			return fail(r, "a string does not end");
		if (*r->p == '"')
			break;
		if (*r->p != '\\')
			return fail(r, "a control character must be escaped");
		if (!read_escape(r, out))
			return false;
	}
	r->p++;
	host_push(r->L);
	return true;
}

static const char *
skip_digits(const char *p, const char *end)
{
	while (p < end && ascii_digit(*p))
		p++;
	return p;
}

/* Where the number at p ends (RFC 8259 section 6); NULL when it is none. */
static const char *
number_end(const char *p, const char *end)
{
	const char *q;

	p += p < end && *p == '-';
	q = skip_digits(p, end);
	if (q == p || (*p == '0' && q - p > 1))
		return NULL;
	if (q < end && *q == '.') {
		p = q + 1;
		q = skip_digits(p, end);
		if (q == p)
			return NULL;
	}
	if (q < end && (*q == 'e' || *q == 'E')) {
		p = q + 1;
		p += p < end && (*p == '+' || *p == '-');
		q = skip_digits(p, end);
		if (q == p)
			return NULL;
	}
	return q;
}

static bool
read_number(struct reader *r)
{
	char number[NUMBER_MAX + 1];
	const char *end = number_end(r->p, r->end);

	if (end == NULL)
		return fail(r, "this is no number of JSON");
	size_t n = (size_t)(end - r->p);
	if (n > NUMBER_MAX)
		return fail(r, "a number is too long");
	memcpy(number, r->p, n);
	number[n] = '\0';
	lua_stringtonumber(r->L, number);
	if (isinf(lua_tonumber(r->L, -1)))
		return fail(r, "a number is too large");
	r->p = end;
	return true;
}

static bool
read_array(struct reader *r)
{
	lua_newtable(r->L); /* t */
	luaL_setmetatable(r->L, JSON_ARRAY);
	if (take(r, ']'))
		return true;
	for (lua_Integer i = 1;; i++) {
		if (!read_value(r)) /* t value */
			return false;
		lua_rawseti(r->L, -2, i);
		if (take(r, ']'))
			return true;
		if (!take(r, ','))
			return fail(r, "',' or ']' is expected");
	}
}

static bool
read_object(struct reader *r)
{
	lua_newtable(r->L); /* t */
	if (take(r, '}'))
		return true;
	for (;;) {
		if (!take(r, '"'))
			return fail(r, "a name in quotation marks is expected");
		if (!read_string(r)) /* t name */
			return false;
		if (!take(r, ':'))
			return fail(r, "':' is expected");
		if (!read_value(r)) /* t name value */
			return false;
		lua_rawset(r->L, -3);
		if (take(r, '}'))
			return true;
		if (!take(r, ','))
			return fail(r, "',' or '}' is expected");
	}
}

static bool
read_nested(struct reader *r, bool (*read)(struct reader *r))
{
	if (r->depth == LIMIT_JSON_DEPTH)
		return fail(r, "too many arrays and objects within each other");
	r->p++;
	r->depth++;
	bool done = read(r);
	r->depth--;
	return done;
}

/* Pushes the next value. */
static bool
read_value(struct reader *r)
{
	skip_blanks(r);
	switch (r->p < r->end ? *r->p : '\0') {
	case '{':
		return read_nested(r, read_object);
	case '[':
		return read_nested(r, read_array);
	case '"':
		r->p++;
		return read_string(r);
	case 't':
		lua_pushboolean(r->L, 1);
		return take_word(r, "true");
	case 'f':
		lua_pushboolean(r->L, 0);
		return take_word(r, "false");
	case 'n':
		lua_pushlightuserdata(r->L, NULL);
		return take_word(r, "null");
	default:
		if (r->p < r->end && (*r->p == '-' || ascii_digit(*r->p)))
			return read_number(r);
		return fail(r, "a value is expected");
	}
}

/* Pushes what is wrong, and where. */
static void
push_wrong(const struct reader *r)
{
	const char *line = r->text;
	lua_Integer lines = 1, column = 1;

	for (const char *p = r->text; p < r->p; p++) {
		if (*p == '\n') {
			lines++;
			line = p + 1;
		}
	}
	for (const char *p = line; p < r->p; p++)
		column += ((unsigned char)*p & 0xC0) != 0x80;
	lua_pushfstring(r->L, "line %I, column %I: %s%s", (LUAI_UACINT)lines,
	    (LUAI_UACINT)column, r->wrong,
	    r->p == r->end ? ", but the text ends" : "");
}

bool
json_read(lua_State *L, const char *text, size_t len)
{
	struct reader r = {.L = L, .text = text, .p = text, .end = text + len};
	int top = lua_gettop(L);

	luaL_checkstack(L, 3 * LIMIT_JSON_DEPTH + 10, "json");
	if (ascii_starts(text, len, "\xEF\xBB\xBF")) /* byte order mark */
		r.p += 3;
	const uint8_t *bad = u8_check((const uint8_t *)text, len);
	if (bad != NULL) {
		r.p = (const char *)bad;
		fail(&r, "this is not UTF-8");
	} else if (read_value(&r)) {
		skip_blanks(&r);
		if (r.p == r.end)
			return true;
		fail(&r, "something is behind the value");
	}
	lua_settop(L, top);
	push_wrong(&r);
	return false;
}
