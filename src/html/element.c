/*
 * The table of HTML's elements, the obsolete ones included (HTML Standard,
 * sections 4 and 16).  What is not in it is unknown: its tags go and its text
 * stays.
 */
#include "html/element.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

/* Sorted by name. */
static const struct element elements[] = {
    {"a", "a", E_LINK, false},
    {"abbr", "abbr", E_INLINE, false},
    {"acronym", "abbr", E_INLINE, false},
    {"address", "address", E_FLOW, false},
    {"annotation", "", E_GONE, false},
    {"annotation-xml", "", E_GONE, false},
    {"area", "", E_LOST, true},
    {"article", "article", E_FLOW, false},
    {"aside", "aside", E_FLOW, false},
    {"audio", "audio", E_MEDIA, false},
    {"b", "b", E_FORMAT, false},
    {"base", "", E_LOST, true},
    {"bdi", "bdi", E_INLINE, false},
    {"bdo", "bdo", E_INLINE, false},
    {"bgsound", "", E_LOST, true},
    {"blockquote", "blockquote", E_FLOW, false},
    {"br", "br", E_EMPTY, true},
    {"caption", "caption", E_CAPTION, false},
    {"center", "div", E_FLOW, false},
    {"cite", "cite", E_INLINE, false},
    {"code", "code", E_FORMAT, false},
    {"col", "", E_LOST, true},
    {"dd", "dd", E_TERM, false},
    {"del", "del", E_INLINE, false},
    {"details", "details", E_FLOW, false},
    {"dfn", "dfn", E_INLINE, false},
    {"dialog", "div", E_FLOW, false},
    {"dir", "ul", E_LIST, false},
    {"div", "div", E_FLOW, false},
    {"dl", "dl", E_TERMS, false},
    {"dt", "dt", E_TERM, false},
    {"em", "em", E_FORMAT, false},
    {"embed", "", E_EMBED, true},
    {"fieldset", "div", E_FLOW, false},
    {"figcaption", "figcaption", E_FLOW, false},
    {"figure", "figure", E_FLOW, false},
    {"footer", "footer", E_FLOW, false},
    {"form", "div", E_FLOW, false},
    {"frame", "", E_LOST, true},
    {"h1", "h1", E_HEADING, false},
    {"h2", "h2", E_HEADING, false},
    {"h3", "h3", E_HEADING, false},
    {"h4", "h4", E_HEADING, false},
    {"h5", "h5", E_HEADING, false},
    {"h6", "h6", E_HEADING, false},
    {"header", "header", E_FLOW, false},
    {"hgroup", "div", E_FLOW, false},
    {"hr", "hr", E_RULE, true},
    {"i", "i", E_FORMAT, false},
    {"iframe", "", E_EMBED, false},
    {"img", "img", E_EMPTY, true},
    {"input", "", E_LOST, true},
    {"ins", "ins", E_INLINE, false},
    {"kbd", "kbd", E_INLINE, false},
    {"keygen", "", E_LOST, true},
    {"legend", "div", E_FLOW, false},
    {"li", "li", E_ITEM, false},
    {"link", "", E_LOST, true},
    {"listing", "pre", E_HEADING, false},
    {"main", "div", E_FLOW, false},
    {"mark", "mark", E_INLINE, false},
    {"menu", "ul", E_LIST, false},
    {"meta", "", E_LOST, true},
    {"nav", "nav", E_FLOW, false},
    {"noembed", "", E_GONE, false},
    {"noframes", "", E_GONE, false},
    {"object", "", E_EMBED, false},
    {"ol", "ol", E_LIST, false},
    {"optgroup", "", E_BREAK, false},
    {"option", "", E_BREAK, false},
    {"p", "p", E_PARA, false},
    {"param", "", E_LOST, true},
    {"picture", "picture", E_MEDIA, false},
    {"pre", "pre", E_HEADING, false},
    {"q", "q", E_INLINE, false},
    {"rp", "rp", E_INLINE, false},
    {"rt", "rt", E_INLINE, false},
    {"ruby", "ruby", E_INLINE, false},
    {"s", "s", E_FORMAT, false},
    {"samp", "samp", E_INLINE, false},
    {"script", "", E_GONE, false},
    {"search", "div", E_FLOW, false},
    {"section", "section", E_FLOW, false},
    {"select", "", E_BREAK, false},
    {"small", "small", E_FORMAT, false},
    {"source", "source", E_SOURCE, true},
    {"span", "span", E_INLINE, false},
    {"strike", "s", E_FORMAT, false},
    {"strong", "strong", E_FORMAT, false},
    {"style", "", E_GONE, false},
    {"sub", "sub", E_INLINE, false},
    {"summary", "summary", E_HEADING, false},
    {"sup", "sup", E_INLINE, false},
    {"table", "table", E_TABLE, false},
    {"tbody", "tbody", E_ROWS, false},
    {"td", "td", E_CELL, false},
    {"template", "", E_GONE, false},
    {"tfoot", "tfoot", E_ROWS, false},
    {"th", "th", E_CELL, false},
    {"thead", "thead", E_ROWS, false},
    {"time", "time", E_INLINE, false},
    {"title", "", E_GONE, false},
    {"tr", "tr", E_ROW, false},
    {"track", "track", E_SOURCE, true},
    {"tt", "code", E_FORMAT, false},
    {"u", "u", E_FORMAT, false},
    {"ul", "ul", E_LIST, false},
    {"var", "var", E_INLINE, false},
    {"video", "video", E_MEDIA, false},
    {"wbr", "wbr", E_EMPTY, true},
    {"xmp", "pre", E_HEADING, false},
};

static int
compare(const void *key, const void *element)
{
	const char *word = key;
	const char *name = ((const struct element *)element)->name;

	return word[0] != name[0] ? word[0] - name[0] : strcmp(word, name);
}

const struct element *
element_find(const char *name, size_t len)
{
	char lower[sizeof(elements[0].name)];

	if (len == 0 || len >= sizeof(lower) || memchr(name, '\0', len) != NULL)
		return NULL;
	for (size_t i = 0; i < len; i++)
		lower[i] = ascii_lower(name[i]);
	lower[len] = '\0';
	return bsearch(lower, elements, sizeof(elements) / sizeof(elements[0]),
	    sizeof(elements[0]), compare);
}

const struct element *
element_clean(const struct element *element)
{
	if (element->as[0] == '\0' || strcmp(element->name, element->as) == 0)
		return element;
	return element_find(element->as, strlen(element->as));
}

static bool
is_in(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

bool
element_raw(const char *name)
{
	static const char *const names[] = {
	    "script", "style", "xmp", "iframe", "noembed", "noframes"};

	return is_in(names, sizeof(names) / sizeof(names[0]), name);
}

bool
element_eats_newline(const char *name)
{
	static const char *const names[] = {"pre", "textarea", "listing"};

	return is_in(names, sizeof(names) / sizeof(names[0]), name);
}

bool
element_block(const struct element *element)
{
	return element->kind >= E_FLOW;
}
