/*
 * Writes a tree as HTML (HTML Standard, section 13.3), faithfully: it checks
 * nothing and is not for pages.  Processing instructions and comments that
 * would end too early are the exception: HTML cannot hold them.
 */
#include "html/fragment.h"

#include <string.h>

#include "base/limits.h"
#include "html/element.h"
#include "html/value.h"

static void
write_attribute(const xmlAttr *a, struct buf *out)
{
	buf_putc(out, ' ');
	if (a->ns != NULL && a->ns->prefix != NULL &&
	    strcmp((const char *)a->ns->prefix, "xml") != 0) {
		buf_puts(out, (const char *)a->ns->prefix);
		buf_putc(out, ':');
	}
	buf_puts(out, (const char *)a->name);
	buf_puts(out, "=\"");
	for (const xmlNode *part = a->children; part != NULL;
	     part = part->next) {
		if (part->type == XML_TEXT_NODE && part->content != NULL)
			value_encode((const char *)part->content,
			    strlen((const char *)part->content), out);
	}
	buf_putc(out, '"');
}

static void
write_start(const xmlNode *node, struct buf *out)
{
	buf_putc(out, '<');
	buf_puts(out, (const char *)node->name);
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		write_attribute(a, out);
	buf_putc(out, '>');
}

static void
write_text(const xmlNode *node, struct buf *out)
{
	const char *text = (const char *)node->content;
	const char *parent = "";

	if (text == NULL)
		return;
	if (node->parent != NULL && node->parent->type == XML_ELEMENT_NODE)
		parent = (const char *)node->parent->name;
	if (element_raw(parent)) {
		buf_puts(out, text);
		return;
	}
	if (*text == '\n' && node->prev == NULL && element_eats_newline(parent))
		buf_putc(out, '\n'); /* the first one is not content */
	value_text(text, strlen(text), out);
}

static void
write_comment(const xmlNode *node, struct buf *out)
{
	const char *text = (const char *)node->content;

	if (text == NULL)
		text = "";
	if (*text == '>' || strncmp(text, "->", 2) == 0 ||
	    strstr(text, "-->") != NULL || strstr(text, "--!>") != NULL)
		return;
	buf_puts(out, "<!--");
	buf_puts(out, text);
	buf_puts(out, "-->");
}

/* Writes a node but for its children; true when it has some to write. */
static bool
enter(const xmlNode *node, struct buf *out)
{
	switch (node->type) {
	case XML_ELEMENT_NODE:
		write_start(node, out);
		return true;
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		write_text(node, out);
		break;
	case XML_COMMENT_NODE:
		write_comment(node, out);
		break;
	default:
		break;
	}
	return false;
}

static void
leave(const xmlNode *node, struct buf *out)
{
	const char *name = (const char *)node->name;
	const struct element *element = element_find(name, strlen(name));

	if (element != NULL && element->no_content)
		return;
	buf_puts(out, "</");
	buf_puts(out, name);
	buf_putc(out, '>');
}

void
fragment_html(const xmlNode *parent, struct buf *out)
{
	const xmlNode *node = parent->children;

	while (node != NULL) {
		if (enter(node, out)) {
			if (node->children != NULL) {
				node = node->children;
				continue;
			}
			leave(node, out);
		}
		while (node->next == NULL) {
			node = node->parent;
			if (node == parent)
				return;
			leave(node, out);
		}
		node = node->next;
	}
}

void
fragment_html_node(const xmlNode *node, struct buf *out)
{
	if (!enter(node, out))
		return;
	fragment_html(node, out);
	leave(node, out);
}

void
fragment_clean_nodes(const xmlNode *parent, struct buf *out)
{
	struct buf html;

	buf_init(&html, LIMIT_OUTPUT);
	fragment_html(parent, &html);
	fragment_clean(buf_text(&html), html.len, out);
	if (buf_full(&html))
		out->full = true;
	buf_clear(&html);
}
