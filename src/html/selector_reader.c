/*
 * What selectors are written with: names, strings and escapes of CSS Syntax
 * Level 3 (section 4).  Takes names that begin with a digit, and values without
 * quotes, where CSS does not: nothing else could be meant.
 */
#include "html/selector_reader.h"

#include <string.h>

#include <unistr.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"

#define SHOWN 120 /* bytes of a selector in a message */

/* Fails, with where at stands and how the selector begins. */
int
reader_fail_at(struct selector_reader *r, const char *at, const char *what)
{
	size_t character =
	    u8_mbsnlen((const uint8_t *)r->text, (size_t)(at - r->text)) + 1;
	size_t shown = (size_t)(r->end - r->text);

	if (shown > SHOWN) {
		shown = SHOWN;
		while (((unsigned char)r->text[shown] & 0xC0) == 0x80)
			shown--;
	}
	return error_set(r->e, ERR_PLUGIN,
	    "selector '%.*s%s', character %zu: %s", (int)shown, r->text,
	    r->text + shown < r->end ? "…" : "", character, what);
}

int
reader_fail(struct selector_reader *r, const char *what)
{
	return reader_fail_at(r, r->at, what);
}

bool
reader_at_end(const struct selector_reader *r)
{
	return r->at == r->end;
}

bool
reader_at(const struct selector_reader *r, char c)
{
	return r->at < r->end && *r->at == c;
}

bool
reader_skip(struct selector_reader *r, char c)
{
	if (!reader_at(r, c))
		return false;
	r->at++;
	return true;
}

/* True when there was white space to skip. */
bool
reader_skip_blanks(struct selector_reader *r)
{
	const char *from = r->at;

	while (r->at < r->end && ascii_blank(*r->at))
		r->at++;
	return r->at > from;
}

static bool
is_name_byte(char c)
{
	return ascii_letter(c) || ascii_digit(c) || c == '-' || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* Takes what is behind a backslash: a character, or its number. */
static void
take_escape(struct selector_reader *r, struct buf *out)
{
	unsigned long c = 0;
	int digits = 0;

	while (r->at < r->end && digits < 6 && ascii_hex(*r->at) >= 0) {
		c = c * 16 + (unsigned long)ascii_hex(*r->at++);
		digits++;
	}
	if (digits == 0) {
		if (!reader_at_end(r))
			buf_putc(out, *r->at++);
		return;
	}
	buf_putu(out, c == 0 ? 0xFFFD : c);
	if (r->at < r->end && ascii_blank(*r->at))
		r->at++;
}

/* The name that stands here as the caller's string, or NULL. */
char *
reader_name(struct selector_reader *r)
{
	struct buf name;

	buf_init(&name, LIMIT_SELECTOR);
	while (r->at < r->end && (is_name_byte(*r->at) || *r->at == '\\')) {
		if (*r->at == '\\') {
			r->at++;
			take_escape(r, &name);
		} else {
			buf_putc(&name, *r->at++);
		}
	}
	return name.len == 0 ? NULL : buf_take(&name);
}

char *
reader_lower_name(struct selector_reader *r)
{
	char *name = reader_name(r);

	for (char *p = name; p != NULL && *p != '\0'; p++)
		*p = ascii_lower(*p);
	return name;
}

/* The text between quotes, or, without them, up to one of ends. */
char *
reader_value(struct selector_reader *r, const char *ends)
{
	const char *from = r->at;
	char quote = reader_at_end(r) ? '\0' : *r->at;
	struct buf value;

	if (quote != '"' && quote != '\'')
		quote = '\0';
	else
		r->at++;
	buf_init(&value, LIMIT_SELECTOR);
	while (
	    r->at < r->end &&
	    (quote != '\0' ? *r->at != quote : strchr(ends, *r->at) == NULL)) {
		if (reader_skip(r, '\\'))
			take_escape(r, &value);
		else
			buf_putc(&value, *r->at++);
	}
	if (quote != '\0' && !reader_skip(r, quote)) {
		reader_fail_at(r, from, "this quote is not closed");
		buf_clear(&value);
		return NULL;
	}
	return buf_take(&value);
}

/* True when the word stands here, in any case; it is taken. */
bool
reader_word(struct selector_reader *r, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(r->end - r->at) < len || !ascii_same(r->at, word, len))
		return false;
	r->at += len;
	return true;
}

enum selector_combinator
reader_combinator(struct selector_reader *r)
{
	if (reader_skip(r, '>'))
		return SELECTOR_CHILD;
	if (reader_skip(r, '+'))
		return SELECTOR_NEXT;
	if (reader_skip(r, '~'))
		return SELECTOR_LATER;
	return SELECTOR_BEGIN;
}
