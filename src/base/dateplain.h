#ifndef FEEDLOOM_BASE_DATEPLAIN_H
#define FEEDLOOM_BASE_DATEPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dateshape.h"

/*
 * What a date says that is written letter by letter as almost all are:
 * "Fri, 19 Apr 2024 10:45:29 +0000", "2024-04-19 10:45:29" or
 * "2024-04-19T10:45:29Z".  False for any other text, of which nothing is said.
 */
bool dateplain_read(const char *text, size_t len, struct datereading *r);

#endif
