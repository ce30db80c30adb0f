#ifndef FEEDLOOM_RENDER_FATE_H
#define FEEDLOOM_RENDER_FATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/place.h"
#include "render/seek.h"

/*
 * What became of the values of a field that were marked.  A mark that came out
 * counts as kept only where the unmarked feed has its own value, too: a format
 * may show a date only because the marked one is another day than the date
 * beside it.
 */
#define FATE_PLACES 3
#define FATE_VALUES 64 /* those that have bits */

struct fate {
	unsigned values;  /* that were marked */
	unsigned kept;	  /* came out whole, where they are without marks */
	unsigned news;	  /* came out whole, where nothing is without marks */
	unsigned part;	  /* came out cut, or less exact */
	unsigned altered; /* came out, but without marks are not there */
	uint64_t which;	  /* of news: bits, the first value's is the lowest */
	bool elsewhere;	  /* of news: the output has them all the same */
	char *places[FATE_PLACES]; /* where they came to */
	size_t n_places;
	bool more; /* places */
	int rank;  /* how good they are: see fate.c */
};

void fate_clear(struct fate *fate);

/* Adds a place, once. */
void fate_add_place(struct fate *fate, const char *path);

/*
 * Reads a search: fates has a row for each field, empty before.  Fields with no
 * mark are not touched.
 */
void fates_read(struct fate *fates, const struct search *s);

#endif
