/*
 * Pieces as CommonMark 0.31 has inlines (section 6).  A character is escaped
 * where it would be read as markup, by CommonMark, by GitHub's tables and
 * strikethrough, or by Hugo, which looks for its own marks ("{{<") before any
 * of them.  Where a letter beside "**" would keep that from being emphasis
 * (6.2) it becomes a reference: to the rules that is punctuation.
 */
#include "render/phrase_piece.h"

#include <stdint.h>
#include <string.h>

#include <unictype.h>
#include <unistr.h>

#include "base/ascii.h"
#include "render/commonmark.h"

struct writer {
	const struct pieces *p;
	enum phrase_place place;
	struct buf *out;
	size_t begin;	/* in out */
	ucs4_t prev;	/* as it stands in out; ' ' at the begin */
	size_t letter;	/* where in out the letter prev begins; 0: it is none */
	bool encode;	/* the next letter becomes a reference */
	bool strong;	/* something is strong */
	bool braces;	/* a brace would be attributes of a heading */
	unsigned links; /* brackets open */
	unsigned dels;
};

static bool
is_space(ucs4_t c)
{
	return c <= ' ' || c == 0xFEFF ||
	       uc_is_general_category(c, UC_SEPARATOR);
}

/* Punctuation by every version of the rules. */
static bool
is_punct(ucs4_t c)
{
	if (c < 0x80)
		return c > ' ' && !ascii_letter((char)c) &&
		       !ascii_digit((char)c);
	return uc_is_general_category(c, UC_PUNCTUATION);
}

/* Punctuation by some version, or of some parser. */
static bool
may_be_punct(ucs4_t c)
{
	return !is_space(c) && !uc_is_general_category(c, UC_LETTER) &&
	       !uc_is_general_category(c, UC_MARK) &&
	       !uc_is_general_category(c, UC_NUMBER);
}

/*
 * What stands around a mark.  Two marks never share a character, so that none
 * can be taken for the end of another one: '_' takes the place of '*' where
 * there is a "**".
 */
static const char *
delimiter_of(const struct writer *w, enum phrase_mark mark)
{
	static const char *const texts[] = {[PHRASE_EM] = "*",
	    [PHRASE_STRONG] = "**",
	    [PHRASE_DEL] = "~~",
	    [PHRASE_LINK] = "[",
	    [PHRASE_TAG] = "<"};

	return mark == PHRASE_EM && w->strong ? "_" : texts[mark];
}

/* What white space begins with in the output: a break with a backslash. */
static ucs4_t
space_of(const struct writer *w, char c)
{
	return c == '\n' && w->place == PHRASE_BLOCK ? '\\' : ' ';
}

/* The character that piece i begins with in the output. */
static ucs4_t
first_of(const struct writer *w, size_t i)
{
	ucs4_t c;

	if (i >= w->p->count)
		return w->links > 0 ? ']' : ' ';
	const struct piece *piece = &w->p->list[i];
	switch (piece->kind) {
	case PIECE_TEXT:
		u8_mbtouc(&c,
		    (const uint8_t *)buf_text(&w->p->text) + piece->at,
		    piece->len);
		return c;
	case PIECE_SPACE:
		return space_of(w, buf_text(&w->p->text)[piece->at]);
	case PIECE_CODE:
		return '`';
	case PIECE_IMAGE:
		return '!';
	case PIECE_RAW:
		return '[';
	case PIECE_CLOSE:
		if (piece->mark == PHRASE_LINK)
			return ']';
		break;
	case PIECE_OPEN:
		break;
	}
	return (ucs4_t)*delimiter_of(w, piece->mark);
}

/* Puts markup, of ASCII. */
static void
put(struct writer *w, const char *s)
{
	if (*s == '\0')
		return;
	buf_puts(w->out, s);
	w->prev = (ucs4_t)s[strlen(s) - 1];
	w->letter = 0;
}

