/*
 * Trees on their way into a page and out of it: a feed without what runs, and a
 * page without addresses that run.
 */
#include "render/page.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parserInternals.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "html/links.h"
#include "html/value.h"
#include "render/gate.h"
#include "render/page_state.h"
#include "xml/node.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What runs, loads, or asks for something where HTML has it. */
static const char *const active[] = {"applet", "base", "button", "embed",
    "form", "frame", "frameset", "iframe", "input", "math", "meta", "noembed",
    "noframes", "noscript", "object", "plaintext", "portal", "script", "select",
    "style", "svg", "template", "textarea", "xmp"};

/* Relations of a <link> that make a browser fetch and use what it names. */
static const char *const fetched[] = {"import", "manifest", "modulepreload",
    "prefetch", "preload", "prerender", "stylesheet"};

/* Attributes that hold one address; those of srcset hold several. */
static const char *const addresses[] = {"action", "archive", "background",
    "cite", "classid", "codebase", "data", "formaction", "href", "longdesc",
    "manifest", "ping", "poster", "src"};
static const char *const sources[] = {"imagesrcset", "srcset"};

/* Elements that show what an address names, and run nothing of it. */
static const char *const shown[] = {
    "audio", "img", "input", "link", "source", "video"};

static bool
listed(const char *const *list, size_t n, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < n; i++) {
		if (strlen(list[i]) == len && ascii_same(list[i], name, len))
			return true;
	}
	return false;
}

/* Whether one of the words between blanks is listed. */
static bool
any_listed(const char *const *list, size_t n, const char *words)
{
	char word[24];

	while (*words != '\0') {
		size_t len = strcspn(words, " \t\n\r\f");
		if (len > 0 && len < sizeof(word)) {
			memcpy(word, words, len);
			word[len] = '\0';
			if (listed(list, n, word))
				return true;
		}
		words += len + (words[len] != '\0');
	}
	return false;
}

/*
 * Whether an element of a feed runs in a page, however the stylesheet puts it
 * there: names are what counts, since namespaces mean little in HTML.
 */
static bool
is_active(const xmlNode *element)
{
	const char *name = node_name(element);
	const char *rel = node_attribute(element, "rel");

	if (strcmp(name, "link") == 0 && rel != NULL)
		return any_listed(fetched, COUNT(fetched), rel);
	/* media:embed is a feed's own and has an address in it. */
	return ns_of(element) != NS_MEDIA &&
	       listed(active, COUNT(active), name);
}

static bool
is_armed(const char *name, const char *value)
{
	if (strlen(name) > 2 && ascii_same(name, "on", 2))
		return true;
	if (strcmp(name, "style") == 0)
		return !gate_css(value, strlen(value));
	return strcmp(name, "srcdoc") == 0 || strcmp(name, "formaction") == 0;
}

static void
disarm_attributes(xmlNode *element)
{
	for (xmlAttr *a = element->properties, *next; a != NULL; a = next) {
		const char *value =
		    a->children == NULL || a->children->content == NULL
			? ""
			: (const char *)a->children->content;
		next = a->next;
		if (is_armed((const char *)a->name, value))
			xmlRemoveProp(a);
	}
}

void
page_disarm(xmlDoc *doc)
{
	xmlNode *root = xmlDocGetRootElement(doc);
	xmlNode *next;

	for (xmlNode *n = root; n != NULL; n = next) {
		next = node_walk(n, root);
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (n != root && is_active(n)) {
			/* Nor what is within. */
			xmlNode *last = n;
			while (last->last != NULL)
				last = last->last;
			next = node_walk(last, root);
			node_remove(n);
		} else {
			disarm_attributes(n);
		}
	}
}

static bool
is_image(const char *address)
{
	static const char prefix[] = "data:image/";

	return strncmp(address, prefix, sizeof(prefix) - 1) == 0;
}

static bool
is_literal(const struct page *page, const char *address)
{
	for (size_t i = 0; i < page->n_literals; i++) {
		if (strcmp(page->literals[i], address) == 0)
			return true;
	}
	return false;
}

static bool
may_stand(const struct page *page, const xmlNode *element, const char *address)
{
	return url_clickable(address, strlen(address)) ||
	       is_literal(page, address) ||
	       (is_image(address) &&
		   listed(shown, COUNT(shown), node_name(element)));
}

/* The same for each address of a srcset. */
static bool
all_may_stand(const char *list)
{
	const char *at = list;
	const char *end = list + strlen(list);
	struct value_source source;

	while (value_source(&at, end, &source)) {
		if (!url_clickable(source.url, source.url_len))
			return false;
	}
	return true;
}

