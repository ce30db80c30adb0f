#ifndef FEEDLOOM_CONVERT_OUTNAME_H
#define FEEDLOOM_CONVERT_OUTNAME_H

#include <stddef.h>

#include "base/error.h"

/*
 * What outputs of many files are called in a folder: NAME.EXTENSION, where NAME
 * is the last part of the file's path without the endings that feeds and
 * compressed files have, however many.
 */

/* A string of the caller's; NULL with ERR_USAGE when the path names no file. */
char *outname_of(const char *path, const char *extension, struct error *e);

/*
 * Whether no two of the names are the same.  0, or -1 with ERR_USAGE, which
 * tells the first two paths that would meet.
 */
int outname_check(
    char *const *names, char *const *paths, size_t count, struct error *e);

#endif
