#ifndef FEEDLOOM_RENDER_JSON_XML_H
#define FEEDLOOM_RENDER_JSON_XML_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Adds what an element holds as XML: elements and text, no comments and
 * processing instructions.  It can be parsed by itself, since every prefix is
 * declared where it is first used.  0, or -1 with ERR_INPUT when elements stand
 * too deep in each other or use too many prefixes.
 */
int json_inner_xml(const xmlNode *element, struct buf *out, struct error *e);

#endif
