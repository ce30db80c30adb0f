/*
 * The text serialiser: the XHTML that a stylesheet made, and the HTML of feeds,
 * as plain text that a person likes to read.  What an element means is in
 * the table below; how lines are made is layout.c's business.  Writes no
 * Markdown, and nothing that a terminal would obey (THREATS T1).
 */
#include "render/serialiser.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unistr.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "html/fragment.h"
#include "render/columns.h"
#include "render/footnotes.h"
#include "render/layout.h"
#include "xml/node.h"
#include "xml/ns.h"

#define STACK_MAX (LIMIT_DEPTH + LIMIT_HTML_DEPTH)

enum {
	INLINE = -1,
	LINE,  /* begins and ends a line */
	BLOCK, /* with a blank line before and behind */
};

struct text;
struct frame;

struct element {
	const char *name;
	int gap;
	void (*open)(struct text *t, const xmlNode *node, struct frame *f);
	void (*close)(struct text *t, const xmlNode *node, struct frame *f);
};

/* An element that is open. */
struct frame {
	const struct element *element;
	size_t mark;	      /* where it began in the paragraph */
	int outer;	      /* of a list: the list around it */
	int number;	      /* of a list: the next item's */
	int step;	      /* 1, -1 in reverse, 0 without numbers */
	int digits;	      /* room for numbers */
	int items;	      /* so far */
	char style;	      /* "1", "a", "A", "i", "I" */
	bool loose;	      /* an item had a blank line in it */
	bool owner;	      /* the link, table or cell that is at work */
	unsigned long blanks; /* of an item: written before it */
};

struct text {
	struct layout *layout;
	struct frame stack[STACK_MAX];
	int depth;
	int deep;    /* elements too deep for the stack */
	int skipped; /* depth within an element that gives nothing */
	int list;    /* in the stack, -1 for none */
	int lists;   /* within each other */
	int articles;
	int verbatims;	/* pre and its like, within each other */
	int scriptless; /* within noscript */
	int widest;	/* columns of the widest line since a heading began */
	struct columns *columns;
	bool in_cell;
	bool quoting; /* in a q */

	/* The link that is open. */
	const char *url; /* NULL for none; the node's */
	size_t url_mark;
	bool url_done;

	struct footnotes outside, inside; /* of articles */
	struct footnotes terms; /* abbreviations that were explained */

	struct buf html; /* what stands in <loom:html> */
	int html_depth;
};

static void
put(struct text *t, const char *s)
{
	layout_text(t->layout, s, strlen(s));
}

/* Links. */

/* Without what may be left out of an address when it is told. */
static void
bare_address(const char **s, size_t *n)
{
	static const char *const heads[] = {"https://", "http://", "www."};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		size_t len = strlen(heads[i]);
		if (*n > len && strncasecmp(*s, heads[i], len) == 0) {
			*s += len;
			*n -= len;
		}
	}
	if (*n > 0 && (*s)[*n - 1] == '/')
		--*n;
}

static bool
is_address_of(const char *text, size_t n, const char *url)
{
	size_t len = strlen(url);

	bare_address(&text, &n);
	bare_address(&url, &len);
	return n == len && strncasecmp(text, url, n) == 0;
}

/* Nothing that a reader could go to. */
static bool
is_idle(const char *url)
{
	size_t n = strlen(url);

	return n == 0 || url[0] == '#' || !url_clickable(url, n);
}

