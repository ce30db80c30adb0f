/*
 * Line breaking (UAX 14) and display width (UAX 11).  Words of ASCII and of the
 * alphabets of Europe are found and measured byte by byte; libunistring is
 * asked about all others.  Never looks at a byte more than a few times,
 * never breaks inside a character, and knows nothing of prefixes.
 */
#include "base/wrap.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unigbrk.h>
#include <unilbrk.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/mem.h"

/* What bytes are to a word; zero is other ASCII punctuation. */
enum {
	L = 1,	/* letter or digit */
	H = 2,	/* hyphen or slash: a line may end behind it */
	M = 4,	/* WRAP_ON, WRAP_OFF */
	X = 8,	/* not ASCII */
	B = 16, /* ends a word */
};

static const unsigned char class_of[256] = {
    /* clang-format off */
	0, M, M, 0, 0, 0, 0, 0, 0, 0, B, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, H, 0, H,
	L, L, L, L, L, L, L, L, L, L, 0, 0, 0, 0, 0, 0,
	0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, 0, 0, 0, 0, 0,
	0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, 0, 0, 0, 0, 0,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    /* clang-format on */
};

#define JOINED_MAX 3 /* words of lone punctuation that stay together */

/*
 * A line is a stretch of the text, and so is the unit that comes next, which is
 * never broken; blanks between them are in the text already.
 */
struct wrap {
	struct buf *lines;
	int limit;
	int widest;
	const char *line; /* NULL while it is empty */
	const char *line_end;
	int column;
	const char *unit; /* NULL while there is none */
	const char *unit_end;
	int unit_width;
	int joined;  /* words in the unit that were joined to it */
	bool sticky; /* the unit ends in opening punctuation */
	bool marks;  /* characters were seen that are not printed as they are */
};

/* One character of text that is known to be valid UTF-8 (else U+FFFD). */
static size_t
next_char(const char *s, const char *end, ucs4_t *c)
{
	unsigned char lead = (unsigned char)*s;

	if (lead < 0x80) {
		*c = lead;
		return 1;
	}
	if (lead >= 0xC2 && lead < 0xE0 && end - s > 1) {
		*c = (ucs4_t)(lead & 0x1F) << 6 | ((unsigned char)s[1] & 0x3F);
		return 2;
	}
	int n = u8_mbtouc(c, (const uint8_t *)s, (size_t)(end - s));
	return n > 0 ? (size_t)n : 1;
}

/*
 * Letters one column wide, and punctuation, between which no line is ever
 * broken: most of what Europe and the Near East write.
 */
static bool
is_plain(ucs4_t c)
{
	static const struct {
		ucs4_t first, last;
	} ranges[] = {
	    {0xA0, 0xAC},
	    {0xAE, 0x2FF},
	    {0x370, 0x482},
	    {0x48A, 0x556},
	    {0x561, 0x587},
	    {0x5D0, 0x5EA},
	    {0x60C, 0x60C},
	    {0x61B, 0x61B},
	    {0x61F, 0x64A},
	    {0x660, 0x66F},
	    {0x671, 0x6D5},
	    {0x1E00, 0x1FFF},
	    {0x2011, 0x2014},
	    {0x2018, 0x201F},
	    {0x2026, 0x2026},
	    {0x2030, 0x2033},
	    {0x2039, 0x203A},
	    {0x20AC, 0x20AC},
	    {0x2116, 0x2116},
	    {0x2122, 0x2122},
	};

	if (c < 0x80)
		return true;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c <= ranges[i].last)
			return c >= ranges[i].first;
	return false;
}

/* Scripts without blanks between words (line breaking class SA). */
static bool
is_thai(ucs4_t c)
{
	return (c >= 0xE00 && c <= 0xEFF) || (c >= 0x1000 && c <= 0x109F) ||
	       (c >= 0x1780 && c <= 0x17FF) || (c >= 0x1950 && c <= 0x19DF) ||
	       (c >= 0x1A20 && c <= 0x1AAF) || (c >= 0xA9E0 && c <= 0xA9FF) ||
	       (c >= 0xAA60 && c <= 0xAADF);
}

