#ifndef FEEDLOOM_XML_SHEET_TEXT_H
#define FEEDLOOM_XML_SHEET_TEXT_H

#include "base/buf.h"
#include "base/error.h"

/* What a stylesheet may become when its entities are put in. */
#define SHEET_TEXT_MAX (4 * LIMIT_SHEET)

/*
 * Adds the text of a stylesheet's file to out: UTF-8, without XML declaration
 * and DOCTYPE, lines as they were, entities that the DOCTYPE declares put in.
 * 0, or -1 with ERR_PLUGIN where it declares entities that are more than a
 * little text, or anything else but elements, or has a tag of more than
 * LIMIT_ATTRIBUTES attributes.  name is the file's, for errors.
 */
int sheet_text(
    const struct buf *file, const char *name, struct buf *out, struct error *e);

#endif
