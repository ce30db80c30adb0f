#ifndef FEEDLOOM_CLI_COLOR_H
#define FEEDLOOM_CLI_COLOR_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * Colours of a terminal, by the sequences of ECMA-48 that all of them know.
 */
enum color {
	COLOR_BOLD,
	COLOR_RED,
	COLOR_GREEN,
	COLOR_CYAN,
	COLOR_REVERSE,
	COLOR_REVERSE_OFF,
	COLOR_OFF,
};

/*
 * Whether what goes to a descriptor is coloured: "always", "never", or "auto",
 * when it is a terminal, TERM is not "dumb", and NO_COLOR is not set.
 */
bool color_wanted(const char *when, int fd);

/* Adds what switches to a colour, if it is wanted. */
void color_put(struct buf *out, bool wanted, enum color color);

#endif
