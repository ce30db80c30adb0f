#ifndef FEEDLOOM_PARSE_SURVEY_H
#define FEEDLOOM_PARSE_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "fetch/source.h"

/* What a look at the bytes, before any parsing, tells of a document. */
struct survey {
	bool json;	  /* it begins as JSON does */
	bool late_head;	  /* something stands behind the first entry that may
			   * belong to the head: read the head first */
	bool late_images; /* of an export: attachments stand behind posts that
			   * show them */
};

/*
 * Looks at the first LIMIT_REWIND bytes and, of a longer file, at its last
 * ones; the source stays at its beginning.
 */
int survey_source(
    struct source *source, struct survey *survey, struct error *e);

/* The first byte that is not blank, by which JSON is known; NUL: none is. */
char survey_first(const char *text, size_t len);

#endif
