#ifndef FEEDLOOM_MODEL_LABEL_H
#define FEEDLOOM_MODEL_LABEL_H

#include <libxml/tree.h>

/*
 * What an entry is called in messages: "Its title" (its id), each cut where it
 * is long; what could steer a terminal is left to who prints it.
 */
#define LABEL_TEXT 240

void label_of(const xmlNode *entry, char out[LABEL_TEXT]);

#endif
