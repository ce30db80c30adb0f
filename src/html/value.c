/*
 * Attribute values and character data of the HTML Standard: escaping (section
 * 13.3), srcset (4.8.4.2.1).  Never decides what may stand in a value.
 */
#include "html/value.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <unistr.h>

#include "base/ascii.h"

size_t
value_blanks(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && ascii_blank(text[i]))
		i++;
	return i;
}

void
value_trim(const char **text, size_t *len)
{
	size_t lead = value_blanks(*text, *len);

	*text += lead;
	*len -= lead;
	while (*len > 0 && ascii_blank((*text)[*len - 1]))
		(*len)--;
}

enum escaping {
	AS_IS,
	AS_RAW,
	IN_TEXT,
	IN_QUOTES
};

/* What a byte is written as; NULL for itself, "" for nothing. */
static const char *
escape(char c, enum escaping how)
{
	switch (c) {
	case '&':
		return how < IN_TEXT ? NULL : "&amp;";
	case '<':
		return how < IN_TEXT ? NULL : "&lt;";
	case '>':
		return how < IN_TEXT ? NULL : "&gt;";
	case '"':
		return how == IN_QUOTES ? "&quot;" : NULL;
	case '\'':
		return how == IN_QUOTES ? "&#39;" : NULL;
	case '\t':
	case '\n':
		return NULL;
	default:
		if ((unsigned char)c >= 0x20 && c != 0x7F)
			return NULL;
		if (how != AS_RAW)
			return "";
		return ascii_blank(c) ? " " : "\xEF\xBF\xBD";
	}
}

/* Adds the character beyond ASCII at text; returns its length. */
static size_t
put_wide(const char *text, size_t len, struct buf *out)
{
	ucs4_t c;
	int n = u8_mbtouc(&c, (const uint8_t *)text, len);

	if (c == 0xFFFE || c == 0xFFFF || c < 0xA0)
		c = 0xFFFD;
	buf_putu(out, c);
	return (size_t)n;
}

/* Most bytes of any text, which are never escaped. */
static bool
is_plain(unsigned char c)
{
	return (c > '\'' && c < 0x7F && c != '<' && c != '>') || c == ' ';
}

static void
put_escaped(const char *text, size_t len, enum escaping how, struct buf *out)
{
	size_t done = 0;
	size_t i = 0;

	while (i < len) {
		if (is_plain((unsigned char)text[i])) {
			i++;
			continue;
		}
		const char *as = escape(text[i], how);

		if (as == NULL && (unsigned char)text[i] < 0x80) {
			i++;
			continue;
		}
		buf_add(out, text + done, i - done);
		if (as != NULL) {
			buf_puts(out, as);
			i++;
		} else {
			i += put_wide(text + i, len - i, out);
		}
		done = i;
	}
	buf_add(out, text + done, len - done);
}

void
value_encode(const char *text, size_t len, struct buf *out)
{
	put_escaped(text, len, IN_QUOTES, out);
}

void
value_text(const char *text, size_t len, struct buf *out)
{
	put_escaped(text, len, IN_TEXT, out);
}

void
value_scrub(const char *text, size_t len, struct buf *out)
{
	put_escaped(text, len, AS_IS, out);
}

void
value_scrub_raw(const char *text, size_t len, struct buf *out)
{
	put_escaped(text, len, AS_RAW, out);
}

/* Where a candidate's descriptors, from p on, end: at a comma or at the end. */
static const char *
descriptors_end(const char *p, const char *end)
{
	bool within = false;

	for (; p < end && (within || *p != ','); p++) {
		if (*p == '(')
			within = true;
		else if (*p == ')')
			within = false;
	}
	return p;
}

bool
value_source(const char **at, const char *end, struct value_source *source)
{
	const char *p = *at;

	while (p < end && (ascii_blank(*p) || *p == ','))
		p++;
	*source = (struct value_source){.url = p};
	while (p < end && !ascii_blank(*p))
		p++;
	size_t len = (size_t)(p - source->url);
	source->url_len = len;
	while (source->url_len > 0 && source->url[source->url_len - 1] == ',')
		source->url_len--;
	source->size = p;
	if (source->url_len == len) {
		p = descriptors_end(p, end);
		source->size_len = (size_t)(p - source->size);
		value_trim(&source->size, &source->size_len);
	}
	*at = p;
	return source->url_len > 0;
}
