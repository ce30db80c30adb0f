/*
 * Character references of XML and HTML5, from one sorted table.
 *
 * Follows WHATWG HTML sections 13.2.5.72 to 13.2.5.80, except that it never
 * makes a character that XML 1.0 section 2.2 forbids.  A reference never nests:
 * what was decoded is not read again.
 */
#include "base/entity.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"

#define NAME_MAX_LEN 31 /* CounterClockwiseContourIntegral */
#define OLD_MAX_LEN 6	/* Aacute */

/* Arrays, not pointers: nothing to relocate when the program starts. */
struct entity {
	char name[NAME_MAX_LEN + 1];
	char text[7];
};

static const struct entity entities[] = {
#include "base/entity.inc"
};

/* Those that mean the same without a semicolon, in the order of their bytes. */
static const char old_names[][OLD_MAX_LEN + 1] = {"AElig", "AMP", "Aacute",
    "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH",
    "Eacute", "Ecirc", "Egrave", "Euml", "GT", "Iacute", "Icirc", "Igrave",
    "Iuml", "LT", "Ntilde", "Oacute", "Ocirc", "Ograve", "Oslash", "Otilde",
    "Ouml", "QUOT", "REG", "THORN", "Uacute", "Ucirc", "Ugrave", "Uuml",
    "Yacute", "aacute", "acirc", "acute", "aelig", "agrave", "amp", "aring",
    "atilde", "auml", "brvbar", "ccedil", "cedil", "cent", "copy", "curren",
    "deg", "divide", "eacute", "ecirc", "egrave", "eth", "euml", "frac12",
    "frac14", "frac34", "gt", "iacute", "icirc", "iexcl", "igrave", "iquest",
    "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not", "ntilde",
    "oacute", "ocirc", "ograve", "ordf", "ordm", "oslash", "otilde", "ouml",
    "para", "plusmn", "pound", "quot", "raquo", "reg", "sect", "shy", "sup1",
    "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc", "ugrave",
    "uml", "uuml", "yacute", "yen", "yuml"};

/* What the numbers 128 to 159 mean, as HTML says. */
static const uint16_t windows_1252[32] = {0x20AC, 0x0081, 0x201A, 0x0192,
    0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E,
    0x0178};

/* The row of a sorted table whose name (first in it) is this one, or NULL. */
static const void *
find(const void *table, size_t rows, size_t row_size, const char *name,
    size_t len)
{
	const char *base = table;

	while (rows > 0) {
		const char *row = base + rows / 2 * row_size;
		int order = strncmp(name, row, len);
		if (order == 0 && row[len] == '\0' && row[len - 1] != '\0')
			return row;
		if (order > 0) {
			base = row + row_size;
			rows -= rows / 2 + 1;
		} else {
			rows /= 2;
		}
	}
	return NULL;
}

const char *
entity_text(const char *name, size_t len)
{
	if (len == 0 || len > NAME_MAX_LEN)
		return NULL;
	const struct entity *entity =
	    find(entities, sizeof(entities) / sizeof(entities[0]),
		sizeof(entities[0]), name, len);
	return entity == NULL ? NULL : entity->text;
}

/* How many letters and digits of ASCII text begins with; looks at max. */
static size_t
name_run(const char *text, size_t max)
{
	size_t n = 0;

	while (n < max && (ascii_letter(text[n]) || ascii_digit(text[n])))
		n++;
	return n;
}

/* The length of the longest old name that text begins with, or 0. */
static size_t
old_name(const char *text, size_t len)
{
	size_t n = name_run(text, len < OLD_MAX_LEN ? len : OLD_MAX_LEN);

	for (; n >= 2; n--)
		if (find(old_names, sizeof(old_names) / sizeof(old_names[0]),
			sizeof(old_names[0]), text, n) != NULL)
			return n;
	return 0;
}

/*
 * Reads a number at text, which begins with "&#": returns how many bytes it
 * takes without a semicolon and stores it, 0x110000 for all that is too large;
 * or 0 when there is no digit.
 */
