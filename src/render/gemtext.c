/*
 * The gemtext serialiser (Gemini's text/gemini): one line a paragraph, and
 * lines of their own for links, behind the paragraph, list or table that holds
 * them. Inlines are those of plain text; blocks are lines with a sign in front.
 * There is no escape: a line that would be taken for another kind begins with a
 * blank.
 */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "render/clean.h"
#include "render/media.h"
#include "render/serialiser.h"
#include "render/text.h"
#include "xml/node.h"
#include "xml/ns.h"

#define WIDTH (1 << 30) /* no line is ever broken */

struct gemtext {
	int quotes;	  /* within each other */
	int heading;	  /* its level, 0 outside of one */
	int lists;	  /* within each other, and tables */
	bool item;	  /* the next line begins an item */
	struct buf links; /* lines that are due */
	struct buf label; /* of the link that was closed last */
	size_t n_links;	  /* in this paragraph */
};

static struct gemtext *
own(const struct text *t)
{
	return t->own;
}

/* Signs in front of a line, or a blank where it has none but seems to. */
static void
put_sign(const struct gemtext *g, const char *s, size_t n, struct buf *line)
{
	static const char *const signs[] = {"#", "* ", ">", "=>", "```"};
	static const char *const headings[] = {"# ", "## ", "### "};

	if (g->quotes > 0) {
		buf_puts(line, g->item ? "> • " : "> ");
		return;
	}
	if (g->heading > 0)
		buf_puts(line, headings[g->heading - 1]);
	else if (g->item)
		buf_puts(line, "* ");
	else
		for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
			if (ascii_starts(s, n, signs[i])) {
				buf_putc(line, ' ');
				break;
			}
}

static void
write_lines(struct text *t, const char *s, size_t len)
{
	struct gemtext *g = own(t);
	const char *end = s + len;
	struct buf line;

	buf_init(&line, LIMIT_OUTPUT);
	while (s < end) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));

		if (stop == NULL)
			stop = end;
		buf_cut(&line, 0);
		put_sign(g, s, (size_t)(stop - s), &line);
		buf_add(&line, s, (size_t)(stop - s));
		if (stop > s)
			layout_line(t->layout, line.data, line.len);
		g->item = false;
		s = stop + 1;
	}
	buf_clear(&line);
}

/* Writes the links that are due close behind what holds them. */
static void
write_links(struct text *t)
{
	struct gemtext *g = own(t);
	const char *s = buf_text(&g->links);

	while (*s != '\0') {
		size_t n = strcspn(s, "\n");

		layout_line(t->layout, s, n);
		s += n + 1;
	}
	buf_cut(&g->links, 0);
}

/* A paragraph that is one link is nothing but its line. */
static void
flush(struct text *t)
{
	struct gemtext *g = own(t);
	size_t n;
	const char *s = layout_since(t->layout, 0, &n);
	bool alone = g->n_links == 1 && g->label.len == n && !g->item &&
		     g->heading == 0 && g->lists == 0 &&
		     memcmp(s, buf_text(&g->label), n) == 0;

	if (n > 0 && !alone)
		write_lines(t, s, n);
	layout_cut(t->layout, 0);
	g->n_links = 0;
	if (g->lists > 0)
		return;
	if (g->links.len > 0 && n > 0 && !alone)
		layout_gap_set(t->layout, 0);
	write_links(t);
}

/* "=> ADDRESS LABEL"; an address that is its own label stands alone. */
static void
add_link(struct text *t, const char *url, const char *label, size_t n)
{
	struct gemtext *g = own(t);
	struct buf clean;

	buf_init(&clean, LIMIT_OUTPUT);
	for (; *url != '\0'; url++) {
		if ((unsigned char)*url <= ' ' || *url == 0x7F)
			buf_printf(&clean, "%%%02X", (unsigned char)*url);
		else
			buf_putc(&clean, *url);
	}
	buf_puts(&g->links, "=> ");
	size_t at = g->links.len;
	clean_line(buf_text(&clean), clean.len, &g->links);
	buf_clear(&clean);
	bool same =
	    g->links.len - at == n && memcmp(g->links.data + at, label, n) == 0;
	if (n > 0 && !same) {
		buf_putc(&g->links, ' ');
		for (size_t i = 0; i < n; i++)
			buf_putc(&g->links, label[i] == '\n' ? ' ' : label[i]);
	}
	buf_putc(&g->links, '\n');
	buf_cut(&g->label, 0);
	buf_add(&g->label, label, n);
	g->n_links++;
}

