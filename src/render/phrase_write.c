/*
 * Pieces as CommonMark 0.31 has inlines (section 6): marks, code, links,
 * images.
 */
#include <string.h>

#include "render/commonmark.h"
#include "render/phrase_writer.h"

static void
write_code(struct writer *w, const char *s, size_t n)
{
	size_t most = 0, run = 0;

	if (commonmark_is_unquotable(s, n)) {
		writer_put(w, "<code>");
		commonmark_html_text(s, n, w->out);
		writer_put(w, "</code>");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		run = s[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	bool pad = s[0] == '`' || s[n - 1] == '`';
	for (size_t i = 0; i <= most; i++)
		writer_put(w, "`");
	writer_put(w, pad ? " " : "");
	buf_add(w->out, s, n);
	writer_put(w, pad ? " " : "");
	for (size_t i = 0; i <= most; i++)
		writer_put(w, "`");
}

static const char *
string_at(const struct writer *w, size_t at)
{
	return buf_text(&w->p->strings) + at;
}

static void
write_target(struct writer *w, const struct piece *piece)
{
	const char *title = string_at(w, piece->title);

	writer_put(w, "](");
	commonmark_url(string_at(w, piece->value), w->out);
	if (*title != '\0') {
		writer_put(w, " \"");
		commonmark_title(title, w->out);
		writer_put(w, "\"");
	}
	writer_put(w, ")");
}

static void
write_image(struct writer *w, size_t i)
{
	const struct piece *piece = &w->p->list[i];
	enum phrase_place place = w->place;

	writer_put(w, "![");
	w->links++;
	w->place = PHRASE_HEADING; /* a break is a blank */
	writer_text(
	    w, w->p->count, buf_text(&w->p->text) + piece->at, piece->len);
	w->place = place;
	w->links--;
	write_target(w, piece);
}

/* True when link i holds just its address: "<https://…>" says it all. */
static bool
is_autolink(const struct writer *w, size_t i)
{
	const struct piece *text = &w->p->list[i + 1];

	return text->kind == PIECE_TEXT && w->p->list[i].other == i + 2 &&
	       *string_at(w, w->p->list[i].title) == '\0' &&
	       commonmark_is_autolink(string_at(w, w->p->list[i].value),
		   buf_text(&w->p->text) + text->at, text->len);
}

/* Writes the begin or end of a mark of piece i. */
static void
write_delimiter(struct writer *w, size_t i)
{
	const struct piece *piece = &w->p->list[i];
	bool opens = piece->kind == PIECE_OPEN;
	const char *text = writer_delimiter(w, piece->mark);

	writer_flank(w, *text, writer_first(w, i + 1), opens);
	writer_put(w, text);
	if (piece->mark == PHRASE_DEL)
		w->dels += opens ? 1U : -1U;
}

static void
write_tag(struct writer *w, const struct piece *piece)
{
	const char *value = string_at(w, piece->value);

	writer_put(w, "<");
	if (piece->kind == PIECE_CLOSE) {
		value = string_at(w, w->p->list[piece->other].value);
		writer_put(w, "/");
		buf_add(w->out, value, strcspn(value, " "));
	} else {
		buf_puts(w->out, value);
	}
	writer_put(w, ">");
}

/* Writes a mark's begin or end; the next piece. */
static size_t
write_mark(struct writer *w, size_t i)
{
	const struct piece *piece = &w->p->list[i];

	if (piece->mark == PHRASE_TAG) {
		write_tag(w, piece);
	} else if (piece->mark != PHRASE_LINK) {
		write_delimiter(w, i);
	} else if (piece->kind == PIECE_CLOSE) {
		w->links--;
		write_target(w, &w->p->list[piece->other]);
	} else if (is_autolink(w, i)) {
		piece++;
		writer_put(w, "<");
		buf_add(w->out, buf_text(&w->p->text) + piece->at, piece->len);
		writer_put(w, ">");
		return i + 3;
	} else {
		w->links++;
		writer_put(w, "[");
	}
	return i + 1;
}

static size_t
write_piece(struct writer *w, size_t i)
{
	const struct piece *piece = &w->p->list[i];
	const char *text = buf_text(&w->p->text) + piece->at;

	switch (piece->kind) {
	case PIECE_TEXT:
	case PIECE_SPACE:
		writer_text(w, i, text, piece->len);
		break;
	case PIECE_CODE:
		write_code(w, text, piece->len);
		break;
	case PIECE_RAW:
		buf_add(w->out, text, piece->len);
		w->prev = ']';
		w->letter = 0;
		break;
	case PIECE_IMAGE:
		write_image(w, i);
		break;
	case PIECE_OPEN:
	case PIECE_CLOSE:
		return write_mark(w, i);
	}
	return i + 1;
}

void
pieces_write(const struct pieces *p, enum phrase_place place, struct buf *out)
{
	struct writer w = {.p = p, .place = place, .prev = ' '};
	struct buf cell;

	buf_init(&cell, out->max);
	w.out = place == PHRASE_CELL ? &cell : out;
	w.begin = w.out->len;
	w.braces = place == PHRASE_HEADING &&
		   memchr(buf_text(&p->text), '}', p->text.len) != NULL;
	for (size_t i = 0; i < p->count; i++)
		w.strong = w.strong || (p->list[i].kind == PIECE_OPEN &&
					   p->list[i].mark == PHRASE_STRONG);
	for (size_t i = 0; i < p->count;)
		i = write_piece(&w, i);
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.data[i] == '|')
			buf_putc(out, '\\');
		buf_putc(out, cell.data[i]);
	}
	if (buf_full(&cell))
		out->full = true;
	buf_clear(&cell);
}
