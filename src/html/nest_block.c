/*
 * What is open around the lines of clean HTML: where a block may stand, what it
 * ends, and which parents it needs (HTML Standard, sections 13.1.2.4 and
 * 13.2.6.4).  Never holds more than LIMIT_HTML_DEPTH blocks.
 */
#include "html/nest.h"

#include <string.h>

#include "base/ascii.h"
#include "html/attribute.h"

void
nest_begin(struct nest *n, size_t len, struct buf *out)
{
	n->out = out;
	n->begin = out->len;
	n->reopen = len + 64 * KIB;
	buf_init(&n->attributes, NEST_ATTRIBUTES);
}

/* The innermost block's element, where there is one. */
static const struct element *
top(const struct nest *n)
{
	return n->blocks[n->block_count - 1].element;
}

bool
nest_at_begin(const struct nest *n)
{
	return n->block_count > 0 &&
	       n->out->len == n->blocks[n->block_count - 1].inside;
}

bool
nest_within_pre(const struct nest *n)
{
	return n->block_count > 0 && strcmp(top(n)->as, "pre") == 0;
}

enum element_kind
nest_kind(const struct nest *n)
{
	return n->block_count == 0 ? E_FLOW : top(n)->kind;
}

static bool
drops_empty(const struct nest_block *block)
{
	switch (block->element->kind) {
	case E_ITEM:
	case E_TERM:
	case E_CELL:
		return false;
	default:
		return true;
	}
}

/* A link around blocks that has none any more is a line again. */
static void
lower_link(struct nest *n)
{
	const size_t name = 2; /* "<a" */

	if (n->block_count == 0)
		return;
	const struct nest_block *link = &n->blocks[n->block_count - 1];
	if (link->element->kind != E_LINK || n->out->len != link->inside ||
	    n->line_count == NEST_LINES)
		return;
	size_t len = link->inside - link->start - name - 1;
	if (len > NEST_ATTRIBUTES - n->attributes.len)
		return;
	memmove(
	    &n->lines[1], &n->lines[0], n->line_count * sizeof(n->lines[0]));
	n->lines[0] = (struct nest_line){.element = link->element,
	    .attributes = n->attributes.len,
	    .attributes_len = len,
	    .within = n->block_count - 1};
	buf_add(&n->attributes, n->out->data + link->start + name, len);
	n->line_count++;
	buf_cut(n->out, link->start);
	n->block_count--;
}

static void
close_block(struct nest *n)
{
	const struct nest_block *block = &n->blocks[n->block_count - 1];

	nest_break_lines(n, n->block_count - 1);
	n->block_count--;
	if (n->out->len != block->inside || !drops_empty(block) ||
	    buf_full(n->out)) {
		nest_write_end(n, block->element);
		return;
	}
	buf_cut(n->out, block->start);
	if (block->element->kind != E_LINK)
		lower_link(n);
}

static void
close_blocks(struct nest *n, unsigned left)
{
	while (n->block_count > left)
		close_block(n);
}

void
nest_end(struct nest *n)
{
	close_blocks(n, 0);
	nest_break_lines(n, 0);
	buf_clear(&n->attributes);
}

unsigned
nest_find(const struct nest *n, enum element_kind kind)
{
	for (unsigned i = n->block_count; i > 0; i--) {
		if (n->blocks[i - 1].element->kind == kind)
			return i - 1;
	}
	return n->block_count;
}

static void
push_block(struct nest *n, const struct element *element,
    const char *attributes, size_t len, bool implied)
{
	struct nest_block *block = &n->blocks[n->block_count++];

	*block = (struct nest_block){
	    .element = element, .start = n->out->len, .implied = implied};
	nest_write_start(n, element, attributes, len);
	block->inside = n->out->len;
}

/* Opens a block that the input has not; false when it is too deep. */
static bool
imply(struct nest *n, const char *name)
{
	if (n->block_count >= LIMIT_HTML_DEPTH)
		return false;
	nest_break_lines(n, n->block_count);
	push_block(n, element_find(name, strlen(name)), "", 0, true);
	return true;
}

bool
nest_make_flow(struct nest *n)
{
	if (nest_kind(n) == E_LIST && n->blocks[n->block_count - 1].implied)
		close_block(n);
	switch (nest_kind(n)) {
	case E_LIST:
		return imply(n, "li");
	case E_TERMS:
		if (n->blocks[n->block_count - 1].implied) {
			close_block(n);
			return nest_make_flow(n);
		}
		return imply(n, "dd");
	case E_TABLE:
	case E_ROWS:
		return imply(n, "tr") && imply(n, "td");
	case E_ROW:
		return imply(n, "td");
	default:
		return true;
	}
}

/*
 * Makes a place for an item in the nearest list; one that is out of every list
 * gets one of its own.
 */
static bool
make_list(struct nest *n, enum element_kind list, enum element_kind item)
{
	for (unsigned i = n->block_count; i > 0; i--) {
		enum element_kind kind = n->blocks[i - 1].element->kind;

		if (kind == list) {
			close_blocks(n, i);
			return true;
		}
		if (kind != item && kind != E_PARA && kind != E_HEADING &&
		    strcmp(n->blocks[i - 1].element->as, "div") != 0)
			break;
	}
	if (nest_kind(n) == E_PARA || nest_kind(n) == E_HEADING)
		close_block(n);
	return nest_make_flow(n) && imply(n, list == E_LIST ? "ul" : "dl");
}

