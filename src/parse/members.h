#ifndef FEEDLOOM_PARSE_MEMBERS_H
#define FEEDLOOM_PARSE_MEMBERS_H

#include <libxml/tree.h>

#include "parse/jansson.h"

/*
 * JSON values as markup, where Atom has no place for them: the reverse of what
 * serialiser json writes (feedloom-entry(5), "JSON").
 */

/*
 * Adds a member to parent: an object of the form
 * { "about": NAMESPACE, NAME: [ … ], … } becomes elements of that namespace,
 * any other value its XML form (namespace NS_JSON).
 */
void members_add(xmlNode *parent, const char *key, const json_t *value);

/* Adds the XML form of a value; key may be NULL. */
void members_add_json(xmlNode *parent, const char *key, const json_t *value);

/* A string, or the shortest text of a number, the caller's; else NULL. */
char *members_scalar(const json_t *value);

#endif
