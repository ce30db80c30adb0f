/*
 * The paragraph and the lines around it: prefixes, gaps, what is held and what
 * is typed.  All text is made clean as it comes; a paragraph beyond a ceiling
 * is cut in two at a blank.  Never looks at what was written already.
 */
#include "render/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/wrap.h"
#include "render/clean.h"

#define PARAGRAPH_MAX (1 * MIB) /* is ended at the next blank */
#define LEVELS_MAX 64
#define PREFIX_MAX 24
#define TAB 8

/* An open block. */
struct level {
	char first[PREFIX_MAX];
	char rest[PREFIX_MAX];
	int columns;
	bool used; /* its first line was written */
};

struct layout {
	struct buf *out;
	int width;
	struct buf text;  /* the paragraph: clean */
	size_t past;	  /* bytes of paragraphs before it */
	struct buf lines; /* of it, while they are written */
	bool space;	  /* white space was seen behind the text */
	bool verbatim;
	bool hold;
	bool full;
	struct level levels[LEVELS_MAX];
	int depth;
	int hidden; /* levels that are too deep to be shown */
	int indent; /* columns of all prefixes */
	int common; /* levels open since the last line was written */
	int gap;
	bool begun; /* a line was written */
	unsigned long blanks;
};

struct layout *
layout_new(struct buf *out, int width)
{
	struct layout *l = mem_new(1, sizeof(*l));

	l->out = out;
	l->width = width < 10 ? 10 : width;
	buf_init(&l->text, LIMIT_OUTPUT);
	buf_init(&l->lines, LIMIT_OUTPUT);
	return l;
}

void
layout_free(struct layout *l)
{
	if (l == NULL)
		return;
	buf_clear(&l->text);
	buf_clear(&l->lines);
	free(l);
}

void
layout_text(struct layout *l, const char *text, size_t len)
{
	if (l->verbatim) {
		clean_verbatim(text, len, &l->text);
		return;
	}
	while (len > 0) {
		size_t n = len > PARAGRAPH_MAX ? PARAGRAPH_MAX : len;

		/* A piece ends at a blank, or at least not inside a character.
		 */
		while (n < len && !ascii_blank(text[n]))
			n++;
		if (l->text.len > PARAGRAPH_MAX && !l->hold &&
		    (l->space || ascii_blank(text[0])))
			layout_flush(l);
		clean_text(text, n, &l->space, &l->text);
		text += n;
		len -= n;
	}
}

void
layout_glue(struct layout *l, const char *text, size_t len)
{
	bool space = l->space;

	l->space = false;
	if (l->text.len > 0)
		buf_puts(&l->text, CLEAN_NBSP);
	clean_text(text, len, &l->space, &l->text);
	l->space = space;
}

void
layout_break(struct layout *l)
{
	l->space = false;
	if (l->verbatim || l->text.len > 0)
		buf_putc(&l->text, '\n');
}

bool
layout_is_empty(const struct layout *l)
{
	return l->text.len == 0;
}

size_t
layout_mark(const struct layout *l)
{
	return l->past + l->text.len;
}

/* Where in the paragraph a mark is. */
static size_t
place_of(const struct layout *l, size_t mark)
{
	size_t at = mark > l->past ? mark - l->past : 0;

	return at < l->text.len ? at : l->text.len;
}

/* Cuts the paragraph; one that is gone has ended. */
static void
cut_text(struct layout *l, size_t at)
{
	if (at == 0)
		l->past += l->text.len;
	buf_cut(&l->text, at);
}

const char *
layout_since(const struct layout *l, size_t mark, size_t *len)
{
	const char *text = buf_text(&l->text);
	size_t at = place_of(l, mark);

	while (text[at] == ' ')
		at++;
	*len = l->text.len - at;
	return text + at;
}

void
layout_cut(struct layout *l, size_t mark)
{
	size_t at = place_of(l, mark);

	if (at == 0)
		l->space = false;
	else if (at < l->text.len && l->text.data[at] == ' ')
		l->space = true;
	cut_text(l, at);
}

void
layout_keep(struct layout *l, size_t mark)
{
	size_t len;
	const char *text = layout_since(l, mark, &len);
	char *copy = mem_dup(text, len);

	buf_cut(&l->text, l->text.len - len);
	buf_putc(&l->text, WRAP_ON);
	buf_add(&l->text, copy, len);
	buf_putc(&l->text, WRAP_OFF);
	free(copy);
}

/* Writes the prefixes of levels that are still the same as one line before. */
static void
blank_line(struct layout *l)
{
	size_t start = l->out->len;

	for (int i = 0; i < l->common; i++)
		buf_puts(l->out, l->levels[i].rest);
	wrap_trim(l->out, start);
	buf_putc(l->out, '\n');
	l->blanks++;
}