/* Makes a place for a part of a table; false when there is no table. */
static bool
make_table(struct nest *n, enum element_kind part)
{
	unsigned table = nest_find(n, E_TABLE);

	if (table == n->block_count)
		return false;
	unsigned left = table + 1;
	if (part >= E_ROW && left < n->block_count &&
	    n->blocks[left].element->kind == E_ROWS)
		left++;
	if (part == E_CELL && left < n->block_count &&
	    n->blocks[left].element->kind == E_ROW)
		left++;
	close_blocks(n, left);
	if (part == E_CELL && nest_kind(n) != E_ROW)
		return imply(n, "tr");
	return true;
}

/*
 * Makes a place for a block in a paragraph (which ends) or in a heading (which
 * ends unless the block is a mere wrapper of its text).
 */
static bool
leave_lines(struct nest *n, const struct element *element)
{
	if (nest_kind(n) == E_HEADING &&
	    (element->kind == E_PARA || strcmp(element->as, "div") == 0))
		return false;
	if (nest_kind(n) == E_HEADING || nest_kind(n) == E_PARA)
		close_block(n);
	return true;
}

/* True for a summary without its details, a figcaption without its figure. */
static bool
is_orphan(const struct nest *n, const struct element *element)
{
	const char *parent;

	if (strcmp(element->as, "summary") == 0)
		parent = "details";
	else if (strcmp(element->as, "figcaption") == 0)
		parent = "figure";
	else
		return false;
	const struct element *wanted = element_find(parent, strlen(parent));
	for (unsigned i = n->block_count; i > 0; i--) {
		if (n->blocks[i - 1].element == wanted)
			return false;
	}
	return true;
}

/* Makes a place for the block; false when it cannot stand here. */
static bool
make_place(struct nest *n, const struct element *element)
{
	if (nest_within_media(n) || is_orphan(n, element))
		return false;
	switch (element->kind) {
	case E_ITEM:
		return make_list(n, E_LIST, E_ITEM);
	case E_TERM:
		return make_list(n, E_TERMS, E_TERM);
	case E_CAPTION:
	case E_ROWS:
	case E_ROW:
	case E_CELL:
		return make_table(n, element->kind);
	default:
		return leave_lines(n, element) && nest_make_flow(n);
	}
}

void
nest_put_blank(struct nest *n)
{
	const struct buf *out = n->out;

	if (out->len > n->begin && !ascii_blank(out->data[out->len - 1]) &&
	    out->data[out->len - 1] != '>')
		buf_putc(n->out, ' ');
}

/* True when the outermost open line is a link that may hold the block. */
static bool
link_holds(const struct nest *n, const struct element *element)
{
	return n->line_count > 0 && n->lines[0].element->kind == E_LINK &&
	       n->block_count + 1 < LIMIT_HTML_DEPTH &&
	       element->kind != E_ITEM && element->kind != E_TERM &&
	       element->kind < E_CAPTION;
}

/* Makes the link that is the outermost line a block. */
static void
raise_link(struct nest *n)
{
	const struct nest_line link = n->lines[0];

	push_block(n, link.element, buf_text(&n->attributes) + link.attributes,
	    link.attributes_len, false);
	nest_remove_line(n, 0);
}

bool
nest_open_block(
    struct nest *n, const struct element *element, const struct token *token)
{
	struct buf attributes;

	if (!make_place(n, element)) {
		nest_put_blank(n);
		return false;
	}
	if (n->block_count >= LIMIT_HTML_DEPTH) {
		n->too_deep += element->kind != E_RULE;
		nest_put_blank(n);
		return false;
	}
	nest_break_lines(n, n->block_count);
	if (link_holds(n, element))
		raise_link(n);
	buf_init(&attributes, NEST_ATTRIBUTES);
	attributes_clean(token, element, &attributes);
	push_block(n, element, buf_text(&attributes), attributes.len, false);
	buf_clear(&attributes);
	if (element->kind == E_RULE)
		n->block_count--;
	return true;
}

/* True when an end tag of this element may not look further out. */
static bool
is_scope(const struct element *of, const struct element *at)
{
	if (of->kind >= E_CAPTION)
		return at->kind == E_TABLE;
	if (of->kind == E_TABLE)
		return false;
	return at->kind == E_CELL || at->kind == E_CAPTION ||
	       (of->kind == E_ITEM && at->kind == E_LIST) ||
	       (of->kind == E_TERM && at->kind == E_TERMS);
}

static bool
ends(const struct element *end, const struct element *at)
{
	return end == at || (end->kind == E_HEADING && at->kind == E_HEADING &&
				end->as[0] == 'h' && at->as[0] == 'h');
}

void
nest_end_block(struct nest *n, const struct element *element)
{
	if (n->too_deep > 0) {
		n->too_deep--;
		nest_put_blank(n);
		return;
	}
	for (unsigned i = n->block_count; i > 0; i--) {
		const struct element *at = n->blocks[i - 1].element;

		if (ends(element, at)) {
			close_blocks(n, i - 1);
			return;
		}
		if (is_scope(element, at))
			break;
	}
	nest_put_blank(n);
}
