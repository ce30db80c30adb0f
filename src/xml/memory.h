#ifndef FEEDLOOM_XML_MEMORY_H
#define FEEDLOOM_XML_MEMORY_H

/*
 * Makes libxml2 and what stands on it take memory as base/mem.h does: it is
 * there or ends the process.  Left to themselves they go on without it, and
 * call a document with parts missing a result.  To be called before anything
 * else of libxml2 is.
 */
void xml_memory(void);

#endif
