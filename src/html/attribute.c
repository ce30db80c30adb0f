/*
 * The allow-list of attributes.  A value is decoded, checked in the form in
 * which it will be written, and encoded anew; nothing of the input's own bytes
 * between "<" and ">" is ever copied.  No style, class, id, handler or target.
 */
#include "html/attribute.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/entity.h"
#include "base/limits.h"
#include "base/url.h"
#include "html/unseen.h"
#include "html/value.h"

enum rule {
	V_TEXT,
	V_WORD,	   /* letters, digits, "-", "/", "." and "+": lang, type, … */
	V_NUMBER,  /* up to five digits */
	V_PIXELS,  /* the same, whatever unit or fraction they have behind */
	V_INTEGER, /* the same with a sign */
	V_FLAG,	   /* has no value */
	V_LINK,	   /* an address to follow */
	V_SOURCE,  /* an address to fetch */
	V_SOURCES, /* a list of them */
	V_ALT,
};

struct allowed {
	char name[12];
	unsigned char rule;
	const char *elements; /* " name name " in clean HTML; NULL for all */
};

/* An attribute's row is its bit in the set of those seen: at most 32 rows. */
static const struct allowed allowed[] = {
    {"href", V_LINK, " a "},
    {"src", V_SOURCE, " img video audio source track "},
    {"alt", V_ALT, " img "},
    {"width", V_PIXELS, " img video "},
    {"height", V_PIXELS, " img video "},
    {"srcset", V_SOURCES, " img source "},
    {"sizes", V_TEXT, " img source "},
    {"title", V_TEXT, NULL},
    {"lang", V_WORD, NULL},
    {"dir", V_WORD, NULL},
    {"hreflang", V_WORD, " a "},
    {"poster", V_SOURCE, " video "},
    {"controls", V_FLAG, " video audio "},
    {"cite", V_LINK, " blockquote q del ins "},
    {"datetime", V_TEXT, " time del ins "},
    {"start", V_INTEGER, " ol "},
    {"reversed", V_FLAG, " ol "},
    {"type", V_WORD, " ol source "},
    {"value", V_INTEGER, " li "},
    {"colspan", V_NUMBER, " td th "},
    {"rowspan", V_NUMBER, " td th "},
    {"scope", V_WORD, " th "},
    {"abbr", V_TEXT, " th "},
    {"open", V_FLAG, " details "},
    {"media", V_TEXT, " source "},
    {"kind", V_WORD, " track "},
    {"srclang", V_WORD, " track "},
    {"label", V_TEXT, " track "},
    {"default", V_FLAG, " track "},
};

#define ALLOWED (sizeof(allowed) / sizeof(allowed[0]))

/* Where pages that load images late keep their addresses. */
static const char *const late_names[] = {
    "data-src", "data-lazy-src", "data-original", "data-orig-file"};

#define LATE_NAMES (sizeof(late_names) / sizeof(late_names[0]))

/* True when list, " a b ", has this name. */
static bool
lists(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = list; (p = strstr(p, name)) != NULL; p++) {
		if (p[-1] == ' ' && p[len] == ' ')
			return true;
	}
	return false;
}

static bool
same_name(const struct token_attribute *a, const char *name)
{
	return strlen(name) == a->name_len &&
	       strncasecmp(name, a->name, a->name_len) == 0;
}

/* The attribute's row for this element, or ALLOWED. */
static size_t
find_allowed(const struct token_attribute *a, const struct element *element)
{
	for (size_t i = 0; i < ALLOWED; i++) {
		if (!same_name(a, allowed[i].name))
			continue;
		if (allowed[i].elements == NULL ||
		    lists(allowed[i].elements, element->as))
			return i;
	}
	return ALLOWED;
}

static bool
is_word(const char *text, size_t len)
{
	if (len == 0 || len > 64)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (!ascii_letter(c) && !ascii_digit(c) &&
		    strchr("-/.+", c) == NULL)
			return false;
	}
	return true;
}

static bool
is_number(const char *text, size_t len)
{
	if (len == 0 || len > 5)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!ascii_digit(text[i]))
			return false;
	}
	return true;
}

bool
attribute_data_image(const char *url, size_t len)
{
	static const char *const kinds[] = {"data:image/png;base64,",
	    "data:image/gif;base64,", "data:image/jpeg;base64,",
	    "data:image/webp;base64,"};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strlen(kinds[i]);

		if (len <= n || strncasecmp(url, kinds[i], n) != 0)
			continue;
		for (size_t at = n; at < len; at++) {
			char c = url[at];
			if (!ascii_letter(c) && !ascii_digit(c) &&
			    strchr("+/=", c) == NULL)
				return false;
		}
		return true;
	}
	return false;
}

