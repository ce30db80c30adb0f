/*
 * The tables of what a page may have, and those who look things up in them
 * (HTML Standard, section 4; CSS Syntax Level 3, section 4 for names).  A page
 * can run nothing and be sent nowhere: no script, handler, form, frame or
 * redirection is in the tables, and no style that fetches.  Judges; never
 * writes and never changes anything.
 */
#include "render/gate.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/url.h"
#include "html/attribute.h"
#include "xml/ns.h"

/* Sorted by name; what is not here loses its tags only. */
static const struct gate_element elements[] = {
    {"a", 0, GATE_IN_BODY},
    {"abbr", 0, GATE_IN_BODY},
    {"address", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"article", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"aside", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"audio", GATE_FETCHED, GATE_IN_BODY},
    {"b", 0, GATE_IN_BODY},
    {"bdi", 0, GATE_IN_BODY},
    {"bdo", 0, GATE_IN_BODY},
    {"blockquote", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"body", GATE_BLOCK | GATE_FLOW, GATE_IN_HTML},
    {"br", GATE_VOID, GATE_IN_BODY},
    {"button", GATE_GONE, GATE_IN_BODY},
    {"caption", GATE_BLOCK, GATE_IN_BODY},
    {"cite", 0, GATE_IN_BODY},
    {"code", 0, GATE_IN_BODY},
    {"col", GATE_VOID | GATE_BLOCK, GATE_IN_BODY},
    {"colgroup", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"data", 0, GATE_IN_BODY},
    {"dd", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"del", 0, GATE_IN_BODY},
    {"details", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"dfn", 0, GATE_IN_BODY},
    {"div", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"dl", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"dt", GATE_BLOCK, GATE_IN_BODY},
    {"em", 0, GATE_IN_BODY},
    {"embed", GATE_GONE, GATE_IN_BODY},
    {"figcaption", GATE_BLOCK, GATE_IN_BODY},
    {"figure", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"footer", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"frameset", GATE_GONE, GATE_IN_BODY},
    {"h1", GATE_BLOCK, GATE_IN_BODY},
    {"h2", GATE_BLOCK, GATE_IN_BODY},
    {"h3", GATE_BLOCK, GATE_IN_BODY},
    {"h4", GATE_BLOCK, GATE_IN_BODY},
    {"h5", GATE_BLOCK, GATE_IN_BODY},
    {"h6", GATE_BLOCK, GATE_IN_BODY},
    {"head", GATE_BLOCK | GATE_FLOW, GATE_IN_HTML},
    {"header", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"hgroup", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"hr", GATE_VOID | GATE_BLOCK, GATE_IN_BODY},
    {"html", GATE_BLOCK | GATE_FLOW, GATE_AT_ROOT},
    {"i", 0, GATE_IN_BODY},
    {"iframe", GATE_GONE, GATE_IN_BODY},
    {"img", GATE_VOID, GATE_IN_BODY},
    {"ins", 0, GATE_IN_BODY},
    {"kbd", 0, GATE_IN_BODY},
    {"li", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"link", GATE_VOID | GATE_BLOCK | GATE_FETCHED, GATE_IN_HEAD},
    {"main", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"mark", 0, GATE_IN_BODY},
    {"math", GATE_GONE, GATE_IN_BODY},
    {"meta", GATE_VOID | GATE_BLOCK, GATE_IN_HEAD},
    {"nav", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"noembed", GATE_GONE, GATE_IN_BODY},
    {"noframes", GATE_GONE, GATE_IN_BODY},
    {"noscript", GATE_GONE, GATE_IN_BODY},
    {"object", GATE_GONE, GATE_IN_BODY},
    {"ol", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"p", GATE_BLOCK, GATE_IN_BODY},
    {"plaintext", GATE_GONE, GATE_IN_BODY},
    {"pre", GATE_BLOCK, GATE_IN_BODY},
    {"q", 0, GATE_IN_BODY},
    {"rp", 0, GATE_IN_BODY},
    {"rt", 0, GATE_IN_BODY},
    {"ruby", 0, GATE_IN_BODY},
    {"s", 0, GATE_IN_BODY},
    {"samp", 0, GATE_IN_BODY},
    {"script", GATE_GONE, GATE_IN_BODY},
    {"section", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"select", GATE_GONE, GATE_IN_BODY},
    {"small", 0, GATE_IN_BODY},
    {"source", GATE_VOID | GATE_FETCHED, GATE_IN_BODY},
    {"span", 0, GATE_IN_BODY},
    {"strong", 0, GATE_IN_BODY},
    {"style", GATE_BLOCK | GATE_TEXT, GATE_IN_HEAD},
    {"sub", 0, GATE_IN_BODY},
    {"summary", GATE_BLOCK, GATE_IN_BODY},
    {"sup", 0, GATE_IN_BODY},
    {"svg", GATE_GONE, GATE_IN_BODY},
    {"table", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"tbody", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"td", GATE_BLOCK, GATE_IN_BODY},
    {"template", GATE_GONE, GATE_IN_BODY},
    {"textarea", GATE_GONE, GATE_IN_BODY},
    {"tfoot", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"th", GATE_BLOCK, GATE_IN_BODY},
    {"thead", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"time", 0, GATE_IN_BODY},
    {"title", GATE_BLOCK | GATE_TEXT, GATE_IN_HEAD},
    {"tr", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"track", GATE_VOID | GATE_FETCHED, GATE_IN_BODY},
    {"u", 0, GATE_IN_BODY},
    {"ul", GATE_BLOCK | GATE_FLOW, GATE_IN_BODY},
    {"var", 0, GATE_IN_BODY},
    {"video", GATE_FETCHED, GATE_IN_BODY},
    {"wbr", GATE_VOID, GATE_IN_BODY},
    {"xmp", GATE_GONE, GATE_IN_BODY},
};

