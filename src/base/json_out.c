/*
 * JSON text as RFC 8259 has it.  Text is UTF-8 already and stays as it is but
 * for the quotation mark, the backslash and control characters; what needs no
 * escape is copied 32 bytes at a time, since nearly all of a feed's bytes are
 * the text of a few long strings.
 */
#include "base/json_out.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/ascii.h"

#define STEP 32	       /* bytes that are copied at once; an escape has 6 */
#define INDENT_MAX 64U /* blanks; what is deeper stands below each other */

void
json_init(struct json_out *j, struct buf *text, bool compact)
{
	*j = (struct json_out){
	    .text = text, .compact = compact, .empty = true, .indent = 2};
}

/* A new line, behind a comma or not. */
static void
line(struct json_out *j, bool comma)
{
	static const char blanks[] = ",\n                        "
				     "                        "
				     "                ";
	unsigned n = j->depth * j->indent;

	buf_add(j->text, comma ? blanks : blanks + 1,
	    (n < INDENT_MAX ? n : INDENT_MAX) + (comma ? 2 : 1));
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
		if (!j->compact && !j->flat)
			line(j, !j->empty);
		else if (!j->empty)
			buf_puts(j->text, j->flat ? ", " : ",");
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
	if (!j->empty && !j->compact && !j->flat)
		line(j, false);
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
	static const char letters[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";

	to[0] = '\\';
	to[1] = c < 0x20 ? letters[c] : (char)c;
	if (to[1] != 'u')
		return 2;
	to[2] = '0';
	to[3] = '0';
	to[4] = hex[c >> 4];
	to[5] = hex[c & 15];
	return 6;
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

#ifdef __SSE2__
/* The bytes of 16 that are not plain, as bits. */
static unsigned
specials(__m128i v)
{
	__m128i low = _mm_cmpeq_epi8(
	    _mm_min_epu8(v, _mm_set1_epi8(0x1f)), v); /* v <= 0x1f */
	__m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
	__m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));

	return (unsigned)_mm_movemask_epi8(
	    _mm_or_si128(low, _mm_or_si128(quote, slash)));
}

/* Copies a step; returns how many bytes of it, from the first, are plain. */
static size_t
copy_plain(char *to, const char *from)
{
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)from);
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)(from + 16));
	unsigned mask = specials(a) | specials(b) << 16;

	_mm_storeu_si128((__m128i *)(void *)to, a);
	_mm_storeu_si128((__m128i *)(void *)(to + 16), b);
	return mask == 0 ? STEP : (size_t)__builtin_ctz(mask);
}
#else
static size_t
copy_plain(char *to, const char *from)
{
	size_t n = 0;

	memcpy(to, from, STEP);
	while (n < STEP && is_plain((unsigned char)from[n]))
		n++;
	return n;
}
#endif

/*
 * Writes of a string what has room in front of the limit, behind which there is
 * a step more; returns where it stopped reading.
 */
static const char *
add_some(char **at, const char *limit, const char *text, const char *end)
{
	char last[STEP] = {0};
	char *to = *at;

	while (text < end && to < limit) {
		size_t left = (size_t)(end - text);
		if (left < STEP)
			memcpy(last, text, left);
		size_t plain = copy_plain(to, left < STEP ? last : text);
		plain = plain < left ? plain : left;
		to += plain;
		text += plain;
		if (plain == STEP)
			continue;
		while (
		    text < end && to < limit && !is_plain((unsigned char)*text))
			to += escape(to, (unsigned char)*text++);
	}
	*at = to;
	return text;
}

void
json_string_add(struct json_out *j, const char *text, size_t len)
{
	const char *end = text + len;
	struct buf *out = j->text;

	while (text < end) {
		if ((out->full || out->cap - out->len <= 2 * STEP) &&
		    !buf_room(out, (size_t)(end - text) + 2 * STEP))
			return;
		char *to = out->data + out->len;
		text = add_some(&to, out->data + out->cap - STEP, text, end);
		out->len = (size_t)(to - out->data);
		*to = '\0';
	}
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
