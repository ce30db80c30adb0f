#ifndef FEEDLOOM_PARSE_REMARKS_H
#define FEEDLOOM_PARSE_REMARKS_H

#include <stdbool.h>

#include "base/note.h"

/*
 * Notes in the order of the lines that they are about.  Those who make them
 * (base/charset.h, xml/mend.h, fields.h) read ahead of each other, by more or
 * less as bytes happen to come; what is told must not depend on that.
 */
struct remarks;

/* Never NULL; to, which may be NULL, hears them and stays the caller's. */
struct remarks *remarks_new(const struct notes *to);

/* Without remarks_end those that wait are forgotten.  NULL is fine. */
void remarks_free(struct remarks *r);

/* Where to tell them; NULL when nobody hears. */
const struct notes *remarks_notes(const struct remarks *r);

/* While it is deaf, nothing that comes counts. */
void remarks_deafen(struct remarks *r, bool deaf);

/* What comes from now on is about this line or later ones. */
void remarks_pass(struct remarks *r, unsigned long line);

/* Nothing comes any more, and what is about later lines than this is not told.
 */
void remarks_end(struct remarks *r, unsigned long line);

#endif
