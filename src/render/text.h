#ifndef FEEDLOOM_RENDER_TEXT_H
#define FEEDLOOM_RENDER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/limits.h"
#include "render/footnotes.h"
#include "render/layout.h"
#include "render/markup.h"

/*
 * HTML on its way into plain text: the elements that are open, and what they
 * share.  Each element has a row that says how it stands among its neighbours
 * and what happens where it begins and ends; both may look at its node, and
 * both find the layout at the place where they may write.
 */
struct columns;
struct text;
struct text_frame;

#define TEXT_STACK (LIMIT_DEPTH + LIMIT_HTML_DEPTH)

enum {
	TEXT_INLINE = -1,
	TEXT_LINE,  /* begins and ends a line */
	TEXT_BLOCK, /* with a blank line before and behind */
	TEXT_GROUP, /* a block in which blocks stand close together */
};

typedef void text_handler(struct text *t, struct text_frame *f);

struct text_element {
	const char *name;
	int gap;
	text_handler *open; /* NULL: nothing happens */
	text_handler *close;
};

/* An element that is open. */
struct text_frame {
	const struct text_element *element;
	const xmlNode *node;
	size_t mark;	      /* where its text begins */
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
	struct text_frame stack[TEXT_STACK];
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

	struct markup markup;
	const struct text_element *(*element_of)(const xmlNode *node);

	/* Of a serialiser that ends a paragraph in another way, or NULL. */
	void (*flush)(struct text *t);
	void *own;
};

/*
 * A serialiser's state whose elements mean what element_of says, which is never
 * NULL, and the rest of a serialiser that works on it.
 */
void *text_new(struct buf *out, int width,
    const struct text_element *(*element_of)(const xmlNode *node));
int text_open(void *s, const xmlNode *element, struct error *e);
int text_text(void *s, const char *text, size_t len, struct error *e);
int text_close(void *s, const xmlNode *element, struct error *e);
int text_finish(void *s, struct error *e);
void text_free(void *s);

/* What the element means in plain text; never NULL. */
const struct text_element *text_element_of(const xmlNode *node);

/* Adds text to the paragraph. */
void text_put(struct text *t, const char *s);

/* Ends the paragraph; a link that is open says first where it leads. */
void text_end_paragraph(struct text *t);

/* A node's attribute as a number; missing when it is none. */
int text_number(const xmlNode *node, const char *name, int missing);

/* Says where the open link leads, behind its text if there is some. */
void text_mark_link(struct text *t);

/* Links, images and media (text_link.c). */
text_handler text_open_a, text_close_a, text_open_img, text_open_media;

/* Lists of items and of terms (text_list.c). */
text_handler text_open_list, text_open_ol, text_close_list;
text_handler text_open_li, text_close_li, text_open_dt, text_open_dd;

/* Tables, and text as it was typed (text_table.c). */
text_handler text_open_table, text_close_table, text_open_tr;
text_handler text_open_cell, text_close_cell, text_open_pre, text_close_pre;

#endif