/* The width of a string's characters, one after the other. */
struct measure {
	int last;    /* columns of the last character that had any */
	bool joiner; /* U+200D was the last one */
};

static int
measure_char(struct measure *m, ucs4_t c)
{
	bool joined = m->joiner;

	m->joiner = false;
	if (c < 0x20)
		return 0;
	if (c < 0x7F)
		return m->last = 1;
	if (c == 0x200D) {
		m->joiner = true;
		return 0;
	}
	if (c == 0xFE0F && m->last == 1) { /* shown as emoji: wide */
		m->last = 2;
		return 1;
	}
	if (joined && c >= 0x2190) /* the second one of a joined pair */
		return 0;
	if (c >= 0x1F3FB && c <= 0x1F3FF && m->last == 2) /* skin colour */
		return 0;
	int width = uc_width(c, "UTF-8");
	if (width > 0)
		m->last = width;
	return width > 0 ? width : 0;
}

int
wrap_width(const char *text, size_t len)
{
	struct measure m = {0};
	const char *end = text + len;
	int width = 0;
	ucs4_t c;

	while (text < end) {
		text += next_char(text, end, &c);
		width += measure_char(&m, c);
	}
	return width;
}

/* Bytes at s that are not printed as they are: a blank, or nothing. */
static size_t
unprinted(const char *s, const char *end)
{
	if (*s == WRAP_ON || *s == WRAP_OFF)
		return 1;
	if (*s == '\xC2' && end - s > 1 && s[1] == '\xA0')
		return 2;
	if (*s == '\xE2' && end - s > 2 &&
	    (memcmp(s + 1, "\x80\x8B", 2) == 0 ||
		memcmp(s + 1, "\x81\xA0", 2) == 0))
		return 3; /* U+200B, U+2060 */
	return 0;
}

void
wrap_print(const char *text, size_t len, struct buf *out)
{
	const char *end = text + len, *run = text;

	while (text < end) {
		unsigned char c = (unsigned char)*text;
		size_t n = c >= ' ' && c < 0x7F ? 0 : unprinted(text, end);

		if (n == 0) {
			text++;
			continue;
		}
		buf_add(out, run, (size_t)(text - run));
		if (n == 2)
			buf_putc(out, ' ');
		run = text += n;
	}
	buf_add(out, run, (size_t)(text - run));
}

void
wrap_trim(struct buf *b, size_t start)
{
	size_t len = b->len;

	if (b->data == NULL)
		return;
	for (;;) {
		const char *s = b->data + len;
		size_t have = len - start;

		if (have > 0 && s[-1] == ' ')
			len--;
		else if (have > 2 && memcmp(s - 3, "\xE3\x80\x80", 3) == 0)
			len -= 3; /* U+3000 */
		else if (have > 2 && memcmp(s - 3, "\xE2\x80", 2) == 0 &&
			 (unsigned char)s[-1] <= 0x8A)
			len -= 3; /* U+2000 to U+200A */
		else
			break;
	}
	if (len < b->len)
		buf_cut(b, len);
}

static void
line_end(struct wrap *w)
{
	if (w->column > w->widest)
		w->widest = w->column;
	if (w->lines != NULL) {
		size_t start = w->lines->len;
		size_t n =
		    w->line == NULL ? 0 : (size_t)(w->line_end - w->line);

		if (w->marks) {
			wrap_print(w->line, n, w->lines);
			wrap_trim(w->lines, start);
		} else if (n > 0) {
			buf_add(w->lines, w->line, n);
		}
		buf_putc(w->lines, '\n');
	}
	w->line = NULL;
	w->column = 0;
}

/* Puts the unit on this line or on the next one. */
static void
place(struct wrap *w)
{
	if (w->unit == NULL)
		return;
	if (w->line != NULL) {
		int blank = w->unit != w->line_end; /* a blank is between */

		if (w->column + blank + w->unit_width > w->limit)
			line_end(w);
		else
			w->column += blank;
	}
	if (w->line == NULL)
		w->line = w->unit;
	w->line_end = w->unit_end;
	w->column += w->unit_width;
	w->unit = NULL;
}

