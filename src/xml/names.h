#ifndef FEEDLOOM_XML_NAMES_H
#define FEEDLOOM_XML_NAMES_H

#include <stddef.h>

#include <libxml/parser.h>

#include "xml/mend.h"

/*
 * The names of plain tags, which come again and again: what they are in the
 * parser's dictionary, and their namespace where the parser stands.
 */
#define NAMES 64      /* kept */
#define NAMES_TEXT 40 /* longer ones are not */

struct name {
	const xmlChar *prefix; /* NULL: none */
	const xmlChar *local;
	xmlNs *ns; /* NULL: none */
	size_t scope;
	size_t len;
	char text[NAMES_TEXT];
};

/* All zero at first. */
struct names {
	struct name kept[NAMES];
	struct name other;
	size_t scope; /* one more when a declaration comes or goes */
};

/*
 * The name of a plain start tag; borrowed until the next call.  NULL when the
 * dictionary is full.
 */
const struct name *names_find(
    struct names *names, xmlParserCtxt *parser, const struct run *run);

#endif
