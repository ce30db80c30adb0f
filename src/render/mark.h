#ifndef FEEDLOOM_RENDER_MARK_H
#define FEEDLOOM_RENDER_MARK_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/date.h"

/*
 * Marks: values that can be told from all others, put in the place of a feed's
 * own to see where a format takes them.  A marked value is of the kind of the
 * one it replaces and, where that can be, holds it: a text gets a token in
 * front of it and one behind it, so that a text which was cut is not taken for
 * a whole one; HTML the second one in a link, which is lost with its markup.
 * Numbers and dates are replaced.
 *
 * A token is MARK_TOKEN digits, so that it goes through any escaping, and is
 * itself a number, which XPath writes as it is.
 */
#define MARK_TOKEN 9
#define MARK_TOKENS 10000 /* in one run */
#define MARK_DATES 360	  /* the same: each has a day of its own */

/* What is known to occur where marks are to be looked for. */
struct ink_map;

struct ink_map *ink_map_new(void);
void ink_map_free(struct ink_map *map);
void ink_map_add(struct ink_map *map, const char *text);

/* What tokens begin with, and the year of dates: neither is in the map. */
struct ink {
	unsigned digits; /* five of them */
	unsigned year;
};

/* False when there is none left. */
bool ink_choose(const struct ink_map *map, struct ink *ink);

/* Writes a token; n is below MARK_TOKENS. */
void ink_token(const struct ink *ink, unsigned n, char out[MARK_TOKEN + 1]);

/* The next token in a text, and its number; NULL when there is none. */
const char *ink_find(const struct ink *ink, const char *text, unsigned *n);

enum mark_kind {
	MARK_NONE, /* cannot be marked: a boolean of JSON */
	MARK_TEXT,
	MARK_HTML,
	MARK_XHTML,
	MARK_URL,
	MARK_NUMBER,
	MARK_ENDING, /* a media type or language: the token stands behind it */
	MARK_DATE,
};

/* What a value is, by its place and by how it looks. */
enum mark_kind mark_kind(const xmlNode *value);

/* A mark that was set. */
struct mark {
	enum mark_kind kind;
	size_t field;
	char *was;	/* the value before */
	char *text;	/* of a construct: how loom:text has it, */
	char *html;	/* and loom:html; else NULL */
	unsigned token; /* its first one */
	unsigned n;	/* tokens: 2, 1, or for a date 0 */
	struct date date;
	struct date was_date;
	bool spaced; /* a date with a blank before the time of day */
	size_t len;  /* of a date: so many bytes of RFC 3339 */
};

/*
 * Marks a value (fields_visit); token and day are the first ones of the run
 * that are free.
 */
void mark_set(struct mark *mark, size_t field, xmlNode *value,
    const struct ink *ink, unsigned token, unsigned day);

/* For a value that is left as it is, and will not be found. */
void mark_skip(struct mark *mark, size_t field, unsigned token);

void mark_clear(struct mark *mark);

/* A date as formats write it. */
struct mark_form {
	char text[DATE_TEXT];
	bool whole; /* says all that the date said */
};

#define MARK_FORMS 6

/* The forms of a mark's date, or of the one that was there, longest first. */
void mark_forms(
    const struct mark *mark, bool was, struct mark_form forms[MARK_FORMS]);

#endif
