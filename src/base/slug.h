#ifndef FEEDLOOM_BASE_SLUG_H
#define FEEDLOOM_BASE_SLUG_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Text as a name for files and addresses: [a-z0-9] and single dashes between
 * them, the same on every machine.  Accents go; Cyrillic, with the letters of
 * Kazakh and its neighbours, and Greek are written in Latin letters;
 * apostrophes and what shows nothing go; everything else is a dash.
 */
#define SLUG_MAX 64

/*
 * Adds the slug of len bytes of text, at most SLUG_MAX of them: longer ones end
 * at a dash, if there is one in their second half.  Adds nothing for text that
 * has no letter or digit of these scripts.
 */
void slug_add(const char *text, size_t len, struct buf *out);

#endif
