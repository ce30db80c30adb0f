/*
 * Slugs.  Each character is looked up in small tables of letters; what is not
 * there is taken apart by Unicode's compatibility decomposition (UAX 15, NFKD)
 * and its parts are looked up in turn.  Stops as soon as there is enough.
 */
#include "base/slug.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/ascii.h"

#define PARTS 32 /* of one character; Unicode's longest has 18 */

struct slug {
	char text[SLUG_MAX + 8];
	size_t len;
	bool dash; /* due before the next letter */
};

/* U+0430 to U+045F: the alphabets of Russian and of its relatives. */
static const char *const cyrillic[] = {"a", "b", "v", "g", "d", "e", "zh", "z",
    "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts",
    "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "e", "yo", "dj", "g",
    "ye", "dz", "i", "yi", "j", "lj", "nj", "c", "k", "i", "u", "dz"};

/* U+03B1 to U+03C9. */
static const char *const greek[] = {"a", "v", "g", "d", "e", "z", "i", "th",
    "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "y", "f", "ch",
    "ps", "o"};

/* Sorted by character. */
static const struct letter {
	uint32_t c;
	char latin[4];
} letters[] = {
    {0x27, ""},	    /* ' */
    {0xDF, "ss"},   /* ß */
    {0xE6, "ae"},   /* æ */
    {0xF0, "d"},    /* ð */
    {0xF8, "o"},    /* ø */
    {0xFE, "th"},   /* þ */
    {0x111, "d"},   /* đ */
    {0x127, "h"},   /* ħ */
    {0x131, "i"},   /* ı */
    {0x138, "k"},   /* ĸ */
    {0x142, "l"},   /* ł */
    {0x14B, "n"},   /* ŋ */
    {0x153, "oe"},  /* œ */
    {0x167, "t"},   /* ŧ */
    {0x192, "f"},   /* ƒ */
    {0x1DD, "e"},   /* ǝ */
    {0x253, "b"},   /* ɓ */
    {0x254, "o"},   /* ɔ */
    {0x257, "d"},   /* ɗ */
    {0x259, "e"},   /* ə */
    {0x25B, "e"},   /* ɛ */
    {0x2BB, ""},    /* ʻ */
    {0x2BC, ""},    /* ʼ */
    {0x463, "e"},   /* ѣ */
    {0x491, "g"},   /* ґ */
    {0x493, "g"},   /* ғ */
    {0x497, "zh"},  /* җ */
    {0x499, "z"},   /* ҙ */
    {0x49B, "q"},   /* қ */
    {0x49D, "k"},   /* ҝ */
    {0x4A1, "q"},   /* ҡ */
    {0x4A3, "n"},   /* ң */
    {0x4A5, "n"},   /* ҥ */
    {0x4AB, "s"},   /* ҫ */
    {0x4AF, "u"},   /* ү */
    {0x4B1, "u"},   /* ұ */
    {0x4B3, "h"},   /* ҳ */
    {0x4B7, "ch"},  /* ҷ */
    {0x4B9, "ch"},  /* ҹ */
    {0x4BB, "h"},   /* һ */
    {0x4CF, ""},    /* ӏ */
    {0x4D5, "ae"},  /* ӕ */
    {0x4D9, "a"},   /* ә */
    {0x4E9, "o"},   /* ө */
    {0x1E9E, "ss"}, /* ẞ */
    {0x2018, ""},   /* ‘ */
    {0x2019, ""},   /* ’ */
};

/* The Latin letters of one in lower case, or NULL. */
static const char *
latin_of(ucs4_t c)
{
	size_t low = 0, high = sizeof(letters) / sizeof(letters[0]);

	if (c >= 0x430 && c - 0x430 < sizeof(cyrillic) / sizeof(cyrillic[0]))
		return cyrillic[c - 0x430];
	if (c >= 0x3B1 && c - 0x3B1 < sizeof(greek) / sizeof(greek[0]))
		return greek[c - 0x3B1];
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (letters[middle].c == c)
			return letters[middle].latin;
		if (letters[middle].c < c)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void
add_letters(struct slug *s, const char *latin)
{
	for (; *latin != '\0' && s->len <= SLUG_MAX; latin++) {
		if (s->dash && s->len > 0)
			s->text[s->len++] = '-';
		s->dash = false;
		s->text[s->len++] = *latin;
	}
}

/* A character that cannot be taken apart any more. */
static void
add_part(struct slug *s, ucs4_t c)
{
	const char *latin = latin_of(c);
	const char ascii[2] = {(char)c, '\0'};

	if (latin != NULL)
		add_letters(s, latin);
	else if (c < 0x80 && (ascii_letter((char)c) || ascii_digit((char)c)))
		add_letters(s, ascii);
	else if (!uc_is_general_category(c, UC_MARK) &&
		 !uc_is_general_category(c, UC_FORMAT))
		s->dash = true;
}

static void
add_char(struct slug *s, ucs4_t c)
{
	uint32_t parts[PARTS];
	size_t n = PARTS;

	c = uc_tolower(c);
	if (c < 0x80 || latin_of(c) != NULL) {
		add_part(s, c);
		return;
	}
	if (u32_normalize(UNINORM_NFKD, &c, 1, parts, &n) != parts)
		return; /* never: it fits */
	for (size_t i = 0; i < n; i++)
		add_part(s, uc_tolower(parts[i]));
}

void
slug_add(const char *text, size_t len, struct buf *out)
{
	const char *end = text + len;
	struct slug s = {.len = 0};

	while (text < end && s.len <= SLUG_MAX) {
		ucs4_t c;
		int n =
		    u8_mbtouc(&c, (const uint8_t *)text, (size_t)(end - text));

		add_char(&s, c);
		text += n > 0 ? n : 1;
	}
	if (s.len > SLUG_MAX) {
		size_t cut = SLUG_MAX;

		while (cut > SLUG_MAX / 2 && s.text[cut] != '-')
			cut--;
		s.len = cut > SLUG_MAX / 2 ? cut : SLUG_MAX;
	}
	buf_add(out, s.text, s.len);
}