/* Leads to a note of the same page, or back: "1", "[2]", "*", "↩". */
static bool
is_note(const char *text, size_t n, const char *url)
{
	if (n > 8 || strchr(url, '#') == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((text[i] >= 'a' && text[i] <= 'z') ||
		    (text[i] >= 'A' && text[i] <= 'Z'))
			return false;
	return strchr("0123456789[(*^", text[0]) != NULL ||
	       strncmp(text, "†", 3) == 0 || strncmp(text, "↑", 3) == 0 ||
	       strncmp(text, "↩", 3) == 0;
}

static void
glue_number(struct text *t, const char *url)
{
	struct footnotes *f = t->articles > 0 ? &t->inside : &t->outside;
	unsigned number = footnotes_number(f, url);
	struct buf b;

	buf_init(&b, LIMIT_OUTPUT);
	if (number > 0)
		buf_printf(&b, "[%u]", number);
	else
		buf_printf(&b, "<%s>", url);
	layout_glue(t->layout, buf_text(&b), b.len);
	buf_clear(&b);
}

/* The address of a mail or telephone link, unless the text says it. */
static void
glue_address(struct text *t, const char *address, const char *text, size_t n)
{
	struct buf b, clean;

	buf_init(&b, LIMIT_URL);
	buf_init(&clean, LIMIT_URL);
	url_decode(address, strcspn(address, "?"), &b);
	layout_clean(buf_text(&b), b.len, &clean);
	if (clean.len == 0 || memmem(text, n, clean.data, clean.len) != NULL) {
		buf_clear(&b);
		buf_clear(&clean);
		return;
	}
	put(t, " <");
	layout_text(t->layout, clean.data, clean.len);
	put(t, ">");
	buf_clear(&b);
	buf_clear(&clean);
}

/* Says where the open link leads, behind its text if there is some. */
static void
mark_link(struct text *t)
{
	size_t n;
	const char *text = layout_since(t->layout, t->url_mark, &n);
	const char *url = t->url;

	if (n == 0)
		return;
	t->url_done = true;
	if (is_idle(url) || is_note(text, n, url))
		return;
	if (url_has_scheme(url, strlen(url), "mailto"))
		glue_address(t, url + strlen("mailto:"), text, n);
	else if (url_has_scheme(url, strlen(url), "tel"))
		glue_address(t, url + strlen("tel:"), text, n);
	else if (is_address_of(text, n, url))
		layout_keep(t->layout, t->url_mark);
	else
		glue_number(t, url);
}

static void
open_a(struct text *t, const xmlNode *node, struct frame *f)
{
	const char *url = node_attribute(node, "href");

	if (t->url != NULL || url == NULL)
		return;
	while (*url == ' ' || *url == '\n' || *url == '\t' || *url == '\r')
		url++;
	f->owner = true;
	t->url = url;
	t->url_mark = f->mark;
	t->url_done = false;
}

static void
close_a(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	if (!f->owner)
		return;
	if (!t->url_done)
		mark_link(t);
	t->url = NULL;
}

/* Blocks. */

/* Ends the paragraph; a link that is open says first where it leads. */
static void
end_paragraph(struct text *t)
{
	if (t->url != NULL && !t->url_done)
		mark_link(t);
	int widest = layout_flush(t->layout);
	if (widest > t->widest)
		t->widest = widest;
	t->url_mark = layout_mark(t->layout);
}

static void
skip(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	t->skipped = 1;
}

static void
open_heading(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
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
close_h1(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	underline(t, "=");
}

static void
close_h2(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	underline(t, "-");
}

/* Marks the groups in which blocks stand close together. */
static void
open_hgroup(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)t;
	(void)node;
	(void)f;
}

static void
open_blockquote(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	layout_indent(t->layout, "> ", "> ");
}

static void
close_indented(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	layout_dedent(t->layout);
}

/* Names whom a quotation is from: "— Farida Nur". */
static void
open_cite(struct text *t, const xmlNode *node, struct frame *f)
{
	static const char *const dashes[] = {"-", "–", "—", "―", "~"};
	const xmlNode *name = node->children;

	if (name == NULL || f->mark > 0 || node->parent == NULL ||
	    strcmp((const char *)node->parent->name, "blockquote") != 0)
		return;
	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (name->type == XML_TEXT_NODE &&
		    strncmp((const char *)name->content, dashes[i],
			strlen(dashes[i])) == 0)
			return;
	put(t, "— ");
}

/* Across the page between articles, three stars within one. */
static void
open_hr(struct text *t, const xmlNode *node, struct frame *f)
{
	int room = layout_room(t->layout);

	(void)node;
	(void)f;
	if (t->in_cell)
		return;
	if (t->articles > 0)
		rule(t, room > 5 ? (room - 5) / 2 : 0, "* * *", 1);
	else
		rule(t, 0, "-", room);
}

static void
open_br(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	layout_break(t->layout);
}

static void
open_article(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	t->articles++;
}

static void
close_article(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	if (--t->articles > 0)
		return;
	footnotes_write(&t->inside, t->layout);
	footnotes_clear(&t->terms);
}

/* Lists. */

static struct frame *
list_of(struct text *t)
{
	return t->list < 0 ? NULL : &t->stack[t->list];
}

static int
number_attribute(const xmlNode *node, const char *name, int missing)
{
	const char *s = node_attribute(node, name);
	int sign = 1, number = 0;

	if (s == NULL)
		return missing;
	if (*s == '-') {
		sign = -1;
		s++;
	}
	if (*s < '0' || *s > '9')
		return missing;
	for (; *s >= '0' && *s <= '9' && number < 10000000; s++)
		number = number * 10 + (*s - '0');
	return sign * number;
}

static int
count_items(const xmlNode *list)
{
	int n = 0;

	for (const xmlNode *c = list->children; c != NULL; c = c->next)
		n += c->type == XML_ELEMENT_NODE &&
		     strcmp((const char *)c->name, "li") == 0;
	return n;
}

/* a, b, … z, aa, ab, … */
static void
put_letters(struct buf *b, int number, char first)
{
	char letters[8];
	size_t n = 0;

	for (; number > 0; number = (number - 1) / 26)
		letters[n++] = (char)(first + (number - 1) % 26);
	while (n > 0)
		buf_putc(b, letters[--n]);
}

static void
put_roman(struct buf *b, int number, bool upper)
{
	static const struct {
		int value;
		const char *upper, *lower;
	} digits[] = {
	    {1000, "M", "m"},
	    {900, "CM", "cm"},
	    {500, "D", "d"},
	    {400, "CD", "cd"},
	    {100, "C", "c"},
	    {90, "XC", "xc"},
	    {50, "L", "l"},
	    {40, "XL", "xl"},
	    {10, "X", "x"},
	    {9, "IX", "ix"},
	    {5, "V", "v"},
	    {4, "IV", "iv"},
	    {1, "I", "i"},
	};

	for (size_t i = 0; number > 0; i++)
		for (; number >= digits[i].value; number -= digits[i].value)
			buf_puts(b, upper ? digits[i].upper : digits[i].lower);
}

/* "12.", "c.", "iv." */
static void
put_number(struct buf *b, int number, char style)
{
	if ((style == 'a' || style == 'A') && number > 0)
		put_letters(b, number, style);
	else if ((style == 'i' || style == 'I') && number > 0 && number < 100)
		put_roman(b, number, style == 'I');
	else
		buf_printf(b, "%d", number);
	buf_putc(b, '.');
}

static int
number_length(int number, char style)
{
	struct buf b;

	buf_init(&b, 64);
	put_number(&b, number, style);
	int n = (int)b.len;
	buf_clear(&b);
	return n;
}

static void
open_list(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	if (t->lists++ == 0)
		layout_gap(t->layout, 1);
	else
		layout_gap_set(t->layout, 0);
	f->outer = t->list;
	t->list = (int)(f - t->stack);
}

static void
open_ol(struct text *t, const xmlNode *node, struct frame *f)
{
	const char *type = node_attribute(node, "type");
	bool reversed = node_attribute(node, "reversed") != NULL;
	int count = count_items(node);

	open_list(t, node, f);
	f->style =
	    type == NULL || strchr("aAiI", type[0]) == NULL ? '1' : type[0];
	f->step = reversed ? -1 : 1;
	f->number = number_attribute(node, "start", reversed ? count : 1);
	int last = f->number + f->step * (count - 1);
	if (f->style == 'i' || f->style == 'I') { /* viii is the longest */
		for (int i = 0; i < count && i < 100; i++) {
			int n =
			    number_length(f->number + f->step * i, f->style);
			f->digits = n > f->digits ? n : f->digits;
		}
		return;
	}
	int a = number_length(f->number, f->style);
	int b = number_length(last, f->style);
	f->digits = a > b ? a : b;
}

static void
close_list(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	t->list = f->outer;
	if (--t->lists == 0)
		layout_gap(t->layout, 1);
}

static void
indent_number(struct text *t, struct frame *list)
{
	char rest[24];
	struct buf number, first;

	buf_init(&number, 64);
	buf_init(&first, 64);
	put_number(&number, list->number, list->style);
	for (int i = (int)number.len; i < list->digits; i++)
		buf_putc(&first, ' ');
	buf_puts(&first, buf_text(&number));
	buf_putc(&first, ' ');
	size_t n = first.len < sizeof(rest) ? first.len : sizeof(rest) - 1;
	memset(rest, ' ', n);
	rest[n] = '\0';
	layout_indent(t->layout, buf_text(&first), rest);
	buf_clear(&number);
	buf_clear(&first);
}

static void
open_li(struct text *t, const xmlNode *node, struct frame *f)
{
	struct frame *list = list_of(t);

	if (list != NULL && list->items++ > 0)
		layout_gap_set(t->layout, list->loose);
	f->blanks = layout_blanks(t->layout, true);
	if (list == NULL || list->step == 0) {
		const char *bullet = t->lists % 2 == 0 ? "- " : "• ";
		layout_indent(t->layout, bullet, "  ");
		return;
	}
	list->number = number_attribute(node, "value", list->number);
	indent_number(t, list);
	list->number += list->step;
}

static void
close_li(struct text *t, const xmlNode *node, struct frame *f)
{
	struct frame *list = list_of(t);

	(void)node;
	layout_dedent(t->layout);
	if (list != NULL && layout_blanks(t->layout, false) > f->blanks)
		list->loose = true;
}

static void
open_dt(struct text *t, const xmlNode *node, struct frame *f)
{
	struct frame *list = list_of(t);

	(void)node;
	(void)f;
	if (list != NULL && list->items++ > 0)
		layout_gap_set(t->layout, list->loose);
}

static void
open_dd(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	layout_gap_set(t->layout, 0);
	f->blanks = layout_blanks(t->layout, true);
	layout_indent(t->layout, "    ", "    ");
}

/* Tables. */

/* The table that is being gathered is none: what it has becomes paragraphs. */
static void
dissolve(struct text *t)
{
	if (t->columns == NULL)
		return;
	columns_dissolve(t->columns);
	columns_free(t->columns);
	t->columns = NULL;
	t->in_cell = false;
	layout_hold(t->layout, false);
	end_paragraph(t);
}

static void
open_table(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	dissolve(t);
	layout_gap(t->layout, 1);
	if (t->verbatims > 0)
		return;
	f->owner = true;
	t->columns = columns_new(t->layout);
}

static void
close_table(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	if (!f->owner || t->columns == NULL)
		return;
	columns_end(t->columns);
	columns_free(t->columns);
	t->columns = NULL;
}

static void
open_tr(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	if (t->columns != NULL && !t->in_cell)
		columns_row(t->columns);
}

static void
open_cell(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	if (t->columns == NULL || t->in_cell)
		return;
	f->owner = true;
	t->in_cell = true;
	layout_hold(t->layout, true);
}

static void
close_cell(struct text *t, const xmlNode *node, struct frame *f)
{
	struct columns_cell cell = {0};

	if (!f->owner || t->columns == NULL || !t->in_cell)
		return;
	cell.text = layout_since(t->layout, 0, &cell.len);
	while (cell.len > 0 && cell.text[cell.len - 1] == '\n')
		cell.len--;
	cell.colspan = number_attribute(node, "colspan", 1);
	cell.rowspan = number_attribute(node, "rowspan", 1);
	cell.heading = f->element->name[1] == 'h';
	columns_cell(t->columns, &cell);
	layout_cut(t->layout, 0);
	layout_hold(t->layout, false);
	t->in_cell = false;
	t->url_mark = 0;
}

static void
open_pre(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	if (t->verbatims++ > 0)
		return;
	dissolve(t);
	layout_gap(t->layout, 1);
	layout_indent(t->layout, "    ", "    ");
	layout_verbatim(t->layout, true);
}

static void
close_pre(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	if (--t->verbatims > 0)
		return;
	layout_verbatim(t->layout, false);
	layout_dedent(t->layout);
}

/* Images and other media. */

static bool
has_class(const xmlNode *node, const char *name)
{
	const char *class = node_attribute(node, "class");

	return class != NULL && strstr(class, name) != NULL;
}

/* One emoji, as browsers' fallback images have it in their alt. */
static bool
is_emoji(const char *alt)
{
	ucs4_t c;
	size_t n = strlen(alt);

	if (n < 3 || n > 32 || u8_mbtouc(&c, (const uint8_t *)alt, n) <= 0)
		return false;
	if (c < 0x80) /* a keycap: digit, U+20E3 at the end */
		return strcmp(alt + n - 3, "\xE2\x83\xA3") == 0;
	for (const char *s = alt; *s != '\0'; s++)
		if ((unsigned char)*s < 0x80)
			return false;
	return c >= 0x1F000 || (c >= 0x2190 && c <= 0x2BFF);
}

static void
open_img(struct text *t, const xmlNode *node, struct frame *f)
{
	const char *alt = node_attribute(node, "alt");

	(void)f;
	if (alt == NULL || t->scriptless > 0 ||
	    alt[strspn(alt, " \t\r\n")] == '\0')
		return;
	if (has_class(node, "wp-smiley") || has_class(node, "emoji") ||
	    is_emoji(alt)) {
		put(t, alt);
		return;
	}
	put(t, "[image: ");
	layout_text(t->layout, alt, strlen(alt));
	put(t, "]");
}

/* The address of a medium: its own, or its first source's. */
static const char *
source_of(const xmlNode *node)
{
	static const char *const names[] = {"src", "data-src", "data"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *url = node_attribute(node, names[i]);
		if (url != NULL && !is_idle(url) &&
		    strcmp(url, "about:blank") != 0)
			return url;
	}
	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)c->name, "source") == 0)
			return node_attribute(c, "src");
	return NULL;
}

