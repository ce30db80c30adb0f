#ifndef FEEDLOOM_BASE_QUOTE_H
#define FEEDLOOM_BASE_QUOTE_H

#include "base/buf.h"

/*
 * Text as a word of another language: whatever is in it stands for itself.
 */

/* A word of sh(1), quoted only where it has to be. */
void quote_shell(const char *text, struct buf *out);

/* A string of Lua, in double quotes (Lua 5.4 manual, section 3.1). */
void quote_lua(const char *text, struct buf *out);

/* A word of a command in a unit of systemd.service(5). */
void quote_systemd(const char *text, struct buf *out);

#endif
