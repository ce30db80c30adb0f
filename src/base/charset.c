/*
 * Bytes of any encoding into clean UTF-8, in one pass and in a fixed space.
 *
 * The encoding is found as XML 1.0 appendix F says, corrected by what the bytes
 * prove.  As long as all bytes are ASCII nothing has to be decided: it is when
 * the first other one comes, from the window of bytes that begins with it.
 * Malformed UTF-8 is replaced as the WHATWG Encoding Standard does (section
 * 8.1.1).  Nothing is ever dropped or replaced without a note, but after a
 * thousand of them nobody listens any more.
 */
#include "base/charset.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/encoding.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/sniff.h"

#ifndef CHARSET_WINDOW
/* Bytes that a decision looks at, and text decoded at a time. */
#define CHARSET_WINDOW (64 * KIB)
#define CHARSET_DECODED (16 * KIB)
#endif
#define LABEL ((size_t)40) /* bytes of a label that a note repeats */
#define TOLD_MAX ((unsigned)LIMIT_NOTES * 50)

struct charset {
	struct input in;
	const struct notes *notes;

	const struct encoding *encoding; /* in use */
	struct decoder *decoder;	 /* NULL while it is UTF-8 or ASCII */
	bool started;			 /* the head was looked at */
	bool decided;			 /* about bytes beyond ASCII */
	char label[LABEL + 1];		 /* as it was declared, or "" */

	/* Of raw, what was read and is not yet taken. */
	size_t at;
	size_t len;
	bool dry;    /* nothing was to be had when it was read last */
	bool ended;  /* no more to be read, because of the end */
	bool failed; /* or of this error */
	struct error error;

	/* Of text, what was decoded and is not yet taken. */
	size_t text_at;
	size_t text_len;
	bool bad; /* raw[at] begins with no character */

	char *out; /* of the call under way */
	size_t room;
	size_t made;
	size_t placed; /* bytes of out that line and column are behind */
	unsigned long line;
	unsigned long column;
	bool after_cr; /* the last character was a CR: a LF is part of it */
	unsigned told;

	unsigned char raw[CHARSET_WINDOW];
	unsigned char text[CHARSET_DECODED];
};

static const unsigned char replacement[] = {0xEF, 0xBF, 0xBD};

struct charset *
charset_new(struct input in, const struct notes *notes)
{
	struct charset *c = mem_grow(NULL, 1, sizeof(*c));

	memset(c, 0, offsetof(struct charset, raw));
	c->in = in;
	c->notes = notes;
	c->encoding = encoding_find("utf-8", 5);
	c->line = 1;
	c->column = 1;
	return c;
}

void
charset_free(struct charset *c)
{
	if (c == NULL)
		return;
	decoder_free(c->decoder);
	free(c);
}

const char *
charset_name(const struct charset *c)
{
	return c->encoding->name;
}

/* The blocks are for the compiler: it counts them sixteen bytes at a time. */
static unsigned long
count_lines(const char *p, size_t n)
{
	unsigned long lines = 0;

	for (; n >= 128; n -= 128, p += 128) {
		unsigned char some = 0;
		for (int i = 0; i < 128; i++)
			some = (unsigned char)(some + (p[i] == '\n'));
		lines += some;
	}
	for (; n > 0; n--)
		lines += *p++ == '\n';
	return lines;
}

/* Where the next character of the output stands. */
static void
place(struct charset *c)
{
	const char *p = c->out + c->placed;
	size_t n = c->made - c->placed;

	c->placed = c->made;
	if (c->notes == NULL || c->told >= TOLD_MAX)
		return;
	unsigned long lines = count_lines(p, n);
	if (lines > 0) {
		const char *last = memrchr(p, '\n', n);
		c->column = 1;
		n -= (size_t)(last + 1 - p);
	}
	c->line += lines;
	c->column += n;
}

