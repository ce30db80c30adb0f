/*
 * The text serialiser: the XHTML that a stylesheet made, and the HTML of feeds,
 * as plain text that a person likes to read.  Keeps the elements that are open;
 * what one means is in text_element.c, how lines are made is layout.c's
 * business.  Writes nothing that a terminal would obey (THREATS T1).
 */
#include "render/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/fragment.h"
#include "render/columns.h"
#include "render/serialiser.h"
#include "xml/node.h"
#include "xml/ns.h"

void
text_put(struct text *t, const char *s)
{
	layout_text(t->layout, s, strlen(s));
}

int
text_number(const xmlNode *node, const char *name, int missing)
{
	const char *s = node_attribute(node, name);
	int sign = 1, number = 0;

	if (s == NULL)
		return missing;
	if (*s == '-') {
		sign = -1;
		s++;
	}
	if (!ascii_digit(*s))
		return missing;
	for (; ascii_digit(*s) && number < 10000000; s++)
		number = number * 10 + (*s - '0');
	return sign * number;
}

void
text_end_paragraph(struct text *t)
{
	if (t->url != NULL && !t->url_done)
		text_mark_link(t);
	int widest = layout_flush(t->layout);
	if (widest > t->widest)
		t->widest = widest;
	t->url_mark = layout_mark(t->layout);
}

/* The gap around an element, none in a group of headings. */
static int
gap_of(const struct text *t, const struct text_element *element)
{
	if (t->depth > 0 && t->stack[t->depth - 1].element->gap == TEXT_GROUP)
		return 0;
	return element->gap == TEXT_GROUP ? TEXT_BLOCK : element->gap;
}

static void
open_element(struct text *t, const xmlNode *node)
{
	if (t->skipped > 0) {
		t->skipped++;
		return;
	}
	if (t->depth == TEXT_STACK) {
		t->deep++;
		return;
	}
	const struct text_element *element = text_element_of(node);
	if (element->gap != TEXT_INLINE) {
		text_end_paragraph(t);
		layout_gap(t->layout, gap_of(t, element));
	}
	struct text_frame *f = &t->stack[t->depth++];
	*f = (struct text_frame){
	    .element = element, .node = node, .mark = layout_mark(t->layout)};
	if (element->open != NULL)
		element->open(t, f);
}

static void
close_element(struct text *t)
{
	if (t->skipped > 1) {
		t->skipped--;
		return;
	}
	t->skipped = 0;
	if (t->deep > 0) {
		t->deep--;
		return;
	}
	struct text_frame *f = &t->stack[t->depth - 1];
	const struct text_element *element = f->element;
	if (element->gap != TEXT_INLINE)
		text_end_paragraph(t);
	if (element->close != NULL)
		element->close(t, f);
	t->depth--;
	if (element->gap != TEXT_INLINE)
		layout_gap(t->layout, gap_of(t, element));
}

static void
put_text(struct text *t, const char *s, size_t n)
{
	if (t->skipped == 0)
		layout_text(t->layout, s, n);
}

/* Lays out what stands below root; a loop, for the tree may be deep. */
static void
walk(struct text *t, const xmlNode *root)
{
	const xmlNode *node = root->children;

	while (node != NULL) {
		if (node->type == XML_ELEMENT_NODE) {
			open_element(t, node);
			if (node->children != NULL) {
				node = node->children;
				continue;
			}
			close_element(t);
		} else if (node->type == XML_TEXT_NODE ||
			   node->type == XML_CDATA_SECTION_NODE) {
			const char *s = (const char *)node->content;
			put_text(t, s, strlen(s));
		}
		while (node->next == NULL && node->parent != root) {
			node = node->parent;
			close_element(t);
		}
		node = node->next;
	}
}

static int
lay_html(struct text *t, struct error *e)
{
	bool full = buf_full(&t->html);
	xmlDoc *doc =
	    full ? NULL : fragment_parse(buf_text(&t->html), t->html.len);
	buf_cut(&t->html, 0);
	if (doc == NULL)
		return error_set(e, ERR_INPUT, "text: too much HTML at once");
	const xmlNode *root = xmlDocGetRootElement(doc);
	if (root != NULL)
		walk(t, root);
	xmlFreeDoc(doc);
	return 0;
}

static void *
text_start(struct buf *out, const struct render_options *options)
{
	struct text *t = mem_new(1, sizeof(*t));

	t->layout = layout_new(out, options->width);
	t->list = -1;
	buf_init(&t->html, LIMIT_OUTPUT);
	return t;
}

static int
text_open(void *s, const xmlNode *element, struct error *e)
{
	struct text *t = s;

	(void)e;
	if (t->html_depth > 0 || node_is(element, NS_LOOM, "html"))
		t->html_depth++;
	else
		open_element(t, element);
	return 0;
}

static int
text_text(void *s, const char *text, size_t len, struct error *e)
{
	struct text *t = s;

	(void)e;
	if (t->html_depth > 0)
		buf_add(&t->html, text, len);
	else
		put_text(t, text, len);
	return 0;
}

static int
text_close(void *s, const xmlNode *element, struct error *e)
{
	struct text *t = s;

	(void)element;
	if (t->html_depth > 1)
		t->html_depth--;
	else if (t->html_depth == 1) {
		t->html_depth = 0;
		return lay_html(t, e);
	} else {
		close_element(t);
	}
	if (layout_full(t->layout))
		return error_set(e, ERR_INPUT, "text: paragraph too large");
	return 0;
}

static int
text_finish(void *s, struct error *e)
{
	struct text *t = s;

	text_end_paragraph(t);
	footnotes_write(&t->inside, t->layout);
	footnotes_write(&t->outside, t->layout);
	if (layout_full(t->layout))
		return error_set(e, ERR_INPUT, "text: paragraph too large");
	return 0;
}

static void
text_free(void *s)
{
	struct text *t = s;

	if (t == NULL)
		return;
	columns_free(t->columns);
	footnotes_clear(&t->inside);
	footnotes_clear(&t->outside);
	footnotes_clear(&t->terms);
	layout_free(t->layout);
	buf_clear(&t->html);
	free(t);
}

const struct serialiser serialiser_text = {
    .name = "text",
    .start = text_start,
    .open = text_open,
    .text = text_text,
    .close = text_close,
    .finish = text_finish,
    .free = text_free,
};
