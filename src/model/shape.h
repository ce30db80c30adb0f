#ifndef FEEDLOOM_MODEL_SHAPE_H
#define FEEDLOOM_MODEL_SHAPE_H

#include <libxml/tree.h>

/*
 * The children of a feed or an entry, put in the order and the shape that the
 * model promises (feedloom-entry(5)): what RFC 4287 does not allow is mended
 * or, when it says nothing, left out.
 */
void shape_children(xmlNode *parent);

/* An xml:lang as a language tag has it; taken away when it is none. */
void shape_language(xmlNode *node);

#endif
