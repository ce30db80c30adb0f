/*
 * XML as text.  Namespaces are declared where they are first needed, with the
 * prefixes everyone gives them, whatever the tree declares; elements that hold
 * elements are indented, those that hold text are not touched; long text with
 * markup in it is a CDATA section.  Never writes a character that XML forbids,
 * for none comes in (base/charset.h).
 */
#include "render/serialiser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"

#define CDATA_FROM 80 /* shorter text is escaped */

struct binding {
	char *prefix; /* "" for the default namespace */
	char *uri;
	size_t depth;
};

struct xml {
	struct buf *out;
	bool begun;
	bool tag_open; /* "<name …" is written, ">" is not */
	size_t depth;
	bool mixed[LIMIT_DEPTH + 64]; /* the element at a depth holds text */
	struct binding bindings[LIMIT_PREFIXES];
	size_t n_bindings;
	const char *cached_uri; /* of the table in ns.c: never freed */
	const char *cached; /* its element's prefix, as long as bindings last */
};

#define DEPTH_MAX (sizeof(((struct xml *)0)->mixed) / sizeof(bool))

static void *
xml_start(struct buf *out, const struct render_options *options)
{
	struct xml *x = mem_new(1, sizeof(*x));

	(void)options;
	x->out = out;
	return x;
}

static void
unbind(struct xml *x, size_t depth)
{
	while (x->n_bindings > 0 &&
	       x->bindings[x->n_bindings - 1].depth >= depth) {
		x->cached_uri = NULL;
		x->n_bindings--;
		free(x->bindings[x->n_bindings].prefix);
		free(x->bindings[x->n_bindings].uri);
	}
}

static void
xml_free(void *s)
{
	struct xml *x = s;

	unbind(x, 0);
	free(x);
}

/* The innermost URI of a prefix: "" when it has none. */
static const char *
bound(const struct xml *x, const char *prefix)
{
	for (size_t i = x->n_bindings; i > 0; i--) {
		if (strcmp(x->bindings[i - 1].prefix, prefix) == 0)
			return x->bindings[i - 1].uri;
	}
	return strcmp(prefix, "xml") == 0
		   ? "http://www.w3.org/XML/1998/namespace"
		   : "";
}

/* A prefix in scope for a URI, or NULL; for attributes not the default. */
static const char *
prefix_for(const struct xml *x, const char *uri, bool attribute)
{
	if (strcmp(uri, bound(x, "xml")) == 0)
		return "xml";
	if (!attribute && strcmp(uri, bound(x, "")) == 0)
		return "";
	for (size_t i = x->n_bindings; i > 0; i--) {
		const struct binding *b = &x->bindings[i - 1];
		if (strcmp(b->uri, uri) == 0 && b->prefix[0] != '\0' &&
		    strcmp(bound(x, b->prefix), uri) == 0)
			return b->prefix;
	}
	return NULL;
}

/* The prefix of an element, or NULL: mostly the same as that of the last. */
static const char *
element_prefix(struct xml *x, const xmlNode *element, const char *uri)
{
	if (uri == x->cached_uri)
		return x->cached;
	const char *prefix = prefix_for(x, uri, false);
	if (prefix != NULL && ns_of(element) != NS_OTHER) {
		x->cached_uri = uri;
		x->cached = prefix;
	}
	return prefix;
}

/* Adds text escaped: for an attribute's value, or for an element's text. */
static void
escape(struct buf *out, const char *text, bool attribute)
{
	const char *special = attribute ? "&<\"\n\t\r" : "&<>\r";

	for (;;) {
		size_t plain = strcspn(text, special);
		buf_add(out, text, plain);
		text += plain;
		switch (*text++) {
		case '\0':
			return;
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		case '\n':
			buf_puts(out, "&#10;");
			break;
		case '\t':
			buf_puts(out, "&#9;");
			break;
		default:
			buf_puts(out, "&#13;");
			break;
		}
	}
}

