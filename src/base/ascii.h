#ifndef FEEDLOOM_BASE_ASCII_H
#define FEEDLOOM_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * What <ctype.h> says of the letters of ASCII, without the locale.  Bytes
 * beyond ASCII are none of these.
 */

/* The white space of XML and HTML: blank, tab, line ends, form feed. */
static inline bool
ascii_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline bool
ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool
ascii_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

/* The value of a hexadecimal digit, or -1. */
static inline int
ascii_hex(char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Whether all of n bytes are blank. */
static inline bool
ascii_all_blank(const char *p, size_t n)
{
	while (n > 0 && ascii_blank(p[n - 1]))
		n--;
	return n == 0;
}

/* Whether n bytes begin with a word. */
static inline bool
ascii_starts(const char *p, size_t n, const char *word)
{
	size_t len = strlen(word);

	return n >= len && memcmp(p, word, len) == 0;
}

/* Whether n bytes of both are the same but for case. */
static inline bool
ascii_same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
	}
	return true;
}

#endif
