#ifndef FEEDLOOM_PARSE_DIALECT_H
#define FEEDLOOM_PARSE_DIALECT_H

#include <libxml/tree.h>

#include "base/charset.h"
#include "base/error.h"
#include "model/feed.h"
#include "parse/parser.h"

/*
 * A way of reading documents: one for XML, one for JSON.  The parser in front
 * of them chooses, and reads twice where a document wants it.
 */
struct dialect_reader {
	/*
	 * With drop, entries are only looked at: the head is wanted, and what
	 * the next pass is to know before its first entry.
	 */
	void *(*start)(
	    struct charset *in, const struct parse_options *options, bool drop);
	/* Takes over what an earlier pass learnt; before head.  May be NULL. */
	void (*inherit)(void *reader, void *earlier);
	/*
	 * Reads up to the first entry (or, with drop, to the end).  2 when the
	 * input is dry (base/input.h): to be called again.
	 */
	int (*head)(void *reader, struct error *e);
	/* The next entry, mapped but not settled; as parser_next. */
	int (*next)(void *reader, xmlNode **entry, struct error *e);
	/* The feed as known so far; the reader's. */
	struct feed *(*feed)(void *reader);
	/* As parser_where and parser_skip; NULL: of no use with such input. */
	bool (*where)(const void *reader, struct parser_place *place);
	void (*skip)(void *reader, const struct lines *lines);
	void (*free)(void *reader);
};

extern const struct dialect_reader dialect_xml;
extern const struct dialect_reader dialect_json;

#endif
