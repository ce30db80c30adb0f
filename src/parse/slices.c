/*
 * JSON in slices.  The text of one slice is in memory, never more than
 * LIMIT_ENTRY of it; the scanner looks at each byte once.
 */
#include "parse/slices.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

struct slices {
	struct charset *in;
	char *window;
	size_t cap;
	size_t len;
	size_t at;
	unsigned long line;
	bool last;
	bool begun;
	bool ended;
	bool in_items;
	bool first; /* nothing of the list has been read yet */
	bool rest;  /* what stands behind the object has been looked at */
	unsigned long odd_comma;
	char *key;
};

struct slices *
slices_new(struct charset *in)
{
	struct slices *s = mem_new(1, sizeof(*s));

	s->in = in;
	s->line = 1;
	return s;
}

void
slices_free(struct slices *s)
{
	if (s == NULL)
		return;
	free(s->key);
	free(s->window);
	free(s);
}

/* Reads more behind what is there, keeping everything from keep on. */
static int
fill(struct slices *s, size_t *keep, struct error *e)
{
	if (s->last)
		return error_set(
		    e, ERR_INPUT, "line %lu: the document ends early", s->line);
	if (*keep > 0) {
		memmove(s->window, s->window + *keep, s->len - *keep);
		s->len -= *keep;
		s->at -= *keep;
		*keep = 0;
	}
	if (s->len > LIMIT_ENTRY)
		return error_set(e, ERR_INPUT,
		    "line %lu: a value is larger than %zu bytes", s->line,
		    LIMIT_ENTRY);
	if (s->cap - s->len < LIMIT_CHUNK) {
		s->cap = s->cap == 0 ? 2 * LIMIT_CHUNK : s->cap * 2;
		s->window = mem_grow(s->window, s->cap, 1);
	}
	ssize_t n = charset_read(s->in, s->window + s->len, s->cap - s->len, e);
	if (n == -1)
		return -1;
	s->last = n == 0;
	s->len += (size_t)n;
	return n == 0 ? fill(s, keep, e) : 0;
}

/* The next byte that is no white space, not yet taken; -1 at a failure. */
static int
peek(struct slices *s, struct error *e)
{
	for (;;) {
		size_t keep = s->at;
		if (s->at == s->len) {
			if (fill(s, &keep, e) == -1)
				return -1;
			continue;
		}
		char c = s->window[s->at];
		if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
			return (unsigned char)c;
		s->line += c == '\n';
		s->at++;
	}
}

static int
expected(struct slices *s, const char *what, struct error *e)
{
	return error_set(
	    e, ERR_INPUT, "line %lu: not JSON: %s expected", s->line, what);
}

/* Takes one value; from is where it begins in the window afterwards. */
static int
value(struct slices *s, size_t *from, struct error *e)
{
	int depth = 0;
	bool string = false;
	bool escaped = false;

	if (peek(s, e) == -1)
		return -1;
	*from = s->at;
	for (;; s->at++) {
		if (s->at == s->len && fill(s, from, e) == -1)
			return -1;
		char c = s->window[s->at];
		s->line += c == '\n';
		if (string) {
			if (escaped)
				escaped = false;
			else if (c == '\\')
				escaped = true;
			else if (c == '"')
				string = false;
			if (!string && depth == 0) {
				s->at++;
				return 0;
			}
			continue;
		}
		if (c == '"') {
			string = true;
		} else if (c == '{' || c == '[') {
			if (++depth > LIMIT_JSON_DEPTH)
				return error_set(e, ERR_INPUT,
				    "line %lu: more than %d values within "
				    "each other",
				    s->line, LIMIT_JSON_DEPTH);
		} else if (c == '}' || c == ']') {
			if (depth == 0)
				return 0;
			if (--depth == 0) {
				s->at++;
				return 0;
			}
		} else if (depth == 0 && strchr(", \n\t\r:", c) != NULL) {
			return 0;
		}
	}
}

/* A member's name and its colon. */
static int
key(struct slices *s, struct error *e)
{
	size_t from;

	if (peek(s, e) != '"')
		return expected(s, "the name of a member", e);
	if (value(s, &from, e) == -1)
		return -1;
	free(s->key);
	s->key = mem_dup(s->window + from + 1, s->at - from - 2);
	int c = peek(s, e);
	if (c == -1)
		return -1;
	if (c != ':')
		return expected(s, "':'", e);
	s->at++;
	return 0;
}

/* Past a comma, or at the bracket that ends a list: 1, 0, -1. */
static int
more(struct slices *s, char end, struct error *e)
{
	int c = peek(s, e);
	unsigned long line = s->line;
	bool comma = c == ',';

	if (comma) {
		s->at++;
		c = peek(s, e);
	}
	if (c == -1)
		return -1;
	if (comma ? s->first || c == end : !s->first && c != end)
		s->odd_comma = line;
	s->first = false;
	if (c != end)
		return 1;
	s->at++;
	return 0;
}

/* One value as a slice. */
static int
give(struct slices *s, struct slice *slice, struct error *e)
{
	size_t from;
	int c = peek(s, e);

	if (c == -1)
		return -1;
	if (c == '}' || c == ']' || c == ',' || c == ':')
		return expected(s, "a value", e);
	slice->line = s->line;
	if (value(s, &from, e) == -1)
		return -1;
	slice->key = s->key;
	slice->text = s->window + from;
	slice->len = s->at - from;
	return 1;
}

static int
next_member(struct slices *s, struct slice *slice, struct error *e)
{
	int got = more(s, '}', e);

	if (got != 1) {
		s->ended = got == 0;
		return got;
	}
	if (key(s, e) == -1)
		return -1;
	int c = peek(s, e);
	if (c == -1)
		return -1;
	if (strcmp(s->key, "items") == 0 && c == '[') {
		s->at++;
		s->first = true;
		s->in_items = true;
		return slices_next(s, slice, e);
	}
	return give(s, slice, e);
}

int
slices_next(struct slices *s, struct slice *slice, struct error *e)
{
	if (s->ended)
		return 0;
	if (!s->begun) {
		int c = peek(s, e);
		if (c == -1)
			return -1;
		if (c != '{')
			return error_set(
			    e, ERR_INPUT, "not a feed: no JSON object");
		s->at++;
		s->first = true;
		s->begun = true;
	}
	if (s->in_items) {
		int got = more(s, ']', e);
		if (got == -1)
			return -1;
		if (got == 1)
			return give(s, slice, e);
		s->in_items = false;
	}
	return next_member(s, slice, e);
}

unsigned long
slices_odd_comma(struct slices *s)
{
	unsigned long line = s->odd_comma;

	s->odd_comma = 0;
	return line;
}

int
slices_rest(struct slices *s, unsigned long *line, struct error *e)
{
	if (!s->ended || s->rest)
		return 0;
	s->rest = true;
	struct error end;
	int c = peek(s, &end);
	*line = s->line;
	if (c != -1)
		return 1;
	if (s->last)
		return 0;
	*e = end;
	return -1;
}
