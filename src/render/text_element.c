/*
 * What each element of HTML means in plain text: the table, and the elements
 * that need little to be said.  What is not in the table is part of a line.
 * Writes no Markdown.
 */
#include "render/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "xml/node.h"
#include "xml/ns.h"

static void
skip(struct text *t, struct text_frame *f)
{
	(void)f;
	t->skipped = 1;
}

static void
open_heading(struct text *t, struct text_frame *f)
{
	(void)f;
	t->widest = 0;
}

/* A line: so many blanks, so many times what. */
static void
rule(struct text *t, int indent, const char *what, int n)
{
	struct buf line;

	buf_init(&line, LIMIT_OUTPUT);
	while (indent-- > 0)
		buf_putc(&line, ' ');
	while (n-- > 0)
		buf_puts(&line, what);
	layout_line(t->layout, buf_text(&line), line.len);
	buf_clear(&line);
}

static void
underline(struct text *t, const char *what)
{
	int room = layout_room(t->layout);

	if (t->widest == 0)
		return;
	layout_gap_set(t->layout, 0);
	rule(t, 0, what, t->widest < room ? t->widest : room);
}

static void
close_h1(struct text *t, struct text_frame *f)
{
	(void)f;
	underline(t, "=");
}

static void
close_h2(struct text *t, struct text_frame *f)
{
	(void)f;
	underline(t, "-");
}

static void
open_blockquote(struct text *t, struct text_frame *f)
{
	(void)f;
	layout_indent(t->layout, "> ", "> ");
}

static void
close_indented(struct text *t, struct text_frame *f)
{
	(void)f;
	layout_dedent(t->layout);
}

/* Names whom a quotation is from: "— Farida Nur". */
static void
open_cite(struct text *t, struct text_frame *f)
{
	static const char *const dashes[] = {"-", "–", "—", "―", "~"};
	const xmlNode *name = f->node->children;

	if (name == NULL || !layout_is_empty(t->layout) ||
	    f->node->parent == NULL ||
	    strcmp((const char *)f->node->parent->name, "blockquote") != 0)
		return;
	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (name->type == XML_TEXT_NODE &&
		    strncmp((const char *)name->content, dashes[i],
			strlen(dashes[i])) == 0)
			return;
	text_put(t, "— ");
}

/* Across the page between articles, three stars within one. */
static void
open_hr(struct text *t, struct text_frame *f)
{
	int room = layout_room(t->layout);

	(void)f;
	if (t->in_cell)
		return;
	if (t->articles > 0)
		rule(t, room > 5 ? (room - 5) / 2 : 0, "* * *", 1);
	else
		rule(t, 0, "-", room);
}

static void
open_br(struct text *t, struct text_frame *f)
{
	(void)f;
	layout_break(t->layout);
}

static void
open_article(struct text *t, struct text_frame *f)
{
	(void)f;
	t->articles++;
}

static void
close_article(struct text *t, struct text_frame *f)
{
	(void)f;
	if (--t->articles > 0)
		return;
	footnotes_write(&t->inside, t->layout);
	footnotes_clear(&t->terms);
}

static void
open_input(struct text *t, struct text_frame *f)
{
	const char *type = node_attribute(f->node, "type");

	if (type != NULL && strcasecmp(type, "checkbox") == 0)
		text_put(t, node_attribute(f->node, "checked") != NULL
				? "[x] "
				: "[ ] ");
}

static void
open_noscript(struct text *t, struct text_frame *f)
{
	(void)f;
	t->scriptless++;
}

static void
close_noscript(struct text *t, struct text_frame *f)
{
	(void)f;
	t->scriptless--;
}

static void
open_q(struct text *t, struct text_frame *f)
{
	f->owner = !t->quoting;
	text_put(t, t->quoting ? "‘" : "“");
	t->quoting = true;
}

static void
close_q(struct text *t, struct text_frame *f)
{
	text_put(t, f->owner ? "”" : "’");
	if (f->owner)
		t->quoting = false;
}

static void
open_del(struct text *t, struct text_frame *f)
{
	(void)f;
	text_put(t, "[deleted: ");
}

