/*
 * Lists as plain text: bullets, numbers of every kind that HTML has (HTML
 * Standard, section 4.4.5), terms and what they mean.  Items stand close
 * together until one of them has a blank line in it.
 */
#include "render/text.h"

#include <string.h>

#include "xml/node.h"

static struct text_frame *
list_of(struct text *t)
{
	return t->list < 0 ? NULL : &t->stack[t->list];
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

void
text_open_list(struct text *t, struct text_frame *f)
{
	if (t->lists++ == 0)
		layout_gap(t->layout, 1);
	else
		layout_gap_set(t->layout, 0);
	f->outer = t->list;
	t->list = (int)(f - t->stack);
}

void
text_open_ol(struct text *t, struct text_frame *f)
{
	const char *type = node_attribute(f->node, "type");
	bool reversed = node_attribute(f->node, "reversed") != NULL;
	int count = count_items(f->node);

	text_open_list(t, f);
	f->style =
	    type == NULL || strchr("aAiI", type[0]) == NULL ? '1' : type[0];
	f->step = reversed ? -1 : 1;
	f->number = text_number(f->node, "start", reversed ? count : 1);
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

void
text_close_list(struct text *t, struct text_frame *f)
{
	t->list = f->outer;
	if (--t->lists == 0)
		layout_gap(t->layout, 1);
}

static void
indent_number(struct text *t, struct text_frame *list)
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

void
text_open_li(struct text *t, struct text_frame *f)
{
	struct text_frame *list = list_of(t);

	if (list != NULL && list->items++ > 0)
		layout_gap_set(t->layout, list->loose);
	f->blanks = layout_blanks(t->layout, true);
	if (list == NULL || list->step == 0) {
		const char *bullet = t->lists % 2 == 0 ? "- " : "• ";
		layout_indent(t->layout, bullet, "  ");
		return;
	}
	list->number = text_number(f->node, "value", list->number);
	indent_number(t, list);
	list->number += list->step;
}

void
text_close_li(struct text *t, struct text_frame *f)
{
	struct text_frame *list = list_of(t);

	layout_dedent(t->layout);
	if (list != NULL && layout_blanks(t->layout, false) > f->blanks)
		list->loose = true;
}

void
text_open_dt(struct text *t, struct text_frame *f)
{
	struct text_frame *list = list_of(t);

	(void)f;
	if (list != NULL && list->items++ > 0)
		layout_gap_set(t->layout, list->loose);
}

void
text_open_dd(struct text *t, struct text_frame *f)
{
	layout_gap_set(t->layout, 0);
	f->blanks = layout_blanks(t->layout, true);
	layout_indent(t->layout, "    ", "    ");
}
