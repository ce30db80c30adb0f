/*
 * What each element of HTML means in CommonMark: the table, and the elements
 * that need little to be said.  What is not in the table is part of a line.
 * What CommonMark has no sign for, and text alone would not say, stays HTML
 * within the line.
 */
#include "render/markdown.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "html/value.h"
#include "render/media.h"
#include "xml/node.h"
#include "xml/ns.h"

static void
open_em(struct markdown *m, struct markdown_frame *f)
{
	f->owner = phrase_open(m->phrase, PHRASE_EM, NULL, NULL);
}

static void
open_strong(struct markdown *m, struct markdown_frame *f)
{
	f->owner = phrase_open(m->phrase, PHRASE_STRONG, NULL, NULL);
}

static void
open_del(struct markdown *m, struct markdown_frame *f)
{
	f->owner = phrase_open(m->phrase, PHRASE_DEL, NULL, NULL);
}

/* The element itself, with the attributes that change what is read. */
static void
open_tag(struct markdown *m, struct markdown_frame *f)
{
	static const char *const names[] = {"title", "dir", "lang"};
	struct buf tag;

	buf_init(&tag, LIMIT_TAG);
	buf_puts(&tag, f->element->name);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = node_attribute(f->node, names[i]);

		if (value == NULL)
			continue;
		buf_printf(&tag, " %s=\"", names[i]);
		value_encode(value, strlen(value), &tag);
		buf_putc(&tag, '"');
	}
	for (size_t i = 0; i < tag.len; i++)
		if (tag.data[i] == '\n')
			tag.data[i] = ' ';
	if (!buf_full(&tag))
		f->owner = phrase_open(m->phrase, PHRASE_TAG, tag.data, NULL);
	buf_clear(&tag);
}

static void
open_code(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	phrase_code(m->phrase, true);
}

static void
close_code(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	phrase_code(m->phrase, false);
}

static void
open_br(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	phrase_break(m->phrase);
}

static void
open_wbr(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	markdown_put(m, "\xE2\x80\x8B"); /* U+200B */
}

static void
open_hr(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	if (m->one_line == 0) /* no list's item begins with it */
		markdown_line(m, "___", 3);
}

static void
open_blockquote(struct markdown *m, struct markdown_frame *f)
{
	f->owner = m->one_line == 0;
	if (f->owner)
		layout_indent(m->layout, "> ", "> ");
}

static void
close_blockquote(struct markdown *m, struct markdown_frame *f)
{
	if (f->owner)
		layout_dedent(m->layout);
}

static void
open_heading(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	m->one_line++;
}

/* "#" at the end of a heading would be no part of it. */
static void
write_heading(struct markdown *m, int level, const char *s, size_t n)
{
	struct buf line;

	buf_init(&line, LIMIT_OUTPUT);
	while (level-- > 0)
		buf_putc(&line, '#');
	buf_putc(&line, ' ');
	size_t end = n;
	while (end > 0 && s[end - 1] == '#')
		end--;
	for (size_t i = 0; i < n; i++) {
		if (i == end && (i == 0 || s[i - 1] == ' '))
			buf_putc(&line, '\\');
		buf_putc(&line, s[i]);
	}
	markdown_line(m, line.data, line.len);
	buf_clear(&line);
}

static void
close_heading(struct markdown *m, struct markdown_frame *f)
{
	if (--m->one_line > 0 || phrase_is_empty(m->phrase))
		return;
	phrase_end(m->phrase, PHRASE_HEADING, &m->lines);
	write_heading(
	    m, f->element->name[1] - '0', buf_text(&m->lines), m->lines.len);
	buf_cut(&m->lines, 0);
}

static void
open_noscript(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	m->scriptless++;
}

static void
close_noscript(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	m->scriptless--;
}

