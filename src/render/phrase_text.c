/*
 * The text of a phrase, escaped: a character gets a backslash where it would be
 * read as markup, by CommonMark, by GitHub's tables and strikethrough, or by
 * Hugo, which looks for its own marks ("{{<") before any of them.  Where a
 * letter beside "**" would keep that from being emphasis (CommonMark 6.2) it
 * becomes a reference: to the rules that is punctuation.
 */
#include "render/phrase_writer.h"

#include <stdint.h>
#include <string.h>

#include <unictype.h>
#include <unistr.h>

#include "base/ascii.h"
#include "render/commonmark.h"

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
const char *
writer_delimiter(const struct writer *w, enum phrase_mark mark)
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
ucs4_t
writer_first(const struct writer *w, size_t i)
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
	return (ucs4_t)*writer_delimiter(w, piece->mark);
}

/* Puts markup, of ASCII. */
void
writer_put(struct writer *w, const char *s)
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
void
writer_flank(struct writer *w, char delimiter, ucs4_t next, bool opens)
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
		return writer_first(w, i + 1);
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
			writer_put(w, "\\");
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
		writer_put(w, "&lt;"); /* Hugo's <!--more--> knows no escape */
	} else {
		writer_put(w, escape_of(w, s, end, next));
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

	writer_put(w, breaks[w->place]);
	w->prev = ' ';
}

void
writer_text(struct writer *w, size_t i, const char *s, size_t n)
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
