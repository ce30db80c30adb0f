#ifndef FEEDLOOM_MODEL_LANGUAGE_H
#define FEEDLOOM_MODEL_LANGUAGE_H

#include <stdbool.h>

/*
 * True for a language tag as RFC 4287 wants it (appendix B): letters, up to
 * eight of them, then letters and digits between hyphens.
 */
bool language_valid(const char *tag);

#endif