static void __attribute__((format(printf, 2, 3)))
tell(struct charset *c, const char *fmt, ...)
{
	char text[200];
	va_list ap;

	if (c->notes == NULL || c->told >= TOLD_MAX)
		return;
	place(c);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	note_tell(c->notes, c->line, c->column, "%s", text);
	c->told++;
}

/* Reads once, behind what is there. */
static void
fill(struct charset *c)
{
	if (c->at > 0) {
		memmove(c->raw, c->raw + c->at, c->len - c->at);
		c->len -= c->at;
		c->at = 0;
	}
	c->dry = false;
	if (c->ended || c->len == CHARSET_WINDOW)
		return;
	ssize_t n = c->in.read(
	    c->in.context, c->raw + c->len, CHARSET_WINDOW - c->len, &c->error);
	if (n > 0)
		c->len += (size_t)n;
	else if (n == INPUT_DRY)
		c->dry = true;
	else
		c->ended = true;
	c->failed = n == -1;
}

static void
fill_window(struct charset *c)
{
	do
		fill(c);
	while (!c->ended && !c->dry && c->len < CHARSET_WINDOW);
}

static bool
is_tail(unsigned char b)
{
	return (b & 0xC0) == 0x80;
}

/*
 * The length of the character of UTF-8 at s, which may be a surrogate; 0 when
 * it is cut off by the end; or minus the number of bytes that are none.
 */
static int
sequence(const unsigned char *s, size_t len)
{
	unsigned char low = 0x80;
	unsigned char high = 0xBF;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xC2 || s[0] > 0xF4)
		return -1;
	if (s[0] == 0xE0)
		low = 0xA0;
	else if (s[0] == 0xF0)
		low = 0x90;
	else if (s[0] == 0xF4)
		high = 0x8F;
	size_t n = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	for (size_t i = 1; i < n; i++) {
		if (i == len)
			return 0;
		if (s[i] < low || s[i] > high)
			/* Half a surrogate is no beginning of a character. */
			return s[0] == 0xED && s[1] >= 0xA0 ? -1 : -(int)i;
		low = 0x80;
		high = 0xBF;
	}
	return (int)n;
}

/* What the window says about UTF-8. */
struct look {
	bool good; /* it has a character of more than one byte */
	bool bad;  /* it has bytes that are no UTF-8 */
};

/* How many ASCII bytes there are at the beginning. */
static size_t
ascii_length(const unsigned char *s, size_t len)
{
	size_t n = 0;

#ifdef __SSE2__
	for (; n + 16 <= len; n += 16) {
		int high = _mm_movemask_epi8(
		    _mm_loadu_si128((const __m128i *)(s + n)));
		if (high != 0)
			return n + (unsigned)__builtin_ctz((unsigned)high);
	}
#endif
	while (n < len && s[n] < 0x80)
		n++;
	return n;
}

static struct look
look(const struct charset *c)
{
	struct look look = {false, false};
	/* Where UTF-8 is expected, one character of it settles that. */
	bool settled = c->encoding->kind == ENCODING_UTF8;

	for (size_t at = c->at; !look.good || !(look.bad || settled);) {
		at += ascii_length(c->raw + at, c->len - at);
		if (at == c->len)
			break;
		int n = sequence(c->raw + at, c->len - at);
		if (n == 0) {
			look.bad = look.bad || (c->ended && !c->failed);
			break;
		}
		look.good = look.good || n > 0;
		look.bad = look.bad || n < 0;
		at += (size_t)(n > 0 ? n : -n);
	}
	return look;
}

/* What was decided.  A missing decoder ends the stream with its error. */
static void
use(struct charset *c, const struct encoding *encoding)
{
	c->encoding = encoding;
	c->decided = true;
	if (encoding->kind == ENCODING_UTF8)
		return;
	c->decoder = decoder_new(encoding, &c->error);
	if (c->decoder == NULL) {
		c->at = c->len;
		c->ended = true;
		c->failed = true;
	}
}

static void
use_utf8(struct charset *c)
{
	if (c->encoding->kind != ENCODING_UTF8)
		tell(c, "declared as %s, but is UTF-8", c->label);
	use(c, encoding_find("utf-8", 5));
}

