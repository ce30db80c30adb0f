/*
 * Tables as text.  Columns are as wide as they want to be when all fit, else
 * they get their widest word and a share of what is left by what they lack;
 * when not even the words fit there are no columns.  Numbers stand to the
 * right.
 */
#include "render/columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/wrap.h"

#define COLUMNS_MAX 24
#define CELLS_MAX 4096
#define TEXT_MAX (512 * KIB)
#define SPAN_MAX 1000
#define GUTTER 2

struct cell {
	size_t at; /* in the table's text */
	size_t len;
	int row;
	int column;
	int span;
	bool heading;
};

struct column {
	int least;  /* its widest word */
	int wanted; /* its widest line */
	int width;
	int hang; /* rows that a cell above reaches into */
	bool numbers;
	size_t values; /* cells below the headings */
};

struct columns {
	struct layout *l;
	struct buf text;
	struct cell *cells;
	size_t count, room;
	int rows;
	int width;    /* columns */
	int next;     /* column of the row's next cell */
	bool streams; /* too large: cells are written as they come */
	struct column columns[COLUMNS_MAX];
};

struct columns *
columns_new(struct layout *l)
{
	struct columns *c = mem_new(1, sizeof(*c));

	c->l = l;
	buf_init(&c->text, 2 * TEXT_MAX);
	return c;
}

void
columns_free(struct columns *c)
{
	if (c == NULL)
		return;
	buf_clear(&c->text);
	free(c->cells);
	free(c);
}

void
columns_row(struct columns *c)
{
	if (c->streams)
		layout_gap(c->l, 1);
	c->rows++;
	c->next = 0;
	for (int i = 0; i < COLUMNS_MAX; i++)
		if (c->columns[i].hang > 0)
			c->columns[i].hang--;
}

static const char *
text_of(const struct columns *c, const struct cell *cell)
{
	return buf_text(&c->text) + cell->at;
}

/* The heading of a column, NULL when it has none. */
static const struct cell *
heading_of(const struct columns *c, int column)
{
	for (size_t i = 0; i < c->count && c->cells[i].row == 1; i++)
		if (c->cells[i].column == column)
			return c->cells[i].heading && c->cells[i].len > 0
				   ? &c->cells[i]
				   : NULL;
	return NULL;
}

/* True when the first row is all headings, and not all there is. */
static bool
has_headings(const struct columns *c)
{
	if (c->count == 0 || c->cells[c->count - 1].row == 1)
		return false;
	for (size_t i = 0; i < c->count && c->cells[i].row == 1; i++)
		if (!c->cells[i].heading && c->cells[i].len > 0)
			return false;
	return true;
}

/* A cell on its own: "heading: value". */
static void
write_record(struct columns *c, int column, const char *text, size_t len)
{
	const struct cell *heading =
	    has_headings(c) ? heading_of(c, column) : NULL;
	struct buf line;

	if (len == 0)
		return;
	buf_init(&line, LIMIT_OUTPUT);
	if (heading != NULL) {
		buf_add(&line, text_of(c, heading), heading->len);
		if (line.data[line.len - 1] != ':')
			buf_putc(&line, ':');
		buf_putc(&line, ' ');
	}
	buf_add(&line, text, len);
	layout_indent(c->l, "", "  ");
	layout_paragraph(c->l, line.data, line.len);
	layout_dedent(c->l);
	buf_clear(&line);
}

static void
write_records(struct columns *c)
{
	int row = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct cell *cell = &c->cells[i];

		if (cell->row == 1 && has_headings(c))
			continue;
		if (cell->row != row)
			layout_gap(c->l, 1);
		row = cell->row;
		write_record(c, cell->column, text_of(c, cell), cell->len);
	}
}

/* Finds the cell's column and books those it reaches over; its span. */
static int
book(struct columns *c, const struct columns_cell *cell)
{
	while (c->next < COLUMNS_MAX && c->columns[c->next].hang > 0)
		c->next++;
	int span = cell->colspan < 1 ? 1 : cell->colspan;
	int rows = cell->rowspan < 1 ? 1 : cell->rowspan;

	if (span > COLUMNS_MAX - c->next)
		span = COLUMNS_MAX - c->next;
	if (rows > SPAN_MAX)
		rows = SPAN_MAX;
	for (int i = 0; i < span; i++)
		c->columns[c->next + i].hang = rows;
	return span;
}