/* The address as it is seen from base; "#part" stays within the page. */
static void
put_absolute(const char *base, const char *address, size_t len, struct buf *out)
{
	if (len > 0 && *address != '#')
		url_resolve(base, address, len, out);
	else
		buf_add(out, address, len);
}

static void
put_sources(const char *base, const char *list, struct buf *out)
{
	const char *at = list;
	const char *end = list + strlen(list);
	struct value_source source;

	while (value_source(&at, end, &source)) {
		buf_puts(out, out->len == 0 ? "" : ", ");
		put_absolute(base, source.url, source.url_len, out);
		buf_puts(out, source.size_len == 0 ? "" : " ");
		buf_add(out, source.size, source.size_len);
	}
}

/* An attribute that holds addresses: "" when one of them may not stand. */
static void
settle_attribute(const struct page *page, const xmlNode *element, xmlAttr *a,
    const char *base)
{
	const char *name = (const char *)a->name;
	bool one = listed(addresses, COUNT(addresses), name);
	xmlChar *value;
	struct buf out;

	if (!one && !listed(sources, COUNT(sources), name))
		return;
	value = xmlNodeListGetString(a->doc, a->children, 1);
	const char *text = value == NULL ? "" : (const char *)value;
	buf_init(&out, LIMIT_PAGE);
	bool good = one ? may_stand(page, element, text) : all_may_stand(text);
	if (good && base != NULL && one)
		put_absolute(base, text, strlen(text), &out);
	else if (good && base != NULL)
		put_sources(base, text, &out);
	if (!good || base != NULL)
		node_set_value(a, buf_text(&out));
	buf_clear(&out);
	xmlFree(value);
}

/* Whether a comment could end before its end. */
static bool
ends_early(const char *comment)
{
	size_t n = strlen(comment);

	return strstr(comment, "--") != NULL || comment[0] == '>' ||
	       strncmp(comment, "->", 2) == 0 ||
	       (n > 0 && comment[n - 1] == '-');
}

/* Puts blanks in the place of some characters of a comment or the like. */
static void
mask(xmlNode *node, const char *which)
{
	char *text = mem_str((const char *)node->content);

	for (char *s = text; *s != '\0'; s++) {
		if (strchr(which, *s) != NULL)
			*s = ' ';
	}
	/* Not in place: libxslt shares what it can with the stylesheet. */
	xmlNodeSetContent(node, BAD_CAST text);
	free(text);
}

/* Text of a script or a style that would end it. */
static void
settle_raw(xmlNode *node)
{
	char *text = mem_str((const char *)node->content);
	bool ends = false;

	for (char *s = text; (s = strstr(s, "</")) != NULL; s++) {
		if (ascii_same(s + 2, "script", 6) ||
		    ascii_same(s + 2, "style", 5)) {
			*s = ' ';
			ends = true;
		}
	}
	if (ends)
		xmlNodeSetContent(node, BAD_CAST text);
	free(text);
}

static bool
is_raw(const xmlNode *parent)
{
	static const char *const names[] = {"script", "style"};

	return parent != NULL && parent->type == XML_ELEMENT_NODE &&
	       listed(names, COUNT(names), node_name(parent));
}

/* HTML that was cleaned and will be written as it is. */
static void
settle_markup(xmlNode *node, const char *base)
{
	const char *html = (const char *)node->content;
	struct buf out;

	buf_init(&out, LIMIT_PAGE);
	if (links_absolute(html, strlen(html), base, NULL, &out))
		xmlNodeSetContent(node, BAD_CAST buf_text(&out));
	buf_clear(&out);
}

static void
settle_text(xmlNode *node, const char *base)
{
	if (is_raw(node->parent))
		settle_raw(node);
	else if (base != NULL && node->name == xmlStringTextNoenc)
		settle_markup(node, base);
}

static void
settle_node(const struct page *page, xmlNode *n, const char *base)
{
	switch (n->type) {
	case XML_ELEMENT_NODE:
		for (xmlAttr *a = n->properties; a != NULL; a = a->next)
			settle_attribute(page, n, a, base);
		break;
	case XML_COMMENT_NODE:
		if (ends_early((const char *)n->content))
			mask(n, "->");
		break;
	case XML_PI_NODE:
		if (n->content != NULL)
			mask(n, ">");
		break;
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		if (n->content != NULL)
			settle_text(n, base);
		break;
	default:
		break;
	}
}

void
page_settle(const struct page *page, xmlDoc *result, const char *base)
{
	xmlNode *top = (xmlNode *)result;

	for (xmlNode *n = top->children; n != NULL; n = node_walk(n, top))
		settle_node(page, n, base);
}
