/*
 * Entries for a person to read.  White space in HTML between two lines is not
 * shown, so that HTML written on one line compares well with the same on many.
 */
#include "verbs/entry_lines.h"

#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "html/element.h"
#include "html/token.h"
#include "model/construct.h"
#include "xml/node.h"

#define DEPTH_MOST LIMIT_DEPTH

/* Lines of one depth. */
struct indented {
	struct buf *out;
	int depth;
	bool begun; /* something is on the line */
};

static void
put_indent(struct buf *out, int depth)
{
	buf_printf(out, "%*s", 2 * depth, "");
}

static void
end_line(struct indented *l)
{
	if (l->begun)
		buf_putc(l->out, '\n');
	l->begun = false;
}

/* Text; what is blank does not begin a line. */
static void
put_text(struct indented *l, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *lf = memchr(text, '\n', (size_t)(end - text));
		const char *stop = lf == NULL ? end : lf;
		size_t n = (size_t)(stop - text);
		if (!l->begun && !ascii_all_blank(text, n)) {
			put_indent(l->out, l->depth);
			l->begun = true;
		}
		if (l->begun)
			buf_add(l->out, text, n);
		if (lf == NULL)
			return;
		end_line(l);
		text = lf + 1;
	}
}

/* Whether a tag begins a line (an open one), or ends one (a closed one). */
static bool
is_block(const struct token *token)
{
	const struct element *element =
	    element_find(token->name, token->name_len);

	return element != NULL && element_block(element);
}

/* Whether there was a block in it: then it gets lines of its own. */
static bool
put_html(struct indented *l, const char *html, size_t len)
{
	struct tokens tokens;
	struct token token;
	bool blocks = false;

	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		bool open = token.type == TOKEN_OPEN;
		bool close = token.type == TOKEN_CLOSE;
		bool block = (open || close) && is_block(&token);
		if ((open && block) || token.type == TOKEN_COMMENT)
			end_line(l);
		put_text(l, token.at, token.len);
		if ((close && block) || (open && token_is(&token, "br")))
			end_line(l);
		blocks = blocks || block;
	}
	end_line(l);
	return blocks;
}

static void
put_name(struct buf *out, const xmlNode *node)
{
	const char *prefix = ns_of(node) == NS_ATOM ? "" : ns_prefix(node);

	buf_printf(
	    out, "%s%s%s", prefix, *prefix == '\0' ? "" : ":", node_name(node));
}

/* "<name attribute="value"", without its end. */
static void
put_tag(struct buf *out, const xmlNode *element, int depth)
{
	put_indent(out, depth);
	buf_putc(out, '<');
	put_name(out, element);
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		const xmlNode *value = a->children;
		buf_putc(out, ' ');
		put_name(out, (const xmlNode *)a);
		buf_printf(out, "=\"%s\"",
		    value == NULL || value->content == NULL
			? ""
			: (const char *)value->content);
	}
}

static void
put_end(struct buf *out, const xmlNode *element)
{
	buf_puts(out, "</");
	put_name(out, element);
	buf_puts(out, ">\n");
}

static bool
holds_html(const xmlNode *element)
{
	const char *type =
	    ns_of(element) == NS_ATOM ? node_attribute(element, "type") : NULL;

	return type != NULL &&
	       (strcmp(type, "html") == 0 || strcmp(type, "xhtml") == 0);
}

/* An element that holds text or HTML: on one line unless that is more. */
static void
put_leaf(struct buf *out, const xmlNode *element, int depth)
{
	struct buf text, inside;
	struct indented lines = {&inside, depth + 1, false};
	bool blocks = false;

	buf_init(&text, LIMIT_OUTPUT);
	buf_init(&inside, LIMIT_OUTPUT);
	if (holds_html(element)) {
		construct_html(element, &text);
		blocks = put_html(&lines, buf_text(&text), text.len);
	} else {
		node_text(element, &text);
		put_text(&lines, buf_text(&text), text.len);
		end_line(&lines);
	}
	put_tag(out, element, depth);
	const char *line = buf_text(&inside);
	const char *lf = strchr(line, '\n');
	if (lf == NULL) {
		buf_puts(out, "/>\n");
	} else if (lf[1] == '\0' && !blocks) {
		buf_putc(out, '>');
		line += 2 * (depth + 1);
		buf_add(out, line, (size_t)(lf - line));
		put_end(out, element);
	} else {
		buf_puts(out, ">\n");
		buf_add(out, line, inside.len);
		put_indent(out, depth);
		put_end(out, element);
	}
	buf_clear(&inside);
	buf_clear(&text);
}

static void
put_element(struct buf *out, const xmlNode *element, int depth)
{
	if (depth > DEPTH_MOST || holds_html(element) ||
	    !node_has_elements(element)) {
		put_leaf(out, element, depth);
		return;
	}
	put_tag(out, element, depth);
	buf_puts(out, ">\n");
	for (const xmlNode *n = element->children; n != NULL; n = n->next) {
		struct indented line = {out, depth + 1, false};
		if (n->type == XML_ELEMENT_NODE) {
			put_element(out, n, depth + 1);
		} else if (n->type == XML_TEXT_NODE ||
			   n->type == XML_CDATA_SECTION_NODE) {
			put_text(&line, (const char *)n->content,
			    strlen((const char *)n->content));
			end_line(&line);
		}
	}
	put_indent(out, depth);
	put_end(out, element);
}

void
entry_lines(const xmlNode *entry, struct buf *out)
{
	put_element(out, entry, 0);
}

static void
hash_text(struct hash *hash, const char *text)
{
	hash_add(hash, text, strlen(text) + 1);
}

static void
hash_name(struct hash *hash, const xmlNode *node)
{
	hash_text(hash, ns_uri(node));
	hash_text(hash, node_name(node));
}

static void
hash_element(struct hash *hash, const xmlNode *element)
{
	hash_name(hash, element);
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		hash_name(hash, (const xmlNode *)a);
		if (a->children != NULL && a->children->content != NULL)
			hash_text(hash, (const char *)a->children->content);
	}
}

void
entry_hash(const xmlNode *entry, struct hash *hash)
{
	const xmlNode *last = entry->parent;

	hash_init(hash);
	for (const xmlNode *n = entry; n != NULL; n = node_walk(n, entry)) {
		/* The ends of elements that lie between the two. */
		for (; last != n->parent; last = last->parent)
			hash_text(hash, "");
		if (n->type == XML_ELEMENT_NODE)
			hash_element(hash, n);
		else if (n->content != NULL)
			hash_text(hash, (const char *)n->content);
		last = n;
	}
}
