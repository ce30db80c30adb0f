#ifndef FEEDLOOM_HTML_SELECTOR_READER_H
#define FEEDLOOM_HTML_SELECTOR_READER_H

#include <stdbool.h>

#include "base/error.h"
#include "html/selector.h"

/* A selector while it is read: between selector.c and its parts. */
struct selector_reader {
	const char *text; /* UTF-8 */
	const char *at;
	const char *end;
	unsigned nesting; /* of brackets */
	bool within_has;
	bool siblings; /* as in struct selector */
	struct error *e;
};

/* Fail, with the selector and the character in question; -1. */
int reader_fail(struct selector_reader *r, const char *what);
int reader_fail_at(struct selector_reader *r, const char *at, const char *what);

bool reader_at_end(const struct selector_reader *r);
bool reader_at(const struct selector_reader *r, char c);

/* Take a character, white space, a word in any case; false when it is not
 * there. */
bool reader_skip(struct selector_reader *r, char c);
bool reader_skip_blanks(struct selector_reader *r);
bool reader_word(struct selector_reader *r, const char *word);

/* The name that stands here, as the caller's string, or NULL. */
char *reader_name(struct selector_reader *r);
char *reader_lower_name(struct selector_reader *r);

/*
 * The text between quotes, or, without them, up to one of ends; the caller's
 * string, or NULL when it failed.
 */
char *reader_value(struct selector_reader *r, const char *ends);

/* Takes a combinator; SELECTOR_BEGIN when there is none. */
enum selector_combinator reader_combinator(struct selector_reader *r);

/* Reads an element's name, its conditions, or both. */
int selector_read_step(struct selector_reader *r, struct selector_step *step);

/* Reads what begins with one of ".#[:". */
int selector_read_condition(
    struct selector_reader *r, struct selector_step *step);

/* A new condition at the end of the step's. */
struct selector_condition *selector_add_condition(
    struct selector_step *step, enum selector_kind kind);

#endif
