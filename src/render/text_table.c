/*
 * What stands in columns: tables, whose cells are gathered until the table
 * ends, and text as it was typed.  A table that holds another one, or such
 * text, is there for its layout: what it holds becomes paragraphs.
 */
#include "render/text.h"

#include "render/columns.h"
#include "xml/node.h"

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
	text_end_paragraph(t);
}

void
text_open_table(struct text *t, struct text_frame *f)
{
	dissolve(t);
	layout_gap(t->layout, 1);
	if (t->verbatims > 0)
		return;
	f->owner = true;
	t->columns = columns_new(t->layout);
}

void
text_close_table(struct text *t, struct text_frame *f)
{
	if (!f->owner || t->columns == NULL)
		return;
	columns_end(t->columns);
	columns_free(t->columns);
	t->columns = NULL;
}

void
text_open_tr(struct text *t, struct text_frame *f)
{
	(void)f;
	if (t->columns != NULL && !t->in_cell)
		columns_row(t->columns);
}

void
text_open_cell(struct text *t, struct text_frame *f)
{
	if (t->columns == NULL || t->in_cell)
		return;
	f->owner = true;
	t->in_cell = true;
	layout_hold(t->layout, true);
}

void
text_close_cell(struct text *t, struct text_frame *f)
{
	struct columns_cell cell = {0};

	if (!f->owner || t->columns == NULL || !t->in_cell)
		return;
	cell.text = layout_since(t->layout, 0, &cell.len);
	while (cell.len > 0 && cell.text[cell.len - 1] == '\n')
		cell.len--;
	cell.colspan = text_number(f->node, "colspan", 1);
	cell.rowspan = text_number(f->node, "rowspan", 1);
	cell.heading = f->element->name[1] == 'h';
	columns_cell(t->columns, &cell);
	layout_cut(t->layout, 0);
	layout_hold(t->layout, false);
	t->in_cell = false;
	t->url_mark = 0;
}

void
text_open_pre(struct text *t, struct text_frame *f)
{
	(void)f;
	if (t->verbatims++ > 0)
		return;
	dissolve(t);
	layout_gap(t->layout, 1);
	layout_indent(t->layout, "    ", "    ");
	layout_verbatim(t->layout, true);
}

void
text_close_pre(struct text *t, struct text_frame *f)
{
	(void)f;
	if (--t->verbatims > 0)
		return;
	layout_verbatim(t->layout, false);
	layout_dedent(t->layout);
}