/* A piece of a word, before which a line may be broken unless it is joined. */
static void
piece(struct wrap *w, const char *s, const char *end, int width, bool joined)
{
	if (w->unit != NULL && joined) {
		w->unit_width += width + (s != w->unit_end);
		w->unit_end = end;
		w->joined++;
		return;
	}
	place(w);
	w->unit = s;
	w->unit_end = end;
	w->unit_width = width;
	w->joined = 0;
}

/* Thai vowels and signs that stay with the letter behind, or before, them. */
static bool
clings(ucs4_t before, ucs4_t c)
{
	return (before >= 0xE40 && before <= 0xE44) ||
	       (c >= 0xE2F && c <= 0xE33) || c == 0xE45 || c == 0xE46;
}

/* A piece that is broken between any two characters if it must be. */
static void
piece_thai(struct wrap *w, const char *s, const char *end, bool joined)
{
	size_t n = (size_t)(end - s);
	char *breaks = mem_new(n, 1);
	const char *start = s;
	ucs4_t before = 0, c;

	u8_grapheme_breaks((const uint8_t *)s, n, breaks);
	for (const char *p = s; p < end; before = c) {
		size_t size = next_char(p, end, &c);

		if (p > start && breaks[p - s] != 0 && !clings(before, c)) {
			piece(w, start, p,
			    wrap_width(start, (size_t)(p - start)),
			    joined && start == s);
			start = p;
		}
		p += size;
	}
	piece(w, start, end, wrap_width(start, (size_t)(end - start)),
	    joined && start == s);
	free(breaks);
}

/* Ends where an address in running text ends. */
static bool
ends_address(unsigned char c)
{
	return c >= 0x80 || c == '<' || c == '>' || c == '"';
}

/*
 * A word with characters that libunistring knows best.  A line may be broken
 * behind WRAP_OFF and before WRAP_ON as between the characters around them.
 */
static void
word_unicode(struct wrap *w, const char *s, size_t n, bool joined)
{
	char *breaks = mem_new(n + 1, 1);
	const char *end = s + n, *start = s;
	struct measure m = {0};
	bool keep = false, address = false, thai = false;
	int width = 0;
	ucs4_t c;

	u8_possible_linebreaks((const uint8_t *)s, n, "UTF-8", breaks);
	for (const char *p = s; p < end;) {
		size_t i = (size_t)(p - s);

		if (address && ends_address((unsigned char)*p))
			address = false;
		if (*p == WRAP_ON)
			breaks[i] = breaks[i + 1];
		if (p > start && !keep && !address &&
		    breaks[i] == UC_BREAK_POSSIBLE) {
			if (thai && width > w->limit)
				piece_thai(w, start, p, joined);
			else
				piece(w, start, p, width, joined);
			start = p;
			width = 0;
			joined = thai = false;
		}
		if (*p == ':' && end - p > 2 && p[1] == '/' && p[2] == '/')
			address = true;
		if (*p == WRAP_ON || *p == WRAP_OFF)
			keep = *p == WRAP_ON;
		p += next_char(p, end, &c);
		thai = thai || is_thai(c);
		width += measure_char(&m, c);
	}
	if (thai && width > w->limit)
		piece_thai(w, start, end, joined);
	else
		piece(w, start, end, width, joined);
	free(breaks);
}

/* Letters and digits, and all that is not ASCII. */
static bool
is_wordy(char c)
{
	return (class_of[(unsigned char)c] & (L | X)) != 0;
}

/*
 * Looks like code or an address: it begins with a hyphen or a slash, has two
 * slashes, or has punctuation between its letters.
 */
static bool
is_code(const char *s, size_t n)
{
	size_t slashes = 0;

	if (s[0] == '-' || s[0] == '/')
		return true;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '/' && ++slashes > 1)
			return true;
		if (s[i] != '\0' && i + 1 < n && is_wordy(s[i + 1]) &&
		    strchr(".@:=\\_&#?%~+*$", s[i]) != NULL)
			return true;
	}
	return false;
}

