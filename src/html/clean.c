/*
 * Clean HTML: an allow-list over the tokenizer, and a writer that keeps to a
 * nesting which every HTML parser reads back as it was written.  Lines (links,
 * emphasis, …) never hold blocks: where a block begins or ends they are closed,
 * and reopened by the next text, as HTML's parser does with misnested tags
 * (13.2.4.3); only a link around whole blocks stays around them.  Blocks get
 * the parents that they need (li, td, …).  Elements that begin with nothing in
 * them and end so are taken back.
 *
 * Never copies markup from its input: each tag is written anew from the tables
 * of element.c and attribute.c, each text is escaped.  Linear: what reopened
 * tags may cost is a fixed share of the input.
 */
#include "html/fragment.h"

#include <stdlib.h>
#include <string.h>

#include "base/entity.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/attribute.h"
#include "html/element.h"
#include "html/token.h"
#include "html/value.h"

#define LINES_MAX 32		 /* emphasis within each other */
#define ATTRIBUTES_MAX LIMIT_TAG /* of the lines open at once */

/* A block whose start tag is written. */
struct block {
	const struct element *element;
	size_t start;  /* of its start tag in the output */
	size_t inside; /* where its content begins */
	bool implied;  /* not in the input */
};

/* An element within a line that is open in the input. */
struct line {
	const struct element *element;
	size_t attributes; /* its part of cleaner.attributes */
	size_t attributes_len;
	unsigned within; /* how many blocks were open at its start */
};

struct cleaner {
	struct buf *out;
	size_t begin; /* what out held before */
	struct tokens tokens;
	struct block blocks[LIMIT_HTML_DEPTH];
	unsigned block_count;
	unsigned too_deep; /* open in the input, but left out */
	struct line lines[LINES_MAX];
	unsigned line_count;
	unsigned written; /* so many of lines have their start tag written */
	struct buf attributes;
	size_t reopen; /* bytes that reopened tags may still cost */
	const struct element *gone; /* its content is being left out */
	unsigned gone_depth;
	bool hidden;  /* the next text is raw text that nobody sees */
	bool raw;     /* the next text has no character references */
	bool newline; /* a newline that comes now belongs to <pre> */
	struct buf text;
};

static const struct element *
top(const struct cleaner *c)
{
	return c->block_count == 0 ? NULL
				   : c->blocks[c->block_count - 1].element;
}

static enum element_kind
top_kind(const struct cleaner *c)
{
	return c->block_count == 0 ? E_FLOW : top(c)->kind;
}

/* Lines. */

static void
remove_line(struct cleaner *c, unsigned i)
{
	size_t used = 0;

	memmove(&c->lines[i], &c->lines[i + 1],
	    (c->line_count - i - 1) * sizeof(c->lines[0]));
	c->line_count--;
	for (i = 0; i < c->line_count; i++) {
		size_t end =
		    c->lines[i].attributes + c->lines[i].attributes_len;
		used = end > used ? end : used;
	}
	buf_cut(&c->attributes, used);
}

static void
write_end(struct cleaner *c, const struct element *element)
{
	buf_puts(c->out, "</");
	buf_puts(c->out, element->as);
	buf_putc(c->out, '>');
}

/* Closes written lines until only so many are. */
static void
close_lines(struct cleaner *c, unsigned left)
{
	while (c->written > left) {
		const struct element *element = c->lines[--c->written].element;

		write_end(c, element);
		if (element->kind == E_MEDIA)
			remove_line(c, c->written);
	}
}

/* Writes the start tags of all open lines that are not written. */
static void
write_lines(struct cleaner *c)
{
	for (; c->written < c->line_count; c->written++) {
		const struct line *line = &c->lines[c->written];

		buf_putc(c->out, '<');
		buf_puts(c->out, line->element->as);
		buf_add(c->out, buf_text(&c->attributes) + line->attributes,
		    line->attributes_len);
		buf_putc(c->out, '>');
	}
}

/* The open line of this element, or line_count. */
static unsigned
find_line(const struct cleaner *c, const struct element *element)
{
	for (unsigned i = c->line_count; i > 0; i--) {
		if (c->lines[i - 1].element == element)
			return i - 1;
	}
	return c->line_count;
}

