/*
 * Cuts a fragment: its text is laid flat, cut as text, and the tree is cut
 * where that falls.
 */
#include "html/excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "html/element.h"
#include "html/fragment.h"

/* A text node, and where its text begins in that of the whole. */
struct piece {
	xmlNode *node;
	size_t begin;
};

struct flat {
	struct buf text;
	struct piece *pieces;
	size_t count, room;
};

static void
add_piece(struct flat *f, xmlNode *node)
{
	if (f->count == f->room) {
		f->room = f->room == 0 ? 64 : 2 * f->room;
		f->pieces = mem_grow(f->pieces, f->room, sizeof(f->pieces[0]));
	}
	f->pieces[f->count++] = (struct piece){node, f->text.len};
	buf_puts(&f->text, (const char *)node->content);
}

static const struct element *
element_of(const xmlNode *node)
{
	const char *name = (const char *)node->name;

	return element_find(name, strlen(name));
}

/* Words do not go on across a block's tags, or a break. */
static void
set_apart(struct flat *f, const xmlNode *node)
{
	const struct element *element = element_of(node);

	if (element != NULL &&
	    (element_block(element) || element->kind == E_BREAK ||
		strcmp(element->name, "br") == 0))
		buf_putc(&f->text, ' ');
}

/* Takes one node; true when its children are to be taken. */
static bool
take(struct flat *f, xmlNode *node)
{
	if (node->type == XML_TEXT_NODE)
		add_piece(f, node);
	if (node->type != XML_ELEMENT_NODE)
		return false;
	set_apart(f, node);
	const struct element *element = element_of(node);
	return node->children != NULL &&
	       (element == NULL ||
		   (element->kind != E_GONE && element->kind != E_EMBED));
}

/* Lays the text of root, which is not empty, flat. */
static void
lay_flat(struct flat *f, xmlNode *root)
{
	xmlNode *n = root->children;

	while (n != NULL) {
		if (take(f, n)) {
			n = n->children;
			continue;
		}
		while (n->next == NULL && n->parent != root) {
			n = n->parent;
			set_apart(f, n);
		}
		n = n->next;
	}
}

static void
remove_all(xmlNode *first)
{
	while (first != NULL) {
		xmlNode *next = first->next;

		xmlUnlinkNode(first);
		xmlFreeNode(first);
		first = next;
	}
}

/* Takes away all that follows the node below root. */
static void
remove_behind(xmlNode *node, const xmlNode *root)
{
	for (; node != root; node = node->parent)
		remove_all(node->next);
}

/* Cuts the tree where its flat text is cut. */
static void
cut_tree(const struct flat *f, xmlNode *root, size_t at, const char *ellipsis)
{
	size_t i = f->count;
	struct buf text;

	while (i > 0 && f->pieces[i - 1].begin >= at)
		i--;
	buf_init(&text, LIMIT_OUTPUT);
	if (i > 0) {
		const struct piece *last = &f->pieces[i - 1];
		const char *content = (const char *)last->node->content;

		/* The cut may be between two pieces. */
		buf_add(&text, content, strnlen(content, at - last->begin));
		buf_puts(&text, ellipsis);
		xmlNodeSetContent(last->node, (const xmlChar *)buf_text(&text));
		remove_behind(last->node, root);
	} else {
		remove_all(root->children);
		xmlNodeAddContent(root, (const xmlChar *)ellipsis);
	}
	buf_clear(&text);
}

int
excerpt(const char *html, size_t len, const struct word_limit *limit,
    struct buf *out, struct error *e)
{
	xmlDoc *doc = fragment_parse(html, len);
	struct flat f = {0};

	if (doc == NULL)
		return error_set(
		    e, ERR_PLUGIN, "there is too much HTML to cut it");
	xmlNode *root = xmlDocGetRootElement(doc);
	buf_init(&f.text, LIMIT_OUTPUT);
	lay_flat(&f, root);
	size_t at = word_cut(buf_text(&f.text), f.text.len, limit);
	bool cut = at < f.text.len;
	if (cut) {
		cut_tree(&f, root, at, limit->ellipsis);
		fragment_html(root, out);
	} else {
		buf_add(out, html, len);
	}
	buf_clear(&f.text);
	free(f.pieces);
	xmlFreeDoc(doc);
	return cut;
}
