/*
 * JSON text as RFC 8259 has it.  Text is UTF-8 already and stays as it is but
 * for the quotation mark, the backslash and control characters; what needs no
 * escape is copied 16 bytes at a time, since nearly all of a feed's bytes are
 * the text of a few long strings.
 */
#include "base/json_out.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/ascii.h"

#define CHUNK 4096     /* escaped at a time, on the stack */
#define ESCAPE_MAX 6   /* \u00XX */
#define INDENT_MAX 64U /* blanks; what is deeper stands below each other */

void
json_init(struct json_out *j, struct buf *text, bool compact)
{
	*j = (struct json_out){
	    .text = text, .compact = compact, .empty = true, .indent = 2};
}

static void
line(struct json_out *j)
{
	static const char blanks[INDENT_MAX] = "                        "
					       "                        "
					       "                ";
	unsigned n = j->depth * j->indent;

	if (j->compact || j->flat)
		return;
	buf_putc(j->text, '\n');
	buf_add(j->text, blanks, n < INDENT_MAX ? n : INDENT_MAX);
}

/* Puts in front of a value, or of a key, what separates it from the last. */
static void
begin(struct json_out *j)
{
	if (j->keyed) {
		j->keyed = false;
		return;
	}
	if (j->depth > 0) {
		if (!j->empty)
			buf_puts(j->text, j->flat ? ", " : ",");
		line(j);
	}
	j->empty = false;
}

static void
end(struct json_out *j)
{
	if (j->depth == 0)
		buf_putc(j->text, '\n');
}

void
json_open(struct json_out *j, char bracket)
{
	begin(j);
	buf_putc(j->text, bracket);
	j->depth++;
	j->empty = true;
}

void
json_open_flat(struct json_out *j)
{
	json_open(j, '[');
	j->flat = !j->compact;
}

void
json_close(struct json_out *j, char bracket)
{
	j->depth--;
	if (!j->empty)
		line(j);
	j->flat = false;
	j->empty = false;
	buf_putc(j->text, bracket);
	end(j);
}

/* Writes the escape of one byte; returns its length. */
static size_t
escape(char *to, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char letter[0x20] = {['\b'] = 'b',
	    ['\t'] = 't',
	    ['\n'] = 'n',
	    ['\f'] = 'f',
	    ['\r'] = 'r'};

	to[0] = '\\';
	if (c >= 0x20)
		to[1] = (char)c;
	else if (letter[c] != 0)
		to[1] = letter[c];
	else {
		memcpy(to + 1, "u00", 3);
		to[4] = hex[c >> 4];
		to[5] = hex[c & 15];
		return 6;
	}
	return 2;
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

#ifdef __SSE2__
/* Copies 16 bytes; returns how many of them, from the first, are plain. */
static size_t
copy_plain(char *to, const char *from)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)from);
	__m128i low = _mm_cmpeq_epi8(
	    _mm_min_epu8(v, _mm_set1_epi8(0x1f)), v); /* v <= 0x1f */
	__m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
	__m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
	int mask =
	    _mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, slash)));

	_mm_storeu_si128((__m128i *)(void *)to, v);
	return mask == 0 ? 16 : (size_t)__builtin_ctz((unsigned)mask);
}
#else
static size_t
copy_plain(char *to, const char *from)
{
	size_t n = 0;

	memcpy(to, from, 16);
	while (n < 16 && is_plain((unsigned char)from[n]))
		n++;
	return n;
}
#endif

void
json_string_add(struct json_out *j, const char *text, size_t len)
{
	char chunk[CHUNK];
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		if (n > CHUNK - 16 - ESCAPE_MAX) {
			buf_add(j->text, chunk, n);
			n = 0;
		}
		if (len - i >= 16) {
			size_t plain = copy_plain(chunk + n, text + i);
			n += plain;
			i += plain;
			if (plain == 16)
				continue;
		}
		unsigned char c = (unsigned char)text[i++];
		if (is_plain(c))
			chunk[n++] = (char)c;
		else
			n += escape(chunk + n, c);
	}
	buf_add(j->text, chunk, n);
}

void
json_string_open(struct json_out *j)
{
	begin(j);
	buf_putc(j->text, '"');
}

void
json_string_close(struct json_out *j)
{
	buf_putc(j->text, '"');
	end(j);
}

void
json_string_whole(struct json_out *j, const char *text)
{
	json_string_open(j);
	json_string_add(j, text, strlen(text));
	json_string_close(j);
}

void
json_key_open(struct json_out *j)
{
	begin(j);
	buf_putc(j->text, '"');
}

void
json_key_close(struct json_out *j)
{
	buf_puts(j->text, j->compact ? "\":" : "\": ");
	j->keyed = true;
}

void
json_key(struct json_out *j, const char *key)
{
	json_key_open(j);
	json_string_add(j, key, strlen(key));
	json_key_close(j);
}

void
json_literal(struct json_out *j, const char *text)
{
	begin(j);
	buf_puts(j->text, text);
	end(j);
}

static const char *
skip_digits(const char *p)
{
	while (ascii_digit(*p))
		p++;
	return p;
}

bool
json_is_number(const char *text)
{
	const char *p = text + (*text == '-');
	const char *q = skip_digits(p);

	if (q == p || (*p == '0' && q > p + 1))
		return false;
	if (*q == '.') {
		p = q + 1;
		q = skip_digits(p);
		if (q == p)
			return false;
	}
	if (*q == 'e' || *q == 'E') {
		p = q + 1;
		p += *p == '+' || *p == '-';
		q = skip_digits(p);
		if (q == p)
			return false;
	}
	return *q == '\0';
}
