#ifndef FEEDLOOM_RENDER_SEEK_H
#define FEEDLOOM_RENDER_SEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "render/mark.h"
#include "render/place.h"

/*
 * Where the marks of a run have come to.  What is found in the tree is written
 * over with a token of its own before the tree becomes bytes: those that are in
 * the bytes say which places the serialiser let through.
 */
struct find {
	size_t mark;   /* its number */
	unsigned half; /* 0, or 1 for its second token */
	const struct place *place;
	bool known; /* the run without marks has the value there, too */
	bool news;  /* the run without marks has fewer such places */
	bool whole; /* not a date that lost its time of day */
	bool arrived;
};

struct search {
	const struct ink *ink;
	const struct mark *marks; /* in the order of their tokens */
	size_t n_marks;
	unsigned tokens;	    /* that they have */
	const struct places *plain; /* of the run without marks */
	const struct places *places;
	struct find *finds; /* in the order of the tree */
	size_t n;
};

/* Finds marks in the places, whose texts in the tree are changed by it. */
void search_places(struct search *s);

/* Sets arrived, by the bytes that the tree became. */
void search_bytes(struct search *s, const char *bytes);

void search_clear(struct search *s);

/* Whether two texts are the same but for white space. */
bool search_same(const char *a, const char *b);

#endif
