/*
 * Gathers a phrase.  White space, and marks that begin or end, wait until there
 * is text behind them: so blanks stand between the ends of marks and the begins
 * of others, and what holds no text never appears.
 */
#include "render/phrase.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "render/phrase_piece.h"

#define MARKS 32 /* open at once; others make no difference */

/* A mark that is open in the source. */
struct mark {
	enum phrase_mark kind;
	size_t value, title; /* in keep */
	size_t piece;	     /* that opened it, when that was written */
};

struct phrase {
	struct pieces pieces;
	struct buf space; /* seen behind the text */
	struct buf keep;  /* strings of the marks */
	struct mark marks[MARKS];
	size_t depth;
	size_t written; /* of them: those that have a piece */
	size_t closing[MARKS];
	size_t n_closing; /* pieces that will be closed before more text */
	unsigned code;	  /* stretches within each other */
	unsigned stretch; /* number of the last one */
};

struct phrase *
phrase_new(void)
{
	struct phrase *p = mem_new(1, sizeof(*p));

	buf_init(&p->pieces.text, LIMIT_OUTPUT);
	buf_init(&p->pieces.strings, LIMIT_OUTPUT);
	buf_init(&p->space, LIMIT_OUTPUT);
	buf_init(&p->keep, LIMIT_OUTPUT);
	return p;
}

void
phrase_free(struct phrase *p)
{
	if (p == NULL)
		return;
	buf_clear(&p->pieces.text);
	buf_clear(&p->pieces.strings);
	buf_clear(&p->space);
	buf_clear(&p->keep);
	free(p->pieces.list);
	free(p);
}

static struct piece *
add_piece(struct phrase *p, enum piece_kind kind)
{
	struct pieces *all = &p->pieces;

	if (all->count == all->room) {
		all->room = all->room == 0 ? 32 : 2 * all->room;
		all->list = mem_grow(all->list, all->room, sizeof(*all->list));
	}
	struct piece *piece = &all->list[all->count++];
	*piece = (struct piece){.kind = kind, .at = all->text.len};
	return piece;
}

static void
add_text(struct phrase *p, struct piece *piece, const char *s, size_t n)
{
	buf_add(&p->pieces.text, s, n);
	piece->len = p->pieces.text.len - piece->at;
}

/* A copy of a string, NULL as "", in a buffer of strings. */
static size_t
keep(struct buf *strings, const char *s)
{
	size_t at = strings->len;

	buf_add(strings, s == NULL ? "" : s, s == NULL ? 1 : strlen(s) + 1);
	return at;
}

static void
open_piece(struct phrase *p, struct mark *mark)
{
	const char *kept = buf_text(&p->keep);

	mark->piece = p->pieces.count;
	struct piece *piece = add_piece(p, PIECE_OPEN);
	piece->mark = mark->kind;
	piece->value = keep(&p->pieces.strings, kept + mark->value);
	piece->title = keep(&p->pieces.strings, kept + mark->title);
}

static void
close_piece(struct phrase *p, size_t opened)
{
	size_t at = p->pieces.count;
	struct piece *piece = add_piece(p, PIECE_CLOSE);

	piece->mark = p->pieces.list[opened].mark;
	piece->other = opened;
	p->pieces.list[opened].other = at;
}

/* The last piece, if nothing comes between it and what is added now. */
static struct piece *
last_piece(struct phrase *p)
{
	if (p->pieces.count == 0 || p->n_closing > 0 || p->written < p->depth)
		return NULL;
	return &p->pieces.list[p->pieces.count - 1];
}

/* Writes what waits; then text may follow. */
static void
settle(struct phrase *p)
{
	for (size_t i = 0; i < p->n_closing; i++)
		close_piece(p, p->closing[i]);
	p->n_closing = 0;
	if (p->space.len > 0 && p->pieces.count > 0)
		add_text(
		    p, add_piece(p, PIECE_SPACE), p->space.data, p->space.len);
	buf_cut(&p->space, 0);
	for (; p->written < p->depth; p->written++)
		open_piece(p, &p->marks[p->written]);
}

/* Whether text of this stretch goes on in the piece. */
static bool
goes_on(const struct phrase *p, const struct piece *last)
{
	if (last == NULL)
		return false;
	if (p->code == 0)
		return last->kind == PIECE_TEXT;
	return last->kind == PIECE_CODE &&
	       (p->space.len == 0 ||
		   (last->code == p->stretch &&
		       memchr(p->space.data, '\n', p->space.len) == NULL));
}

/* Adds text that holds no white space. */
static void
add_word(struct phrase *p, const char *s, size_t n)
{
	struct piece *last = last_piece(p);

	if (goes_on(p, last)) {
		add_text(p, last, buf_text(&p->space), p->space.len);
		buf_cut(&p->space, 0);
		add_text(p, last, s, n);
		return;
	}
	settle(p);
	last = add_piece(p, p->code > 0 ? PIECE_CODE : PIECE_TEXT);
	last->code = p->stretch;
	add_text(p, last, s, n);
}

