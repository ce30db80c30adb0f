/*
 * Links made absolute, once, when an entry becomes canonical: no format needs
 * to know what a base is.
 */
#include "model/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "html/links.h"
#include "xml/node.h"

/* Attributes that hold a link, of any element and namespace. */
static const char *const link_attributes[] = {
    "href", "src", "url", "resource", "poster", "cite", "longdesc"};

/* Elements whose text is a link. */
static const struct {
	enum ns ns;
	const char *name;
} link_elements[] = {
    {NS_ATOM, "uri"},
    {NS_ATOM, "icon"},
    {NS_ATOM, "logo"},
    {NS_RSS, "url"},
    {NS_RSS, "link"},
    {NS_RSS, "docs"},
    {NS_RSS, "comments"},
    {NS_WFW, "comment"},
    {NS_WFW, "commentRss"},
    {NS_FEEDBURNER, "origLink"},
    {NS_ITUNES, "new-feed-url"},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The absolute form, the caller's; NULL when it is absolute as it stands. */
static char *
resolve(const char *base, const char *link)
{
	struct buf out;

	if (url_absolute(link, strlen(link)) &&
	    strpbrk(link, " \n\t\"<>\\^`{|}") == NULL)
		return NULL;
	buf_init(&out, LIMIT_TAG);
	url_resolve(base, link, strlen(link), &out);
	return buf_take(&out);
}

/* The attributes of an element that are links. */
static void
resolve_attributes(xmlNode *node, const char *base)
{
	for (xmlAttr *a = node->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		size_t i = 0;
		while (i < COUNT(link_attributes) &&
		       (link_attributes[i][0] != name[0] ||
			   strcmp(link_attributes[i], name) != 0))
			i++;
		if (i == COUNT(link_attributes) || a->children == NULL ||
		    a->children->content == NULL)
			continue;
		char *absolute =
		    resolve(base, (const char *)a->children->content);
		if (absolute != NULL)
			node_set_value(a, absolute);
		free(absolute);
	}
}

static void
resolve_text(xmlNode *node, const char *base)
{
	char *link = node_trimmed(node);
	char *absolute = *link == '\0' ? NULL : resolve(base, link);

	if (absolute != NULL)
		node_set_text(node, absolute, strlen(absolute));
	free(absolute);
	free(link);
}

static bool
is_html(const xmlNode *node)
{
	const char *type =
	    ns_of(node) == NS_ATOM ? node_attribute(node, "type") : NULL;

	return type != NULL && strcmp(type, "html") == 0 &&
	       strcmp(node_name(node), "link") != 0;
}

static void
resolve_html(xmlNode *node, const char *base, const char *page)
{
	const char *html = node_plain(node);
	struct buf out;

	if (html == NULL || *html == '\0')
		return;
	buf_init(&out, LIMIT_OUTPUT);
	if (links_absolute(html, strlen(html), base, page, &out))
		node_set_text(node, out.data, out.len);
	buf_clear(&out);
}

static void
resolve_element(xmlNode *node, const struct links_base *base)
{
	if (node->properties != NULL) {
		resolve_attributes(node, base->url);
		if (is_html(node))
			resolve_html(node,
			    base->html == NULL ? base->url : base->html,
			    base->page);
	}
	if (node->children == NULL)
		return;
	const char *name = node_name(node);
	enum ns ns = ns_of(node);
	if (ns == NS_WP) /* there are many, and none is a link */
		return;
	for (size_t i = 0; i < COUNT(link_elements); i++) {
		if (link_elements[i].ns == ns &&
		    link_elements[i].name[0] == name[0] &&
		    strcmp(link_elements[i].name, name) == 0 &&
		    !node_has_elements(node))
			resolve_text(node, base->url);
	}
}

void
links_resolve(xmlNode *top, const struct links_base *base)
{
	const char *own =
	    top->properties == NULL ? NULL : node_xml(top, "base");
	struct links_base inner = {.page = base->page};
	char *url = NULL;

	if (own != NULL) {
		struct buf out;
		buf_init(&out, LIMIT_TAG);
		url_resolve(base->url, own, strlen(own), &out);
		url = buf_take(&out);
		inner.url = url;
		base = &inner;
		node_set_ns(top, NS_XML, "base", NULL);
	}
	resolve_element(top, base);
	for (xmlNode *n = node_first(top); n != NULL; n = node_next(n))
		links_resolve(n, base);
	free(url);
}

const char *
links_find(const xmlNode *parent, const char *rel)
{
	for (xmlNode *n = node_first(parent); n != NULL; n = node_next(n)) {
		if (!node_is(n, NS_ATOM, "link"))
			continue;
		const char *is = node_attribute(n, "rel");
		if (is != NULL && strcmp(is, rel) == 0)
			return node_attribute(n, "href");
	}
	return NULL;
}

xmlNode *
links_add(xmlNode *parent, const char *rel, const char *href)
{
	xmlNode *link = node_add(parent, NS_ATOM, "link", NULL);

	node_set(link, "rel", rel);
	node_set(link, "href", href);
	return link;
}