static bool
within_media(const struct cleaner *c)
{
	return c->written > 0 &&
	       c->lines[c->written - 1].element->kind == E_MEDIA;
}

/*
 * Closes the lines at a block's border and forgets those that do not go on
 * behind it; none does when reopening them has cost too much.
 */
static void
break_lines(struct cleaner *c, unsigned blocks_left)
{
	bool cell = blocks_left < c->block_count &&
		    (top_kind(c) == E_CELL || top_kind(c) == E_CAPTION);
	size_t cost = 0;

	close_lines(c, 0);
	for (unsigned i = c->line_count; i > 0; i--) {
		const struct line *line = &c->lines[i - 1];

		if (line->within > blocks_left &&
		    (cell || line->element->kind == E_INLINE))
			remove_line(c, i - 1);
		else
			cost += line->attributes_len + 16;
	}
	if (cost > c->reopen) {
		c->line_count = 0;
		buf_cut(&c->attributes, 0);
		return;
	}
	c->reopen -= cost;
}

/* Blocks. */

static bool
drops_empty(const struct block *block)
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
lower_link(struct cleaner *c)
{
	const size_t name = 2; /* "<a" */

	if (c->block_count == 0)
		return;
	const struct block *link = &c->blocks[c->block_count - 1];
	if (link->element->kind != E_LINK || c->out->len != link->inside ||
	    c->line_count == LINES_MAX)
		return;
	size_t len = link->inside - link->start - name - 1;
	if (len > ATTRIBUTES_MAX - c->attributes.len)
		return;
	memmove(
	    &c->lines[1], &c->lines[0], c->line_count * sizeof(c->lines[0]));
	c->lines[0] = (struct line){.element = link->element,
	    .attributes = c->attributes.len,
	    .attributes_len = len,
	    .within = c->block_count - 1};
	buf_add(&c->attributes, c->out->data + link->start + name, len);
	c->line_count++;
	buf_cut(c->out, link->start);
	c->block_count--;
}

static void
close_block(struct cleaner *c)
{
	const struct block *block = &c->blocks[c->block_count - 1];

	break_lines(c, c->block_count - 1);
	c->block_count--;
	if (c->out->len != block->inside || !drops_empty(block) ||
	    buf_full(c->out)) {
		write_end(c, block->element);
		return;
	}
	buf_cut(c->out, block->start);
	if (block->element->kind != E_LINK)
		lower_link(c);
}

static void
close_blocks(struct cleaner *c, unsigned left)
{
	while (c->block_count > left)
		close_block(c);
}

/* How many blocks enclose the nearest one of this kind, or block_count. */
static unsigned
find_kind(const struct cleaner *c, enum element_kind kind)
{
	for (unsigned i = c->block_count; i > 0; i--) {
		if (c->blocks[i - 1].element->kind == kind)
			return i - 1;
	}
	return c->block_count;
}

static void
push_block(struct cleaner *c, const struct element *element,
    const char *attributes, size_t len, bool implied)
{
	struct block *block = &c->blocks[c->block_count++];

	*block = (struct block){
	    .element = element, .start = c->out->len, .implied = implied};
	buf_putc(c->out, '<');
	buf_puts(c->out, element->as);
	buf_add(c->out, attributes, len);
	buf_putc(c->out, '>');
	block->inside = c->out->len;
}

/* Opens a block that the input has not; false when it is too deep. */
static bool
imply(struct cleaner *c, const char *name)
{
	if (c->block_count >= LIMIT_HTML_DEPTH)
		return false;
	break_lines(c, c->block_count);
	push_block(c, element_find(name, strlen(name)), "", 0, true);
	return true;
}

/*
 * Makes a place for text and for blocks that may stand anywhere; false when
 * there is none.
 */
static bool
make_flow(struct cleaner *c)
{
	if (top_kind(c) == E_LIST && c->blocks[c->block_count - 1].implied)
		close_block(c);
	switch (top_kind(c)) {
	case E_LIST:
		return imply(c, "li");
	case E_TERMS:
		if (c->blocks[c->block_count - 1].implied) {
			close_block(c);
			return make_flow(c);
		}
		return imply(c, "dd");
	case E_TABLE:
	case E_ROWS:
		return imply(c, "tr") && imply(c, "td");
	case E_ROW:
		return imply(c, "td");
	default:
		return true;
	}
}

