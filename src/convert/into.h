#ifndef FEEDLOOM_CONVERT_INTO_H
#define FEEDLOOM_CONVERT_INTO_H

#include "cli/options.h"

/*
 * feedloom convert --into: many files, each converted on its own into a folder.
 * The exit status: 0 when all are there, 1 when some are not, and another one
 * when none could be.
 */
int into_main(const struct options *options);

#endif
