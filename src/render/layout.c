/*
 * The paragraph and the lines around it.  Cleaning follows HTML's rules for
 * white space (CSS Text 3 section 4.1) and makes harmful characters visible, so
 * that no later step has to think of them; a paragraph beyond a ceiling
 * is cut in two at a blank.  Never looks at what was written already.
 */
#include "render/layout.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "render/wrap.h"

#define PARAGRAPH_MAX (1 * MIB) /* is ended at the next blank */
#define LEVELS_MAX 64
#define PREFIX_MAX 24
#define TAB 8
#define NBSP "\xC2\xA0"

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

/* Nothing is on the line yet: white space adds nothing. */
static bool
ends_open(const struct buf *b)
{
	return b->len == 0 || b->data[b->len - 1] == '\n';
}

/* Controls and bidirectional marks (THREATS T1): never printed as they are. */
static bool
is_harmful(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C ||
	       c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069) || (c >= 0xD800 && c <= 0xDFFF);
}

/* What a character that is neither ASCII nor a letter becomes. */
static void
clean_char(struct buf *b, ucs4_t c, const char *s, size_t n)
{
	if (is_harmful(c))
		buf_printf(b, "<U+%04X>", (unsigned)c);
	else if (c == 0xA0 || c == 0x2007 || c == 0x202F)
		buf_puts(b, NBSP);
	else if (c == 0x2028 || c == 0x2029)
		buf_putc(b, ' ');
	else if (c != 0xAD && c != 0xFEFF) /* soft hyphen, byte order mark */
		buf_add(b, s, n);
}

/*
 * The stretch from s that can be taken as it is: printable ASCII, most
 * characters of two bytes, and single blanks between them.
 */
static const char *
clean_run(const char *s, const char *end)
{
	while (s < end) {
		unsigned char c = (unsigned char)*s;

		if (c > 0x20 && c < 0x7F)
			s++;
		else if (c == ' ' && end - s > 1 &&
			 (unsigned char)s[1] > 0x20 && s[1] != 0x7F)
			s++;
		else if (c >= 0xC3 && c < 0xE0 && c != 0xD8 && end - s > 1 &&
			 ((unsigned char)s[1] & 0xC0) == 0x80)
			s += 2;
		else
			break;
	}
	return s;
}

/* The character at s made clean; returns its bytes. */
static size_t
clean_next(struct buf *b, const char *s, const char *end)
{
	ucs4_t c;
	int n = u8_mbtouc(&c, (const uint8_t *)s, (size_t)(end - s));

	if (n <= 0)
		n = 1;
	if (c == 0xFFFD)
		buf_puts(b, "\xEF\xBF\xBD");
	else
		clean_char(b, c, s, (size_t)n);
	return (size_t)n;
}

/* Adds text, with a blank before it where *space says that one is due. */
static void
clean(struct buf *b, const char *s, size_t len, bool *space)
{
	const char *end = s + len;

	while (s < end) {
		if (ascii_blank(*s)) {
			*space = *space || !ends_open(b);
			s++;
			continue;
		}
		if (*space)
			buf_putc(b, ' ');
		*space = false;
		const char *run = clean_run(s, end);
		if (run > s)
			buf_add(b, s, (size_t)(run - s));
		else
			run += clean_next(b, s, end);
		s = run;
	}
}

void
layout_clean(const char *text, size_t len, struct buf *out)
{
	struct buf b;
	bool space = false;

	buf_init(&b, out->max);
	clean(&b, text, len, &space);
	buf_add(out, buf_text(&b), b.len);
	buf_clear(&b);
}

/* Text with its line ends and tabs: "\r\n" and "\r" are line ends too. */
static void
clean_verbatim(struct buf *b, const char *s, size_t len)
{
	const char *end = s + len;

	while (s < end) {
		const char *run = s;

		while (run < end && ((*run >= ' ' && *run < 0x7F) ||
					*run == '\n' || *run == '\t'))
			run++;
		buf_add(b, s, (size_t)(run - s));
		if (run < end && *run == '\r') {
			run++;
			if (run == end || *run != '\n')
				buf_putc(b, '\n');
		} else if (run < end) {
			run += clean_next(b, run, end);
		}
		s = run;
	}
}

void
layout_text(struct layout *l, const char *text, size_t len)
{
	if (l->verbatim) {
		clean_verbatim(&l->text, text, len);
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
		clean(&l->text, text, n, &l->space);
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
		buf_puts(&l->text, NBSP);
	clean(&l->text, text, len, &l->space);
	l->space = space;
}

void
layout_break(struct layout *l)
{
	l->space = false;
	if (l->verbatim || l->text.len > 0)
		buf_putc(&l->text, '\n');
}

size_t
layout_mark(const struct layout *l)
{
	return l->text.len;
}

const char *
layout_since(const struct layout *l, size_t mark, size_t *len)
{
	const char *text = buf_text(&l->text);

	if (mark > l->text.len)
		mark = l->text.len;
	while (text[mark] == ' ')
		mark++;
	*len = l->text.len - mark;
	return text + mark;
}

void
layout_cut(struct layout *l, size_t mark)
{
	if (mark == 0)
		l->space = false;
	else if (mark < l->text.len && l->text.data[mark] == ' ')
		l->space = true;
	buf_cut(&l->text, mark);
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
		if (!ends_open(&l->text))
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
	buf_cut(&l->text, 0);
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
			clean(&l->text, first, strlen(first), &l->space);
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
