/*
 * The word that was meant: edit distance with transpositions (the optimal
 * string alignment of Damerau and Levenshtein), or a common beginning.  Time is
 * bounded: words longer than WORD_MAX are never near.
 */
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"

#define WORD_MAX 40
#define COST_START 1  /* what was typed is how the word begins */
#define COST_LONGER 2 /* the word is how what was typed begins */

void
suggest_init(struct suggest *s, const char *typed)
{
	*s = (struct suggest){.typed = typed};
}

static bool
begins(const char *word, const char *start)
{
	while (*start != '\0' && ascii_lower(*word) == ascii_lower(*start)) {
		word++;
		start++;
	}
	return *start == '\0';
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Both of at most WORD_MAX bytes. */
static size_t
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	/* Three rows of the matrix: two letters ago, one ago, this one. */
	size_t rows[3][WORD_MAX + 1];
	size_t *ago = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			bool same =
			    ascii_lower(a[i - 1]) == ascii_lower(b[j - 1]);
			size_t cost = last[j - 1] + (same ? 0 : 1);
			cost = least(cost, least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 &&
			    ascii_lower(a[i - 1]) == ascii_lower(b[j - 2]) &&
			    ascii_lower(a[i - 2]) == ascii_lower(b[j - 1]))
				cost = least(cost, ago[j - 2] + 1);
			row[j] = cost;
		}
		size_t *spare = ago;
		ago = last;
		last = row;
		row = spare;
	}
	return last[b_len];
}

/* How many mistakes a word of this length may hold and still be meant. */
static size_t
mistakes(size_t len)
{
	if (len < 2)
		return 0;
	return len < 5 ? 1 : len < 8 ? 2 : 3;
}

/* What it costs to take typed for word; 0: the same, SIZE_MAX: not near. */
static size_t
cost_of(const char *typed, const char *word)
{
	size_t typed_len = strlen(typed), len = strlen(word);

	if (typed_len == 0 || typed_len > WORD_MAX || len == 0 ||
	    len > WORD_MAX)
		return (size_t)-1;
	size_t cost = distance(typed, typed_len, word, len);
	size_t longer = typed_len > len ? typed_len : len;
	if (cost > mistakes(longer))
		cost = (size_t)-1;
	if (cost > COST_START && begins(word, typed))
		return COST_START;
	if (cost > COST_LONGER && len >= 3 && begins(typed, word))
		return COST_LONGER;
	return cost;
}

void
suggest_offer(struct suggest *s, const char *word)
{
	size_t cost = cost_of(s->typed, word);

	if (cost == (size_t)-1 || (s->best != NULL && cost >= s->cost))
		return;
	s->best = word;
	s->cost = cost;
}

bool
suggest_among(struct suggest *s, const char *typed, const char *const *words)
{
	suggest_init(s, typed);
	for (size_t i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], typed) == 0)
			return true;
	for (size_t i = 0; words[i] != NULL; i++)
		suggest_offer(s, words[i]);
	return false;
}

const char *
suggest_text(const struct suggest *s, const char *mark, char out[SUGGEST_TEXT])
{
	out[0] = '\0';
	if (s->best != NULL)
		snprintf(
		    out, SUGGEST_TEXT, "; did you mean '%s%s'?", mark, s->best);
	return out;
}
