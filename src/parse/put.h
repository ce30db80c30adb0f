#ifndef FEEDLOOM_PARSE_PUT_H
#define FEEDLOOM_PARSE_PUT_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/date.h"
#include "parse/fields.h"
#include "xml/ns.h"

/*
 * What each field does with the element that becomes it: the element, a child
 * of the mapping's parent, is made Atom's in place, or takes itself away. Which
 * element that is, the table in fields.c says.
 */
struct mapping {
	xmlNode *parent;
	const struct fields_context *context;
	struct date date; /* that the element given to put_date holds */
};

typedef void put(struct mapping *m, xmlNode *node);

/* Text: put_text.c. */
put put_text, put_twice, put_html, put_atom_text, put_phrase, put_xhtml;

/* All others: put.c. */
put put_date, put_url, put_guid, put_id, put_language, put_author, put_creator,
    put_atom_person, put_contributor, put_category, put_subject, put_enclosure,
    put_replies, put_source, put_atom_link, put_generator, put_atom_generator,
    put_image, put_atom_source, put_atom_category, put_resource, put_atom_same;

/* RSS's namespaces as one, NS_RSS; Atom's both as NS_ATOM. */
enum ns put_vocabulary(const xmlNode *node);

/* The line to name in a note on the element. */
unsigned long put_line(const struct mapping *m, const xmlNode *node);

/* Whether the element's text is a date, and which. */
bool put_read_date(const xmlNode *node, struct date *date);

/* The address of a feed's picture, the caller's; "" without one. */
char *put_image_url(const xmlNode *node);

/* Takes away all attributes that have no namespace. */
void put_bare(xmlNode *node);

/* Puts its text, trimmed (and decoded once more), in the place of what it
 * holds. */
void put_trimmed(xmlNode *node, bool twice);

#endif
