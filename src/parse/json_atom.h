#ifndef FEEDLOOM_PARSE_JSON_ATOM_H
#define FEEDLOOM_PARSE_JSON_ATOM_H

#include <libxml/tree.h>

#include "parse/jansson.h"

/*
 * JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1) as Atom, one member
 * or one item at a time.  What has no place in Atom becomes markup of its own
 * (parse/members.h).
 */

/* What a member of the feed says, added to its atom:feed. */
void json_atom_member(xmlNode *root, const char *key, const json_t *value);

/* An item as an atom:entry, which has no parent and is the caller's. */
xmlNode *json_atom_entry(xmlDoc *doc, const json_t *item);

#endif