/* Puts a character of the text as it is, or as a reference. */
static void
put_char(struct writer *w, ucs4_t c, const char *s, size_t n)
{
	if (w->encode) {
		buf_printf(w->out, "&#%u;", (unsigned)c);
		w->encode = false;
		w->prev = ';';
		w->letter = 0;
		return;
	}
	w->letter = w->out->len + 1; /* 0 is for none */
	w->prev = c;
	buf_add(w->out, s, n);
}

/* Makes the letter that was put last a reference. */
static void
encode_last(struct writer *w)
{
	if (w->letter == 0)
		return;
	buf_cut(w->out, w->letter - 1);
	buf_printf(w->out, "&#%u;", (unsigned)w->prev);
	w->prev = ';';
	w->letter = 0;
}

/*
 * Sees to it that a delimiter between prev and next opens or closes what it is
 * meant to.  '_' may do so only where a word ends.
 */
static void
flank(struct writer *w, char delimiter, ucs4_t next, bool opens)
{
	ucs4_t inner = opens ? next : w->prev;
	ucs4_t outer = opens ? w->prev : next;

	if (is_space(outer) || is_punct(outer) ||
	    (delimiter != '_' && !may_be_punct(inner)))
		return;
	if (opens)
		encode_last(w);
	else
		w->encode = true;
}

/*
 * The character at s, or what follows piece i when that ends there.  The last
 * letter before a mark may still become a reference.
 */
static ucs4_t
next_char(const struct writer *w, size_t i, const char *s, const char *end)
{
	ucs4_t c;

	if (s >= end)
		return first_of(w, i + 1);
	if (*s == '\n')
		return space_of(w, *s);
	int n = u8_mbtouc(&c, (const uint8_t *)s, (size_t)(end - s));
	if (s + n == end && i + 1 < w->p->count &&
	    w->p->list[i + 1].kind == PIECE_OPEN)
		return '&';
	return c;
}

static bool
is_word(ucs4_t c)
{
	return uc_is_general_category(c, UC_LETTER) ||
	       uc_is_general_category(c, UC_DECIMAL_DIGIT_NUMBER);
}

/*
 * Whether a run of n '*', '_' or '~' would be read as markup: not between
 * blanks, not '_' within a word, not a '~' that only begins something.
 */
static bool
is_delimiter(const struct writer *w, char c, size_t n, ucs4_t next)
{
	ucs4_t prev = w->prev;

	if (is_space(prev) && is_space(next))
		return false;
	if (c == '_')
		return !is_word(prev) || !is_word(next);
	if (c == '~' && n == 1 && w->dels == 0 && prev != '~' && next != '~')
		return !is_space(prev) &&
		       (!may_be_punct(prev) || is_space(next) ||
			   may_be_punct(next));
	return true;
}

/* Writes a run of one such character; its length. */
static size_t
write_run(struct writer *w, size_t i, const char *s, const char *end)
{
	const char *p = s;

	while (p < end && *p == *s)
		p++;
	size_t n = (size_t)(p - s);
	bool escape = is_delimiter(w, *s, n, next_char(w, i, p, end));
	for (size_t k = 0; k < n; k++) {
		if (escape)
			put(w, "\\");
		put_char(w, (ucs4_t)*s, s, 1);
	}
	return n;
}

/* "[ ]" or "[x]": GitHub's box to tick. */
static bool
is_task(const char *s, const char *end)
{
	return end - s > 2 && strchr(" xX", s[1]) != NULL && s[2] == ']';
}

