/*
 * One value of a JSON document.  What people write by hand, and what programs
 * write that know no JSON, is mended before it is refused.
 */
#include "parse/json_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"

/*
 * Line ends within strings, which JSON forbids, as it wants them; and a point
 * behind integers that are too long to be one here.
 */
static char *
mend(const char *text, size_t len, size_t *mended)
{
	struct buf out;
	bool string = false;
	bool escaped = false;
	int digits = 0; /* of a number so far; -1: it has a point already */

	buf_init(&out, 2 * LIMIT_ENTRY);
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		bool digit = !string && c >= '0' && c <= '9';
		if (!digit && digits > 18 && strchr(".eE", c) == NULL)
			buf_puts(&out, ".0");
		if (digit && digits >= 0)
			digits++;
		else if (!digit)
			digits = strchr(".eE+", c) != NULL ? -1 : 0;
		if (string && c == '\n')
			buf_puts(&out, escaped ? "n" : "\\n");
		else if (string && c == '\t')
			buf_puts(&out, escaped ? "t" : "\\t");
		else
			buf_putc(&out, c);
		if (escaped)
			escaped = false;
		else if (string && c == '\\')
			escaped = true;
		else if (c == '"')
			string = !string;
	}
	if (digits > 18)
		buf_puts(&out, ".0");
	*mended = out.len;
	return buf_take(&out);
}

/* The value of four hexadecimal digits, or -1. */
static long
hex4(const char *text, size_t len)
{
	long value = 0;

	if (len < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef";
		const char *digit =
		    text[i] == '\0' ? NULL : strchr(digits, text[i] | 0x20);
		if (digit == NULL)
			return -1;
		value = value * 16 + (digit - digits);
	}
	return value;
}

static bool
is_low(const char *text, size_t len)
{
	return len >= 6 && text[0] == '\\' && text[1] == 'u' &&
	       (hex4(text + 2, len - 2) & ~0x3FFL) == 0xDC00;
}

/*
 * Escapes of what XML has no character for become U+FFFD, or a blank; of halves
 * of a pair, too.  All are as long as before.
 */
static bool
tame_escapes(char *text, size_t len)
{
	bool tamed = false;
	char *end = text + len;

	for (char *p = text;
	     (p = memchr(p, '\\', (size_t)(end - p))) != NULL && p + 1 < end;) {
		size_t left = (size_t)(end - p);
		long c = p[1] == 'u' ? hex4(p + 2, left - 2) : -1;
		if (p[1] == 'b' || p[1] == 'f') {
			p[1] = 't';
			tamed = true;
		}
		if (c >= 0xD800 && c < 0xDC00 && is_low(p + 6, left - 6)) {
			p += 12;
			continue;
		}
		if ((c >= 0 && c < ' ' && c != '\t' && c != '\n' &&
			c != '\r') ||
		    (c >= 0xD800 && c < 0xE000) || c >= 0xFFFE) {
			memcpy(p + 2, "fffd", 4);
			tamed = true;
		}
		p += 2;
	}
	return tamed;
}

/* A value; of names that stand twice in an object, the last one counts. */
static json_t *
load(const struct notes *notes, unsigned long line, const char *text,
    size_t len, json_error_t *at)
{
	json_t *value =
	    json_loadb(text, len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, at);

	if (value != NULL || json_error_code(at) != json_error_duplicate_key)
		return value;
	unsigned long there = line + (unsigned long)at->line - 1;
	value = json_loadb(text, len, JSON_DECODE_ANY, at);
	if (value != NULL)
		note_tell(notes, there, 0,
		    "a member twice in one object; the last one counts");
	return value;
}

json_t *
json_value(
    const struct notes *notes, const struct slice *slice, struct error *e)
{
	json_error_t at;
	size_t commas = 0;
	bool string = false;

	if (tame_escapes(slice->text, slice->len))
		note_tell(notes, slice->line, 0,
		    "characters that no feed may hold; replaced");
	for (size_t i = 0; i < slice->len; i++) {
		char c = slice->text[i];
		if (c == '"')
			string = !string;
		else if (string && c == '\\')
			i++;
		commas += !string && (c == ',' || c == '{' || c == '[');
	}
	if (commas > LIMIT_NODES) {
		error_set(e, ERR_INPUT, "line %lu: too many values in one",
		    slice->line);
		return NULL;
	}
	json_t *value = load(notes, slice->line, slice->text, slice->len, &at);
	if (value != NULL)
		return value;
	size_t len;
	char *text = mend(slice->text, slice->len, &len);
	value = load(notes, slice->line, text, len, &at);
	free(text);
	if (value != NULL)
		note_tell(notes, slice->line, 0,
		    "a line end or tab within a string, or a number that "
		    "is too long; mended");
	else
		error_set(e, ERR_INPUT, "line %lu: not JSON: %s",
		    slice->line + (unsigned long)at.line - 1, at.text);
	return value;
}
