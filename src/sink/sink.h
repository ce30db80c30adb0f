#ifndef FEEDLOOM_SINK_SINK_H
#define FEEDLOOM_SINK_SINK_H

#include <stddef.h>

#include "base/error.h"

/*
 * Where bytes go.  Standard output gets them as they come.  A file gets them
 * all or none: they go to a temporary beside it (same folder, O_EXCL, mode
 * 0666 less umask, or the old file's mode), and sink_commit makes it the file
 * (fsync, rename, fsync of the folder), unless the file already holds the very
 * same bytes: then it is not touched.  Without a commit the old file stays and
 * the temporary is removed, also when a signal ends the process.
 */
struct sink;

/* NULL or "-" is standard output.  NULL with ERR_CREATE on failure. */
struct sink *sink_open(const char *path, struct error *e);

/* Without sink_commit: gives up what was written.  NULL is fine. */
void sink_free(struct sink *s);

/* All n bytes, or -1 with ERR_WRITE. */
int sink_write(struct sink *s, const void *p, size_t n, struct error *e);

/* Makes it last.  0, or -1 with ERR_WRITE; only sink_free may follow. */
int sink_commit(struct sink *s, struct error *e);

#endif
