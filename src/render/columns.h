#ifndef FEEDLOOM_RENDER_COLUMNS_H
#define FEEDLOOM_RENDER_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "render/layout.h"

/*
 * A table on its way into text: gathers cells, then lays them out side by side
 * when they fit, or as "heading: value" lines when they do not.  A table too
 * large to be kept gives what it has in that second form, and each further cell
 * as it comes.
 */
struct columns;

struct columns *columns_new(struct layout *l); /* l outlives it */
void columns_free(struct columns *c);

/* Begins a row. */
void columns_row(struct columns *c);

/* Adds a cell of clean text (base/wrap.h) to the row. */
struct columns_cell {
	const char *text;
	size_t len;
	int colspan;
	int rowspan;
	bool heading;
};
void columns_cell(struct columns *c, const struct columns_cell *cell);

/* Writes the table. */
void columns_end(struct columns *c);

/*
 * Writes what there is as paragraphs, for a table that turns out to be none:
 * one that holds tables itself.
 */
void columns_dissolve(struct columns *c);

#endif
