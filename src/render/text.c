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
#include "render/columns.h"
#include "render/serialiser.h"
#include "xml/node.h"

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
	if (t->flush != NULL) {
		t->flush(t);
		return;
	}
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
open_element(void *context, const xmlNode *node)
{
	struct text *t = context;

	if (t->skipped > 0) {
		t->skipped++;
		return;
	}
	if (t->depth == TEXT_STACK) {
		t->deep++;
		return;
	}
	const struct text_element *element = t->element_of(node);
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
close_element(void *context, const xmlNode *node)
{
	struct text *t = context;

	(void)node;
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
put_text(void *context, const char *s, size_t n)
{
	struct text *t = context;

	if (t->skipped == 0)
		layout_text(t->layout, s, n);
}

void *
text_new(struct buf *out, int width,
    const struct text_element *(*element_of)(const xmlNode *node))
{
	struct text *t = mem_new(1, sizeof(*t));

	t->layout = layout_new(out, width);
	t->list = -1;
	t->element_of = element_of;
	t->markup = (struct markup){.context = t,
	    .open = open_element,
	    .text = put_text,
	    .close = close_element};
	markup_init(&t->markup);
	return t;
}

static void *
text_start(struct buf *out, const struct render_options *options)
{
	return text_new(out, options->width, text_element_of);
}

int
text_open(void *s, const xmlNode *element, struct error *e)
{
	struct text *t = s;

	(void)e;
	markup_open(&t->markup, element);
	return 0;
}

int
text_text(void *s, const char *text, size_t len, struct error *e)
{
	struct text *t = s;

	(void)e;
	markup_text(&t->markup, text, len);
	return 0;
}

static int
check_room(const struct text *t, struct error *e)
{
	if (layout_full(t->layout))
		return error_set(e, ERR_INPUT, "text: paragraph too large");
	return 0;
}

int
text_close(void *s, const xmlNode *element, struct error *e)
{
	struct text *t = s;

	if (markup_close(&t->markup, element, e) == -1)
		return error_wrap(e, "text");
	return check_room(t, e);
}

int
text_finish(void *s, struct error *e)
{
	struct text *t = s;

	text_end_paragraph(t);
	footnotes_write(&t->inside, t->layout);
	footnotes_write(&t->outside, t->layout);
	return check_room(t, e);
}

void
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
	markup_clear(&t->markup);
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
