/*
 * Texts are compared by sketches: of the hashes of all runs of three words the
 * smallest.  What two texts share of these is about what they share of their
 * runs (Broder's MinHash, "bottom k").
 */
#include "digest/piece_twin.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/word.h"
#include "model/construct.h"
#include "xml/node.h"

#define SKETCH 64     /* hashes of a text */
#define RUN 3	      /* words */
#define RUNS_LEAST 30 /* a shorter text says too little */
#define ALIKE 80      /* per cent of what two texts have */
#define TEXT_MAX (64 * KIB)

struct sketch {
	char *address;
	uint64_t runs[SKETCH]; /* sorted */
	size_t count;
};

/* Without what does not tell pages apart; the caller's. */
static char *
address_of(const struct piece *piece)
{
	const char *url = piece->page;
	const char *rest = strstr(url, "://");
	struct buf out;

	buf_init(&out, LIMIT_URL);
	url = rest == NULL ? url : rest + 3;
	if (strncmp(url, "www.", 4) == 0)
		url += 4;
	size_t end = strcspn(url, "?#");
	const char *query = url[end] == '?' ? url + end + 1 : "";
	while (end > 0 && url[end - 1] == '/')
		end--;
	buf_add(&out, url, end);
	while (*query != '\0' && *query != '#') {
		size_t len = strcspn(query, "&#");
		if (len > 0 && strncmp(query, "utm_", 4) != 0) {
			buf_putc(&out, '&');
			buf_add(&out, query, len);
		}
		query += len + (query[len] == '&');
	}
	return buf_take(&out);
}

static uint64_t
hash_words(const uint64_t *words)
{
	struct hash hash;

	hash_init(&hash);
	hash_add(&hash, words, RUN * sizeof(words[0]));
	return hash.low;
}

static uint64_t
hash_word(const char *text, size_t len)
{
	struct hash hash;

	hash_init(&hash);
	for (size_t i = 0; i < len; i++) {
		char c = ascii_lower(text[i]);
		hash_add(&hash, &c, 1);
	}
	return hash.low;
}

/* Puts a hash in its place among the smallest. */
static void
keep(struct sketch *sketch, uint64_t run)
{
	size_t at = sketch->count;

	while (at > 0 && sketch->runs[at - 1] > run)
		at--;
	if (at == SKETCH || (at > 0 && sketch->runs[at - 1] == run))
		return;
	size_t behind =
	    (sketch->count == SKETCH ? SKETCH - 1 : sketch->count) - at;
	memmove(&sketch->runs[at + 1], &sketch->runs[at],
	    behind * sizeof(sketch->runs[0]));
	sketch->runs[at] = run;
	if (sketch->count < SKETCH)
		sketch->count++;
}

static void
draw(struct sketch *sketch, const struct piece *piece)
{
	const xmlNode *content = node_child(piece->entry, NS_ATOM, "content");
	uint64_t last[RUN] = {0};
	size_t at = 0, words = 0;
	struct word word;
	struct buf text;

	sketch->address = address_of(piece);
	if (content == NULL)
		return;
	buf_init(&text, TEXT_MAX);
	construct_text(content, &text);
	while (word_next(buf_text(&text), text.len, &at, &word)) {
		memmove(last, last + 1, (RUN - 1) * sizeof(last[0]));
		last[RUN - 1] = hash_word(
		    buf_text(&text) + word.begin, word.end - word.begin);
		if (++words >= RUN)
			keep(sketch, hash_words(last));
	}
	buf_clear(&text);
	if (words < RUNS_LEAST)
		sketch->count = 0;
}

static bool
alike(const struct sketch *a, const struct sketch *b)
{
	size_t i = 0, j = 0, seen = 0, both = 0;

	if (a->count == 0 || b->count == 0)
		return false;
	for (; seen < SKETCH && (i < a->count || j < b->count); seen++) {
		if (i < a->count && j < b->count && a->runs[i] == b->runs[j]) {
			both++;
			i++;
			j++;
		} else if (j == b->count ||
			   (i < a->count && a->runs[i] < b->runs[j])) {
			i++;
		} else {
			j++;
		}
	}
	return both * 100 >= seen * ALIKE;
}

static bool
same(const struct piece *a, const struct sketch *x, const struct piece *b,
    const struct sketch *y)
{
	if (*x->address != '\0' && strcmp(x->address, y->address) == 0)
		return true;
	if (a->rank == b->rank)
		return false;
	return (*a->id != '\0' && strcmp(a->id, b->id) == 0) || alike(x, y);
}

void
piece_find_twins(struct pieces *pieces)
{
	struct sketch *sketches =
	    mem_new(pieces->count + 1, sizeof(sketches[0]));
	struct piece *items = pieces->items;

	for (size_t i = 0; i < pieces->count; i++)
		draw(&sketches[i], &items[i]);
	for (size_t i = 1; i < pieces->count; i++)
		for (size_t j = 0; j < i && items[i].twin == NULL; j++)
			if (items[j].twin == NULL &&
			    same(&items[i], &sketches[i], &items[j],
				&sketches[j]))
				items[i].twin = &items[j];
	for (size_t i = 0; i < pieces->count; i++)
		free(sketches[i].address);
	free(sketches);
}