void
columns_cell(struct columns *c, const struct columns_cell *cell)
{
	if (c->rows == 0)
		columns_row(c);
	int span = book(c, cell);

	if (!c->streams && (span == 0 || c->count == CELLS_MAX ||
			       c->text.len + cell->len > TEXT_MAX)) {
		write_records(c);
		c->streams = true;
	}
	if (c->streams) {
		write_record(c, c->next, cell->text, cell->len);
		c->next += span;
		return;
	}
	if (c->count == c->room) {
		c->room = c->room == 0 ? 32 : c->room * 2;
		c->cells = mem_grow(c->cells, c->room, sizeof(*c->cells));
	}
	c->cells[c->count++] = (struct cell){
	    .at = c->text.len,
	    .len = cell->len,
	    .row = c->rows,
	    .column = c->next,
	    .span = span,
	    .heading = cell->heading,
	};
	buf_add(&c->text, cell->text, cell->len);
	c->next += span;
	if (c->next > c->width)
		c->width = c->next;
}

/* Digits with the signs that go with them, such as "-1,234.50 €" or "45 %". */
static bool
is_number(const char *s, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++) {
		if (ascii_digit(s[i]))
			digits++;
		else if ((unsigned char)s[i] < 0x80 &&
			 strchr(" +-.,%$:", s[i]) == NULL)
			return false;
	}
	return digits > 0 && digits * 3 >= n;
}

static void
measure(struct columns *c)
{
	bool headings = has_headings(c);

	for (int i = 0; i < c->width; i++)
		c->columns[i].numbers = true;
	for (size_t i = 0; i < c->count; i++) {
		const struct cell *cell = &c->cells[i];
		struct column *column = &c->columns[cell->column];
		const char *text = text_of(c, cell);

		if (cell->span > 1 || cell->len == 0)
			continue;
		int least = wrap_lines(text, cell->len, 1, NULL);
		int wanted = wrap_lines(text, cell->len, 1 << 30, NULL);
		if (least > column->least)
			column->least = least;
		if (wanted > column->wanted)
			column->wanted = wanted;
		if (headings && cell->row == 1)
			continue;
		column->values++;
		column->numbers = column->numbers && is_number(text, cell->len);
	}
	for (int i = 0; i < c->width; i++)
		c->columns[i].numbers =
		    c->columns[i].numbers && c->columns[i].values > 0;
}

/* Gives each column its width; false when they do not fit. */
static bool
share(struct columns *c)
{
	long least = 0, wanted = 0, room = layout_room(c->l) + GUTTER;

	for (int i = 0; i < c->width; i++) {
		if (c->columns[i].wanted == 0)
			continue;
		least += c->columns[i].least + GUTTER;
		wanted += c->columns[i].wanted + GUTTER;
	}
	if (least > room)
		return false;
	long spare = room - least, lack = wanted - least;
	for (int i = 0; i < c->width; i++) {
		struct column *column = &c->columns[i];
		long more = column->wanted - column->least;

		column->width =
		    column->least +
		    (int)(lack > spare ? more * spare / lack : more);
		/* Single words down the page are no column. */
		if (column->width < 12 && column->wanted > 2 * column->width)
			return false;
	}
	return true;
}

/* Columns of a cell with the gutters inside it. */
static int
cell_width(const struct columns *c, const struct cell *cell)
{
	int width = 0;

	for (int i = 0; i < cell->span; i++) {
		int column = c->columns[cell->column + i].width;

		if (column > 0)
			width += column + (width > 0 ? GUTTER : 0);
	}
	return width;
}

static void
pad(struct buf *b, int n)
{
	while (n-- > 0)
		buf_putc(b, ' ');
}

/* The column on the page where a column begins. */
static int
column_start(const struct columns *c, int column)
{
	int at = 0;

	for (int i = 0; i < column; i++)
		if (c->columns[i].width > 0)
			at += c->columns[i].width + GUTTER;
	return at;
}

