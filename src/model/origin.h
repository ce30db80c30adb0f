#ifndef FEEDLOOM_MODEL_ORIGIN_H
#define FEEDLOOM_MODEL_ORIGIN_H

#include <libxml/tree.h>

/*
 * What an entry that leaves its feed says of it (atom:source, RFC 4287 section
 * 4.2.11).
 */

/* Made of a feed's head; hangs nowhere, and is the caller's (xmlFreeNode). */
xmlNode *origin_of(const xmlNode *head);

/* Puts a copy of it into an entry, unless that says where it is from. */
void origin_mark(xmlNode *entry, const xmlNode *origin);

#endif