enum value {
	V_TEXT,
	V_FLAG,	 /* true when it is there; has no value */
	V_LINK,	 /* an address that people may click on */
	V_IMAGE, /* the same, or an image within the page (data:) */
	V_STYLE,
};

struct attribute {
	char name[12];
	enum value value;
};

/* Sorted by name; aria-* and data-* come besides. */
static const struct attribute attributes[] = {
    {"abbr", V_TEXT},
    {"align", V_TEXT},
    {"alt", V_TEXT},
    {"bgcolor", V_TEXT},
    {"border", V_TEXT},
    {"cellpadding", V_TEXT},
    {"cellspacing", V_TEXT},
    {"cite", V_LINK},
    {"class", V_TEXT},
    {"colspan", V_TEXT},
    {"content", V_TEXT},
    {"controls", V_FLAG},
    {"datetime", V_TEXT},
    {"decoding", V_TEXT},
    {"default", V_FLAG},
    {"dir", V_TEXT},
    {"download", V_TEXT},
    {"headers", V_TEXT},
    {"height", V_TEXT},
    {"hidden", V_FLAG},
    {"href", V_LINK},
    {"hreflang", V_TEXT},
    {"http-equiv", V_TEXT},
    {"id", V_TEXT},
    {"itemid", V_TEXT},
    {"itemprop", V_TEXT},
    {"itemscope", V_FLAG},
    {"itemtype", V_TEXT},
    {"kind", V_TEXT},
    {"label", V_TEXT},
    {"lang", V_TEXT},
    {"loading", V_TEXT},
    {"media", V_TEXT},
    {"muted", V_FLAG},
    {"name", V_TEXT},
    {"open", V_FLAG},
    {"poster", V_IMAGE},
    {"preload", V_TEXT},
    {"property", V_TEXT},
    {"rel", V_TEXT},
    {"reversed", V_FLAG},
    {"role", V_TEXT},
    {"rowspan", V_TEXT},
    {"scope", V_TEXT},
    {"sizes", V_TEXT},
    {"span", V_TEXT},
    {"src", V_IMAGE},
    {"srclang", V_TEXT},
    {"start", V_TEXT},
    {"style", V_STYLE},
    {"title", V_TEXT},
    {"translate", V_TEXT},
    {"type", V_TEXT},
    {"valign", V_TEXT},
    {"value", V_TEXT},
    {"width", V_TEXT},
};

/* What <link rel> may say: nothing that makes a browser fetch but an icon. */
static const char *const relations[] = {"alternate", "apple-touch-icon",
    "author", "bookmark", "canonical", "first", "help", "hub", "icon", "last",
    "license", "me", "next", "prev", "search", "self", "shortlink"};

/* The functions of CSS that fetch nothing; "" is a plain parenthesis. */
static const char *const functions[] = {"", "attr", "calc", "clamp",
    "color-mix", "counter", "dir", "env", "fit-content", "has", "hsl", "hsla",
    "is", "lang", "linear-gradient", "max", "min", "minmax", "not", "nth-child",
    "nth-of-type", "repeat", "rgb", "rgba", "rotate", "scale", "translate",
    "var", "where"};

static const char *const at_rules[] = {"media", "page", "supports"};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
by_name(const void *name, const void *entry)
{
	return strcmp(name, entry); /* the name is the entry's first member */
}

