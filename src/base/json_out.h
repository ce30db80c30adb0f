#ifndef FEEDLOOM_BASE_JSON_OUT_H
#define FEEDLOOM_BASE_JSON_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Writes JSON text (RFC 8259) into a buffer: commas, indentation and escapes.
 * What it must remember is kept here and never read back from the buffer,
 * which may be cut at any time between two calls.  The caller sees to it that
 * brackets match, that keys stand in objects only, and that no key is there
 * twice.
 */
struct json_out {
	struct buf *text;
	unsigned depth;	 /* open brackets */
	bool compact;	 /* one line a value, no blanks */
	bool flat;	 /* the innermost array stands on one line */
	bool empty;	 /* the innermost bracket holds nothing yet */
	bool keyed;	 /* a key was written, its value comes next */
	unsigned indent; /* blanks a level; 2 unless it is changed at once */
};

/* An indented document, or with compact one value a line. */
void json_init(struct json_out *j, struct buf *text, bool compact);

/* '{' or '[', and '}' or ']'. */
void json_open(struct json_out *j, char bracket);
void json_close(struct json_out *j, char bracket);

/* '[' that stays on the line; for an array of strings only. */
void json_open_flat(struct json_out *j);

/* A member's key; its value is what is written next. */
void json_key(struct json_out *j, const char *key);

/* A key whose text comes in any number of pieces. */
void json_key_open(struct json_out *j);
void json_key_close(struct json_out *j);

/* A string whose text comes in any number of pieces. */
void json_string_open(struct json_out *j);
void json_string_add(struct json_out *j, const char *text, size_t len);
void json_string_close(struct json_out *j);

/* A whole string. */
void json_string_whole(struct json_out *j, const char *text);

/* A number, true, false or null, as it is to stand there. */
void json_literal(struct json_out *j, const char *text);

/* True when text is a number by the grammar of RFC 8259 section 6. */
bool json_is_number(const char *text);

#endif
