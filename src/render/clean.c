/*
 * Clean text, the gate of everything that a terminal may show: HTML's rules for
 * white space (CSS Text 3, section 4.1), and every character that could do harm
 * made visible (THREATS T1), so that no later step has to think of them.
 */
#include "render/clean.h"

#include <stdint.h>
#include <string.h>

#include <unistr.h>

#include "base/ascii.h"

bool
clean_at_start(const struct buf *b)
{
	return b->len == 0 || b->data[b->len - 1] == '\n';
}

/* Controls and bidirectional marks (THREATS T1): never printed as they are. */
static bool
is_harmful(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C ||
	       c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069) || (c >= 0xD800 && c <= 0xDFFF);
}

/* What a character that is neither ASCII nor a letter becomes. */
static void
clean_char(struct buf *b, ucs4_t c, const char *s, size_t n)
{
	if (is_harmful(c))
		buf_printf(b, "<U+%04X>", (unsigned)c);
	else if (c == 0xA0 || c == 0x2007 || c == 0x202F)
		buf_puts(b, CLEAN_NBSP);
	else if (c == 0x2028 || c == 0x2029)
		buf_putc(b, ' ');
	else if (c != 0xAD && c != 0xFEFF) /* soft hyphen, byte order mark */
		buf_add(b, s, n);
}

/*
 * The stretch from s that can be taken as it is: printable ASCII, most
 * characters of two bytes, and single blanks between them.
 */
static const char *
clean_run(const char *s, const char *end)
{
	while (s < end) {
		unsigned char c = (unsigned char)*s;

		if (c > 0x20 && c < 0x7F)
			s++;
		else if (c == ' ' && end - s > 1 &&
			 (unsigned char)s[1] > 0x20 && s[1] != 0x7F)
			s++;
		else if (c >= 0xC3 && c < 0xE0 && c != 0xD8 && end - s > 1 &&
			 ((unsigned char)s[1] & 0xC0) == 0x80)
			s += 2;
		else
			break;
	}
	return s;
}

/* The character at s made clean; returns its bytes. */
static size_t
clean_next(struct buf *b, const char *s, const char *end)
{
	ucs4_t c;
	int n = u8_mbtouc(&c, (const uint8_t *)s, (size_t)(end - s));

	if (n <= 0)
		n = 1;
	if (c == 0xFFFD)
		buf_puts(b, "\xEF\xBF\xBD");
	else
		clean_char(b, c, s, (size_t)n);
	return (size_t)n;
}

void
clean_text(const char *s, size_t len, bool *space, struct buf *b)
{
	const char *end = s + len;

	while (s < end) {
		if (ascii_blank(*s)) {
			*space = *space || !clean_at_start(b);
			s++;
			continue;
		}
		if (*space)
			buf_putc(b, ' ');
		*space = false;
		const char *run = clean_run(s, end);
		if (run > s)
			buf_add(b, s, (size_t)(run - s));
		else
			run += clean_next(b, s, end);
		s = run;
	}
}

void
clean_line(const char *text, size_t len, struct buf *out)
{
	struct buf b;
	bool space = false;

	buf_init(&b, out->max);
	clean_text(text, len, &space, &b);
	buf_add(out, buf_text(&b), b.len);
	buf_clear(&b);
}

void
clean_verbatim(const char *s, size_t len, struct buf *b)
{
	const char *end = s + len;

	while (s < end) {
		const char *run = s;

		while (run < end && ((*run >= ' ' && *run < 0x7F) ||
					*run == '\n' || *run == '\t'))
			run++;
		buf_add(b, s, (size_t)(run - s));
		if (run < end && *run == '\r') {
			run++;
			if (run == end || *run != '\n')
				buf_putc(b, '\n');
		} else if (run < end) {
			run += clean_next(b, run, end);
		}
		s = run;
	}
}
