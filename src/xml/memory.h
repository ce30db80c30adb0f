#ifndef FEEDLOOM_XML_MEMORY_H
#define FEEDLOOM_XML_MEMORY_H

#include <libxml/xmlstring.h>

/*
 * Makes libxml2 and what stands on it take memory as base/mem.h does: it is
 * there or ends the process.  Left to themselves they go on without it, and
 * call a document with parts missing a result.  To be called before anything
 * else of libxml2 is.
 */
void xml_memory(void);

/*
 * A copy of an address of a namespace that the program knows, to hang in a
 * tree.  xmlFree leaves it alone, and the same text gives the same pointer: so
 * libxml2, which compares addresses letter by letter, need not.
 */
xmlChar *xml_lasting(const char *text);

#endif