/* Whether the window can be read as this encoding. */
static bool
fits(struct charset *c, const struct encoding *encoding)
{
	struct error ignored;
	struct decoder *d = decoder_new(encoding, &ignored);
	const unsigned char *s = c->raw + c->at;
	size_t len = c->len - c->at;
	enum decoder_state state = DECODER_FULL;
	size_t made;

	while (d != NULL && state == DECODER_FULL)
		state = decoder_run(
		    d, &s, &len, (char *)c->text, sizeof(c->text), &made);
	decoder_free(d);
	return state == DECODER_MORE;
}

/* The first byte beyond ASCII is at raw[at]: which encoding is it of? */
static void
decide(struct charset *c)
{
	fill_window(c);
	struct look seen = look(c);

	if (c->encoding->kind == ENCODING_UTF8) {
		if (seen.good || !seen.bad) {
			use_utf8(c);
			return;
		}
		tell(c, "%s; read as windows-1252",
		    c->label[0] != '\0' ? "declared as UTF-8, but is not"
					: "is not UTF-8");
		use(c, encoding_find("windows-1252", 12));
		return;
	}
	/* Some Chinese is both: then it is what it says. */
	if (seen.good && !seen.bad &&
	    (c->encoding->kind == ENCODING_BYTE || !fits(c, c->encoding)))
		use_utf8(c);
	else
		use(c, c->encoding);
}

/* Keeps what was declared, fit to be repeated in a note. */
static void
keep_label(struct charset *c, const char *label, size_t len)
{
	size_t n = len < LABEL ? len : LABEL;

	for (size_t i = 0; i < n; i++)
		c->label[i] =
		    label[i] > ' ' && label[i] < 0x7F ? label[i] : '?';
	c->label[n] = '\0';
}

/* Takes what the XML declaration says for what it is worth. */
static void
start_declared(struct charset *c, const struct encoding *encoding)
{
	if (encoding == NULL || encoding->kind == ENCODING_WIDE) {
		tell(c,
		    encoding == NULL
			? "the encoding \"%s\" is not known; guessing"
			: "declared as %s, but is not; guessing",
		    c->label);
		c->label[0] = '\0';
		return;
	}
	c->encoding = encoding;
	/* All bytes of these are ASCII: it is now or never. */
	if (encoding->kind == ENCODING_ESCAPES)
		decide(c);
}

/* Looks at the head; takes nothing of it but a byte order mark. */
static void
start(struct charset *c)
{
	const char *label;
	size_t n = 0;

	c->started = true;
	fill_window(c);
	const char *head = (const char *)c->raw;
	const struct encoding *seen = sniff_mark(head, c->len, &n);
	c->at = n;
	if (seen == NULL)
		seen = sniff_wide(head, c->len);
	if (seen != NULL && seen->kind == ENCODING_WIDE) {
		use(c, seen);
		return;
	}
	const struct encoding *declared = NULL;
	if (sniff_label(head + c->at, c->len - c->at, &label, &n)) {
		keep_label(c, label, n);
		declared = encoding_find(label, n);
	}
	if (seen != NULL) {
		c->encoding = declared == NULL ? seen : declared;
		use_utf8(c);
	} else if (c->label[0] != '\0') {
		start_declared(c, declared);
	}
}

static void
put(struct charset *c, const void *p, size_t n)
{
	memcpy(c->out + c->made, p, n);
	c->made += n;
}

/* Bytes that stay as they are and need no look at those around them. */
static bool
is_plain(unsigned char b)
{
	return (b >= ' ' && b < 0x80) || b == '\n' || b == '\t';
}

