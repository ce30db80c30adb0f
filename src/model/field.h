#ifndef FEEDLOOM_MODEL_FIELD_H
#define FEEDLOOM_MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "xml/ns.h"

/*
 * The fields of heads and entries, each one once, whatever namespaces they are
 * of.  A field is where a value stands: "title", "category/@term",
 * "author/name", "link[@rel='enclosure']/@length", "wp:postmeta/wp:meta_key".
 * Atom's names have no prefix, those of others the one everybody gives them.
 *
 * What only says how to read a value is no field: the type of a text construct,
 * the rel of a link and the key of XML-JSON, which are part of the name.
 */
struct fields;

/* No fields yet; never NULL. */
struct fields *fields_new(void);
void fields_free(struct fields *fields);

/* How many there are: their numbers are 0 to this - 1, at most LIMIT_FIELDS. */
size_t fields_count(const struct fields *fields);

/* True when there were more than LIMIT_FIELDS; what was too much was passed. */
bool fields_full(const struct fields *fields);

/* True for a field of the head. */
bool fields_of_head(const struct fields *fields, size_t field);

/* Adds the name of a field. */
void fields_name(const struct fields *fields, size_t field, struct buf *out);

/*
 * The numbers of all fields into order, which has room for them: those of the
 * head first, then those of entries, as they stand in documents.
 */
void fields_order(const struct fields *fields, size_t *order);

/*
 * Goes through what an atom:entry, or the head below an atom:feed, holds, and
 * calls visit for each value that is not empty, in document order; a field that
 * was not met before gets its number then.  A value is an attribute, a text
 * node, or the whole element of a text construct (field_construct).  visit may
 * change the value and nothing else.
 */
void fields_visit(struct fields *fields, xmlNode *top,
    void (*visit)(void *context, size_t field, xmlNode *value), void *context);

/* True for an element that holds text, html or xhtml (RFC 4287 section 3.1). */
bool field_construct(const xmlNode *element);

/* The text of a value that is an attribute or a text node; borrowed. */
const char *field_text(const xmlNode *value);

/* Puts a text in the place of a value's own; a construct keeps its type. */
void field_set_text(xmlNode *value, const char *text, size_t len);

/*
 * Adds what an element or an attribute is called in a path, where elements of
 * the namespace home need no prefix.
 */
void field_step(const xmlNode *node, const char *home, struct buf *out);

#endif