/* Cuts the next line off *s. */
static size_t
cut_line(const char **s, const char *end)
{
	const char *stop =
	    *s == end ? end : memchr(*s, '\n', (size_t)(end - *s));
	size_t n = stop == NULL ? (size_t)(end - *s) : (size_t)(stop - *s);

	*s += n;
	if (*s < end)
		(*s)++;
	return n;
}

/*
 * Writes the cells first to last, which are one row, side by side.  Returns how
 * many lines they took.
 */
static int
write_row(struct columns *c, size_t first, size_t last)
{
	size_t ends[COLUMNS_MAX], at[COLUMNS_MAX];
	struct buf lines, row;
	int count = 0;
	bool more = true;

	buf_init(&lines, LIMIT_OUTPUT);
	buf_init(&row, LIMIT_OUTPUT);
	for (size_t i = first; i < last; i++) {
		const struct cell *cell = &c->cells[i];

		at[i - first] = lines.len;
		wrap_lines(
		    text_of(c, cell), cell->len, cell_width(c, cell), &lines);
		ends[i - first] = lines.len;
	}
	while (more) {
		int column = 0;

		more = false;
		buf_cut(&row, 0);
		for (size_t i = first; i < last; i++) {
			const struct cell *cell = &c->cells[i];
			const char *text = buf_text(&lines);
			const char *s = text + at[i - first];
			const char *end = text + ends[i - first];
			const char *line = s;

			if (s == end)
				continue;
			size_t n = cut_line(&s, end);
			int width = wrap_width(line, n);
			int start = column_start(c, cell->column);
			if (c->columns[cell->column].numbers && cell->span == 1)
				start += c->columns[cell->column].width - width;
			pad(&row, start - column);
			buf_add(&row, line, n);
			column = start + width;
			at[i - first] = (size_t)(s - text);
			more = true;
		}
		if (more && row.len > 0)
			layout_line(c->l, row.data, row.len);
		count += more;
	}
	buf_clear(&lines);
	buf_clear(&row);
	return count;
}

/* Dashes below the headings. */
static void
write_rule(struct columns *c)
{
	struct buf row;
	int column = 0;

	buf_init(&row, LIMIT_OUTPUT);
	for (int i = 0; i < c->width; i++) {
		int width = c->columns[i].width, start = column_start(c, i);

		if (width == 0)
			continue;
		pad(&row, start - column);
		for (int k = 0; k < width; k++)
			buf_putc(&row, '-');
		column = start + width;
	}
	layout_line(c->l, buf_text(&row), row.len);
	buf_clear(&row);
}

static size_t
row_end(const struct columns *c, size_t first)
{
	size_t last = first;

	while (last < c->count && c->cells[last].row == c->cells[first].row)
		last++;
	return last;
}

/* True when a cell needs more than one line: then rows are set apart. */
static bool
has_tall_rows(const struct columns *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct cell *cell = &c->cells[i];

		if (wrap_lines(text_of(c, cell), cell->len, 1 << 30, NULL) >
			cell_width(c, cell) ||
		    memchr(text_of(c, cell), '\n', cell->len) != NULL)
			return true;
	}
	return false;
}

static void
write_columns(struct columns *c)
{
	bool headings = has_headings(c), tall = has_tall_rows(c);

	for (size_t i = 0; i < c->count;) {
		size_t last = row_end(c, i);
		bool rule = headings && c->cells[i].row == 1;

		write_row(c, i, last);
		if (rule)
			write_rule(c);
		else if (tall)
			layout_gap(c->l, 1);
		i = last;
	}
}

/* Cells as paragraphs, one below the other. */
static void
write_cells(struct columns *c)
{
	for (size_t i = 0; i < c->count; i++)
		layout_paragraph(
		    c->l, text_of(c, &c->cells[i]), c->cells[i].len);
}

/* One column that says something is a column of text. */
static bool
is_list(const struct columns *c)
{
	int shown = 0;

	for (int i = 0; i < c->width; i++)
		shown += c->columns[i].wanted > 0;
	return shown < 2;
}

void
columns_end(struct columns *c)
{
	if (c->streams)
		return;
	measure(c);
	if (is_list(c))
		write_cells(c);
	else if (share(c))
		write_columns(c);
	else
		write_records(c);
}

void
columns_dissolve(struct columns *c)
{
	if (!c->streams)
		write_cells(c);
}
