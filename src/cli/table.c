/*
 * Columns as wide as their widest cell, which is taken to have one column for
 * each character.
 */
#include "cli/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "base/mem.h"
#include "cli/verb.h"

void
table_init(struct table *t, size_t columns)
{
	*t = (struct table){.columns = columns};
}

void
table_clear(struct table *t)
{
	for (size_t i = 0; i < t->rows * t->columns; i++)
		free(t->cells[i]);
	free(t->cells);
	table_init(t, t->columns);
}

void
table_add(struct table *t, const char *const cells[])
{
	size_t n = t->rows * t->columns;

	/* Room for 1, 2, 4, 8, … rows. */
	if ((t->rows & (t->rows - 1)) == 0)
		t->cells = mem_grow(t->cells,
		    (t->rows == 0 ? 1 : 2 * t->rows) * t->columns,
		    sizeof(t->cells[0]));
	for (size_t i = 0; i < t->columns; i++)
		t->cells[n + i] = mem_str(cells[i]);
	t->rows++;
}

const char *
table_moment(int64_t seconds, char text[DATE_TEXT])
{
	struct date date = {.seconds = seconds};

	if (seconds == 0)
		return "-";
	date_rfc3339(&date, text);
	return text;
}

static size_t
width_of(const char *cell)
{
	return u8_mbsnlen((const uint8_t *)cell, strlen(cell));
}

void
table_put(const struct table *t, struct buf *out)
{
	size_t widths[TABLE_COLUMNS] = {0};
	size_t last = t->columns - 1;

	for (size_t i = 0; i < t->rows * t->columns; i++) {
		size_t width = width_of(t->cells[i]);
		if (width > widths[i % t->columns])
			widths[i % t->columns] = width;
	}
	for (size_t i = 0; i < t->rows * t->columns; i++) {
		size_t column = i % t->columns;
		verb_text(out, t->cells[i]);
		if (column == last)
			buf_putc(out, '\n');
		else
			buf_printf(out, "%*s",
			    (int)(widths[column] - width_of(t->cells[i]) + 2),
			    "");
	}
}