/*
 * Makes a place for an item in the nearest list; one that is out of every list
 * gets one of its own.
 */
static bool
make_list(struct cleaner *c, enum element_kind list, enum element_kind item)
{
	for (unsigned i = c->block_count; i > 0; i--) {
		enum element_kind kind = c->blocks[i - 1].element->kind;

		if (kind == list) {
			close_blocks(c, i);
			return true;
		}
		if (kind != item && kind != E_PARA && kind != E_HEADING &&
		    strcmp(c->blocks[i - 1].element->as, "div") != 0)
			break;
	}
	if (top_kind(c) == E_PARA || top_kind(c) == E_HEADING)
		close_block(c);
	return make_flow(c) && imply(c, list == E_LIST ? "ul" : "dl");
}

/* Makes a place for a part of a table; false when there is no table. */
static bool
make_table(struct cleaner *c, enum element_kind part)
{
	unsigned table = find_kind(c, E_TABLE);

	if (table == c->block_count)
		return false;
	unsigned left = table + 1;
	if (part >= E_ROW && left < c->block_count &&
	    c->blocks[left].element->kind == E_ROWS)
		left++;
	if (part == E_CELL && left < c->block_count &&
	    c->blocks[left].element->kind == E_ROW)
		left++;
	close_blocks(c, left);
	if (part == E_CELL && top_kind(c) != E_ROW)
		return imply(c, "tr");
	return true;
}

/*
 * Makes a place for a block in a paragraph (which ends) or in a heading (which
 * ends unless the block is a mere wrapper of its text).
 */
static bool
leave_lines(struct cleaner *c, const struct element *element)
{
	if (top_kind(c) == E_HEADING &&
	    (element->kind == E_PARA || strcmp(element->as, "div") == 0))
		return false;
	if (top_kind(c) == E_HEADING || top_kind(c) == E_PARA)
		close_block(c);
	return true;
}

/* True for a summary without its details, a figcaption without its figure. */
static bool
is_orphan(const struct cleaner *c, const struct element *element)
{
	const char *parent;

	if (strcmp(element->as, "summary") == 0)
		parent = "details";
	else if (strcmp(element->as, "figcaption") == 0)
		parent = "figure";
	else
		return false;
	const struct element *wanted = element_find(parent, strlen(parent));
	for (unsigned i = c->block_count; i > 0; i--) {
		if (c->blocks[i - 1].element == wanted)
			return false;
	}
	return true;
}

/* Makes a place for the block; false when it cannot stand here. */
static bool
make_place(struct cleaner *c, const struct element *element)
{
	if (within_media(c) || is_orphan(c, element))
		return false;
	switch (element->kind) {
	case E_ITEM:
		return make_list(c, E_LIST, E_ITEM);
	case E_TERM:
		return make_list(c, E_TERMS, E_TERM);
	case E_CAPTION:
	case E_ROWS:
	case E_ROW:
	case E_CELL:
		return make_table(c, element->kind);
	default:
		return leave_lines(c, element) && make_flow(c);
	}
}

/* Sets neighbours apart where a block's tag is left out. */
static void
write_blank(struct cleaner *c)
{
	const struct buf *out = c->out;

	if (out->len > c->begin && !value_blank(out->data[out->len - 1]) &&
	    out->data[out->len - 1] != '>')
		buf_putc(c->out, ' ');
}

/* True when the outermost open line is a link that may hold the block. */
static bool
link_holds(const struct cleaner *c, const struct element *element)
{
	return c->line_count > 0 && c->lines[0].element->kind == E_LINK &&
	       c->block_count + 1 < LIMIT_HTML_DEPTH &&
	       element->kind != E_ITEM && element->kind != E_TERM &&
	       element->kind < E_CAPTION;
}

/* Makes the link that is the outermost line a block. */
static void
raise_link(struct cleaner *c)
{
	const struct line link = c->lines[0];

	push_block(c, link.element, buf_text(&c->attributes) + link.attributes,
	    link.attributes_len, false);
	remove_line(c, 0);
}

