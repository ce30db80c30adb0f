#ifndef FEEDLOOM_CLI_TABLE_H
#define FEEDLOOM_CLI_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"

/*
 * Rows of cells side by side for a terminal, two blanks between columns; the
 * last cell of a row is as long as it is.
 */
#define TABLE_COLUMNS 8

struct table {
	size_t columns; /* of each row, 1 to TABLE_COLUMNS */
	size_t rows;
	char **cells; /* row by row */
};

/* A table without rows; lives in the caller. */
void table_init(struct table *t, size_t columns);
void table_clear(struct table *t);

/* Adds a row: columns cells, which are copied. */
void table_add(struct table *t, const char *const cells[]);

/* A cell that is a date, of RFC 3339 in UTC; "-" for 0. */
const char *table_moment(int64_t seconds, char text[DATE_TEXT]);

void table_put(const struct table *t, struct buf *out);

#endif
