/*
 * What is open within a line of clean HTML: links, emphasis, media.  Start tags
 * wait for content, so that a line which holds nothing is never written; what
 * tags that are reopened may cost is a fixed share of the input.
 */
#include "html/nest.h"

#include <string.h>

#include "html/attribute.h"

void
nest_remove_line(struct nest *n, unsigned i)
{
	size_t used = 0;

	memmove(&n->lines[i], &n->lines[i + 1],
	    (n->line_count - i - 1) * sizeof(n->lines[0]));
	n->line_count--;
	for (i = 0; i < n->line_count; i++) {
		size_t end =
		    n->lines[i].attributes + n->lines[i].attributes_len;
		used = end > used ? end : used;
	}
	buf_cut(&n->attributes, used);
}

void
nest_write_end(struct nest *n, const struct element *element)
{
	buf_puts(n->out, "</");
	buf_puts(n->out, element->as);
	buf_putc(n->out, '>');
}

/* Closes written lines until only so many are. */
static void
close_lines(struct nest *n, unsigned left)
{
	while (n->written > left) {
		const struct element *element = n->lines[--n->written].element;

		nest_write_end(n, element);
		if (element->kind == E_MEDIA)
			nest_remove_line(n, n->written);
	}
}

void
nest_write_start(struct nest *n, const struct element *element,
    const char *attributes, size_t len)
{
	buf_putc(n->out, '<');
	buf_puts(n->out, element->as);
	buf_add(n->out, attributes, len);
	buf_putc(n->out, '>');
}

void
nest_write_lines(struct nest *n)
{
	for (; n->written < n->line_count; n->written++) {
		const struct nest_line *line = &n->lines[n->written];

		nest_write_start(n, line->element,
		    buf_text(&n->attributes) + line->attributes,
		    line->attributes_len);
	}
}

/* The open line of this element, or line_count. */
static unsigned
find_line(const struct nest *n, const struct element *element)
{
	for (unsigned i = n->line_count; i > 0; i--) {
		if (n->lines[i - 1].element == element)
			return i - 1;
	}
	return n->line_count;
}

bool
nest_within_media(const struct nest *n)
{
	return n->written > 0 &&
	       n->lines[n->written - 1].element->kind == E_MEDIA;
}

bool
nest_within_picture(const struct nest *n)
{
	return nest_within_media(n) &&
	       n->lines[n->written - 1].element->as[0] == 'p';
}

void
nest_break_lines(struct nest *n, unsigned blocks_left)
{
	bool cell = blocks_left < n->block_count &&
		    (nest_kind(n) == E_CELL || nest_kind(n) == E_CAPTION);
	size_t cost = 0;

	close_lines(n, 0);
	for (unsigned i = n->line_count; i > 0; i--) {
		const struct nest_line *line = &n->lines[i - 1];

		if (line->within > blocks_left &&
		    (cell || line->element->kind == E_INLINE))
			nest_remove_line(n, i - 1);
		else
			cost += line->attributes_len + 16;
	}
	if (cost > n->reopen) {
		n->line_count = 0;
		buf_cut(&n->attributes, 0);
		return;
	}
	n->reopen -= cost;
}

void
nest_end_line(struct nest *n, const struct element *element)
{
	unsigned i = find_line(n, element);

	if (i < n->line_count) {
		if (i < n->written)
			close_lines(n, i);
		if (i < n->line_count && n->lines[i].element == element)
			nest_remove_line(n, i);
	} else if (nest_find(n, element->kind) < n->block_count) {
		nest_end_block(n, element); /* a link around blocks */
	}
}

/* Ends what a new line of this kind ends: a link a link, rt an rt. */
static void
end_same(struct nest *n, const struct element *element)
{
	static const char *const ruby[] = {"rt", "rp"};

	if (element->kind == E_LINK) {
		nest_end_line(n, element);
		return;
	}
	if (element->as[0] != 'r' || strcmp(element->as, "ruby") == 0)
		return;
	for (unsigned i = 0; i < 2; i++)
		nest_end_line(n, element_find(ruby[i], 2));
}

bool
nest_within_link(const struct nest *n)
{
	for (unsigned i = 0; i < n->line_count; i++) {
		if (n->lines[i].element->kind == E_LINK)
			return true;
	}
	return nest_find(n, E_LINK) < n->block_count;
}

/* True for what without attributes says nothing. */
static bool
says_nothing(const struct element *element, const struct attributes *got,
    size_t attributes_len)
{
	if (element->kind == E_LINK)
		return !got->href;
	return attributes_len == 0 && strcmp(element->as, "span") == 0;
}

void
nest_open_line(
    struct nest *n, const struct element *element, const struct token *token)
{
	end_same(n, element);
	if (n->line_count == NEST_LINES ||
	    (element->kind == E_LINK && nest_within_link(n)))
		return;
	if (nest_within_picture(n))
		return;

	size_t before = n->attributes.len;
	struct attributes got =
	    attributes_clean(token, element, &n->attributes);
	size_t len = n->attributes.len - before;
	if (says_nothing(element, &got, len)) {
		buf_cut(&n->attributes, before);
		return;
	}
	n->lines[n->line_count++] =
	    (struct nest_line){element, before, len, n->block_count};
}

void
nest_begin_content(struct nest *n)
{
	if (nest_within_picture(n))
		close_lines(n, n->written - 1);
	nest_make_flow(n);
	nest_write_lines(n);
}

void
nest_open_media(
    struct nest *n, const struct element *element, const struct token *token)
{
	if (nest_within_media(n) || n->line_count == NEST_LINES)
		return;
	nest_begin_content(n);
	size_t before = n->attributes.len;
	attributes_clean(token, element, &n->attributes);
	if (element->as[0] != 'p' &&
	    memmem(buf_text(&n->attributes) + before,
		n->attributes.len - before, " controls", 9) == NULL)
		buf_puts(&n->attributes, " controls");
	n->lines[n->line_count++] = (struct nest_line){
	    element, before, n->attributes.len - before, n->block_count};
	nest_write_lines(n);
}
