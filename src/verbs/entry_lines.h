#ifndef FEEDLOOM_VERBS_ENTRY_LINES_H
#define FEEDLOOM_VERBS_ENTRY_LINES_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/hash.h"

/*
 * An entry as lines that can be compared with each other (verbs/diff.h): an
 * element a line, indented; HTML as it is written, with a line for each
 * paragraph, item, heading and so on.  For people: prefixes are those that
 * everyone uses, nothing is escaped.
 */
void entry_lines(const xmlNode *entry, struct buf *out);

/*
 * A hash of all that an entry says: the same for entries that differ in
 * nothing but prefixes.
 */
void entry_hash(const xmlNode *entry, struct hash *hash);

#endif
