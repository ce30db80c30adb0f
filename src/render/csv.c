/*
 * The csv serialiser: tables as rows of cells (RFC 4180), UTF-8, lines that end
 * in CR LF.  A spreadsheet runs a cell that begins like a formula (THREATS P3):
 * such a cell gets a ' in front, unless it is a plain number.  Of markup in a
 * cell only the text counts.  Each row has as many cells as the first one.
 */
#include "render/serialiser.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/json_out.h"
#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"
#include "xml/ns.h"

struct csv {
	struct buf *out;
	char separator;
	size_t rows;
	size_t width; /* cells of the first row */
	size_t cells; /* of this row so far */
	bool in_row;
	bool blank;	  /* the row has no more than an empty cell */
	unsigned in_cell; /* elements that are open, the cell with them */
	struct buf cell;
};

static const struct {
	const char *name;
	char is;
} separators[] = {
    {"comma", ','},
    {"semicolon", ';'},
    {"tab", '\t'},
};

static void *
csv_start(struct buf *out, const struct render_options *options)
{
	struct csv *s = mem_new(1, sizeof(*s));

	(void)options;
	s->out = out;
	s->separator = ',';
	buf_init(&s->cell, LIMIT_OUTPUT);
	return s;
}

static void
csv_free(void *serialiser)
{
	struct csv *s = serialiser;

	if (s == NULL)
		return;
	buf_clear(&s->cell);
	free(s);
}

static bool
is(const xmlNode *element, const char *name)
{
	enum ns ns = ns_of(element);

	return (ns == NS_NONE || ns == NS_XHTML) &&
	       strcmp(node_name(element), name) == 0;
}

/* What the table says of the file. */
static int
open_table(struct csv *s, const xmlNode *table, struct error *e)
{
	const char *wish = node_attribute_ns(table, NS_LOOM, "separator");
	const char *bom = node_attribute_ns(table, NS_LOOM, "bom");
	size_t n = sizeof(separators) / sizeof(separators[0]);
	size_t i = 0;

	if (s->rows > 0)
		return error_set(e, ERR_PLUGIN, "CSV: a second table");
	if (bom != NULL && strcmp(bom, "true") == 0)
		buf_puts(s->out, "\xEF\xBB\xBF");
	if (wish == NULL)
		return 0;
	while (i < n && strcmp(separators[i].name, wish) != 0)
		i++;
	if (i == n)
		return error_set(e, ERR_PLUGIN,
		    "CSV: the separator \"%.40s\" is none of comma, semicolon "
		    "and tab",
		    wish);
	s->separator = separators[i].is;
	return 0;
}

static int
csv_open(void *serialiser, const xmlNode *element, struct error *e)
{
	struct csv *s = serialiser;

	if (s->in_cell > 0) {
		s->in_cell++;
		return 0;
	}
	if (s->in_row && (is(element, "td") || is(element, "th"))) {
		s->in_cell = 1;
		return 0;
	}
	if (s->in_row)
		return error_set(e, ERR_PLUGIN,
		    "CSV: <%s> in a row, which has th and td only",
		    node_name(element));
	if (is(element, "tr")) {
		s->in_row = true;
		s->cells = 0;
		return 0;
	}
	if (is(element, "table"))
		return open_table(s, element, e);
	if (is(element, "thead") || is(element, "tbody"))
		return 0;
	return error_set(e, ERR_PLUGIN,
	    "CSV: <%s> where only table, thead, tbody and tr are",
	    node_name(element));
}

static int
csv_text(void *serialiser, const char *text, size_t len, struct error *e)
{
	struct csv *s = serialiser;

	if (s->in_cell > 0)
		buf_add(&s->cell, text, len);
	else if (!ascii_all_blank(text, len))
		return error_set(e, ERR_PLUGIN,
		    "CSV: text \"%.*s\" outside of all cells",
		    (int)(len < 40 ? len : 40), text);
	return 0;
}

/* True for what a spreadsheet may take for a formula. */
static bool
is_formula(const char *cell)
{
	/* The last ones are those of full width, U+FF1D and so on. */
	static const char *const begin[] = {"=", "+", "-", "@", "\xEF\xBC\x9D",
	    "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

	if (*cell == '\t' || *cell == '\r' || *cell == '\n')
		return true;
	if (json_is_number(cell))
		return false;
	while (ascii_blank(*cell))
		cell++;
	for (size_t i = 0; i < sizeof(begin) / sizeof(begin[0]); i++) {
		if (strncmp(cell, begin[i], strlen(begin[i])) == 0)
			return true;
	}
	return false;
}

static bool
needs_quotes(const struct csv *s, const char *cell, size_t len)
{
	return strchr(cell, s->separator) != NULL ||
	       strpbrk(cell, "\"\r\n") != NULL ||
	       (len > 0 &&
		   (ascii_blank(cell[0]) || ascii_blank(cell[len - 1])));
}

static void
put_quoted(struct csv *s, const char *cell, bool guard)
{
	buf_puts(s->out, guard ? "\"'" : "\"");
	for (;;) {
		size_t n = strcspn(cell, "\"");

		buf_add(s->out, cell, n);
		cell += n;
		if (*cell == '\0')
			break;
		buf_puts(s->out, "\"\"");
		cell++;
	}
	buf_putc(s->out, '"');
}

static int
close_cell(struct csv *s, struct error *e)
{
	const char *cell = buf_text(&s->cell);
	size_t len = s->cell.len;
	bool guard = is_formula(cell);

	if (buf_full(&s->cell))
		return error_set(e, ERR_INPUT, "CSV: a cell is too large");
	if (s->cells++ > 0)
		buf_putc(s->out, s->separator);
	if (needs_quotes(s, cell, len)) {
		put_quoted(s, cell, guard);
	} else {
		if (guard)
			buf_putc(s->out, '\'');
		buf_add(s->out, cell, len);
	}
	buf_cut(&s->cell, 0);
	return 0;
}

/* A line without anything on it would be no row. */
static int
close_row(struct csv *s, struct error *e)
{
	if (s->rows++ == 0)
		s->width = s->cells;
	if (s->cells == 0 || s->cells != s->width)
		return error_set(e, ERR_PLUGIN,
		    "CSV: a row of %zu cells, where the first one has %zu",
		    s->cells, s->width);
	buf_puts(s->out, s->blank ? "\"\"\r\n" : "\r\n");
	s->in_row = false;
	return 0;
}

static int
csv_close(void *serialiser, const xmlNode *element, struct error *e)
{
	struct csv *s = serialiser;

	if (s->in_cell > 1) {
		s->in_cell--;
		return 0;
	}
	if (s->in_cell == 1) {
		s->in_cell = 0;
		s->blank = s->cells == 0 && s->cell.len == 0;
		return close_cell(s, e);
	}
	return is(element, "tr") ? close_row(s, e) : 0;
}

static int
csv_finish(void *serialiser, struct error *e)
{
	(void)serialiser;
	(void)e;
	return 0;
}

static unsigned long
csv_memory(const void *serialiser)
{
	const struct csv *s = serialiser;

	return (unsigned long)s->width << 2 | (unsigned long)(s->rows > 0) |
	       (unsigned long)s->in_row << 1;
}

const struct serialiser serialiser_csv = {
    .name = "csv",
    .start = csv_start,
    .open = csv_open,
    .text = csv_text,
    .close = csv_close,
    .finish = csv_finish,
    .memory = csv_memory,
    .free = csv_free,
};
