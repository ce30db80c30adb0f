/*
 * Tables: as GitHub Flavored Markdown has them (4.10) when each cell is a line;
 * as HTML when they are more than that (cells that span others, lists, tables);
 * and as nothing but its blocks when a table is one column, which only lays a
 * page out.
 */
#include "render/markdown.h"

#include <stdlib.h>
#include <string.h>

#include "html/fragment.h"
#include "xml/node.h"

enum shape {
	SHAPE_BLOCKS,
	SHAPE_LINES,
	SHAPE_HTML,
};

/* What is found in a table. */
struct survey {
	int columns; /* of the widest row */
	int cells;   /* of this row */
	int parts;   /* paragraphs of this cell */
	bool rows;   /* there was one */
	bool complex;
};

static bool
is_among(const xmlNode *node, const char *names)
{
	const char *at = strstr(names, node_name(node));
	size_t n = strlen(node_name(node));

	return at != NULL && (at[n] == ' ' || at[n] == '\0') &&
	       (at == names || at[-1] == ' ');
}

static void
survey_cell(struct survey *s, const xmlNode *cell)
{
	s->parts = 0;
	if (++s->cells > s->columns)
		s->columns = s->cells;
	if (markdown_number(cell, "colspan", 1) != 1 ||
	    markdown_number(cell, "rowspan", 1) != 1 ||
	    strcmp(node_name(cell->parent), "tr") != 0)
		s->complex = true;
}

static void
survey_element(struct survey *s, const xmlNode *node)
{
	if (is_among(node, "tr")) {
		s->rows = true;
		s->cells = 0;
	} else if (is_among(node, "td th")) {
		survey_cell(s, node);
	} else if (is_among(node, "p div figure center")) {
		s->complex = s->complex || ++s->parts > 1;
	} else if (is_among(node, "table ul ol dl pre blockquote hr h1 h2 h3 "
				  "h4 h5 h6 details address section article "
				  "menu dir listing xmp fieldset")) {
		s->complex = true;
	} else if (is_among(node, "caption")) {
		s->complex = s->complex || s->rows;
	}
}

/* Text that stands between cells. */
static bool
is_stray(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE && !xmlIsBlankNode(node) &&
	       is_among(node->parent, "table thead tbody tfoot tr");
}

static enum shape
shape_of(const xmlNode *table, int *columns)
{
	struct survey s = {.columns = 0};

	for (const xmlNode *n = table->children; n != NULL;
	     n = node_walk(n, table)) {
		if (n->type == XML_ELEMENT_NODE)
			survey_element(&s, n);
		else if (is_stray(n))
			s.complex = true;
	}
	*columns = s.columns;
	if (s.columns < 2)
		return SHAPE_BLOCKS;
	return s.complex ? SHAPE_HTML : SHAPE_LINES;
}

/*
 * Clean HTML in lines, a row each and none of them blank: that would end it
 * (CommonMark 4.6).  Braces are parted, for Hugo.
 */
static void
write_lines(struct markdown *m, const char *s, const char *end)
{
	struct buf line;
	bool pre = false;

	buf_init(&line, LIMIT_OUTPUT);
	for (; s < end; s++) {
		size_t n = (size_t)(end - s);

		if (n >= 4 && memcmp(s, "<pre", 4) == 0)
			pre = true;
		else if (n >= 5 && memcmp(s, "</pre", 5) == 0)
			pre = false;
		if (n >= 3 && memcmp(s, "<tr", 3) == 0 && line.len > 0) {
			markdown_line(m, line.data, line.len);
			buf_cut(&line, 0);
		}
		if (*s == '\n')
			buf_puts(&line, pre ? "&#10;" : " ");
		else if (*s == '{' && line.len > 0 &&
			 line.data[line.len - 1] == '{')
			buf_puts(&line, "&#123;");
		else
			buf_putc(&line, *s);
	}
	if (line.len > 0)
		markdown_line(m, line.data, line.len);
	buf_clear(&line);
}

static void
write_html(struct markdown *m, const xmlNode *table)
{
	struct buf raw, clean;

	buf_init(&raw, LIMIT_OUTPUT);
	buf_init(&clean, LIMIT_OUTPUT);
	buf_puts(&raw, "<table>");
	fragment_html(table, &raw);
	buf_puts(&raw, "</table>");
	fragment_clean(buf_text(&raw), raw.len, &clean);
	write_lines(m, buf_text(&clean), buf_text(&clean) + clean.len);
	buf_clear(&raw);
	buf_clear(&clean);
}

void
markdown_open_table(struct markdown *m, struct markdown_frame *f)
{
	int columns = 0;
	enum shape shape =
	    m->one_line > 0 ? SHAPE_BLOCKS : shape_of(f->node, &columns);

	if (shape == SHAPE_HTML) {
		m->skipped = 1;
		write_html(m, f->node);
	} else if (shape == SHAPE_LINES) {
		f->owner = true;
		m->table = true;
		m->ruled = false;
		m->columns = columns;
	}
}

void
markdown_close_table(struct markdown *m, struct markdown_frame *f)
{
	if (f->owner)
		m->table = false;
}

void
markdown_open_tr(struct markdown *m, struct markdown_frame *f)
{
	(void)f;
	buf_cut(&m->row, 0);
	buf_putc(&m->row, '|');
	m->cells = 0;
}

/* True when the row's cells are all headings. */
static bool
is_heading(const xmlNode *row)
{
	for (const xmlNode *c = node_first(row); c != NULL; c = node_next(c))
		if (is_among(c, "td"))
			return is_among(row->parent, "thead");
	return true;
}

/* Makes the row as wide as the table, with cells like this. */
static void
pad_row(struct markdown *m, const char *cell)
{
	for (; m->cells < m->columns; m->cells++)
		buf_puts(&m->row, cell);
}

static void
write_row(struct markdown *m)
{
	markdown_line(m, buf_text(&m->row), m->row.len);
	buf_cut(&m->row, 0);
	buf_putc(&m->row, '|');
	m->cells = 0;
}

/* The first row is the headings, or else empty headings stand above it. */
void
markdown_close_tr(struct markdown *m, struct markdown_frame *f)
{
	if (!m->table || m->one_line > 0)
		return;
	if (m->ruled) {
		layout_gap_set(m->layout, 0);
		write_row(m);
		return;
	}
	char *row = NULL;
	m->ruled = true;
	if (!is_heading(f->node)) {
		row = buf_take(&m->row);
		buf_putc(&m->row, '|');
		m->cells = 0;
	}
	pad_row(m, "  |");
	write_row(m);
	pad_row(m, " --- |");
	write_row(m);
	if (row != NULL)
		markdown_line(m, row, strlen(row));
	free(row);
}

void
markdown_open_cell(struct markdown *m, struct markdown_frame *f)
{
	if (!m->table || m->one_line > 0)
		return;
	f->owner = true;
	m->one_line++;
}

void
markdown_close_cell(struct markdown *m, struct markdown_frame *f)
{
	if (!f->owner)
		return;
	m->one_line--;
	m->cells++;
	buf_putc(&m->row, ' ');
	phrase_end(m->phrase, PHRASE_CELL, &m->row);
	buf_puts(&m->row, " |");
}
