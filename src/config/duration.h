#ifndef FEEDLOOM_CONFIG_DURATION_H
#define FEEDLOOM_CONFIG_DURATION_H

#include <stddef.h>
#include <stdint.h>

/*
 * Lengths of time as people write them: a whole number and a unit, "90
 * seconds", "1 hour", "2 weeks".
 */
#define DURATION_TEXT 32

/* Milliseconds, or -1 for what is no such text, or longer than 100 years. */
int64_t duration_read(const char *text);

/* The shortest text for it, which is read as the same. */
void duration_write(int64_t milliseconds, char out[DURATION_TEXT]);

#endif