static void
open_a(struct text *t, struct text_frame *f)
{
	const char *url = node_attribute(f->node, "href");

	(void)t;
	f->owner = url != NULL && !media_is_idle(url);
}

static void
close_a(struct text *t, struct text_frame *f)
{
	const char *url = node_attribute(f->node, "href");
	size_t n;

	if (!f->owner)
		return;
	const char *label = layout_since(t->layout, f->mark, &n);
	while (n > 0 && label[n - 1] == '\n')
		n--;
	url += strspn(url, " \t\r\n\f");
	if (n > 0 || own(t)->n_links == 0)
		add_link(t, url, label, n);
}

static void
add_medium(struct text *t, const char *url, const char *name)
{
	struct buf label;

	buf_init(&label, LIMIT_OUTPUT);
	clean_line(name, strlen(name), &label);
	add_link(t, url, buf_text(&label), label.len);
	buf_clear(&label);
}

static void
open_img(struct text *t, struct text_frame *f)
{
	const char *alt = node_attribute(f->node, "alt");
	const char *url = node_attribute(f->node, "src");

	if (t->scriptless > 0)
		return;
	if (alt == NULL || *alt == '\0')
		alt = "[image]";
	if (media_is_emoji(f->node))
		text_put(t, alt);
	else if (url != NULL && !media_is_idle(url))
		add_medium(t, url, alt);
}

static void
open_media(struct text *t, struct text_frame *f)
{
	const char *title = node_attribute(f->node, "title");
	const char *url = media_source(f->node);

	t->skipped = 1;
	if (url != NULL)
		add_medium(t, url, title == NULL ? "" : title);
}

static void
open_heading(struct text *t, struct text_frame *f)
{
	int level = f->element->name[1] - '0';

	own(t)->heading = level > 3 ? 3 : level;
}

static void
close_heading(struct text *t, struct text_frame *f)
{
	(void)f;
	own(t)->heading = 0;
}

static void
open_quote(struct text *t, struct text_frame *f)
{
	(void)f;
	own(t)->quotes++;
}

static void
close_quote(struct text *t, struct text_frame *f)
{
	(void)f;
	own(t)->quotes--;
}

/* A list, or a table: links come when the outermost one has ended. */
static void
open_list(struct text *t, struct text_frame *f)
{
	f->number = text_number(f->node, "start", 1);
	if (own(t)->lists++ == 0)
		layout_gap(t->layout, 1);
	else
		layout_gap_set(t->layout, 0);
}

static void
close_list(struct text *t, struct text_frame *f)
{
	(void)f;
	own(t)->item = false;
	if (--own(t)->lists > 0)
		return;
	if (own(t)->links.len > 0)
		layout_gap_set(t->layout, 0);
	write_links(t);
	layout_gap(t->layout, 1);
}

/* Gemtext knows no numbers: they are text. */
static void
open_li(struct text *t, struct text_frame *f)
{
	struct text_frame *list = f - 1;
	struct buf number;

	own(t)->item = true;
	if (t->depth < 2 || strcmp(list->element->name, "ol") != 0)
		return;
	list->number = text_number(f->node, "value", list->number);
	buf_init(&number, 32);
	buf_printf(&number, "%d. ", list->number++);
	text_put(t, buf_text(&number));
	buf_clear(&number);
}

static void
close_li(struct text *t, struct text_frame *f)
{
	(void)f;
	own(t)->item = false;
}

/* A cell stands behind another one of its row. */
static void
open_cell(struct text *t, struct text_frame *f)
{
	(void)f;
	if (!layout_is_empty(t->layout))
		text_put(t, " | ");
}

static void
open_hr(struct text *t, struct text_frame *f)
{
	(void)f;
	layout_line(t->layout, "---", 3);
}

