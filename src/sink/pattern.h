#ifndef FEEDLOOM_SINK_PATTERN_H
#define FEEDLOOM_SINK_PATTERN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * A path with fields in braces, which stand for something else in each document
 * that is written: "content/posts/{date}-{slug}.md".  "{{" is a brace.  What
 * stands before the first component with a field is the fixed folder; the rest
 * is relative to it and cannot leave it.
 */
enum pattern_field {
	PATTERN_DATE,  /* 2024-04-19 */
	PATTERN_DAY,   /* 19 */
	PATTERN_ID,    /* 32 hexadecimal digits */
	PATTERN_MONTH, /* 04 */
	PATTERN_N,     /* 1, 2, … */
	PATTERN_NAME,  /* a slug, not always another one */
	PATTERN_SLUG,  /* a slug with 8 hexadecimal digits */
	PATTERN_YEAR,  /* 2024 */
	PATTERN_FIELDS,
};

#define PATTERN_VALUE 96 /* room for any field's value, with its NUL */
#define PATTERN_MORE 24	 /* and for what makes a path another one */

/* The values of one document: letters, digits and dashes, never empty. */
struct pattern_values {
	char of[PATTERN_FIELDS][PATTERN_VALUE];
};

struct pattern;

/* True when path has braces: it is not a file's name as it stands. */
bool pattern_is(const char *path);

/* NULL with ERR_USAGE and what to say instead. */
struct pattern *pattern_new(const char *path, struct error *e);
void pattern_free(struct pattern *p);

/* False when all braces were doubled: then pattern_path gives a whole path. */
bool pattern_has_fields(const struct pattern *p);

/* The fixed folder, "." if there is none; borrowed. */
const char *pattern_folder(const struct pattern *p);

/*
 * Adds the path below the fixed folder.  more, shorter than PATTERN_MORE, is
 * put behind each {name}, or behind the last field when there is no {name}; it
 * may be "".
 */
void pattern_path(const struct pattern *p, const struct pattern_values *values,
    const char *more, struct buf *out);

#endif