static void
declare(struct xml *x, const char *prefix, const char *uri)
{
	struct binding *b = &x->bindings[x->n_bindings++];

	x->cached_uri = NULL;
	b->prefix = mem_str(prefix);
	b->uri = mem_str(uri);
	b->depth = x->depth;
	buf_puts(x->out, prefix[0] == '\0' ? " xmlns" : " xmlns:");
	buf_puts(x->out, prefix);
	buf_puts(x->out, "=\"");
	escape(x->out, uri, true);
	buf_putc(x->out, '"');
}

/* A prefix that is free here: the usual one, or that with a number. */
static const char *
choose(const struct xml *x, const char *usual, const char *uri, char made[64])
{
	snprintf(made, 64, "%.40s", usual);
	for (int i = 2; i < LIMIT_PREFIXES; i++) {
		const char *now = bound(x, made);
		if (*now == '\0' || strcmp(now, uri) == 0)
			break;
		snprintf(made, 64, "%.40s%d", usual, i);
	}
	return made;
}

/* Whether an element holds text beside its elements, or only text. */
static bool
holds_text(const xmlNode *element)
{
	for (const xmlNode *n = element->children; n != NULL; n = n->next) {
		if (n->type != XML_TEXT_NODE &&
		    n->type != XML_CDATA_SECTION_NODE)
			continue;
		const char *p = (const char *)n->content;
		while (p != NULL && (*p == ' ' || *p == '\n' || *p == '\t'))
			p++;
		if (p != NULL && *p != '\0')
			return true;
	}
	return ns_of(element) == NS_XHTML ||
	       (node_first(element) == NULL && element->children != NULL);
}

static void
indent(struct xml *x)
{
	static const char blanks[] = "\n                                ";
	size_t n = 2 * x->depth;

	if (n < sizeof(blanks) - 1) {
		buf_add(x->out, blanks, 1 + n);
		return;
	}
	buf_putc(x->out, '\n');
	for (; n > 0; n--)
		buf_putc(x->out, ' ');
}

static void
put_name(struct buf *out, const char *prefix, const char *name)
{
	if (prefix[0] != '\0') {
		buf_puts(out, prefix);
		buf_putc(out, ':');
	}
	buf_puts(out, name);
}

static void
end_tag_open(struct xml *x)
{
	if (x->tag_open)
		buf_putc(x->out, '>');
	x->tag_open = false;
}

static void
write_attributes(struct xml *x, const xmlNode *element)
{
	char made[64];

	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		const char *prefix = "";
		const char *value =
		    a->children == NULL || a->children->content == NULL
			? ""
			: (const char *)a->children->content;
		if (a->ns != NULL) {
			const char *uri = ns_uri((const xmlNode *)a);
			prefix = prefix_for(x, uri, true);
			if (prefix == NULL) {
				if (x->n_bindings == LIMIT_PREFIXES)
					continue;
				prefix = choose(x,
				    ns_prefix((const xmlNode *)a), uri, made);
				declare(x, prefix, uri);
			}
		}
		buf_putc(x->out, ' ');
		put_name(x->out, prefix, (const char *)a->name);
		buf_puts(x->out, "=\"");
		escape(x->out, value, true);
		buf_putc(x->out, '"');
	}
}

static const char *
usual_prefix(const xmlNs *ns)
{
	const struct ns_entry *entry = ns_of_uri((const char *)ns->href);

	return entry == NULL ? (const char *)ns->prefix : entry->prefix;
}

static int
by_prefix(const void *a, const void *b)
{
	const xmlNs *const *left = a;
	const xmlNs *const *right = b;
	int order = strcmp(usual_prefix(*left), usual_prefix(*right));

	return order != 0 ? order
			  : strcmp((const char *)(*left)->href,
				(const char *)(*right)->href);
}

/*
 * The root declares what it is said to, in the order of prefixes; all others
 * only what they need.
 */
static void
declare_root(struct xml *x, const xmlNode *root)
{
	const xmlNs *list[LIMIT_PREFIXES];
	size_t n = 0;

	for (const xmlNs *ns = root->nsDef; ns != NULL && n < LIMIT_PREFIXES;
	     ns = ns->next) {
		if (ns->prefix != NULL && *ns->href != '\0')
			list[n++] = ns;
	}
	qsort(list, n, sizeof(list[0]), by_prefix);
	for (size_t i = 0; i < n && x->n_bindings < LIMIT_PREFIXES; i++) {
		const char *uri = (const char *)list[i]->href;
		const struct ns_entry *entry = ns_of_uri(uri);
		char made[64];
		if (entry != NULL)
			uri = entry->uri;
		if (prefix_for(x, uri, false) == NULL)
			declare(x, choose(x, usual_prefix(list[i]), uri, made),
			    uri);
	}
}

