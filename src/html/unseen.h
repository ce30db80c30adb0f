#ifndef FEEDLOOM_HTML_UNSEEN_H
#define FEEDLOOM_HTML_UNSEEN_H

#include <stdbool.h>

#include "html/token.h"

/*
 * Images that are there for nobody to see, by an attribute of theirs: hidden,
 * or a style that shows nothing of them or a pixel.  They count readers.
 */
bool unseen_attribute(const struct token_attribute *attribute);

/* True when one of the tag's attributes says so. */
bool unseen_tag(const struct token *token);

#endif