/* The plain bytes that s begins with, up to len, copied to o. */
static size_t
copy_plain(char *o, const unsigned char *s, size_t len)
{
	size_t n = 0;

#ifdef __SSE2__
	const __m128i below = _mm_set1_epi8(' ' - 1); /* beyond ASCII is < 0 */
	const __m128i lf = _mm_set1_epi8('\n');
	const __m128i tab = _mm_set1_epi8('\t');
	for (; n + 16 <= len; n += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(s + n));
		__m128i plain = _mm_or_si128(_mm_cmpgt_epi8(v, below),
		    _mm_or_si128(
			_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, tab)));
		_mm_storeu_si128((__m128i *)(o + n), v);
		unsigned other = 0xFFFF ^ (unsigned)_mm_movemask_epi8(plain);
		if (other != 0)
			return n + (unsigned)__builtin_ctz(other);
	}
#endif
	for (; n < len && is_plain(s[n]); n++)
		o[n] = (char)s[n];
	return n;
}

/*
 * The characters of two and three bytes that s begins with and that need no
 * further look, up to len, copied to o; single plain bytes, as blanks between
 * words are, do not end them.
 */
static size_t
copy_letters(char *o, const unsigned char *s, size_t len)
{
	size_t n = 0;

	while (n + 3 <= len) {
		const unsigned char *p = s + n;
		if (p[0] >= 0xC2 && p[0] < 0xE0 && is_tail(p[1])) {
			memcpy(o + n, p, 2);
			n += 2;
		} else if (p[0] > 0xE0 && p[0] < 0xED && is_tail(p[1]) &&
			   is_tail(p[2])) {
			memcpy(o + n, p, 3);
			n += 3;
		} else if (is_plain(p[0]) && p[1] >= 0x80) {
			o[n++] = (char)p[0];
		} else {
			break;
		}
	}
	return n;
}

/* Copies what can stay as it is; returns how many bytes that were. */
static size_t
copy(struct charset *c, const unsigned char *s, size_t len)
{
	char *o = c->out + c->made;
	size_t max = c->room - c->made < len ? c->room - c->made : len;
	size_t n = copy_plain(o, s, max);

	while (c->decided) {
		size_t letters = copy_letters(o + n, s + n, max - n);
		if (letters == 0)
			break;
		n += letters;
		n += copy_plain(o + n, s + n, max - n);
	}
	c->made += n;
	return n;
}

/* One character of n bytes beyond ASCII that is whole: passes it or not. */
static void
pass(struct charset *c, const unsigned char *s, size_t n)
{
	if (n == 3 && s[0] == 0xED && s[1] >= 0xA0)
		tell(c, "lone surrogate U+%04X left out",
		    0xD000u | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu));
	else if (n == 3 && s[0] == 0xEF && s[1] == 0xBF && s[2] >= 0xBE)
		tell(c, "U+%04X, which is no character, left out",
		    0xFFC0u | (s[2] & 0x3Fu));
	else
		put(c, s, n);
}

static void
replace(struct charset *c, unsigned char byte)
{
	tell(c, "byte 0x%02X is no %s; replaced", byte, c->encoding->name);
	put(c, replacement, sizeof(replacement));
}

/* One character beyond ASCII; returns how many bytes, 0: it is cut off. */
static size_t
high(struct charset *c, const unsigned char *s, size_t len)
{
	int n = sequence(s, len);

	if (n > 0)
		pass(c, s, (size_t)n);
	else if (n < 0)
		replace(c, s[0]);
	return (size_t)(n > 0 ? n : -n);
}

/* One control character that is not plain; returns how many bytes it takes. */
static size_t
control(struct charset *c, const unsigned char *s, size_t len)
{
	if (s[0] == '\r') {
		put(c, "\n", 1);
		c->after_cr = len == 1;
		return len > 1 && s[1] == '\n' ? 2 : 1;
	}
	if (s[0] == '\v' || s[0] == '\f') {
		tell(c, "control character U+%04X made a blank", s[0]);
		put(c, " ", 1);
	} else {
		tell(c, "control character U+%04X left out", s[0]);
	}
	return 1;
}

/*
 * Moves UTF-8 to the output; returns how many bytes of s were taken.  Stops
 * where the room ends, where a character is cut off by the end, and before the
 * first byte beyond ASCII while nothing is decided.
 */