static void
open_block(
    struct cleaner *c, const struct element *element, const struct token *token)
{
	struct buf attributes;

	if (!make_place(c, element)) {
		write_blank(c);
		return;
	}
	if (c->block_count >= LIMIT_HTML_DEPTH) {
		c->too_deep += element->kind != E_RULE;
		write_blank(c);
		return;
	}
	break_lines(c, c->block_count);
	if (link_holds(c, element))
		raise_link(c);
	buf_init(&attributes, ATTRIBUTES_MAX);
	attributes_clean(token, element, &attributes);
	push_block(c, element, buf_text(&attributes), attributes.len, false);
	buf_clear(&attributes);
	if (element->kind == E_RULE)
		c->block_count--;
	c->newline = strcmp(element->as, "pre") == 0;
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

static void
end_block(struct cleaner *c, const struct element *element)
{
	if (c->too_deep > 0) {
		c->too_deep--;
		write_blank(c);
		return;
	}
	for (unsigned i = c->block_count; i > 0; i--) {
		const struct element *at = c->blocks[i - 1].element;

		if (ends(element, at)) {
			close_blocks(c, i - 1);
			return;
		}
		if (is_scope(element, at))
			break;
	}
	write_blank(c);
}

/* Within lines. */

static void
end_line(struct cleaner *c, const struct element *element)
{
	unsigned i = find_line(c, element);

	if (i < c->line_count) {
		if (i < c->written)
			close_lines(c, i);
		if (i < c->line_count && c->lines[i].element == element)
			remove_line(c, i);
	} else if (find_kind(c, element->kind) < c->block_count) {
		end_block(c, element); /* a link around blocks */
	}
}

/* Ends what a new line of this kind ends: a link a link, rt an rt. */
static void
end_same(struct cleaner *c, const struct element *element)
{
	static const char *const ruby[] = {"rt", "rp"};

	if (element->kind == E_LINK) {
		end_line(c, element);
		return;
	}
	if (element->as[0] != 'r' || strcmp(element->as, "ruby") == 0)
		return;
	for (unsigned i = 0; i < 2; i++)
		end_line(c, element_find(ruby[i], 2));
}

static bool
within_link(const struct cleaner *c)
{
	for (unsigned i = 0; i < c->line_count; i++) {
		if (c->lines[i].element->kind == E_LINK)
			return true;
	}
	return find_kind(c, E_LINK) < c->block_count;
}

/* True for what without attributes says nothing. */
static bool
says_nothing(const struct element *element, const struct attributes *got,
    size_t attributes_len)
{
	if (element->kind == E_LINK)
		return !got->href;
	return attributes_len == 0 && strcmp(element->as, "span") == 0;
}

static void
open_line(
    struct cleaner *c, const struct element *element, const struct token *token)
{
	end_same(c, element);
	if (c->line_count == LINES_MAX ||
	    (element->kind == E_LINK && within_link(c)))
		return;
	if (within_media(c) &&
	    c->lines[c->written - 1].element->as[0] == 'p') /* picture */
		return;

	size_t before = c->attributes.len;
	struct attributes got =
	    attributes_clean(token, element, &c->attributes);
	size_t len = c->attributes.len - before;
	if (says_nothing(element, &got, len)) {
		buf_cut(&c->attributes, before);
		return;
	}
	c->lines[c->line_count++] =
	    (struct line){element, before, len, c->block_count};
}

/* Makes a place for something within a line and opens the lines around it. */
static void
begin_content(struct cleaner *c)
{
	if (within_media(c) && c->lines[c->written - 1].element->as[0] == 'p')
		close_lines(c, c->written - 1);
	make_flow(c);
	write_lines(c);
}

static void
open_media(
    struct cleaner *c, const struct element *element, const struct token *token)
{
	if (within_media(c) || c->line_count == LINES_MAX)
		return;
	begin_content(c);
	size_t before = c->attributes.len;
	attributes_clean(token, element, &c->attributes);
	if (element->as[0] != 'p' &&
	    memmem(buf_text(&c->attributes) + before,
		c->attributes.len - before, " controls", 9) == NULL)
		buf_puts(&c->attributes, " controls");
	c->lines[c->line_count++] = (struct line){
	    element, before, c->attributes.len - before, c->block_count};
	write_lines(c);
}

/* A source or a track: only of use within a medium. */
static void
write_source(
    struct cleaner *c, const struct element *element, const struct token *token)
{
	struct buf attributes;

