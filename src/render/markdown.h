#ifndef FEEDLOOM_RENDER_MARKDOWN_H
#define FEEDLOOM_RENDER_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/limits.h"
#include "render/layout.h"
#include "render/markup.h"
#include "render/phrase.h"

/*
 * HTML on its way into CommonMark: the elements that are open, and what they
 * share.  Text gathers in the phrase, which is written where a block begins or
 * ends; the layout keeps the prefixes and gaps of lines.
 */
struct markdown;
struct markdown_frame;

#define MARKDOWN_STACK (LIMIT_DEPTH + LIMIT_HTML_DEPTH)

typedef void markdown_handler(struct markdown *m, struct markdown_frame *f);

struct markdown_element {
	const char *name;
	bool block;		/* with a blank line before and behind */
	markdown_handler *open; /* NULL: nothing happens */
	markdown_handler *close;
};

/* An element that is open. */
struct markdown_frame {
	const struct markdown_element *element;
	const xmlNode *node;
	bool owner;    /* it opened a mark, a list, a table, a cell */
	int outer;     /* of a list: the list around it */
	int number;    /* of a list: the next item's */
	char marker;   /* "-" or "*", "." or ")" */
	bool numbered; /* a list with numbers */
	bool begun;    /* a list has items */
	bool close;    /* a list begins close behind an item's text */
	bool loose;    /* an item of it had a blank line in it */
	bool inner;    /* a list that is within an item without saying so */
	int columns;   /* what an item of a list is indented by */
	unsigned long lines; /* of an item: written before it */
	unsigned long blanks;
};

struct markdown {
	struct layout *layout;
	struct phrase *phrase;
	struct buf lines; /* of a phrase, while they are written */
	struct markdown_frame stack[MARKDOWN_STACK];
	int depth;
	int deep;	       /* elements too deep for the stack */
	int skipped;	       /* depth within an element that gives nothing */
	int list;	       /* in the stack, -1 for none */
	int one_line;	       /* headings and cells, within each other */
	int scriptless;	       /* noscript, within each other */
	unsigned long written; /* lines so far */

	/* The list that ended last: one like it needs another marker. */
	int last_depth;
	char last_marker;
	unsigned long last_written;

	/* The table that is open as rows of lines. */
	bool table;
	bool ruled; /* the line below the headings was written */
	int columns;
	int cells; /* of this row so far */
	struct buf row;

	struct markup markup;
	unsigned data; /* elements open in front matter */
};

/* What the element means; never NULL. */
const struct markdown_element *markdown_element_of(const xmlNode *node);

/* Adds text to the phrase. */
void markdown_put(struct markdown *m, const char *s);

/* Writes the phrase, if there is one, as a paragraph. */
void markdown_end_phrase(struct markdown *m);

/* Writes a line as it is. */
void markdown_line(struct markdown *m, const char *text, size_t len);

/* A number of an attribute, missing when it is none. */
int markdown_number(const xmlNode *node, const char *name, int missing);

/* Gives nothing of what stands in the element that is being opened. */
void markdown_skip(struct markdown *m, struct markdown_frame *f);

/* Closes the mark that the element opened. */
void markdown_close_mark(struct markdown *m, struct markdown_frame *f);

/* Links, images and media (markdown_link.c). */
markdown_handler markdown_open_a, markdown_open_img, markdown_open_media;

/* Lists of items and of terms (markdown_list.c). */
markdown_handler markdown_open_list, markdown_open_ol, markdown_close_list;
markdown_handler markdown_open_li, markdown_close_li;
markdown_handler markdown_open_dd, markdown_open_input;

/* Tables, and text as it was typed (markdown_table.c, markdown_code.c). */
markdown_handler markdown_open_table, markdown_close_table;
markdown_handler markdown_open_tr, markdown_close_tr;
markdown_handler markdown_open_cell, markdown_close_cell;
markdown_handler markdown_open_pre;

#endif
