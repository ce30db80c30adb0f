#ifndef FEEDLOOM_BASE_MONOTONIC_H
#define FEEDLOOM_BASE_MONOTONIC_H

#include <stdint.h>

/* Milliseconds of a clock that nobody sets, for deadlines and rates. */
int64_t monotonic_millis(void);

#endif