/* White space of ASCII: one blank, none behind a line feed. */
static void
add_blank(struct phrase *p)
{
	char last = p->space.len > 0 ? p->space.data[p->space.len - 1] : '\0';

	if (last != ' ' && last != '\n')
		buf_putc(&p->space, ' ');
}

/* Bytes of white space beyond ASCII at s, 0 for none. */
static size_t
wide_space(const char *s, size_t n)
{
	ucs4_t c;
	int len;

	if (strchr("\xC2\xE1\xE2\xE3\xEF", *s) == NULL)
		return 0;
	len = u8_mbtouc(&c, (const uint8_t *)s, n);
	if (c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	    c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
	    c == 0x3000 || c == 0xFEFF)
		return (size_t)len;
	return 0;
}

void
phrase_text(struct phrase *p, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *word = text;
		size_t wide = 0;

		while (text < end && !ascii_blank(*text)) {
			wide = wide_space(text, (size_t)(end - text));
			if (wide > 0)
				break;
			text++;
		}
		if (text > word)
			add_word(p, word, (size_t)(text - word));
		if (wide > 0)
			buf_add(&p->space, text, wide);
		else if (text < end)
			add_blank(p);
		text += wide > 0 ? wide : text < end;
	}
}

void
phrase_break(struct phrase *p)
{
	if (p->space.len > 0 && p->space.data[p->space.len - 1] == ' ')
		buf_cut(&p->space, p->space.len - 1);
	buf_putc(&p->space, '\n');
}

void
phrase_code(struct phrase *p, bool on)
{
	if (on && p->code++ == 0)
		p->stretch++;
	else if (!on)
		p->code--;
}

void
phrase_raw(struct phrase *p, const char *text)
{
	settle(p);
	add_text(p, add_piece(p, PIECE_RAW), text, strlen(text));
}

void
phrase_image(
    struct phrase *p, const char *alt, const char *url, const char *title)
{
	settle(p);
	struct piece *piece = add_piece(p, PIECE_IMAGE);
	piece->value = keep(&p->pieces.strings, url);
	piece->title = keep(&p->pieces.strings, title);
	for (; *alt != '\0'; alt++) {
		if (!ascii_blank(*alt))
			add_text(p, piece, alt, 1);
		else if (piece->len > 0 && alt[1] != '\0' &&
			 !ascii_blank(alt[1]))
			add_text(p, piece, " ", 1);
	}
}

/* Goes on with a mark that was closed just now, if it is of this kind. */
static bool
reopen(struct phrase *p, enum phrase_mark kind)
{
	if (kind > PHRASE_DEL || p->n_closing == 0 || p->space.len > 0 ||
	    p->written < p->depth)
		return false;
	size_t opened = p->closing[p->n_closing - 1];
	if (p->pieces.list[opened].mark != kind)
		return false;
	p->n_closing--;
	p->marks[p->depth++] =
	    (struct mark){.kind = kind, .value = p->keep.len, .piece = opened};
	p->written++;
	return true;
}

bool
phrase_open(struct phrase *p, enum phrase_mark kind, const char *value,
    const char *title)
{
	for (size_t i = 0; i < p->depth && kind != PHRASE_TAG; i++)
		if (p->marks[i].kind == kind)
			return false;
	if (p->depth == MARKS)
		return false;
	if (reopen(p, kind))
		return true;
	struct mark *mark = &p->marks[p->depth++];
	*mark = (struct mark){.kind = kind};
	mark->value = keep(&p->keep, value);
	mark->title = keep(&p->keep, title);
	return true;
}

void
phrase_close(struct phrase *p)
{
	struct mark *mark = &p->marks[--p->depth];

	buf_cut(&p->keep, mark->value);
	if (p->written > p->depth) {
		p->written--;
		p->closing[p->n_closing++] = mark->piece;
	}
}

bool
phrase_is_empty(const struct phrase *p)
{
	return p->pieces.count == 0;
}

bool
phrase_full(const struct phrase *p)
{
	return buf_full(&p->pieces.text) || buf_full(&p->pieces.strings) ||
	       buf_full(&p->space) || buf_full(&p->keep);
}

void
phrase_end(struct phrase *p, enum phrase_place place, struct buf *out)
{
	buf_cut(&p->space, 0);
	for (size_t i = 0; i < p->n_closing; i++)
		close_piece(p, p->closing[i]);
	p->n_closing = 0;
	for (; p->written > 0; p->written--)
		close_piece(p, p->marks[p->written - 1].piece);
	pieces_write(&p->pieces, place, out);
	p->pieces.count = 0;
	buf_cut(&p->pieces.text, 0);
	buf_cut(&p->pieces.strings, 0);
}