static void
close_del(struct text *t, struct text_frame *f)
{
	(void)f;
	text_put(t, "]");
}

static void
open_rt(struct text *t, struct text_frame *f)
{
	(void)f;
	text_put(t, "(");
}

static void
close_rt(struct text *t, struct text_frame *f)
{
	(void)f;
	text_put(t, ")");
}

static void
open_wbr(struct text *t, struct text_frame *f)
{
	(void)f;
	text_put(t, "\xE2\x80\x8B"); /* U+200B */
}

/* Explains an abbreviation, the first time it occurs in an article. */
static void
close_abbr(struct text *t, struct text_frame *f)
{
	const char *title = node_attribute(f->node, "title");
	unsigned seen = t->terms.count;

	if (title == NULL || title[0] == '\0')
		return;
	if (footnotes_number(&t->terms, title) <= seen)
		return;
	text_put(t, " (");
	text_put(t, title);
	text_put(t, ")");
}

/*
 * Puts Unicode's raised or lowered digits in the place of plain ones, if the
 * element has nothing but digits: m² and H₂O, but 1st.
 */
static void
shift_digits(
    struct text *t, const struct text_frame *f, const char *const digits[10])
{
	size_t n;
	const char *text = layout_since(t->layout, f->mark, &n);
	struct buf b;

	if (n == 0 || n > 8 || layout_mark(t->layout) - f->mark != n)
		return;
	for (size_t i = 0; i < n; i++)
		if (!ascii_digit(text[i]))
			return;
	buf_init(&b, 64);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, digits[text[i] - '0']);
	layout_cut(t->layout, f->mark);
	layout_text(t->layout, buf_text(&b), b.len);
	buf_clear(&b);
}