/* The begin of a line: the gap before it and its prefixes. */
static void
line_begin(struct layout *l)
{
	if (l->begun && l->gap > 0)
		blank_line(l);
	l->gap = 0;
	l->begun = true;
	for (int i = 0; i < l->depth; i++) {
		struct level *level = &l->levels[i];

		buf_puts(l->out, level->used ? level->rest : level->first);
		level->used = true;
	}
	l->common = l->depth;
}

/* Writes the lines that were made; an empty one is a gap. */
static void
write_lines(struct layout *l)
{
	const char *s = buf_text(&l->lines);
	const char *end = s + l->lines.len;

	while (s < end) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));

		if (stop == s) {
			layout_gap(l, 1);
		} else {
			line_begin(l);
			buf_add(l->out, s, (size_t)(stop - s + 1));
		}
		s = stop + 1;
	}
	l->full = l->full || buf_full(&l->lines);
	buf_cut(&l->lines, 0);
}

void
layout_line(struct layout *l, const char *text, size_t len)
{
	wrap_print(text, len, &l->lines);
	wrap_trim(&l->lines, 0);
	buf_putc(&l->lines, '\n');
	write_lines(l);
}

void
layout_raw(struct layout *l, const char *text, size_t len)
{
	size_t start = l->out->len;

	line_begin(l);
	if (len > 0)
		buf_add(l->out, text, len);
	else
		wrap_trim(l->out, start);
	buf_putc(l->out, '\n');
}

int
layout_paragraph(struct layout *l, const char *text, size_t len)
{
	int widest = wrap_lines(text, len, layout_room(l), &l->lines);

	write_lines(l);
	return widest;
}

/* One line of verbatim text, its tabs made blanks. */
static void
verbatim_line(struct layout *l, const char *s, const char *end)
{
	int column = 0;

	while (s < end) {
		const char *tab = memchr(s, '\t', (size_t)(end - s));
		const char *stop = tab == NULL ? end : tab;

		wrap_print(s, (size_t)(stop - s), &l->lines);
		if (tab == NULL)
			break;
		column += wrap_width(s, (size_t)(stop - s));
		int n = TAB - column % TAB;
		column += n;
		while (n-- > 0)
			buf_putc(&l->lines, ' ');
		s = stop + 1;
	}
	wrap_trim(&l->lines, 0);
	buf_putc(&l->lines, '\n');
}

static void
flush_verbatim(struct layout *l)
{
	const char *s = buf_text(&l->text);
	const char *end = s + l->text.len;

	while (s < end && *s == '\n')
		s++;
	while (end > s && end[-1] == '\n')
		end--;
	while (s < end) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));

		if (stop == NULL)
			stop = end;
		verbatim_line(l, s, stop);
		write_lines(l);
		s = stop + 1;
	}
}

int
layout_flush(struct layout *l)
{
	int widest = 0;

	if (l->hold) {
		if (!clean_at_start(&l->text))
			layout_break(l);
		return 0;
	}
	l->space = false;
	if (l->text.len == 0)
		return 0;
	if (l->verbatim)
		flush_verbatim(l);
	else
		widest = layout_paragraph(l, l->text.data, l->text.len);
	l->full = l->full || buf_full(&l->text);
	cut_text(l, 0);
	return widest;
}

void
layout_verbatim(struct layout *l, bool on)
{
	layout_flush(l);
	l->verbatim = on;
}

void
layout_hold(struct layout *l, bool on)
{
	l->hold = on;
}

void
layout_gap(struct layout *l, int lines)
{
	bool fresh = l->depth > 0 && !l->levels[l->depth - 1].used;

	if (!l->hold && !fresh && lines > l->gap)
		l->gap = lines;
}

void
layout_gap_set(struct layout *l, int lines)
{
	bool fresh = l->depth > 0 && !l->levels[l->depth - 1].used;

	if (!l->hold && !fresh)
		l->gap = lines;
}

void
layout_indent(struct layout *l, const char *first, const char *rest)
{
	int columns = wrap_width(rest, strlen(rest));

	if (l->hold || l->hidden > 0 || l->depth == LEVELS_MAX ||
	    l->indent + columns > l->width / 2) {
		l->hidden++;
		if (strcmp(first, rest) != 0) /* a list's marker */
			clean_text(first, strlen(first), &l->space, &l->text);
		return;
	}
	struct level *level = &l->levels[l->depth++];
	*level = (struct level){.columns = columns};
	strncpy(level->first, first, PREFIX_MAX - 1);
	strncpy(level->rest, rest, PREFIX_MAX - 1);
	l->indent += columns;
}

void
layout_dedent(struct layout *l)
{
	if (l->hidden > 0) {
		l->hidden--;
		return;
	}
	l->depth--;
	l->indent -= l->levels[l->depth].columns;
	if (l->common > l->depth)
		l->common = l->depth;
}

int
layout_room(const struct layout *l)
{
	return l->width - l->indent;
}

unsigned long
layout_blanks(const struct layout *l, bool wanted)
{
	return l->blanks + (wanted && l->begun && l->gap > 0);
}

bool
layout_full(const struct layout *l)
{
	return l->full || buf_full(&l->text);
}
