#ifndef FEEDLOOM_HTML_AUTOP_H
#define FEEDLOOM_HTML_AUTOP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Adds text with paragraphs as WordPress's wpautop() makes them: a blank line
 * ends a paragraph, any other line end is a <br />, block elements are not
 * wrapped, <pre> and scripts are left alone.  Unlike it, never leaves a <p>
 * without its </p>.  An address alone on its line becomes a link.
 */
void autop(const char *text, size_t len, struct buf *out);

/* True for an http or https address and nothing else. */
bool autop_is_address(const char *text, size_t len);

#endif