/* What has to stand in front of the ASCII character at s; "" for nothing. */
static const char *
escape_of(const struct writer *w, const char *s, const char *end, ucs4_t next)
{
	bool again = false;

	switch (*s) {
	case '`':
		return "\\";
	case '\\':
		again = is_punct(next) || is_space(next);
		break;
	case '[':
		again = w->links > 0 ||
			(w->out->len == w->begin && is_task(s, end));
		break;
	case ']':
		again =
		    w->links > 0 || next == '(' || next == '[' || next == ':';
		break;
	case '!':
		again = next == '[';
		break;
	case '&':
		again = commonmark_is_reference(s, (size_t)(end - s));
		break;
	case '<':
		again = next == '/' || next == '?' ||
			(next < 0x80 && ascii_letter((char)next));
		break;
	case '{':
		again = w->braces ||
			(w->prev == '{' && (next == '<' || next == '%'));
		break;
	default:
		break;
	}
	return again ? "\\" : "";
}

/* Writes the character at s, of piece i; its bytes. */
static size_t
write_char(struct writer *w, size_t i, const char *s, const char *end)
{
	ucs4_t c;
	int n = u8_mbtouc(&c, (const uint8_t *)s, (size_t)(end - s));
	ucs4_t next = next_char(w, i, s + n, end);

	if (w->encode || c >= 0x80) {
		put_char(w, c, s, (size_t)n);
	} else if (c == '<' && next == '!') {
		put(w, "&lt;"); /* Hugo's <!--more--> knows no escape */
	} else {
		put(w, escape_of(w, s, end, next));
		put_char(w, c, s, 1);
	}
	return (size_t)n;
}

static void
write_break(struct writer *w)
{
	static const char *const breaks[] = {[PHRASE_BLOCK] = "\\\n",
	    [PHRASE_HEADING] = " ",
	    [PHRASE_CELL] = " <br> "};

	put(w, breaks[w->place]);
	w->prev = ' ';
}

static void
write_text(struct writer *w, size_t i, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		if (*s == '\n') {
			write_break(w);
			s++;
		} else if (!w->encode &&
			   (*s == '*' || *s == '_' || *s == '~')) {
			s += write_run(w, i, s, end);
		} else {
			s += write_char(w, i, s, end);
		}
	}
}

static void
write_code(struct writer *w, const char *s, size_t n)
{
	size_t most = 0, run = 0;

	if (commonmark_is_unquotable(s, n)) {
		put(w, "<code>");
		commonmark_html_text(s, n, w->out);
		put(w, "</code>");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		run = s[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	bool pad = s[0] == '`' || s[n - 1] == '`';
	for (size_t i = 0; i <= most; i++)
		put(w, "`");
	put(w, pad ? " " : "");
	buf_add(w->out, s, n);
	put(w, pad ? " " : "");
	for (size_t i = 0; i <= most; i++)
		put(w, "`");
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

	put(w, "](");
	commonmark_url(string_at(w, piece->value), w->out);
	if (*title != '\0') {
		put(w, " \"");
		commonmark_title(title, w->out);
		put(w, "\"");
	}
	put(w, ")");
}

static void
write_image(struct writer *w, size_t i)
{
	const struct piece *piece = &w->p->list[i];
	enum phrase_place place = w->place;

	put(w, "![");
	w->links++;
	w->place = PHRASE_HEADING; /* a break is a blank */
	write_text(
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
	const char *text = delimiter_of(w, piece->mark);

	flank(w, *text, first_of(w, i + 1), opens);
	put(w, text);
	if (piece->mark == PHRASE_DEL)
		w->dels += opens ? 1U : -1U;
}

static void
write_tag(struct writer *w, const struct piece *piece)
{
	const char *value = string_at(w, piece->value);

	put(w, "<");
	if (piece->kind == PIECE_CLOSE) {
		value = string_at(w, w->p->list[piece->other].value);
		put(w, "/");
		buf_add(w->out, value, strcspn(value, " "));
	} else {
		buf_puts(w->out, value);
	}
	put(w, ">");
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
		put(w, "<");
		buf_add(w->out, buf_text(&w->p->text) + piece->at, piece->len);
		put(w, ">");
		return i + 3;
	} else {
		w->links++;
		put(w, "[");
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
		write_text(w, i, text, piece->len);
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