/* True when url is safe in this place; it is as it will be written. */
static bool
may_stand(const char *url, size_t len, enum rule rule)
{
	if (len == 0 || !url_clickable(url, len))
		return false;
	return rule == V_LINK || !url_absolute(url, len) ||
	       url_has_scheme(url, len, "http") ||
	       url_has_scheme(url, len, "https");
}

/* A "#" in a fragment, as WordPress writes it, is no valid address: "%23". */
static void
put_fragment_once(const char *url, size_t len, struct buf *out)
{
	const char *mark = memchr(url, '#', len);
	size_t at = mark == NULL ? len : (size_t)(mark - url) + 1;

	value_encode(url, at, out);
	while (at < len) {
		size_t n = 0;
		while (at + n < len && url[at + n] != '#')
			n++;
		value_encode(url + at, n, out);
		at += n;
		if (at < len) {
			buf_puts(out, "%23");
			at++;
		}
	}
}

/* Adds the address, escaped, if it may stand in this place. */
static bool
put_address(const char *url, size_t len, enum rule rule, struct buf *out)
{
	struct buf tidy;

	if (len > LIMIT_URL)
		return false;
	buf_init(&tidy, 4 * LIMIT_URL);
	url_resolve(NULL, url, len, &tidy);
	bool fits = !buf_full(&tidy) && tidy.len <= LIMIT_URL &&
		    may_stand(buf_text(&tidy), tidy.len, rule);
	if (fits)
		put_fragment_once(buf_text(&tidy), tidy.len, out);
	buf_clear(&tidy);
	return fits;
}

bool
attribute_web_address(const char *url, size_t len, struct buf *out)
{
	value_trim(&url, &len);
	if (len > 2 && memcmp(url, "//", 2) == 0) {
		size_t before = out->len;

		buf_puts(out, "https:");
		if (put_address(url, len, V_SOURCE, out))
			return true;
		buf_cut(out, before);
		return false;
	}
	return (url_has_scheme(url, len, "http") ||
		   url_has_scheme(url, len, "https")) &&
	       put_address(url, len, V_SOURCE, out);
}

/* "2x", "640w", "480h", or nothing. */
static bool
is_size(const char *text, size_t len)
{
	if (len == 0)
		return true;
	if (len > 12 || strchr("wxh", text[len - 1]) == NULL)
		return false;
	for (size_t i = 0; i + 1 < len; i++) {
		if ((text[i] < '0' || text[i] > '9') && text[i] != '.')
			return false;
	}
	return len > 1;
}

static bool
put_sources(const char *list, size_t len, struct buf *out)
{
	const char *at = list;
	struct value_source source;
	size_t before = out->len;

	while (value_source(&at, list + len, &source)) {
		size_t keep = out->len;

		if (!is_size(source.size, source.size_len))
			continue;
		if (keep > before)
			buf_puts(out, ", ");
		bool fits =
		    put_address(source.url, source.url_len, V_SOURCE, out);
		if (source.size_len > 0) {
			buf_putc(out, ' ');
			buf_add(out, source.size, source.size_len);
		}
		if (!fits || buf_full(out))
			buf_cut(out, keep);
	}
	return out->len > before;
}

/*
 * As browsers read it (HTML Standard, section 2.3.4.4): "1px" is 1 and "10.5"
 * is 10; what is of a percentage is none.
 */
static bool
put_pixels(const char *text, size_t len, struct buf *out)
{
	size_t n = 0;

	while (n < len && ascii_digit(text[n]))
		n++;
	if (!is_number(text, n) || memchr(text, '%', len) != NULL)
		return false;
	buf_add(out, text, n);
	return true;
}

/* Adds the value as it is written; false when it may not stand. */
static bool
put_value(const struct element *element, enum rule rule, const char *text,
    size_t len, struct buf *out)
{
	if (rule == V_TEXT || rule == V_ALT) {
		value_encode(text, len, out);
		return true;
	}
	value_trim(&text, &len);
	switch (rule) {
	case V_LINK:
	case V_SOURCE:
		if (strcmp(element->as, "img") == 0 &&
		    attribute_data_image(text, len)) {
			value_encode(text, len, out);
			return true;
		}
		return put_address(text, len, rule, out);
	case V_SOURCES:
		return put_sources(text, len, out);
	case V_PIXELS:
		return put_pixels(text, len, out);
	case V_INTEGER:
		if (!is_number(text, len) &&
		    !(len > 1 && *text == '-' && is_number(text + 1, len - 1)))
			return false;
		break;
	case V_NUMBER:
		if (!is_number(text, len))
			return false;
		break;
	default:
		if (!is_word(text, len))
			return false;
	}
	value_encode(text, len, out);
	return true;
}

