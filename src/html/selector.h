#ifndef FEEDLOOM_HTML_SELECTOR_H
#define FEEDLOOM_HTML_SELECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * CSS selectors (Selectors Level 4) that have been read: what select.h finds
 * elements with.
 *
 *   p, *                        an element of this name, any element
 *   .wide, #top                 by class, by id
 *   [src], [rel=next]           by attribute; also ~= |= ^= $= *= and != (not
 *                               equal, or not there); "i" before the "]" takes
 *                               no notice of case
 *   a b, a > b, a + b, a ~ b    within, child, next sibling, later sibling
 *   a, b                        either
 *   :first-child :last-child :only-child :nth-child(2n+1) :nth-last-child(…)
 *   :first-of-type …            the same among elements of its name
 *   :not(p, .x) :is(p, .x)      one step each, no combinators
 *   :has(img) :has(> img)       one step that begins here
 *   :empty, :blank              nothing in it; white space only
 *   :contains("text")           its text, on one line, has this in it
 *   :scope                      where the search began
 *
 * Names are in any case, values and texts are not.  A selector that begins with
 * a combinator begins at the scope: "> p".
 */
#define SELECTOR_STEPS 64 /* of one selector: bits of a set */

enum selector_combinator {
	SELECTOR_BEGIN, /* nothing in front */
	SELECTOR_WITHIN,
	SELECTOR_CHILD,
	SELECTOR_NEXT,
	SELECTOR_LATER,
	SELECTOR_COMBINATORS
};

enum selector_kind {
	SELECTOR_ATTRIBUTE,
	SELECTOR_NTH,
	SELECTOR_NOT,
	SELECTOR_IS,
	SELECTOR_HAS,
	SELECTOR_EMPTY,
	SELECTOR_BLANK,
	SELECTOR_CONTAINS,
	SELECTOR_SCOPE,
};

/* How an attribute's value compares; what stands before the "=". */
enum selector_compare {
	SELECTOR_EXISTS = 0,
	SELECTOR_EQUAL = '=',
	SELECTOR_UNEQUAL = '!',
	SELECTOR_WORD = '~',
	SELECTOR_DASH = '|',
	SELECTOR_PREFIX = '^',
	SELECTOR_SUFFIX = '$',
	SELECTOR_INSIDE = '*',
};

/* One condition: .class, [attribute], :pseudo. */
struct selector_condition {
	struct selector_condition *next;
	enum selector_kind kind;
	char *name; /* of the attribute */
	char
	    *value; /* of the attribute, or the text; NULL when there is none */
	enum selector_compare compare;
	bool any_case;
	long step, offset; /* nth: step * n + offset, counted from 1 */
	bool from_end, of_type;
	struct selector_step *steps; /* not, is, has: a list of their own */
};

/* What one element must be: p.wide:first-child. */
struct selector_step {
	struct selector_step *next;	     /* in a list of not, is, has */
	enum selector_combinator combinator; /* to what is before it */
	char *name;			     /* NULL for any */
	struct selector_condition *conditions;
};

/*
 * The steps of all alternatives, one behind the other.  A set has a bit for
 * each of them.
 */
struct selector {
	struct selector_step steps[SELECTOR_STEPS];
	size_t count;
	uint64_t by[SELECTOR_COMBINATORS]; /* the steps with this combinator */
	uint64_t ends; /* the last ones: what they fit is found */
	bool siblings; /* asks for siblings or places among them */
};

/*
 * Reads a selector of at most LIMIT_SELECTOR bytes.  NULL with ERR_PLUGIN; the
 * message says what is wrong and where.
 */
struct selector *selector_new(const char *text, size_t len, struct error *e);
void selector_free(struct selector *s);

#endif
