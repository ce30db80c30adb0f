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

#endif