/* What is not in it is part of a line.  Sorted by name. */
static const struct markdown_element elements[] = {
    {"a", false, markdown_open_a, markdown_close_mark},
    {"abbr", false, open_tag, markdown_close_mark},
    {"address", true, NULL, NULL},
    {"annotation", false, markdown_skip, NULL},
    {"annotation-xml", false, markdown_skip, NULL},
    {"article", true, NULL, NULL},
    {"aside", true, NULL, NULL},
    {"audio", false, markdown_open_media, NULL},
    {"b", false, open_strong, markdown_close_mark},
    {"bdo", false, open_tag, markdown_close_mark},
    {"blockquote", true, open_blockquote, close_blockquote},
    {"body", true, NULL, NULL},
    {"br", false, open_br, NULL},
    {"button", false, markdown_skip, NULL},
    {"canvas", false, markdown_skip, NULL},
    {"caption", true, NULL, NULL},
    {"center", true, NULL, NULL},
    {"cite", false, open_em, markdown_close_mark},
    {"code", false, open_code, close_code},
    {"datalist", false, markdown_skip, NULL},
    {"dd", true, markdown_open_dd, markdown_close_li},
    {"del", false, open_del, markdown_close_mark},
    {"details", true, NULL, NULL},
    {"dfn", false, open_em, markdown_close_mark},
    {"dir", true, markdown_open_list, markdown_close_list},
    {"div", true, NULL, NULL},
    {"dl", true, markdown_open_list, markdown_close_list},
    {"dt", true, open_strong, markdown_close_mark},
    {"em", false, open_em, markdown_close_mark},
    {"embed", false, markdown_open_media, NULL},
    {"fieldset", true, NULL, NULL},
    {"figcaption", true, open_em, markdown_close_mark},
    {"figure", true, NULL, NULL},
    {"footer", true, NULL, NULL},
    {"form", true, NULL, NULL},
    {"h1", true, open_heading, close_heading},
    {"h2", true, open_heading, close_heading},
    {"h3", true, open_heading, close_heading},
    {"h4", true, open_heading, close_heading},
    {"h5", true, open_heading, close_heading},
    {"h6", true, open_heading, close_heading},
    {"head", false, markdown_skip, NULL},
    {"header", true, NULL, NULL},
    {"hgroup", true, NULL, NULL},
    {"hr", true, open_hr, NULL},
    {"html", true, NULL, NULL},
    {"i", false, open_em, markdown_close_mark},
    {"iframe", false, markdown_open_media, NULL},
    {"img", false, markdown_open_img, NULL},
    {"input", false, markdown_open_input, NULL},
    {"ins", false, open_tag, markdown_close_mark},
    {"kbd", false, open_tag, markdown_close_mark},
    {"legend", true, NULL, NULL},
    {"li", true, markdown_open_li, markdown_close_li},
    {"listing", true, markdown_open_pre, NULL},
    {"main", true, NULL, NULL},
    {"mark", false, open_tag, markdown_close_mark},
    {"menu", true, markdown_open_list, markdown_close_list},
    {"nav", true, NULL, NULL},
    {"noscript", false, open_noscript, close_noscript},
    {"object", false, markdown_open_media, NULL},
    {"ol", true, markdown_open_ol, markdown_close_list},
    {"p", true, NULL, NULL},
    {"pre", true, markdown_open_pre, NULL},
    {"q", false, open_tag, markdown_close_mark},
    {"rp", false, open_tag, markdown_close_mark},
    {"rt", false, open_tag, markdown_close_mark},
    {"ruby", false, open_tag, markdown_close_mark},
    {"s", false, open_del, markdown_close_mark},
    {"samp", false, open_code, close_code},
    {"script", false, markdown_skip, NULL},
    {"section", true, NULL, NULL},
    {"select", false, markdown_skip, NULL},
    {"strike", false, open_del, markdown_close_mark},
    {"strong", false, open_strong, markdown_close_mark},
    {"style", false, markdown_skip, NULL},
    {"sub", false, open_tag, markdown_close_mark},
    {"summary", true, open_strong, markdown_close_mark},
    {"sup", false, open_tag, markdown_close_mark},
    {"svg", false, markdown_skip, NULL},
    {"table", true, markdown_open_table, markdown_close_table},
    {"tbody", true, NULL, NULL},
    {"td", true, markdown_open_cell, markdown_close_cell},
    {"template", false, markdown_skip, NULL},
    {"textarea", false, markdown_skip, NULL},
    {"tfoot", true, NULL, NULL},
    {"th", true, markdown_open_cell, markdown_close_cell},
    {"thead", true, NULL, NULL},
    {"title", false, markdown_skip, NULL},
    {"tr", true, markdown_open_tr, markdown_close_tr},
    {"tt", false, open_code, close_code},
    {"u", false, open_tag, markdown_close_mark},
    {"ul", true, markdown_open_list, markdown_close_list},
    {"var", false, open_em, markdown_close_mark},
    {"video", false, markdown_open_media, NULL},
    {"wbr", false, open_wbr, NULL},
    {"xmp", true, markdown_open_pre, NULL},
};

static const struct markdown_element plain = {"", false, NULL, NULL};

static int
compare_name(const void *key, const void *entry)
{
	return strcmp(key, ((const struct markdown_element *)entry)->name);
}

const struct markdown_element *
markdown_element_of(const xmlNode *node)
{
	if (node->ns != NULL && ns_of(node) != NS_XHTML)
		return &plain;
	const struct markdown_element *element = bsearch(node->name, elements,
	    sizeof(elements) / sizeof(elements[0]), sizeof(elements[0]),
	    compare_name);
	return element == NULL ? &plain : element;
}