	if (!within_media(c))
		return;
	bool picture = c->lines[c->written - 1].element->as[0] == 'p';
	buf_init(&attributes, ATTRIBUTES_MAX);
	struct attributes got = attributes_clean(token, element, &attributes);
	bool listed = memmem(buf_text(&attributes), attributes.len,
			  " srcset=", 8) != NULL;
	if (picture ? listed : got.src) {
		buf_putc(c->out, '<');
		buf_puts(c->out, element->as);
		buf_add(c->out, buf_text(&attributes), attributes.len);
		buf_putc(c->out, '>');
	}
	buf_clear(&attributes);
}

/* True when nothing of the text can be seen. */
static bool
is_blank_text(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)text[i] > ' ' && text[i] != 0x7F)
			return false;
	}
	return true;
}

/*
 * Adds text.  Blank text opens no lines, and none stands at the begin of a
 * link that holds blocks: read again, it would stand before the link.
 */
static void
write_text(struct cleaner *c, const char *text, size_t len)
{
	while (len > 0 && *text != '\n' && *text != '\t' && *text != ' ' &&
	       is_blank_text(text, 1)) {
		text++; /* it will not be written */
		len--;
	}
	if (len == 0)
		return;
	bool blank = is_blank_text(text, len);
	if (!blank)
		begin_content(c);
	bool first = c->block_count > 0 &&
		     c->out->len == c->blocks[c->block_count - 1].inside;
	if (blank && first && top_kind(c) == E_LINK)
		return;
	if (first && *text == '\n' && strcmp(top(c)->as, "pre") == 0)
		buf_putc(c->out, '\n');
	value_text(text, len, c->out);
}

/* An image, or what stands for it: its text, its emoji. */
static void
write_image(
    struct cleaner *c, const struct element *element, const struct token *token)
{
	struct buf attributes;

	buf_init(&attributes, ATTRIBUTES_MAX);
	struct attributes got = attributes_clean(token, element, &attributes);
	if (!got.src || (got.smiley && got.alt)) {
		struct buf alt;

		buf_init(&alt, LIMIT_TAG);
		attribute_find(token, "alt", &alt);
		write_text(c, buf_text(&alt), alt.len);
		buf_clear(&alt);
	} else {
		/* Within a picture, nothing is closed for its image. */
		if (within_media(c))
			write_lines(c);
		else
			begin_content(c);
		buf_puts(c->out, "<img");
		buf_add(c->out, buf_text(&attributes), attributes.len);
		if (!got.alt)
			buf_puts(c->out, " alt=\"\"");
		buf_putc(c->out, '>');
	}
	buf_clear(&attributes);
}

static void
write_empty(
    struct cleaner *c, const struct element *element, const struct token *token)
{
	if (strcmp(element->as, "img") == 0) {
		write_image(c, element, token);
		return;
	}
	enum element_kind kind = top_kind(c);
	if (kind == E_LIST || kind == E_TERMS ||
	    (kind >= E_TABLE && kind <= E_ROW && kind != E_CAPTION))
		return;
	begin_content(c);
	buf_putc(c->out, '<');
	buf_puts(c->out, element->as);
	buf_putc(c->out, '>');
}

/* What would load another page becomes a link to it. */
static void
write_embed(struct cleaner *c, const struct token *token)
{
	struct buf url, href, title;

	c->hidden = c->tokens.raw != NULL;
	if (within_link(c) || within_media(c))
		return;
	buf_init(&url, LIMIT_TAG);
	buf_init(&href, LIMIT_TAG);
	buf_init(&title, LIMIT_TAG);
	attribute_find(token, token_is(token, "object") ? "data" : "src", &url);
	if (attribute_web_address(buf_text(&url), url.len, &href)) {
		begin_content(c);
		buf_puts(c->out, "<a href=\"");
		buf_add(c->out, buf_text(&href), href.len);
		buf_puts(c->out, "\">");
		attribute_find(token, "title", &title);
		if (is_blank_text(buf_text(&title), title.len)) {
			buf_cut(&title, 0);
			value_decode(buf_text(&href), href.len, &title);
		}
		value_text(buf_text(&title), title.len, c->out);
		buf_puts(c->out, "</a>");
	}
	buf_clear(&url);
	buf_clear(&href);
	buf_clear(&title);
}

