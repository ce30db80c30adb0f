#ifndef FEEDLOOM_XML_MEND_H
#define FEEDLOOM_XML_MEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/charset.h"
#include "base/error.h"
#include "base/note.h"
#include "xml/tag.h"

/*
 * Stands between the text of a feed and libxml2: reads markup as it is found
 * in the world and gives markup that is well-formed, telling of each repair.
 * It keeps to itself what libxml2 need not judge: character data, and the tags
 * that are as plain as can be, which are most.  In the markup it gives, one
 * byte "x" stands for each run of such, and the runs, decoded, are handed over
 * beside it.  So libxml2 judges the root, namespaces, and what is odd in names
 * and attributes, and megabytes of text never pass through it.
 *
 * Mended: junk before and after the feed, undeclared entities, bare & and <,
 * ]]> within a CDATA section, attributes without quotes or value, twice or
 * misspelt, prefixes without a declaration, end tags that are missing or that
 * nothing matches.  Comments, processing instructions and DOCTYPE are left out;
 * a DOCTYPE that declares entities or attributes is refused.
 *
 * Some repairs guess what a feed's elements are for: where the feed begins, an
 * item within an item, a field within a field, HTML's elements without end
 * tags; and blanks that only separate elements are left out.  They are for
 * feeds alone: any other document that is well-formed stays what it is.
 */
struct mend;

enum mend_kind {
	MEND_FEED,
	MEND_ANY
};

/*
 * A run of character data, decoded, or a plain tag: its names are ASCII, its
 * prefix is declared and not "xml", it declares nothing, its attributes have no
 * prefix, and their values stand for themselves.  Lives until the next
 * mend_next.
 */
enum run_kind {
	RUN_TEXT,
	RUN_START,
	RUN_END, /* of the innermost element */
};

struct run {
	enum run_kind kind;
	const char *text; /* of a start tag, its name */
	size_t len;
	size_t prefix; /* bytes of that which are its prefix */
	const struct tag_attribute *attributes;
	size_t n_attributes;
};

/* Never NULL; the charset and notes stay the caller's. */
struct mend *mend_new(
    struct charset *in, enum mend_kind kind, const struct notes *notes);
void mend_free(struct mend *m);

/*
 * Reads on and gives the next piece of markup (never NULL, perhaps of no
 * length) and its runs.  1, 0 at the end, -1 with the error filled in,
 * INPUT_DRY when the input said so and all of it is scanned.  A piece
 * never ends within a tag, and never with a run's "x".
 */
int mend_next(
    struct mend *m, const char **markup, size_t *len, struct error *e);

/*
 * An entry was found.  Until then a piece ends behind whatever has the name of
 * one, so that what a feed says of itself in front of its entries is whole when
 * the first one is.
 */
void mend_run_on(struct mend *m);

/* The runs of that piece in their order. */
const struct run *mend_runs(const struct mend *m, size_t *n);

/*
 * The line where the piece's start tag of this number begins, 0 for the first,
 * counting only those that have fewer than MEND_LINES_DEPTH others around.
 */
#define MEND_LINES_DEPTH 5
unsigned long mend_tag_line(const struct mend *m, size_t i);

/* After the end: true when elements were still open, so something is missing.
 */
bool mend_truncated(const struct mend *m);

/* The line that the scanner has reached, 1-based. */
unsigned long mend_line(struct mend *m);

/*
 * Whether the scanner stands right behind a tag and nothing waits to be
 * scanned; *depth is how many elements are open.
 */
bool mend_between(const struct mend *m, size_t *depth);

/* Goes over text that is not read: only lines are counted. */
void mend_skip_lines(struct mend *m, const struct lines *lines);

#endif