/*
 * Adds one attribute, whole or not at all; false when its value may not stand
 * or there is no room for it.
 */
static bool
put_attribute(const struct allowed *as, const struct element *element,
    const struct token_attribute *a, struct buf *out)
{
	size_t before = out->len;

	buf_putc(out, ' ');
	buf_puts(out, as->name);
	bool fits = true;
	if (as->rule != V_FLAG) {
		struct buf raw, value;

		buf_init(&raw, LIMIT_TAG);
		buf_init(&value, LIMIT_TAG);
		if (a->value != NULL)
			entity_decode_value(a->value, a->value_len, &raw);
		value_scrub(buf_text(&raw), raw.len, &value);
		buf_puts(out, "=\"");
		fits = !buf_full(&raw) && !buf_full(&value) &&
		       put_value(
			   element, as->rule, buf_text(&value), value.len, out);
		buf_putc(out, '"');
		buf_clear(&value);
		buf_clear(&raw);
	}
	fits = fits && !buf_full(out);
	if (!fits)
		buf_cut(out, before);
	return fits;
}

/* True when the classes are WordPress's for an image of an emoji. */
static bool
is_smiley(const struct token_attribute *a)
{
	return same_name(a, "class") && a->value != NULL &&
	       (memmem(a->value, a->value_len, "wp-smiley", 9) != NULL ||
		   (a->value_len == 5 && memcmp(a->value, "emoji", 5) == 0));
}

/* True when an image's own src is there and no mere stand-in. */
static bool
is_real_source(const struct token_attribute *a)
{
	return !(a->value_len > 5 && strncasecmp(a->value, "data:", 5) == 0);
}

/* Gives an image the address that a script would have given it. */
static bool
put_late_source(
    const struct token *token, const struct element *element, struct buf *out)
{
	for (size_t i = 0; i < LATE_NAMES; i++) {
		const char *at = token->name + token->name_len;
		struct token_attribute a;

		for (unsigned n = 0; n < LIMIT_HTML_ATTRIBUTES &&
				     token_attribute(token, &at, &a);
		     n++) {
			if (same_name(&a, late_names[i]))
				return put_attribute(
				    &allowed[1], element, &a, out);
		}
	}
	return false;
}

struct attributes
attributes_clean(
    const struct token *token, const struct element *element, struct buf *out)
{
	const char *at = token->name + token->name_len;
	const bool image = strcmp(element->as, "img") == 0;
	struct attributes got = {0};
	struct token_attribute a;
	unsigned long seen = 0;

	for (unsigned n = 0;
	     n < LIMIT_HTML_ATTRIBUTES && token_attribute(token, &at, &a);
	     n++) {
		got.smiley = got.smiley || is_smiley(&a);
		got.unseen = got.unseen || (image && unseen_attribute(&a));
		size_t i = find_allowed(&a, element);
		if (i == ALLOWED || (seen & 1UL << i) != 0)
			continue;
		seen |= 1UL << i;
		if (image && allowed[i].rule == V_SOURCE &&
		    !is_real_source(&a) &&
		    put_late_source(token, element, out)) {
			got.src = true;
			continue;
		}
		if (!put_attribute(&allowed[i], element, &a, out))
			continue;
		got.href = got.href || i == 0;
		got.src = got.src || i == 1;
		got.alt = got.alt || i == 2;
	}
	if (image && !got.src)
		got.src = put_late_source(token, element, out);
	return got;
}

bool
attribute_find(const struct token *token, const char *name, struct buf *out)
{
	const char *at = token->name + token->name_len;
	struct token_attribute a;

	for (unsigned n = 0;
	     n < LIMIT_HTML_ATTRIBUTES && token_attribute(token, &at, &a);
	     n++) {
		if (!same_name(&a, name))
			continue;
		if (a.value != NULL)
			entity_decode_value(a.value, a.value_len, out);
		return true;
	}
	return false;
}

bool
attribute_late_source(const struct token *token, struct buf *out)
{
	for (size_t i = 0; i < LATE_NAMES; i++) {
		if (attribute_find(token, late_names[i], out))
			return true;
	}
	return false;
}

bool
attribute_smiley(const struct token *token)
{
	const char *at = token->name + token->name_len;
	struct token_attribute a;

	while (token_attribute(token, &at, &a)) {
		if (is_smiley(&a))
			return true;
	}
	return false;
}