/* "[video: its title] [3]", and nothing of what stands in it. */
static void
open_media(struct text *t, const xmlNode *node, struct frame *f)
{
	const char *title = node_attribute(node, "title");
	const char *url = source_of(node);
	const char *what = f->element->name;

	t->skipped = 1;
	if (url == NULL || has_class(node, "wp-embedded-content"))
		return;
	if (strcmp(what, "video") != 0 && strcmp(what, "audio") != 0)
		what = "embedded";
	put(t, "[");
	put(t, what);
	if (title != NULL && title[0] != '\0') {
		put(t, ": ");
		put(t, title);
	}
	put(t, "]");
	glue_number(t, url);
}

static void
open_input(struct text *t, const xmlNode *node, struct frame *f)
{
	const char *type = node_attribute(node, "type");

	(void)f;
	if (type != NULL && strcasecmp(type, "checkbox") == 0)
		put(t,
		    node_attribute(node, "checked") != NULL ? "[x] " : "[ ] ");
}

static void
open_noscript(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	t->scriptless++;
}

static void
close_noscript(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	t->scriptless--;
}

/* Words. */

static void
open_q(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	f->owner = !t->quoting;
	put(t, t->quoting ? "‘" : "“");
	t->quoting = true;
}

static void
close_q(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	put(t, f->owner ? "”" : "’");
	if (f->owner)
		t->quoting = false;
}

