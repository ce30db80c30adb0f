#ifndef FEEDLOOM_BASE_SUGGEST_H
#define FEEDLOOM_BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * "Did you mean …?": the word nearest to what was typed, of all that are
 * offered.  Near is: the start of a word or a word with something behind it,
 * or few letters wrong, missing, too many or exchanged with their neighbour;
 * capitals do not count.  Of two that are equally near, the first.
 */
struct suggest {
	const char *typed;
	const char *best; /* NULL while nothing is near; borrowed */
	size_t cost;
};

void suggest_init(struct suggest *s, const char *typed);
void suggest_offer(struct suggest *s, const char *word);

/*
 * Whether what was typed is one of the words (the last is NULL).  Only if not
 * are they offered, which takes a thousand times as long as to compare them.
 */
bool suggest_among(
    struct suggest *s, const char *typed, const char *const *words);

#define SUGGEST_TEXT 128

/*
 * "; did you mean 'BEST'?", with mark in front of the word, or "" when nothing
 * is near: to be put behind a message.  Returns out.
 */
const char *suggest_text(
    const struct suggest *s, const char *mark, char out[SUGGEST_TEXT]);

#endif