static void
close_sup(struct text *t, struct text_frame *f)
{
	static const char *const digits[] = {
	    "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

	shift_digits(t, f, digits);
}

static void
close_sub(struct text *t, struct text_frame *f)
{
	static const char *const digits[] = {
	    "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};

	shift_digits(t, f, digits);
}

/* What is not in it is TEXT_INLINE.  Sorted by name. */
static const struct text_element elements[] = {
    {"a", TEXT_INLINE, text_open_a, text_close_a},
    {"abbr", TEXT_INLINE, NULL, close_abbr},
    {"acronym", TEXT_INLINE, NULL, close_abbr},
    {"address", TEXT_BLOCK, NULL, NULL},
    {"annotation", TEXT_INLINE, skip, NULL},
    {"annotation-xml", TEXT_INLINE, skip, NULL},
    {"article", TEXT_BLOCK, open_article, close_article},
    {"aside", TEXT_BLOCK, NULL, NULL},
    {"audio", TEXT_INLINE, text_open_media, NULL},
    {"blockquote", TEXT_BLOCK, open_blockquote, close_indented},
    {"body", TEXT_LINE, NULL, NULL},
    {"br", TEXT_INLINE, open_br, NULL},
    {"button", TEXT_INLINE, skip, NULL},
    {"canvas", TEXT_INLINE, skip, NULL},
    {"caption", TEXT_BLOCK, NULL, NULL},
    {"center", TEXT_LINE, NULL, NULL},
    {"cite", TEXT_INLINE, open_cite, NULL},
    {"datalist", TEXT_INLINE, skip, NULL},
    {"dd", TEXT_LINE, text_open_dd, text_close_li},
    {"del", TEXT_INLINE, open_del, close_del},
    {"details", TEXT_BLOCK, NULL, NULL},
    {"dir", TEXT_LINE, text_open_list, text_close_list},
    {"div", TEXT_LINE, NULL, NULL},
    {"dl", TEXT_LINE, text_open_list, text_close_list},
    {"dt", TEXT_LINE, text_open_dt, NULL},
    {"embed", TEXT_INLINE, text_open_media, NULL},
    {"fieldset", TEXT_BLOCK, NULL, NULL},
    {"figcaption", TEXT_LINE, NULL, NULL},
    {"figure", TEXT_BLOCK, NULL, NULL},
    {"footer", TEXT_BLOCK, NULL, NULL},
    {"form", TEXT_LINE, NULL, NULL},
    {"h1", TEXT_BLOCK, open_heading, close_h1},
    {"h2", TEXT_BLOCK, open_heading, close_h2},
    {"h3", TEXT_BLOCK, NULL, NULL},
    {"h4", TEXT_BLOCK, NULL, NULL},
    {"h5", TEXT_BLOCK, NULL, NULL},
    {"h6", TEXT_BLOCK, NULL, NULL},
    {"head", TEXT_INLINE, skip, NULL},
    {"header", TEXT_BLOCK, NULL, NULL},
    {"hgroup", TEXT_GROUP, NULL, NULL},
    {"hr", TEXT_BLOCK, open_hr, NULL},
    {"html", TEXT_LINE, NULL, NULL},
    {"iframe", TEXT_INLINE, text_open_media, NULL},
    {"img", TEXT_INLINE, text_open_img, NULL},
    {"input", TEXT_INLINE, open_input, NULL},
    {"legend", TEXT_LINE, NULL, NULL},
    {"li", TEXT_LINE, text_open_li, text_close_li},
    {"listing", TEXT_BLOCK, text_open_pre, text_close_pre},
    {"main", TEXT_BLOCK, NULL, NULL},
    {"menu", TEXT_LINE, text_open_list, text_close_list},
    {"nav", TEXT_BLOCK, NULL, NULL},
    {"noscript", TEXT_INLINE, open_noscript, close_noscript},
    {"object", TEXT_INLINE, text_open_media, NULL},
    {"ol", TEXT_LINE, text_open_ol, text_close_list},
    {"p", TEXT_BLOCK, NULL, NULL},
    {"pre", TEXT_BLOCK, text_open_pre, text_close_pre},
    {"q", TEXT_INLINE, open_q, close_q},
    {"rp", TEXT_INLINE, skip, NULL},
    {"rt", TEXT_INLINE, open_rt, close_rt},
    {"s", TEXT_INLINE, open_del, close_del},
    {"script", TEXT_INLINE, skip, NULL},
    {"section", TEXT_BLOCK, NULL, NULL},
    {"select", TEXT_INLINE, skip, NULL},
    {"strike", TEXT_INLINE, open_del, close_del},
    {"style", TEXT_INLINE, skip, NULL},
    {"sub", TEXT_INLINE, NULL, close_sub},
    {"summary", TEXT_BLOCK, NULL, NULL},
    {"sup", TEXT_INLINE, NULL, close_sup},
    {"svg", TEXT_INLINE, skip, NULL},
    {"table", TEXT_BLOCK, text_open_table, text_close_table},
    {"tbody", TEXT_LINE, NULL, NULL},
    {"td", TEXT_LINE, text_open_cell, text_close_cell},
    {"template", TEXT_INLINE, skip, NULL},
    {"textarea", TEXT_INLINE, skip, NULL},
    {"tfoot", TEXT_LINE, NULL, NULL},
    {"th", TEXT_LINE, text_open_cell, text_close_cell},
    {"thead", TEXT_LINE, NULL, NULL},
    {"title", TEXT_INLINE, skip, NULL},
    {"tr", TEXT_LINE, text_open_tr, NULL},
    {"ul", TEXT_LINE, text_open_list, text_close_list},
    {"video", TEXT_INLINE, text_open_media, NULL},
    {"wbr", TEXT_INLINE, open_wbr, NULL},
    {"xmp", TEXT_BLOCK, text_open_pre, text_close_pre},
};

static const struct text_element plain = {"", TEXT_INLINE, NULL, NULL};

static int
compare_name(const void *key, const void *entry)
{
	const char *name = key;
	const struct text_element *element = entry;
	int order = name[0] - element->name[0];

	return order != 0 ? order : strcmp(name, element->name);
}

const struct text_element *
text_element_of(const xmlNode *node)
{
	if (node->ns != NULL && ns_of(node) != NS_XHTML)
		return &plain;
	const struct text_element *element = bsearch(node->name, elements,
	    sizeof(elements) / sizeof(elements[0]), sizeof(elements[0]),
	    compare_name);
	return element == NULL ? &plain : element;
}
