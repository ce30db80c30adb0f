#ifndef FEEDLOOM_CLI_HELP_H
#define FEEDLOOM_CLI_HELP_H

#include "base/buf.h"
#include "cli/options.h"

#define FEEDLOOM_VERSION "0.5"

/*
 * Help, made from the tables of verbs and options; lines of at most 80
 * columns.  All add to out.
 */

/* The verb, and what --help does. */
int help_main(const struct options *options);

/* Two lines: how it is called, and where more is said. */
void help_usage(const struct verb *verbs, struct buf *out);

/* What --help says: of one verb, or of the program for NULL. */
void help_text(
    const struct verb *verbs, const struct verb *verb, struct buf *out);

/* Words as lines. */
void help_words(struct buf *out, const char *words);

/* A row: what something is called, what it is about. */
void help_row(struct buf *out, const char *name, const char *about);

/* Writes text to standard output; the exit status, having told of failure. */
int help_print(const struct options *options, const struct buf *text);

/* The same to a file; path is sink_open's. */
int help_write(
    const struct options *options, const char *path, const struct buf *text);

#endif