static size_t
number(const char *text, size_t len, uint32_t *value)
{
	size_t n = 2;
	unsigned base = 10;

	if (n < len && (text[n] == 'x' || text[n] == 'X')) {
		base = 16;
		n++;
	}
	size_t first = n;
	uint32_t sum = 0;
	for (; n < len; n++) {
		unsigned digit = (unsigned)ascii_hex(text[n]); /* none: large */
		if (digit >= base)
			break;
		if (sum < 0x110000)
			sum = sum * base + digit;
	}
	*value = sum < 0x110000 ? sum : 0x110000;
	return n == first ? 0 : n;
}

/* Adds the character that a number means, nothing for what XML forbids. */
static void
add_number(uint32_t value, struct buf *out)
{
	if (value >= 0x80 && value <= 0x9F)
		value = windows_1252[value - 0x80];
	if (value < 0x20 && value != '\t' && value != '\n' && value != '\r')
		return;
	if ((value >= 0xD800 && value <= 0xDFFF) || value == 0xFFFE ||
	    value == 0xFFFF || value > 0x10FFFF)
		return;
	buf_putu(out, value);
}

/* The five of XML, of which escaped content is full: looked at before all. */
static size_t
decode_plain(const char *text, size_t len, struct buf *out)
{
	static const struct {
		char name[7];
		char c;
		unsigned char len;
	} plain[] = {{"&lt;", '<', 4}, {"&gt;", '>', 4}, {"&amp;", '&', 5},
	    {"&quot;", '"', 6}, {"&apos;", '\'', 6}};

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (len < plain[i].len || text[1] != plain[i].name[1] ||
		    memcmp(text, plain[i].name, plain[i].len) != 0)
			continue;
		buf_putc(out, plain[i].c);
		return plain[i].len;
	}
	return 0;
}

size_t
entity_decode(const char *text, size_t len, struct buf *out)
{
	if (len >= 2 && text[1] == '#') {
		uint32_t value;
		size_t n = number(text, len, &value);
		if (n == 0 || n == len || text[n] != ';')
			return 0;
		add_number(value, out);
		return n + 1;
	}
	size_t plain = decode_plain(text, len, out);
	if (plain > 0)
		return plain;
	size_t max = len - 1 < NAME_MAX_LEN ? len - 1 : NAME_MAX_LEN;
	size_t n = 1 + name_run(text + 1, max);
	if (n == len || text[n] != ';')
		return 0;
	const char *meaning = entity_text(text + 1, n - 1);
	if (meaning == NULL)
		return 0;
	buf_puts(out, meaning);
	return n + 1;
}

/* As entity_decode, for a number that has no semicolon at its end. */
static size_t
decode_open_number(const char *text, size_t len, struct buf *out)
{
	uint32_t value;

	if (len < 2 || text[1] != '#')
		return 0;
	size_t n = number(text, len, &value);
	if (n > 0)
		add_number(value, out);
	return n;
}

/* The same for one of the old names. */
static size_t
decode_open_name(const char *text, size_t len, struct buf *out)
{
	size_t n = old_name(text + 1, len - 1);

	if (n == 0)
		return 0;
	buf_puts(out, entity_text(text + 1, n));
	return n + 1;
}

static void
decode_each(const char *text, size_t len, bool open_names, struct buf *out)
{
	while (len > 0) {
		const char *amp = memchr(text, '&', len);
		size_t plain = amp == NULL ? len : (size_t)(amp - text);
		buf_add(out, text, plain);
		text += plain;
		len -= plain;
		if (len == 0)
			break;
		size_t n = entity_decode(text, len, out);
		if (n == 0)
			n = decode_open_number(text, len, out);
		if (n == 0 && open_names)
			n = decode_open_name(text, len, out);
		if (n == 0) {
			buf_putc(out, '&');
			n = 1;
		}
		text += n;
		len -= n;
	}
}

void
entity_decode_all(const char *text, size_t len, struct buf *out)
{
	decode_each(text, len, true, out);
}

void
entity_decode_value(const char *text, size_t len, struct buf *out)
{
	decode_each(text, len, false, out);
}