/* What is typed stays so, between two lines that say it. */
static void
write_typed(struct text *t, const char *s, const char *end)
{
	layout_line(t->layout, "```", 3);
	while (s < end) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));
		struct buf line;

		if (stop == NULL)
			stop = end;
		buf_init(&line, LIMIT_OUTPUT);
		if (ascii_starts(s, (size_t)(stop - s), "```"))
			buf_putc(&line, ' ');
		buf_add(&line, s, (size_t)(stop - s));
		layout_raw(t->layout, line.data, line.len);
		buf_clear(&line);
		s = stop + 1;
	}
	layout_line(t->layout, "```", 3);
}

static void
open_pre(struct text *t, struct text_frame *f)
{
	struct buf raw, typed;

	t->skipped = 1;
	buf_init(&raw, LIMIT_OUTPUT);
	buf_init(&typed, LIMIT_OUTPUT);
	media_typed(f->node, &raw);
	clean_verbatim(buf_text(&raw), raw.len, &typed);
	const char *s = buf_text(&typed);
	const char *end = s + typed.len;
	if (s < end)
		write_typed(t, s, end);
	buf_clear(&raw);
	buf_clear(&typed);
}

/* What is another thing than in plain text.  Sorted by name. */
static const struct text_element elements[] = {
    {"a", TEXT_INLINE, open_a, close_a},
    {"audio", TEXT_INLINE, open_media, NULL},
    {"blockquote", TEXT_BLOCK, open_quote, close_quote},
    {"dd", TEXT_LINE, open_li, close_li},
    {"dir", TEXT_LINE, open_list, close_list},
    {"dl", TEXT_LINE, open_list, close_list},
    {"dt", TEXT_LINE, NULL, NULL},
    {"embed", TEXT_INLINE, open_media, NULL},
    {"h1", TEXT_BLOCK, open_heading, close_heading},
    {"h2", TEXT_BLOCK, open_heading, close_heading},
    {"h3", TEXT_BLOCK, open_heading, close_heading},
    {"h4", TEXT_BLOCK, open_heading, close_heading},
    {"h5", TEXT_BLOCK, open_heading, close_heading},
    {"h6", TEXT_BLOCK, open_heading, close_heading},
    {"hr", TEXT_BLOCK, open_hr, NULL},
    {"iframe", TEXT_INLINE, open_media, NULL},
    {"img", TEXT_INLINE, open_img, NULL},
    {"li", TEXT_LINE, open_li, close_li},
    {"listing", TEXT_BLOCK, open_pre, NULL},
    {"menu", TEXT_LINE, open_list, close_list},
    {"object", TEXT_INLINE, open_media, NULL},
    {"ol", TEXT_LINE, open_list, close_list},
    {"pre", TEXT_BLOCK, open_pre, NULL},
    {"table", TEXT_BLOCK, open_list, close_list},
    {"td", TEXT_INLINE, open_cell, NULL},
    {"th", TEXT_INLINE, open_cell, NULL},
    {"tr", TEXT_LINE, NULL, NULL},
    {"ul", TEXT_LINE, open_list, close_list},
    {"video", TEXT_INLINE, open_media, NULL},
    {"xmp", TEXT_BLOCK, open_pre, NULL},
};

static int
compare_name(const void *key, const void *entry)
{
	return strcmp(key, ((const struct text_element *)entry)->name);
}

static const struct text_element *
element_of(const xmlNode *node)
{
	const struct text_element *element = NULL;

	if (node->ns == NULL || ns_of(node) == NS_XHTML)
		element = bsearch(node->name, elements,
		    sizeof(elements) / sizeof(elements[0]), sizeof(elements[0]),
		    compare_name);
	return element == NULL ? text_element_of(node) : element;
}

static void *
gemtext_start(struct buf *out, const struct render_options *options)
{
	struct gemtext *g = mem_new(1, sizeof(*g));
	struct text *t = text_new(out, WIDTH, element_of);

	(void)options;
	buf_init(&g->links, LIMIT_OUTPUT);
	buf_init(&g->label, LIMIT_OUTPUT);
	t->own = g;
	t->flush = flush;
	return t;
}

static void
gemtext_free(void *s)
{
	struct text *t = s;

	if (t == NULL)
		return;
	buf_clear(&own(t)->links);
	buf_clear(&own(t)->label);
	free(t->own);
	text_free(t);
}

const struct serialiser serialiser_gemtext = {
    .name = "gemtext",
    .start = gemtext_start,
    .open = text_open,
    .text = text_text,
    .close = text_close,
    .finish = text_finish,
    .free = gemtext_free,
};