static void
open_del(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	put(t, "[deleted: ");
}

static void
close_del(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	put(t, "]");
}

static void
open_rt(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	put(t, "(");
}

static void
close_rt(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	put(t, ")");
}

static void
open_wbr(struct text *t, const xmlNode *node, struct frame *f)
{
	(void)node;
	(void)f;
	put(t, "\xE2\x80\x8B"); /* U+200B */
}

/* Explains an abbreviation, the first time it occurs in an article. */
static void
close_abbr(struct text *t, const xmlNode *node, struct frame *f)
{
	const char *title = node_attribute(node, "title");
	unsigned seen = t->terms.count;

	(void)f;
	if (title == NULL || title[0] == '\0')
		return;
	if (footnotes_number(&t->terms, title) <= seen)
		return;
	put(t, " (");
	put(t, title);
	put(t, ")");
}

/*
 * Puts Unicode's raised or lowered digits in the place of plain ones, if the
 * element has nothing but digits: m² and H₂O, but 1st.
 */
static void
shift_digits(
    struct text *t, const struct frame *f, const char *const digits[10])
{
	size_t n;
	const char *text = layout_since(t->layout, f->mark, &n);
	struct buf b;

	if (n == 0 || n > 8 || layout_mark(t->layout) - f->mark != n)
		return;
	for (size_t i = 0; i < n; i++)
		if (text[i] < '0' || text[i] > '9')
			return;
	buf_init(&b, 64);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, digits[text[i] - '0']);
	layout_cut(t->layout, f->mark);
	layout_text(t->layout, buf_text(&b), b.len);
	buf_clear(&b);
}

