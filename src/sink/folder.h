#ifndef FEEDLOOM_SINK_FOLDER_H
#define FEEDLOOM_SINK_FOLDER_H

#include "base/error.h"
#include "sink/sink.h"

/*
 * A folder that files are written beneath.  Folders between it and a file are
 * made when they are missing; none of them may be a symbolic link, and no path
 * leads out of it, whoever changes what lies there meanwhile.
 */
struct folder;

/*
 * Opens the folder, and makes it and those that it lies in where they are
 * missing; these are the caller's own words, and links in them are followed.
 * NULL with ERR_CREATE on failure.
 */
struct folder *folder_open(const char *path, struct error *e);

/* NULL is fine.  All its sinks are free by then. */
void folder_free(struct folder *f);

/*
 * A sink for the file of this path below the folder, to be freed before the
 * next one is asked for; NULL with ERR_CREATE on failure.
 */
struct sink *folder_sink(struct folder *f, const char *path, struct error *e);

/* Makes it last that files are there.  0, or -1 with ERR_WRITE. */
int folder_commit(struct folder *f, struct error *e);

#endif
