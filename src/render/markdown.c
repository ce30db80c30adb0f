/*
 * The markdown serialiser: the XHTML that a stylesheet made, and the HTML of
 * feeds, as CommonMark that means the same.  Keeps the elements that are open;
 * what one means is in markdown_element.c, what a paragraph says in phrase.c. A
 * map of the XML form of JSON is written as front matter, YAML between lines of
 * three dashes.
 */
#include "render/markdown.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "render/commonmark.h"
#include "render/serialiser.h"
#include "render/yaml.h"
#include "xml/node.h"

#define WIDTH (1 << 30) /* no line is ever broken */

void
markdown_put(struct markdown *m, const char *s)
{
	phrase_text(m->phrase, s, strlen(s));
}

void
markdown_line(struct markdown *m, const char *text, size_t len)
{
	layout_raw(m->layout, text, len);
	m->written++;
}

/* Writes a line of a paragraph, which must not look like anything else. */
static void
paragraph_line(struct markdown *m, const char *s, size_t n, bool first)
{
	size_t at = commonmark_line_escape(s, n, first);
	struct buf line;

	if (at == SIZE_MAX) {
		markdown_line(m, s, n);
		return;
	}
	buf_init(&line, LIMIT_OUTPUT);
	buf_add(&line, s, at);
	buf_putc(&line, '\\');
	buf_add(&line, s + at, n - at);
	markdown_line(m, line.data, line.len);
	buf_clear(&line);
}

void
markdown_end_phrase(struct markdown *m)
{
	if (m->one_line > 0) {
		phrase_text(m->phrase, " ", 1);
		return;
	}
	if (phrase_is_empty(m->phrase))
		return;
	phrase_end(m->phrase, PHRASE_BLOCK, &m->lines);
	const char *s = buf_text(&m->lines);
	const char *end = s + m->lines.len;
	for (bool first = true; s < end; first = false) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));

		if (stop == NULL)
			stop = end;
		paragraph_line(m, s, (size_t)(stop - s), first);
		s = stop + 1;
	}
	buf_cut(&m->lines, 0);
}

int
markdown_number(const xmlNode *node, const char *name, int missing)
{
	const char *s = node_attribute(node, name);
	int number = 0;

	if (s == NULL || !ascii_digit(*s))
		return missing;
	for (; ascii_digit(*s) && number < 10000000; s++)
		number = number * 10 + (*s - '0');
	return number;
}

void
markdown_skip(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	m->skipped = 1;
}

void
markdown_close_mark(struct markdown *m, struct markdown_frame *f)
{
	if (f->owner)
		phrase_close(m->phrase);
}

static void
begin_block(struct markdown *m, const struct markdown_element *element)
{
	if (!element->block)
		return;
	markdown_end_phrase(m);
	layout_gap(m->layout, 1);
}

static void
open_element(void *context, const xmlNode *node)
{
	struct markdown *m = context;

	if (m->skipped > 0) {
		m->skipped++;
		return;
	}
	if (m->depth == MARKDOWN_STACK) {
		m->deep++;
		return;
	}
	const struct markdown_element *element = markdown_element_of(node);
	begin_block(m, element);
	struct markdown_frame *f = &m->stack[m->depth++];
	*f = (struct markdown_frame){.element = element, .node = node};
	if (element->open != NULL)
		element->open(m, f);
}

static void
close_element(void *context, const xmlNode *node)
{
	struct markdown *m = context;

	(void)node;
	if (m->skipped > 1) {
		m->skipped--;
		return;
	}
	m->skipped = 0;
	if (m->deep > 0) {
		m->deep--;
		return;
	}
	struct markdown_frame *f = &m->stack[m->depth - 1];
	const struct markdown_element *element = f->element;
	if (element->block)
		markdown_end_phrase(m);
	if (element->close != NULL)
		element->close(m, f);
	m->depth--;
	if (element->block)
		layout_gap(m->layout, 1);
}

static void
put_text(void *context, const char *s, size_t n)
{
	struct markdown *m = context;

	if (m->skipped == 0)
		phrase_text(m->phrase, s, n);
}

static void *
markdown_start(struct buf *out, const struct render_options *options)
{
	struct markdown *m = mem_new(1, sizeof(*m));

	(void)options;
	m->layout = layout_new(out, WIDTH);
	m->phrase = phrase_new();
	m->list = -1;
	m->last_depth = -1;
	buf_init(&m->lines, LIMIT_OUTPUT);
	buf_init(&m->row, LIMIT_OUTPUT);
	m->markup = (struct markup){.context = m,
	    .open = open_element,
	    .text = put_text,
	    .close = close_element};
	markup_init(&m->markup);
	return m;
}

/* Writes a map as front matter. */
static int
write_data(struct markdown *m, const xmlNode *map, struct error *e)
{
	struct buf yaml;

	buf_init(&yaml, LIMIT_OUTPUT);
	int result = yaml_map(map, &yaml, e);
	if (result == 0 && buf_full(&yaml))
		result = error_set(e, ERR_INPUT, "front matter is too large");
	markdown_end_phrase(m);
	layout_gap(m->layout, 1);
	markdown_line(m, "---", 3);
	for (const char *s = buf_text(&yaml); *s != '\0' && result == 0;) {
		size_t n = strcspn(s, "\n");

		markdown_line(m, s, n);
		s += n + (s[n] != '\0');
	}
	markdown_line(m, "---", 3);
	layout_gap(m->layout, 1);
	buf_clear(&yaml);
	return result;
}

static int
markdown_open(void *s, const xmlNode *element, struct error *e)
{
	struct markdown *m = s;

	if (m->data > 0) {
		m->data++;
		return 0;
	}
	if (m->markup.depth == 0 && node_is(element, NS_JSON, "map")) {
		m->data = 1;
		return write_data(m, element, e);
	}
	markup_open(&m->markup, element);
	return 0;
}

static int
markdown_text(void *s, const char *text, size_t len, struct error *e)
{
	struct markdown *m = s;

	(void)e;
	if (m->data == 0)
		markup_text(&m->markup, text, len);
	return 0;
}

static int
check_room(const struct markdown *m, struct error *e)
{
	if (phrase_full(m->phrase) || buf_full(&m->lines) || buf_full(&m->row))
		return error_set(e, ERR_INPUT, "markdown: paragraph too large");
	return 0;
}

static int
markdown_close(void *s, const xmlNode *element, struct error *e)
{
	struct markdown *m = s;

	if (m->data > 0) {
		m->data--;
		return 0;
	}
	if (markup_close(&m->markup, element, e) == -1)
		return error_wrap(e, "markdown");
	return check_room(m, e);
}

static int
markdown_finish(void *s, struct error *e)
{
	struct markdown *m = s;

	markdown_end_phrase(m);
	return check_room(m, e);
}

static void
markdown_free(void *s)
{
	struct markdown *m = s;

	if (m == NULL)
		return;
	layout_free(m->layout);
	phrase_free(m->phrase);
	buf_clear(&m->lines);
	buf_clear(&m->row);
	markup_clear(&m->markup);
	free(m);
}

const struct serialiser serialiser_markdown = {
    .name = "markdown",
    .start = markdown_start,
    .open = markdown_open,
    .text = markdown_text,
    .close = markdown_close,
    .finish = markdown_finish,
    .free = markdown_free,
};
