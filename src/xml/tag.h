#ifndef FEEDLOOM_XML_TAG_H
#define FEEDLOOM_XML_TAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/note.h"

/*
 * One start tag as it stands in a feed, taken apart and, where it is not
 * well-formed, written anew.
 */
struct tag_attribute {
	const char *name;
	size_t name_len;
	const char *value; /* raw, without quotes */
	size_t value_len;
};

/* What is wrong with a tag, and where. */
struct tag_fault {
	const char *text;
	const char *at;
};
#define TAG_FAULTS 8

struct tag {
	const char *name;
	size_t name_len;
	struct tag_attribute attributes[LIMIT_ATTRIBUTES];
	size_t n;
	size_t len; /* from '<' to '>' */
	bool empty; /* ends in "/>" */
	bool clean; /* well-formed as it stands */
	bool plain; /* and its names are ASCII, its values what they say */
	struct tag_fault faults[TAG_FAULTS]; /* the first of them */
	size_t n_faults;
};

/* The length of the XML name at text: 0 when there is none. */
size_t tag_name(const char *text, size_t len);

/*
 * Takes the tag at text (which begins with '<' and a name) apart.  1, or 0 when
 * its end is not in these len bytes.  Borrows from text.
 */
int tag_parse(struct tag *tag, const char *text, size_t len);

/*
 * Writes the tag, well-formed, without its closing ">" or "/>".
 */
void tag_write(const struct tag *tag, struct buf *out);

#endif