/* A line may end before s[i], in a word of n bytes that is all plain. */
static bool
breaks_plain(const char *s, size_t i, size_t n)
{
	bool dash = i > 3 && memcmp(s + i - 3, "\xE2\x80", 2) == 0 &&
		    (s[i - 1] == '\x93' || s[i - 1] == '\x94');
	size_t before = dash ? i - 3 : i - 1;

	if (!dash && s[i - 1] != '-' && s[i - 1] != '/')
		return false;
	if (before < 2 || n - i < 2)
		return false;
	if (class_of[(unsigned char)s[i]] == L && s[i] <= '9')
		return false;
	return is_wordy(s[before - 1]) && is_wordy(s[before - 2]) &&
	       is_wordy(s[i]) && is_wordy(s[i + 1]);
}

/* A word of letters that libunistring need not be asked about. */
static void
word_plain(struct wrap *w, const char *s, size_t n, int width, bool joined)
{
	size_t start = 0;

	for (size_t i = 1; i < n; i++) {
		if (!breaks_plain(s, i, n))
			continue;
		if (start == 0 && is_code(s, n))
			break;
		int part = wrap_width(s + start, i - start);
		piece(w, s + start, s + i, part, joined);
		joined = false;
		width -= part;
		start = i;
	}
	piece(w, s + start, s + n, width, joined);
}

static bool
in_words(const char *s, size_t n, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == n && memcmp(*words, s, n) == 0)
			return true;
	return false;
}

/* Punctuation that stands alone as a word and belongs to the word before. */
static bool
is_closing(const char *s, size_t n)
{
	static const char *const words[] = {"!", "?", ":", ";", ",", ".", "-",
	    "/", "|", ")", "]", "}", "…", "»", "›", "–", "—", "%", "...", "?!",
	    "!!", "!?", "??", "·", NULL};

	return in_words(s, n, words);
}

/* … and to the word behind. */
static bool
is_opening(const char *s, size_t n)
{
	static const char *const words[] = {
	    "(", "[", "{", "«", "‹", "„", "¿", "¡", "#", "№", "§", NULL};

	return in_words(s, n, words);
}

/* The columns of a word if libunistring need not be asked, else -1. */
static int
plain_width(const char *s, const char *end)
{
	int width = 0;
	ucs4_t c;

	while (s < end) {
		s += next_char(s, end, &c);
		if (!is_plain(c))
			return -1;
		width++;
	}
	return width;
}

static void
word(struct wrap *w, const char *s, size_t n, unsigned classes)
{
	bool joined = w->sticky, lone = n <= 3 && (classes & L) == 0;

	if (lone && is_closing(s, n))
		joined = true;
	joined = joined && w->joined < JOINED_MAX;
	w->sticky = lone && is_opening(s, n);
	if ((classes & ~(unsigned)L) == 0) {
		piece(w, s, s + n, (int)n, joined);
		return;
	}
	w->marks = w->marks || (classes & (M | X)) != 0;
	int width = classes & X ? plain_width(s, s + n) : (int)n;
	if (width < 0)
		word_unicode(w, s, n, joined);
	else if (classes & M)
		piece(w, s, s + n, wrap_width(s, n), joined);
	else
		word_plain(w, s, n, width, joined);
}

int
wrap_lines(const char *text, size_t len, int limit, struct buf *lines)
{
	struct wrap w = {.lines = lines, .limit = limit};
	const char *end = text + len;

	for (const char *p = text; p < end; p++) {
		const char *start = p;
		unsigned classes = 0;

		while (p < end && (class_of[(unsigned char)*p] & B) == 0)
			classes |= class_of[(unsigned char)*p++];
		if (p > start)
			word(&w, start, (size_t)(p - start), classes);
		if (p < end && *p == '\n') {
			place(&w);
			line_end(&w);
			w.sticky = false;
		}
	}
	place(&w);
	if (w.line != NULL)
		line_end(&w);
	return w.widest;
}
