#ifndef FEEDLOOM_RENDER_JSON_FOREIGN_H
#define FEEDLOOM_RENDER_JSON_FOREIGN_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/error.h"
#include "base/json_out.h"

/*
 * Foreign markup as JSON: the children of an XML-JSON map that are of any
 * other namespace, gathered by namespace in one member each:
 *
 *   "_PREFIX": { "about": "NAMESPACE URI", "LOCALNAME": [ VALUE, ... ], ... }
 *
 * where the first one of them all stands.  A VALUE is a string for an element
 * without attributes and child elements, and an object otherwise: "@name" (with
 * its prefix, if it has one) for each attribute, "#text" for its text, its
 * child elements by the same rule, those of its own namespace directly; or
 * "#xml", its inner XML, in place of text and children when it has both.  A
 * local name "about" is written ":about".  When a member is taken, the prefix
 * gets a number: "_PREFIX2".
 */
struct json_foreign;

struct json_foreign *json_foreign_new(void);
void json_foreign_free(struct json_foreign *f);

/* The @key of an element of XML-JSON, NULL when it has none; borrowed. */
const char *json_key_of(const xmlNode *element);

/* True for an element that a map may hold and that is foreign to JSON. */
bool json_is_foreign(const xmlNode *element);

/*
 * Writes the members for the map's foreign children; the innermost bracket of
 * out is the map's.  0, or -1 with ERR_INPUT for markup that is too deep or
 * of too many namespaces.
 */
int json_foreign_members(struct json_foreign *f, const xmlNode *map,
    struct json_out *out, struct error *e);

#endif