/* Tokens. */

static void
enter_gone(
    struct cleaner *c, const struct element *element, const struct token *token)
{
	if (token_is(token, "template") || token->name_len >= 10) {
		c->gone = element;
		c->gone_depth = 1;
	} else {
		c->hidden = c->tokens.raw != NULL;
	}
}

static void
open_tag(struct cleaner *c, const struct token *token)
{
	const struct element *source =
	    element_find(token->name, token->name_len);

	c->raw = c->tokens.raw != NULL && token_is(token, "xmp");
	if (source == NULL)
		return;
	const struct element *element = element_clean(source);
	switch (element->kind) {
	case E_GONE:
		enter_gone(c, element, token);
		break;
	case E_EMBED:
		write_embed(c, token);
		break;
	case E_BREAK:
		write_blank(c);
		break;
	case E_INLINE:
	case E_FORMAT:
	case E_LINK:
		open_line(c, element, token);
		break;
	case E_EMPTY:
		write_empty(c, element, token);
		break;
	case E_MEDIA:
		open_media(c, element, token);
		break;
	case E_SOURCE:
		write_source(c, element, token);
		break;
	case E_UNWRAP:
	case E_LOST:
		break;
	default:
		open_block(c, element, token);
	}
}

static void
close_tag(struct cleaner *c, const struct token *token)
{
	const struct element *source =
	    element_find(token->name, token->name_len);

	if (source == NULL)
		return;
	const struct element *element = element_clean(source);
	if (element->kind == E_BREAK)
		write_blank(c);
	else if (token_is(token, "br"))
		write_empty(c, element, token);
	else if (element_block(element) && !element->no_content)
		end_block(c, element);
	else if (element->kind >= E_INLINE && element->kind <= E_MEDIA)
		end_line(c, element);
}

static void
take_text(struct cleaner *c, const struct token *token)
{
	const char *text = token->at;
	size_t len = token->len;

	if (c->newline && *text == '\n') {
		text++;
		len--;
	}
	buf_cut(&c->text, 0);
	if (!c->raw && memchr(text, '&', len) != NULL) {
		entity_decode_all(text, len, &c->text);
		text = buf_text(&c->text);
		len = c->text.len;
	}
	write_text(c, text, len);
}

/* Leaves out the content of an element that goes, up to its end tag. */
static void
skip_gone(struct cleaner *c, const struct token *token)
{
	if (token->type != TOKEN_OPEN && token->type != TOKEN_CLOSE)
		return;
	if (!token_is(token, c->gone->name))
		return;
	c->gone_depth += token->type == TOKEN_OPEN ? 1U : -1U;
	if (c->gone_depth == 0)
		c->gone = NULL;
}

static void
take_token(struct cleaner *c, const struct token *token)
{
	bool hidden = c->hidden;

	if (c->gone != NULL) {
		skip_gone(c, token);
		return;
	}
	c->hidden = false;
	switch (token->type) {
	case TOKEN_TEXT:
		if (!hidden)
			take_text(c, token);
		break;
	case TOKEN_OPEN:
		c->newline = false;
		open_tag(c, token);
		break;
	case TOKEN_CLOSE:
		close_tag(c, token);
		break;
	default:
		break;
	}
	if (token->type != TOKEN_OPEN)
		c->newline = c->raw = false;
}

void
fragment_clean(const char *html, size_t len, struct buf *out)
{
	struct cleaner *c = mem_new(1, sizeof(*c));
	struct token token;

	c->out = out;
	c->begin = out->len;
	c->reopen = len + 64 * KIB;
	buf_init(&c->attributes, ATTRIBUTES_MAX);
	buf_init(&c->text, 2 * len + KIB);
	tokens_init(&c->tokens, html, len);
	while (tokens_next(&c->tokens, &token))
		take_token(c, &token);
	close_blocks(c, 0);
	close_lines(c, 0);
	buf_clear(&c->attributes);
	buf_clear(&c->text);
	free(c);
}
