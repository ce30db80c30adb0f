/*
 * Start tags: attributes without quotes, without values, given twice, with bare
 * ampersands or angle brackets are read as browsers read them and written as
 * XML 1.0 section 3.1 wants them.  A clean tag is recognised in one pass and is
 * copied as it stands.
 */
#include "xml/tag.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/entity.h"

/* ASCII in names: 1 anywhere, 2 not at the start, 0 not at all. */
static const char name_class[257] = "00000000000000000000000000000000"
				    "00000000000002202222222222100000"
				    "01111111111111111111111111100001"
				    "01111111111111111111111111100000";

/*
 * The length of the character at text, beyond ASCII, if names may hold it (XML
 * 1.0 sections 2.3; first: begin with it); 0 otherwise.  The text is UTF-8; of
 * a character that is cut off, what is there is taken for one.
 */
static size_t
name_char(const char *text, size_t len, bool first)
{
	static const struct {
		uint32_t from, to;
		bool first;
	} ranges[] = {
	    {0xB7, 0xB7, false},
	    {0xC0, 0xD6, true},
	    {0xD8, 0xF6, true},
	    {0xF8, 0x2FF, true},
	    {0x300, 0x36F, false},
	    {0x370, 0x37D, true},
	    {0x37F, 0x1FFF, true},
	    {0x200C, 0x200D, true},
	    {0x203F, 0x2040, false},
	    {0x2070, 0x218F, true},
	    {0x2C00, 0x2FEF, true},
	    {0x3001, 0xD7FF, true},
	    {0xF900, 0xFDCF, true},
	    {0xFDF0, 0xFFFD, true},
	    {0x10000, 0xEFFFF, true},
	};
	unsigned char lead = (unsigned char)text[0];
	size_t n = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	uint32_t c = lead & (0xFFU >> (n + 1));

	if (n > len)
		return len;
	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)text[i] & 0x3FU);
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (c >= ranges[i].from && c <= ranges[i].to)
			return ranges[i].first || !first ? n : 0;
	}
	return 0;
}

/* The length of the name at text as far as it is ASCII. */
static size_t
ascii_name(const char *text, size_t len)
{
	size_t n = 0;

	if (len == 0 || name_class[(unsigned char)*text] != '1')
		return 0;
	do
		n++;
	while (n < len && name_class[(unsigned char)text[n]] > '0');
	return n;
}

size_t
tag_name(const char *text, size_t len)
{
	size_t n = ascii_name(text, len);

	while (n < len && (unsigned char)text[n] >= 0x80) {
		size_t size = name_char(text + n, len - n, n == 0);
		if (size == 0)
			break;
		n += size;
		while (n < len && name_class[(unsigned char)text[n]] > '0')
			n++;
	}
	return n;
}

/* The same, for a tag, which may be plain. */
static size_t
name_of(struct tag *tag, const char *text, size_t len)
{
	size_t n = ascii_name(text, len);

	if (n == len || (unsigned char)text[n] < 0x80)
		return n;
	tag->plain = false;
	return tag_name(text, len);
}

/* Marks the tag as in need of repair. */
static void
tag_fault(struct tag *tag, const char *at, const char *fault)
{
	tag->clean = false;
	tag->plain = false;
	if (tag->n_faults < TAG_FAULTS)
		tag->faults[tag->n_faults++] =
		    (struct tag_fault){.text = fault, .at = at};
}

/* Whether each reference in a value is a number or one of XML's own. */
static bool
value_clean(const char *value, size_t len)
{
	static const char *const own[] = {
	    "&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
	const char *end = value + len;
	const char *amp = value;

	while ((amp = memchr(amp, '&', (size_t)(end - amp))) != NULL) {
		size_t left = (size_t)(end - amp);
		size_t taken = 0;
		for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
			size_t n = strlen(own[i]);
			if (left >= n && memcmp(amp, own[i], n) == 0)
				taken = n;
		}
		if (taken == 0 && left > 1 && amp[1] == '#') {
			struct buf text;
			buf_init(&text, 16);
			taken = entity_decode(amp, left, &text);
			if (text.len == 0)
				taken = 0;
			buf_clear(&text);
		}
		if (taken == 0)
			return false;
		amp += taken;
	}
	return true;
}

/*
 * Where a quoted value ends: at its quote, or, when a tag begins within it
 * after a '>', at that '>': then the closing quote was forgotten.  NULL when
 * the end is not here.
 */
static const char *
value_end(struct tag *tag, const char *p, const char *end, char quote)
{
	const char *close = memchr(p, quote, (size_t)(end - p));
	const char *limit = close == NULL ? end : close;
	const char *lt = memchr(p, '<', (size_t)(limit - p));

	if (lt == NULL)
		return close;
	const char *gt = memchr(p, '>', (size_t)(lt - p));
	if (gt != NULL) {
		tag_fault(tag, p, "an attribute without its closing quote");
		return gt;
	}
	if (close != NULL)
		tag_fault(tag, lt, "'<' in an attribute");
	return close;
}

