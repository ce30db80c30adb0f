#ifndef FEEDLOOM_BASE_DATEWORD_H
#define FEEDLOOM_BASE_DATEWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The words of dates in the languages that feeds are written in: months, days
 * of the week, halves of the day, zones.  Words are compared after folding,
 * without case and without accents, so that "Août", "AOÛT" and "aout" are one.
 */

enum dateword_kind {
	DATEWORD_NONE,
	DATEWORD_MONTH,	  /* value 1 to 12 */
	DATEWORD_EITHER,  /* a month that is also short for a weekday: "mar" */
	DATEWORD_WEEKDAY, /* value 1 (Monday) to 7 */
	DATEWORD_HALF,	  /* value 'a' (before noon) or 'p' */
	DATEWORD_MARK,	  /* value: T, W (week), h, m (minutes), k (o'clock) */
	DATEWORD_NOISE,	  /* "of", "de", "г": says nothing */
};

struct dateword {
	enum dateword_kind kind;
	int value;
};

/*
 * Takes one character of UTF-8 from *text and folds it into *c: small, without
 * accent, digits and punctuation of other scripts as those of ASCII, any white
 * space a blank, and 0 for what takes no room (combining marks, apostrophes).
 * False at the end, for bytes that are not UTF-8, and for control characters.
 */
bool dateword_next(const char **text, const char *end, uint32_t *c);

/* What a folded word of n characters means; kind DATEWORD_NONE: nothing. */
struct dateword dateword_find(const uint32_t *word, size_t n);

/* As dateword_find, of the longest beginning of word that has a meaning; *n
 * becomes its length.  For scripts that put no blank between words. */
struct dateword dateword_prefix(const uint32_t *word, size_t *n);

/* True when a folded word names a zone; *offset is in minutes east of UTC. */
bool dateword_zone(const uint32_t *word, size_t n, int *offset);

#endif
