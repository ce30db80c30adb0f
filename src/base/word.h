#ifndef FEEDLOOM_BASE_WORD_H
#define FEEDLOOM_BASE_WORD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Words of plain text, as people count them: what stands between white space
 * and holds a letter or a digit ("state-of-the-art" is one, "&" is none), two
 * where a long dash joins them; and each character of the scripts that have no
 * blanks between words and are counted so, Chinese and Japanese.  Thai, Lao,
 * Khmer and Burmese are not taken apart: there it is what stands between
 * blanks.
 */
struct word {
	size_t begin; /* with the signs that adhere to it */
	size_t end;
};

/* The next word from *at on, which is then its end; false when there is none.
 */
bool word_next(const char *text, size_t len, size_t *at, struct word *word);

size_t word_count(const char *text, size_t len);

/*
 * Where the character that begins at i ends: what people see as one, whatever
 * it is made of.
 */
size_t word_character(const char *text, size_t len, size_t i);

/* How much of a text may be kept; 0: any number of them. */
struct word_limit {
	size_t words;
	size_t chars;	      /* that people see, runs of white space as one */
	const char *ellipsis; /* to be put behind it; one of chars or more */
};

/*
 * Where a text that is too long must be cut: behind a word, without the commas
 * and dashes that an ellipsis would follow (unless that is ""); within a word
 * only where its first one is too long, and never within a character.  len when
 * all of it fits.
 */
size_t word_cut(const char *text, size_t len, const struct word_limit *limit);

#endif