static size_t
clean(struct charset *c, const unsigned char *s, size_t len)
{
	size_t at = 0;

	if (c->after_cr && len > 0) {
		c->after_cr = false;
		at = s[0] == '\n' ? 1 : 0;
	}
	while (at < len && c->room - c->made >= 4) {
		size_t n = copy(c, s + at, len - at);
		if (n == 0 && s[at] < 0x80)
			n = control(c, s + at, len - at);
		else if (n == 0 && c->decided)
			n = high(c, s + at, len - at);
		if (n == 0)
			break;
		at += n;
	}
	return at;
}

/*
 * The end of the input: 1 when there was the beginning of a character left, 0,
 * or -1 and the error that made it end.
 */
static int
end(struct charset *c, struct error *e)
{
	if (c->failed) {
		*e = c->error;
		return -1;
	}
	if (c->at == c->len)
		return 0;
	c->at = c->len;
	tell(c, "ends in the middle of a character");
	put(c, replacement, sizeof(replacement));
	return 1;
}

/* Reads some more: 1, or INPUT_DRY. */
static int
fill_some(struct charset *c)
{
	fill(c);
	return c->dry ? INPUT_DRY : 1;
}

/*
 * Makes some progress with UTF-8: 1, 0 at the end, -1 with the error,
 * INPUT_DRY.
 */
static int
step_utf8(struct charset *c, struct error *e)
{
	size_t n = clean(c, c->raw + c->at, c->len - c->at);

	c->at += n;
	if (n > 0)
		return 1;
	if (c->ended && (c->at == c->len || c->decided))
		return end(c, e);
	if (c->at == c->len || c->decided)
		return fill_some(c);
	decide(c);
	return 1;
}

/* Decodes some: 1 if there is more text now or more to be read; or as above. */
static int
decode(struct charset *c, struct error *e)
{
	const unsigned char *s = c->raw + c->at;
	size_t len = c->len - c->at;

	c->text_at = 0;
	enum decoder_state state = decoder_run(c->decoder, &s, &len,
	    (char *)c->text, sizeof(c->text), &c->text_len);
	c->at = c->len - len;
	c->bad = state == DECODER_BAD;
	if (c->text_len > 0 || state != DECODER_MORE)
		return 1;
	if (!c->ended)
		return fill_some(c);
	c->text_len = decoder_end(c->decoder, (char *)c->text, sizeof(c->text));
	return c->text_len > 0 ? 1 : end(c, e);
}

/* Puts one sign for the bytes that begin with no character. */
static void
replace_bad(struct charset *c)
{
	/* How many they are must not depend on how they were read. */
	while (!c->ended && !c->dry && c->len - c->at < 4)
		fill(c);
	replace(c, c->raw[c->at]);
	c->at += decoder_bad(c->decoder, c->raw + c->at, c->len - c->at);
	c->after_cr = false;
	c->bad = false;
}

/* As step_utf8, for other encodings. */
static int
step_decoder(struct charset *c, struct error *e)
{
	if (c->text_at < c->text_len) {
		c->text_at +=
		    clean(c, c->text + c->text_at, c->text_len - c->text_at);
		return 1;
	}
	if (c->bad) {
		replace_bad(c);
		return 1;
	}
	return decode(c, e);
}

ssize_t
charset_read(struct charset *c, char *p, size_t n, struct error *e)
{
	c->out = p;
	c->room = n;
	c->made = 0;
	c->placed = 0;
	if (!c->started)
		start(c);
	while (c->made == 0) {
		int more =
		    c->decoder == NULL ? step_utf8(c, e) : step_decoder(c, e);
		if (more <= 0)
			return more;
	}
	place(c);
	return (ssize_t)c->made;
}

void
charset_settle(struct charset *c)
{
	if (!c->decided && c->encoding->kind == ENCODING_UTF8)
		use_utf8(c);
}

void
charset_skip(struct charset *c, const struct lines *lines)
{
	c->line += lines->ends;
	c->column = (lines->any ? 1 : c->column) + lines->tail;
}