static void
tag_keep(struct tag *tag, const struct tag_attribute *a)
{
	for (size_t i = 0; i < tag->n; i++) {
		if (tag->attributes[i].name_len == a->name_len &&
		    memcmp(tag->attributes[i].name, a->name, a->name_len) ==
			0) {
			tag_fault(tag, a->name, "an attribute twice");
			return;
		}
	}
	if (tag->n == LIMIT_ATTRIBUTES) {
		tag_fault(tag, a->name, "too many attributes");
		return;
	}
	if (memchr(a->value, '&', a->value_len) != NULL) {
		tag->plain = false;
		if (!value_clean(a->value, a->value_len))
			tag_fault(tag, a->value,
			    "a bare '&' or an undeclared entity in an "
			    "attribute");
	}
	/* They are blanks to XML. */
	if (memchr(a->value, '\n', a->value_len) != NULL ||
	    memchr(a->value, '\t', a->value_len) != NULL)
		tag->plain = false;
	tag->attributes[tag->n++] = *a;
}

/* One attribute at p; where it ends, or NULL when that is not here. */
static const char *
tag_attribute(struct tag *tag, const char *p, const char *end)
{
	struct tag_attribute a = {.name = p, .value = p};
	bool named;

	a.name_len = name_of(tag, p, (size_t)(end - p));
	named = a.name_len > 0;
	if (!named) {
		tag_fault(tag, p, "a character that is none of a tag's");
		return p + 1;
	}
	p += a.name_len;
	const char *after = p;
	while (p < end && ascii_blank(*p))
		p++;
	if (p == end)
		return NULL;
	if (*p != '=') {
		tag_fault(tag, a.name, "an attribute without a value");
		a.value = a.name;
		a.value_len = a.name_len;
		tag_keep(tag, &a);
		return after;
	}
	do
		p++;
	while (p < end && ascii_blank(*p));
	if (p == end)
		return NULL;
	if (*p == '"' || *p == '\'') {
		char quote = *p++;
		const char *close = value_end(tag, p, end, quote);
		if (close == NULL)
			return NULL;
		a.value = p;
		a.value_len = (size_t)(close - p);
		tag_keep(tag, &a);
		if (*close == '>')
			return close;
		if (close + 1 < end && tag_name(close + 1, 1) > 0)
			tag_fault(
			    tag, close, "attributes without a blank between");
		return close + 1;
	}
	tag_fault(tag, a.name, "an attribute without quotes");
	a.value = p;
	while (p < end && !ascii_blank(*p) && *p != '>' && *p != '<')
		p++;
	if (p == end)
		return NULL;
	if (*p == '>' && p[-1] == '/' && p > a.value)
		p--;
	a.value_len = (size_t)(p - a.value);
	tag_keep(tag, &a);
	return p;
}

int
tag_parse(struct tag *tag, const char *text, size_t len)
{
	const char *p = text + 1;
	const char *end = text + len;

	tag->clean = true;
	tag->plain = true;
	tag->n_faults = 0;
	tag->n = 0;
	tag->empty = false;
	tag->name = p;
	tag->name_len = name_of(tag, p, (size_t)(end - p));
	p += tag->name_len;
	for (;;) {
		while (p < end && ascii_blank(*p))
			p++;
		if (p == end)
			return 0;
		if (*p == '>') {
			tag->len = (size_t)(p + 1 - text);
			return 1;
		}
		if (*p == '<') {
			tag_fault(tag, text, "a tag without its '>'");
			tag->len = (size_t)(p - text);
			return 1;
		}
		if (*p == '/') {
			if (p + 1 == end)
				return 0;
			if (p[1] == '>') {
				tag->empty = true;
				tag->len = (size_t)(p + 2 - text);
				return 1;
			}
			tag_fault(tag, p, "a stray '/'");
			p++;
			continue;
		}
		p = tag_attribute(tag, p, end);
		if (p == NULL)
			return 0;
	}
}

/* A value with what XML forbids in it escaped, and its references as text. */
static void
value_write(const char *value, size_t len, struct buf *out)
{
	struct buf text;

	buf_init(&text, LIMIT_TAG);
	for (size_t i = 0; i < len;) {
		size_t n = value[i] == '&'
			       ? entity_decode(value + i, len - i, &text)
			       : 0;
		if (n == 0) {
			buf_putc(&text, value[i]);
			n = 1;
		}
		i += n;
	}
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		if (c == '&')
			buf_puts(out, "&amp;");
		else if (c == '<')
			buf_puts(out, "&lt;");
		else if (c == '"')
			buf_puts(out, "&quot;");
		else
			buf_putc(out, c);
	}
	buf_clear(&text);
}

void
tag_write(const struct tag *tag, struct buf *out)
{
	buf_putc(out, '<');
	buf_add(out, tag->name, tag->name_len);
	for (size_t i = 0; i < tag->n; i++) {
		const struct tag_attribute *a = &tag->attributes[i];
		buf_putc(out, ' ');
		buf_add(out, a->name, a->name_len);
		buf_puts(out, "=\"");
		value_write(a->value, a->value_len, out);
		buf_putc(out, '"');
	}
}