static void
close_sup(struct text *t, const xmlNode *node, struct frame *f)
{
	static const char *const digits[] = {
	    "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

	(void)node;
	shift_digits(t, f, digits);
}

static void
close_sub(struct text *t, const xmlNode *node, struct frame *f)
{
	static const char *const digits[] = {
	    "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};

	(void)node;
	shift_digits(t, f, digits);
}

/* What is not in it is INLINE.  Sorted by name. */
static const struct element elements[] = {
    {"a", INLINE, open_a, close_a},
    {"abbr", INLINE, NULL, close_abbr},
    {"acronym", INLINE, NULL, close_abbr},
    {"address", BLOCK, NULL, NULL},
    {"annotation", INLINE, skip, NULL},
    {"annotation-xml", INLINE, skip, NULL},
    {"article", BLOCK, open_article, close_article},
    {"aside", BLOCK, NULL, NULL},
    {"audio", INLINE, open_media, NULL},
    {"blockquote", BLOCK, open_blockquote, close_indented},
    {"body", LINE, NULL, NULL},
    {"br", INLINE, open_br, NULL},
    {"button", INLINE, skip, NULL},
    {"canvas", INLINE, skip, NULL},
    {"caption", BLOCK, NULL, NULL},
    {"center", LINE, NULL, NULL},
    {"cite", INLINE, open_cite, NULL},
    {"datalist", INLINE, skip, NULL},
    {"dd", LINE, open_dd, close_li},
    {"del", INLINE, open_del, close_del},
    {"details", BLOCK, NULL, NULL},
    {"dir", LINE, open_list, close_list},
    {"div", LINE, NULL, NULL},
    {"dl", LINE, open_list, close_list},
    {"dt", LINE, open_dt, NULL},
    {"embed", INLINE, open_media, NULL},
    {"fieldset", BLOCK, NULL, NULL},
    {"figcaption", LINE, NULL, NULL},
    {"figure", BLOCK, NULL, NULL},
    {"footer", BLOCK, NULL, NULL},
    {"form", LINE, NULL, NULL},
    {"h1", BLOCK, open_heading, close_h1},
    {"h2", BLOCK, open_heading, close_h2},
    {"h3", BLOCK, NULL, NULL},
    {"h4", BLOCK, NULL, NULL},
    {"h5", BLOCK, NULL, NULL},
    {"h6", BLOCK, NULL, NULL},
    {"head", INLINE, skip, NULL},
    {"header", BLOCK, NULL, NULL},
    {"hgroup", BLOCK, open_hgroup, NULL},
    {"hr", BLOCK, open_hr, NULL},
    {"html", LINE, NULL, NULL},
    {"iframe", INLINE, open_media, NULL},
    {"img", INLINE, open_img, NULL},
    {"input", INLINE, open_input, NULL},
    {"legend", LINE, NULL, NULL},
    {"li", LINE, open_li, close_li},
    {"listing", BLOCK, open_pre, close_pre},
    {"main", BLOCK, NULL, NULL},
    {"menu", LINE, open_list, close_list},
    {"nav", BLOCK, NULL, NULL},
    {"noscript", INLINE, open_noscript, close_noscript},
    {"object", INLINE, open_media, NULL},
    {"ol", LINE, open_ol, close_list},
    {"p", BLOCK, NULL, NULL},
    {"pre", BLOCK, open_pre, close_pre},
    {"q", INLINE, open_q, close_q},
    {"rp", INLINE, skip, NULL},
    {"rt", INLINE, open_rt, close_rt},
    {"s", INLINE, open_del, close_del},
    {"script", INLINE, skip, NULL},
    {"section", BLOCK, NULL, NULL},
    {"select", INLINE, skip, NULL},
    {"strike", INLINE, open_del, close_del},
    {"style", INLINE, skip, NULL},
    {"sub", INLINE, NULL, close_sub},
    {"summary", BLOCK, NULL, NULL},
    {"sup", INLINE, NULL, close_sup},
    {"svg", INLINE, skip, NULL},
    {"table", BLOCK, open_table, close_table},
    {"tbody", LINE, NULL, NULL},
    {"td", LINE, open_cell, close_cell},
    {"template", INLINE, skip, NULL},
    {"textarea", INLINE, skip, NULL},
    {"tfoot", LINE, NULL, NULL},
    {"th", LINE, open_cell, close_cell},
    {"thead", LINE, NULL, NULL},
    {"title", INLINE, skip, NULL},
    {"tr", LINE, open_tr, NULL},
    {"ul", LINE, open_list, close_list},
    {"video", INLINE, open_media, NULL},
    {"wbr", INLINE, open_wbr, NULL},
    {"xmp", BLOCK, open_pre, close_pre},
};

static const struct element plain = {"", INLINE, NULL, NULL};

static int
compare_name(const void *key, const void *entry)
{
	const char *name = key;
	const struct element *element = entry;
	int order = name[0] - element->name[0];

	return order != 0 ? order : strcmp(name, element->name);
}

static const struct element *
element_of(const xmlNode *node)
{
	if (node->ns != NULL && ns_of(node) != NS_XHTML)
		return &plain;
	const struct element *element = bsearch(node->name, elements,
	    sizeof(elements) / sizeof(elements[0]), sizeof(elements[0]),
	    compare_name);
	return element == NULL ? &plain : element;
}

/* The gap around an element, none in a group of headings. */
static int
gap_of(const struct text *t, const struct element *element)
{
	if (t->depth > 0 && t->stack[t->depth - 1].element->open == open_hgroup)
		return 0;
	return element->gap;
}

static void
open_element(struct text *t, const xmlNode *node)
{
	if (t->skipped > 0) {
		t->skipped++;
		return;
	}
	if (t->depth == STACK_MAX) {
		t->deep++;
		return;
	}
	const struct element *element = element_of(node);
	if (element->gap != INLINE) {
		end_paragraph(t);
		layout_gap(t->layout, gap_of(t, element));
	}
	struct frame *f = &t->stack[t->depth++];
	*f = (struct frame){.element = element, .mark = layout_mark(t->layout)};
	if (element->open != NULL)
		element->open(t, node, f);
}

static void
close_element(struct text *t, const xmlNode *node)
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
	struct frame *f = &t->stack[t->depth - 1];
	const struct element *element = f->element;
	if (element->gap != INLINE)
		end_paragraph(t);
	if (element->close != NULL)
		element->close(t, node, f);
	t->depth--;
	if (element->gap != INLINE)
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
			close_element(t, node);
		} else if (node->type == XML_TEXT_NODE ||
			   node->type == XML_CDATA_SECTION_NODE) {
			const char *s = (const char *)node->content;
			put_text(t, s, strlen(s));
		}
		while (node->next == NULL && node->parent != root) {
			node = node->parent;
			close_element(t, node);
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

	if (t->html_depth > 1)
		t->html_depth--;
	else if (t->html_depth == 1) {
		t->html_depth = 0;
		return lay_html(t, e);
	} else {
		close_element(t, element);
	}
	if (layout_full(t->layout))
		return error_set(e, ERR_INPUT, "text: paragraph too large");
	return 0;
}

static int
text_finish(void *s, struct error *e)
{
	struct text *t = s;

	end_paragraph(t);
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
