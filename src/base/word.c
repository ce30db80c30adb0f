/*
 * Finds words by white space and by script.  The rules of Unicode's UAX #29 are
 * not those: they make four words of "state-of-the-art", and need a dictionary
 * where they would be missed.  Characters are grapheme clusters (same annex).
 */
#include "base/word.h"

#include <stdint.h>
#include <string.h>

#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>

#include "base/ascii.h"

/* Characters that are words: Han, Kana, Bopomofo, and their marks of
 * repetition. */
static const struct {
	ucs4_t first, last;
} ideographs[] = {
    {0x2E80, 0x2FDF},
    {0x3005, 0x3007},
    {0x3021, 0x3029},
    {0x3031, 0x3035},
    {0x3038, 0x303C},
    {0x3041, 0x3096},
    {0x309D, 0x309F},
    {0x30A1, 0x30FA},
    {0x30FC, 0x30FF},
    {0x3105, 0x312F},
    {0x31A0, 0x31BF},
    {0x31F0, 0x31FF},
    {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},
    {0xF900, 0xFAFF},
    {0xFF66, 0xFF9D},
    {0x1AFF0, 0x1B16F},
    {0x20000, 0x323AF},
};

#define IDEOGRAPHS (sizeof(ideographs) / sizeof(ideographs[0]))

enum sort {
	BETWEEN, /* ends a word and is none */
	SIGN,	 /* is part of a word, but makes none */
	LETTER,
	IDEOGRAPH,
};

static bool
is_ideograph(ucs4_t c)
{
	size_t low = 0, high = IDEOGRAPHS;

	if (c < ideographs[0].first)
		return false;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > ideographs[middle].last)
			low = middle + 1;
		else if (c < ideographs[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

static enum sort
sort_of(ucs4_t c)
{
	if (c < 0x80) {
		if (c <= ' ' || c == 0x7F)
			return BETWEEN;
		return ascii_letter((char)c) || ascii_digit((char)c) ? LETTER
								     : SIGN;
	}
	if (c == 0xA0 || c == 0x2014 || c == 0x2015 || c == 0x200B ||
	    uc_is_property_white_space(c))
		return BETWEEN;
	if (is_ideograph(c))
		return IDEOGRAPH;
	return uc_is_alnum(c) ? LETTER : SIGN;
}

/* The character at i; returns its length. */
static size_t
character(const char *text, size_t len, size_t i, ucs4_t *c)
{
	if ((unsigned char)text[i] < 0x80) {
		*c = (unsigned char)text[i];
		return 1;
	}
	return (size_t)u8_mbtouc(c, (const uint8_t *)text + i, len - i);
}

/* Where the marks that belong to the character before i end. */
static size_t
marks_end(const char *text, size_t len, size_t i)
{
	ucs4_t c;

	while (i < len && (unsigned char)text[i] >= 0x80) {
		size_t n = character(text, len, i, &c);

		if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M))
			break;
		i += n;
	}
	return i;
}

bool
word_next(const char *text, size_t len, size_t *at, struct word *word)
{
	bool letters = false;
	size_t begin = *at;
	size_t i = *at;
	ucs4_t c;

	for (size_t n; i < len; i += n) {
		n = character(text, len, i, &c);
		enum sort sort = sort_of(c);

		if (sort == SIGN)
			continue;
		if (sort == LETTER) {
			letters = true;
			continue;
		}
		if (letters)
			break;
		if (sort == IDEOGRAPH) {
			*at = marks_end(text, len, i + n);
			*word = (struct word){i, *at};
			return true;
		}
		begin = i + n;
	}
	*at = i;
	*word = (struct word){begin, i};
	return letters;
}

size_t
word_count(const char *text, size_t len)
{
	struct word word;
	size_t at = 0;
	size_t n = 0;

	while (word_next(text, len, &at, &word))
		n++;
	return n;
}

