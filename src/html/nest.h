#ifndef FEEDLOOM_HTML_NEST_H
#define FEEDLOOM_HTML_NEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/limits.h"
#include "html/element.h"
#include "html/token.h"

/*
 * Clean HTML in the making: what is open in it, so that it nests in a way that
 * every HTML parser reads back as it was written.  Lines (links, emphasis, …)
 * never hold blocks: where a block begins or ends they are closed, and reopened
 * by the next content, as HTML's parser does with misnested tags (13.2.4.3);
 * only a link around whole blocks stays around them.  Blocks get the parents
 * that they need (li, td, …).  Elements that begin with nothing in them and end
 * so are taken back.
 */
#define NEST_LINES 32		  /* emphasis within each other */
#define NEST_ATTRIBUTES LIMIT_TAG /* of the lines open at once */

/* A block whose start tag is written. */
struct nest_block {
	const struct element *element;
	size_t start;  /* of its start tag in the output */
	size_t inside; /* where its content begins */
	bool implied;  /* not in the input */
};

/* An element within a line that is open in the input. */
struct nest_line {
	const struct element *element;
	size_t attributes; /* its part of nest.attributes */
	size_t attributes_len;
	unsigned within; /* how many blocks were open at its start */
};

struct nest {
	struct buf *out;
	size_t begin; /* what out held before */
	struct nest_block blocks[LIMIT_HTML_DEPTH];
	unsigned block_count;
	unsigned too_deep; /* open in the input, but left out */
	struct nest_line lines[NEST_LINES];
	unsigned line_count;
	unsigned written; /* so many of lines have their start tag written */
	struct buf attributes;
	size_t reopen; /* bytes that reopened tags may still cost */
};

/* Begins, all zero, behind what out holds; len is how much input there is. */
void nest_begin(struct nest *n, size_t len, struct buf *out);

/* Closes all that is open. */
void nest_end(struct nest *n);

/* What the innermost block is; E_FLOW outside of all blocks. */
enum element_kind nest_kind(const struct nest *n);

/* How many blocks enclose the nearest one of this kind; block_count: none. */
unsigned nest_find(const struct nest *n, enum element_kind kind);

bool nest_within_link(const struct nest *n);
bool nest_within_media(const struct nest *n);
bool nest_within_picture(const struct nest *n); /* the innermost medium */
bool nest_within_pre(const struct nest *n);	/* the innermost block */

/* True when the innermost block has nothing in it yet. */
bool nest_at_begin(const struct nest *n);

/* Opens a block; false when it cannot stand here, and is left out. */
bool nest_open_block(
    struct nest *n, const struct element *element, const struct token *token);
void nest_end_block(struct nest *n, const struct element *element);

/* Opens what is within a line; its tag is written before the next content. */
void nest_open_line(
    struct nest *n, const struct element *element, const struct token *token);
void nest_end_line(struct nest *n, const struct element *element);

/* Opens a medium; its tag is written at once. */
void nest_open_media(
    struct nest *n, const struct element *element, const struct token *token);

/* Makes a place for content within a line and opens the lines around it. */
void nest_begin_content(struct nest *n);

/* Sets neighbours apart where a block's tag is left out. */
void nest_put_blank(struct nest *n);

/* Between blocks and lines. */

/* Write a tag, whatever is open. */
void nest_write_start(struct nest *n, const struct element *element,
    const char *attributes, size_t len);
void nest_write_end(struct nest *n, const struct element *element);

/* Writes the start tags of all open lines that are not written. */
void nest_write_lines(struct nest *n);

/*
 * Closes the lines at a block's border and forgets those that do not go on
 * behind it; none does when reopening them has cost too much.
 */
void nest_break_lines(struct nest *n, unsigned blocks_left);

/* Forgets a line that has no tag written. */
void nest_remove_line(struct nest *n, unsigned i);

/* Makes a place for text and for blocks that may stand anywhere; false when
 * there is none. */
bool nest_make_flow(struct nest *n);

#endif
