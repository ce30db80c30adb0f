#ifndef FEEDLOOM_BASE_DATELEX_H
#define FEEDLOOM_BASE_DATELEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The first half of date_parse: a text as tokens.
 *
 *	'0'	a number, with its value and how many digits it had
 *	'M'	a month, by name or as "4月"
 *	'E'	a month whose name is also short for a weekday
 *	'W'	a day of the week; 0 when not known which
 *	'A'	a half of the day, 'a' or 'p'
 *	'Z'	a zone by name, minutes east of UTC
 *	'T'	before the time; 'k' the same as a word ("klo")
 *	'w'	before an ISO week
 *	'h' 'm' 's'	behind hours, minutes, seconds
 *	'?'	any other word
 *	, . - + / :	themselves
 *
 * Comments in parentheses and words that say nothing are left out.
 */
struct datetoken {
	char kind;  /* NUL behind the last token */
	bool blank; /* white space, or something left out, is before it */
	int digits;
	int64_t value;
};

#define DATELEX_LONGEST 128 /* bytes of text without the blanks around it */
#define DATELEX_TOKENS 52

/*
 * Fills tokens; the last four are always NUL, so that a reader may look that
 * far ahead.  False when there is something in text that no date has.
 */
bool datelex(
    const char *text, size_t len, struct datetoken tokens[DATELEX_TOKENS]);

#endif