static int
xml_open(void *s, const xmlNode *element, struct error *e)
{
	struct xml *x = s;
	const char *uri = ns_uri(element);
	const char *prefix;
	char made[64];
	bool fresh = false;

	if (x->depth + 1 >= DEPTH_MAX || x->n_bindings + 2 > LIMIT_PREFIXES)
		return error_set(e, ERR_INPUT,
		    "elements too deep within each other, at <%s>",
		    node_name(element));
	end_tag_open(x);
	if (!x->begun)
		buf_puts(
		    x->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	else if (!x->mixed[x->depth])
		indent(x);
	x->depth++;
	prefix = element_prefix(x, element, uri);
	if (prefix == NULL) {
		bool plain = *uri == '\0' ||
			     (element->ns->prefix == NULL &&
				 (!x->begun || ns_of(element) == NS_XHTML));
		prefix = plain ? "" : choose(x, ns_prefix(element), uri, made);
		fresh = true;
	}
	buf_putc(x->out, '<');
	put_name(x->out, prefix, node_name(element));
	if (fresh)
		declare(x, prefix, uri);
	write_attributes(x, element);
	if (!x->begun)
		declare_root(x, element);
	x->begun = true;
	x->tag_open = true;
	x->mixed[x->depth] = x->mixed[x->depth - 1] || holds_text(element);
	return 0;
}

static int
xml_text(void *s, const char *text, size_t len, struct error *e)
{
	struct xml *x = s;

	(void)e;
	if (len == 0 || !x->mixed[x->depth])
		return 0;
	end_tag_open(x);
	const char *lt = len >= CDATA_FROM ? memchr(text, '<', len) : NULL;
	if (lt == NULL || memchr(text, '\r', len) != NULL) {
		escape(x->out, text, false);
		return 0;
	}
	const char *end = text + len;
	buf_puts(x->out, "<![CDATA[");
	for (const char *p = text;
	     (p = memchr(p, ']', (size_t)(end - p))) != NULL; p++) {
		if (end - p < 3 || p[1] != ']' || p[2] != '>')
			continue;
		buf_add(x->out, text, (size_t)(p + 2 - text));
		buf_puts(x->out, "]]><![CDATA[");
		text = p + 2;
	}
	buf_add(x->out, text, (size_t)(end - text));
	buf_puts(x->out, "]]>");
	return 0;
}

static int
xml_close(void *s, const xmlNode *element, struct error *e)
{
	struct xml *x = s;
	const char *uri = ns_uri(element);

	(void)e;
	if (x->tag_open) {
		buf_puts(x->out, "/>");
		x->tag_open = false;
		unbind(x, x->depth);
		x->depth--;
		return 0;
	}
	const char *prefix = element_prefix(x, element, uri);
	bool mixed = x->mixed[x->depth];
	unbind(x, x->depth + 1);
	x->depth--;
	if (!mixed)
		indent(x);
	buf_puts(x->out, "</");
	put_name(x->out, prefix == NULL ? "" : prefix, node_name(element));
	buf_putc(x->out, '>');
	unbind(x, x->depth + 1);
	return 0;
}

static int
xml_finish(void *s, struct error *e)
{
	struct xml *x = s;

	(void)e;
	if (x->begun)
		buf_putc(x->out, '\n');
	return 0;
}

static unsigned long
xml_memory(const void *s)
{
	const struct xml *x = s;

	return (unsigned long)x->depth << 3 | (unsigned long)x->begun |
	       (unsigned long)x->tag_open << 1 |
	       (unsigned long)x->mixed[x->depth] << 2;
}

const struct serialiser serialiser_xml = {
    .name = "xml",
    .start = xml_start,
    .open = xml_open,
    .text = xml_text,
    .close = xml_close,
    .finish = xml_finish,
    .memory = xml_memory,
    .free = xml_free,
};
