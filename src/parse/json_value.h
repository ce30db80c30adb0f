#ifndef FEEDLOOM_PARSE_JSON_VALUE_H
#define FEEDLOOM_PARSE_JSON_VALUE_H

#include "base/error.h"
#include "parse/jansson.h"
#include "parse/slices.h"

/*
 * The value of a slice (RFC 8259), the caller's to json_decref; escapes of
 * characters that no feed may hold are replaced in the slice itself.  What was
 * mended is told to notes.  NULL with ERR_INPUT: no JSON, or more than
 * LIMIT_NODES values in it.
 */
json_t *json_value(
    const struct notes *notes, const struct slice *slice, struct error *e);

#endif
