#ifndef FEEDLOOM_SINK_OUTDIR_H
#define FEEDLOOM_SINK_OUTDIR_H

#include "base/error.h"
#include "sink/sink.h"

/*
 * A folder that files are written beneath.  Folders between it and a file are
 * made when they are missing; none of them may be a symbolic link, and no path
 * leads out of it, whoever changes what lies there meanwhile.
 */
struct outdir;

/*
 * Opens the folder, and makes it and those that it lies in where they are
 * missing; these are the caller's own words, and links in them are followed.
 * NULL with ERR_CREATE on failure.
 */
struct outdir *outdir_open(const char *path, struct error *e);

/* NULL is fine.  All its sinks are free by then. */
void outdir_free(struct outdir *f);

/* The folder itself, open until outdir_free. */
int outdir_descriptor(const struct outdir *f);

/*
 * A sink for the file of this path below the folder, to be freed before one in
 * another folder is asked for; NULL with ERR_CREATE on failure.
 */
struct sink *outdir_sink(struct outdir *f, const char *path, struct error *e);

/*
 * Opens the file of this path below a folder to be read; makes nothing.  -1
 * with errno; ELOOP when there is a link on the way.
 */
int outdir_read(const char *folder, const char *path);

/* Makes it last that files are there.  0, or -1 with ERR_WRITE. */
int outdir_commit(struct outdir *f, struct error *e);

#endif
