/*
 * The inner XML of mixed foreign markup, for its "#xml" member.  A walk without
 * recursion; declarations are made where the prefix, as this writer left it,
 * does not mean the namespace that the node has (Namespaces in XML 1.0).
 */
#include "render/json_xml.h"

#include <stdbool.h>
#include <string.h>

#include "base/limits.h"

struct declaration {
	const char *prefix; /* "" for the default namespace */
	const char *uri;
	unsigned depth;
};

struct writer {
	struct buf *out;
	struct error *e;
	unsigned depth; /* open elements */
	size_t len;
	struct declaration declarations[LIMIT_PREFIXES];
};

static const char *
text_of(const xmlChar *s)
{
	return s == NULL ? "" : (const char *)s;
}

static void
escape(struct buf *out, const char *s, const char *special)
{
	for (;;) {
		size_t plain = strcspn(s, special);

		buf_add(out, s, plain);
		s += plain;
		if (*s == '\0')
			return;
		if (*s == '&')
			buf_puts(out, "&amp;");
		else if (*s == '<')
			buf_puts(out, "&lt;");
		else if (*s == '>')
			buf_puts(out, "&gt;");
		else if (*s == '"')
			buf_puts(out, "&quot;");
		else
			buf_printf(out, "&#%d;", *s);
		s++;
	}
}

static void
write_text(struct writer *w, const char *s)
{
	escape(w->out, s, "&<>\r");
}

static void
write_attribute_text(struct writer *w, const char *s)
{
	escape(w->out, s, "&<\"\t\n\r");
}

/* True when the prefix means this namespace already. */
static bool
is_declared(const struct writer *w, const char *prefix, const char *uri)
{
	if (strcmp(prefix, "xml") == 0)
		return true;
	for (size_t i = w->len; i > 0; i--) {
		const struct declaration *d = &w->declarations[i - 1];

		if (strcmp(d->prefix, prefix) == 0)
			return d->depth == w->depth || strcmp(d->uri, uri) == 0;
	}
	return *prefix == '\0' && *uri == '\0';
}

static int
declare(struct writer *w, const char *prefix, const char *uri)
{
	if (is_declared(w, prefix, uri))
		return 0;
	if (w->len == LIMIT_PREFIXES)
		return error_set(
		    w->e, ERR_INPUT, "foreign markup uses too many prefixes");
	w->declarations[w->len++] = (struct declaration){
	    .prefix = prefix, .uri = uri, .depth = w->depth};
	buf_puts(w->out, *prefix == '\0' ? " xmlns" : " xmlns:");
	buf_puts(w->out, prefix);
	buf_puts(w->out, "=\"");
	write_attribute_text(w, uri);
	buf_putc(w->out, '"');
	return 0;
}

static void
write_name(struct writer *w, const xmlNs *ns, const xmlChar *name)
{
	if (ns != NULL && ns->prefix != NULL) {
		buf_puts(w->out, text_of(ns->prefix));
		buf_putc(w->out, ':');
	}
	buf_puts(w->out, text_of(name));
}

static int
open_element(struct writer *w, const xmlNode *node)
{
	const xmlNs *ns = node->ns;

	buf_putc(w->out, '<');
	write_name(w, ns, node->name);
	if (declare(w, ns == NULL ? "" : text_of(ns->prefix),
		ns == NULL ? "" : text_of(ns->href)) == -1)
		return -1;
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		if (a->ns != NULL && a->ns->prefix != NULL &&
		    declare(w, text_of(a->ns->prefix), text_of(a->ns->href)) ==
			-1)
			return -1;
		buf_putc(w->out, ' ');
		write_name(w, a->ns, a->name);
		buf_puts(w->out, "=\"");
		for (const xmlNode *t = a->children; t != NULL; t = t->next)
			write_attribute_text(w, text_of(t->content));
		buf_putc(w->out, '"');
	}
	buf_puts(w->out, node->children == NULL ? "/>" : ">");
	return 0;
}

static void
close_element(struct writer *w, const xmlNode *node)
{
	if (node->children != NULL) {
		buf_puts(w->out, "</");
		write_name(w, node->ns, node->name);
		buf_putc(w->out, '>');
	}
	while (w->len > 0 && w->declarations[w->len - 1].depth == w->depth)
		w->len--;
}

int
json_inner_xml(const xmlNode *element, struct buf *out, struct error *e)
{
	struct writer w = {.out = out, .e = e};
	const xmlNode *node = element->children;

	while (node != NULL) {
		if (node->type == XML_ELEMENT_NODE) {
			if (w.depth == LIMIT_DEPTH)
				return error_set(e, ERR_INPUT,
				    "foreign markup is more than %d elements "
				    "deep",
				    LIMIT_DEPTH);
			if (open_element(&w, node) == -1)
				return -1;
			w.depth++;
			if (node->children != NULL) {
				node = node->children;
				continue;
			}
			w.depth--;
			close_element(&w, node);
		} else if (node->type == XML_TEXT_NODE ||
			   node->type == XML_CDATA_SECTION_NODE) {
			write_text(&w, text_of(node->content));
		}
		while (node->next == NULL) {
			node = node->parent;
			if (node == element)
				return 0;
			w.depth--;
			close_element(&w, node);
		}
		node = node->next;
	}
	return 0;
}
