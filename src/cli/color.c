/*
 * Colours for people at a terminal.  Follows no-color.org: NO_COLOR counts
 * when it is set and not empty.
 */
#include "cli/color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const sequences[] = {
    [COLOR_BOLD] = "\33[1m",
    [COLOR_RED] = "\33[31m",
    [COLOR_GREEN] = "\33[32m",
    [COLOR_CYAN] = "\33[36m",
    [COLOR_REVERSE] = "\33[7m",
    [COLOR_REVERSE_OFF] = "\33[27m",
    [COLOR_OFF] = "\33[m",
};

bool
color_wanted(const char *when, int fd)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	if (no != NULL && *no != '\0')
		return false;
	return term != NULL && strcmp(term, "dumb") != 0 && isatty(fd);
}

void
color_put(struct buf *out, bool wanted, enum color color)
{
	if (wanted)
		buf_puts(out, sequences[color]);
}