static bool
listed(const char *const *list, size_t n, const char *word, size_t len)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(list[i]) == len && memcmp(list[i], word, len) == 0)
			return true;
	}
	return false;
}

static bool
same_word(const char *a, const char *b)
{
	size_t n = strlen(a);

	return n == strlen(b) && ascii_same(a, b, n);
}

const struct gate_element *
gate_element(const xmlNode *element)
{
	static const struct gate_element drawing = {
	    "", GATE_GONE, GATE_IN_BODY};

	switch (ns_of(element)) {
	case NS_NONE:
	case NS_XHTML:
		return bsearch(element->name, elements, COUNT(elements),
		    sizeof(elements[0]), by_name);
	default:
		/* SVG and MathML parse as what they are without a prefix. */
		if (strcmp((const char *)element->name, "svg") == 0 ||
		    strcmp((const char *)element->name, "math") == 0)
			return &drawing;
		return NULL;
	}
}

/* True when the word from start to end, in any case, is of the list. */
static bool
css_word(const char *css, size_t start, size_t end, const char *const *list,
    size_t n)
{
	char word[24];
	size_t len = end - start;

	if (len > sizeof(word))
		return false;
	for (size_t i = 0; i < len; i++)
		word[i] = ascii_lower(css[start + i]);
	return listed(list, n, word, len);
}

static bool
css_name(char c)
{
	return ascii_letter(c) || ascii_digit(c) || c == '-' || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* Backslashes, which could hide a name, and "<" have no place in it. */
bool
gate_css(const char *css, size_t len)
{
	size_t start = 0; /* of the name before css[i] */

	for (size_t i = 0; i < len; i++) {
		if (css_name(css[i]))
			continue;
		if (css[i] == '\\' || css[i] == '<')
			return false;
		if (css[i] == '(' &&
		    !css_word(css, start, i, functions, COUNT(functions)))
			return false;
		if (start > 0 && css[start - 1] == '@' &&
		    !css_word(css, start, i, at_rules, COUNT(at_rules)))
			return false;
		start = i + 1;
	}
	return true;
}

static bool
value_allowed(enum value kind, const char *value)
{
	size_t len = strlen(value);

	switch (kind) {
	case V_LINK:
		return url_clickable(value, len);
	case V_IMAGE:
		return url_clickable(value, len) ||
		       attribute_data_image(value, len);
	case V_STYLE:
		return gate_css(value, len);
	default:
		return true;
	}
}

/* Its row, or NULL when the gate does not let the name pass. */
static const struct attribute *
find_attribute(const char *name)
{
	static const struct attribute other = {"", V_TEXT};
	const struct attribute *is = bsearch(name, attributes,
	    COUNT(attributes), sizeof(attributes[0]), by_name);

	if (is == NULL &&
	    (strncmp(name, "aria-", 5) == 0 || strncmp(name, "data-", 5) == 0))
		return &other;
	return is;
}

enum gate_attribute
gate_attribute(const char *name, const char *value)
{
	const struct attribute *is = find_attribute(name);

	if (is == NULL || !value_allowed(is->value, value))
		return GATE_REFUSED;
	return is->value == V_FLAG ? GATE_NO_VALUE : GATE_PASSED;
}

bool
gate_picture(const char *address)
{
	return strncmp(address, "cid:", 4) == 0 ||
	       value_allowed(V_IMAGE, address);
}

static bool
relations_allowed(const char *rel)
{
	bool any = false;

	while (*rel != '\0') {
		size_t len = strcspn(rel, " \t\n\f\r");

		if (len > 0 && !listed(relations, COUNT(relations), rel, len))
			return false;
		any = any || len > 0;
		rel += len;
		rel += strspn(rel, " \t\n\f\r");
	}
	return any;
}

/*
 * <meta charset> is ours; http-equiv can redirect, and a further policy can
 * only forbid more.  A <link> is there for what it says, not to fetch.
 */
bool
gate_head(const xmlNode *element)
{
	const char *name = (const char *)element->name;
	xmlChar *value = NULL;
	bool good = true;

	if (strcmp(name, "meta") == 0) {
		value = xmlGetNoNsProp(element, BAD_CAST "http-equiv");
		good = value != NULL
			   ? same_word((char *)value, "content-security-policy")
			   : xmlHasNsProp(element, BAD_CAST "charset", NULL) ==
				 NULL;
	} else if (strcmp(name, "link") == 0) {
		value = xmlGetNoNsProp(element, BAD_CAST "rel");
		good = value != NULL && relations_allowed((char *)value);
	}
	xmlFree(value);
	return good;
}
