#ifndef FEEDLOOM_PARSE_SLICES_H
#define FEEDLOOM_PARSE_SLICES_H

#include <stddef.h>

#include "base/charset.h"
#include "base/error.h"

/*
 * Cuts a JSON Feed into slices that are small enough to parse: each member of
 * the outermost object, but of "items" each element on its own.  Knows strings
 * and brackets and nothing else of JSON (RFC 8259); whoever parses a slice
 * judges it.
 */
struct slices;

struct slice {
	char *key;  /* of the member; "items" for one item */
	char *text; /* the value's bytes; until the next slices_next */
	size_t len;
	unsigned long line; /* where it begins */
};

/* Never NULL; the charset stays the caller's. */
struct slices *slices_new(struct charset *in);
void slices_free(struct slices *s);

/* 1, 0 at the end of the object, -1 with the error filled in. */
int slices_next(struct slices *s, struct slice *slice, struct error *e);

/*
 * The line of a comma that slices_next found missing or too many; 0 when there
 * was none since the last call.
 */
unsigned long slices_odd_comma(struct slices *s);

/*
 * Behind the end of the object: 1, once, when there is more than white space,
 * with its line; 0 when not; -1 with the error filled in.
 */
int slices_rest(struct slices *s, unsigned long *line, struct error *e);

#endif
