#ifndef FEEDLOOM_MODEL_PERSON_H
#define FEEDLOOM_MODEL_PERSON_H

#include <libxml/tree.h>

/*
 * Persons (RFC 4287 section 3.2): atom:author and atom:contributor.
 */

/*
 * Adds a person to parent, taking apart what RSS puts in one string: "Name",
 * "x@y", "x@y (Name)", "Name (x@y)", "Name (mailto:x@y)", "Name <x@y>".  A
 * person of that name who is there already gets what it lacks.  Nothing for
 * an empty string.
 */
void person_add(xmlNode *parent, const char *role, const char *text);

#endif