static bool
is_flag(ucs4_t c)
{
	return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/*
 * True when b goes on with the character that began with first and goes up to
 * a: rules that need more than two code points are not in uc_is_grapheme_break.
 */
static bool
goes_on(ucs4_t first, ucs4_t a, ucs4_t b, unsigned flags)
{
	if (is_flag(a) && is_flag(b))
		return flags == 1;
	if (a == 0x200D && b >= 0x80 && !uc_is_alpha(first) && !uc_is_alpha(b))
		return true; /* pictures that are joined */
	return !uc_is_grapheme_break(a, b);
}

size_t
word_character(const char *text, size_t len, size_t i)
{
	ucs4_t first, a, b;
	unsigned flags = 0;

	i += character(text, len, i, &first);
	for (a = first; i < len; a = b) {
		if (a < 0x80 && (unsigned char)text[i] < 0x80)
			break;
		size_t n = character(text, len, i, &b);
		flags += is_flag(a);
		if (!goes_on(first, a, b, flags))
			break;
		i += n;
	}
	return i;
}

/* The same; but white space is one. */
static size_t
visible_end(const char *text, size_t len, size_t i)
{
	if (!ascii_blank(text[i]))
		return word_character(text, len, i);
	while (i < len && ascii_blank(text[i]))
		i++;
	return i;
}

/* Where at most n characters end; white space at both ends does not count. */
static size_t
visible_cut(const char *text, size_t len, size_t n)
{
	size_t i = 0;

	while (len > 0 && ascii_blank(text[len - 1]))
		len--;
	while (i < len && ascii_blank(text[i]))
		i++;
	for (; n > 0 && i < len; n--)
		i = visible_end(text, len, i);
	return i;
}

static size_t
visible_count(const char *text)
{
	size_t len = strlen(text);
	size_t n = 0;

	for (size_t i = 0; i < len; i = visible_end(text, len, i))
		n++;
	return n;
}

/* The end of the last word that ends within most bytes; 0 when none does. */
static size_t
last_word(const char *text, size_t len, size_t most)
{
	struct word word;
	size_t at = 0;
	size_t end = 0;

	while (
	    at < most && word_next(text, len, &at, &word) && word.end <= most)
		end = word.end;
	return end;
}

/* The end of the last of n words; len when there are no more. */
static size_t
words_end(const char *text, size_t len, size_t n)
{
	struct word word;
	size_t at = 0;
	size_t end = 0;

	for (; n > 0 && word_next(text, len, &at, &word); n--)
		end = word.end;
	return n == 0 && word_next(text, len, &at, &word) ? end : len;
}

/* Without what should not stand before an ellipsis. */
static size_t
trimmed(const char *text, size_t len)
{
	static const char *const signs[] = {" ", "\t", "\n", ",", ";", ":", ".",
	    "-", "/", "(", "[", "{", "&", "–", "—", "\xC2\xA0", "、", "。",
	    "，", "：", "；", "．", "・", "（", "「"};
	size_t i = 0;

	while (i < sizeof(signs) / sizeof(signs[0])) {
		size_t n = strlen(signs[i]);

		i++;
		if (len > n && memcmp(text + len - n, signs[i - 1], n) == 0) {
			len -= n;
			i = 0;
		}
	}
	return len;
}

static size_t
chars_end(const char *text, size_t len, const struct word_limit *limit)
{
	size_t all = visible_cut(text, len, limit->chars);

	if (ascii_all_blank(text + all, len - all))
		return len;
	size_t taken = visible_count(limit->ellipsis);
	size_t left = limit->chars > taken ? limit->chars - taken : 0;
	size_t most = visible_cut(text, len, left);
	size_t end = last_word(text, len, most);
	return end == 0 ? most : end;
}

size_t
word_cut(const char *text, size_t len, const struct word_limit *limit)
{
	size_t end = len;

	if (limit->words > 0)
		end = words_end(text, len, limit->words);
	if (limit->chars > 0) {
		size_t other = chars_end(text, len, limit);
		end = other < end ? other : end;
	}
	if (end == len || *limit->ellipsis == '\0')
		return end;
	return trimmed(text, end);
}
