#ifndef FEEDLOOM_MODEL_SAMPLE_H
#define FEEDLOOM_MODEL_SAMPLE_H

#include <libxml/tree.h>

#include "model/field.h"

/*
 * A copy of a head or an entry to try things on: the whole of it, or when it is
 * large a part that has each of its fields, a few times and with short values.
 */

/* Adds what a feed's root holds, but no entry, to another feed's root. */
void sample_head(struct fields *fields, xmlNode *root, xmlNode *into);

/* Adds an entry to a feed's root; the entry that was added. */
xmlNode *sample_entry(struct fields *fields, xmlNode *entry, xmlNode *into);

#endif
