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
 * the temporary is removed, also when a signal or exit(3) ends the process;
 * only what cannot be caught leaves it behind, as ".NAME.feedloom-XXXXXX".
 *
 * A symbolic link stays, and the file that it leads to is replaced, except
 * where the kernel would not follow it either: another user's link in a sticky
 * folder that all may write.  Of a file's hard links one is replaced.  A file
 * keeps its permission bits, and its owner and group as far as we may set
 * them; not its ACLs.  A file that may not be written is not replaced.  What
 * is no regular file (a device, a FIFO, /dev/stdout) gets the bytes as they
 * come.
 *
 * The first file catches the signals that end a process, where nobody caught
 * or ignored them before; what gets bytes as they come turns SIGPIPE into
 * ERR_WRITE.  All that needs opening is open when sink_open returns.
 */
struct sink;

/* NULL or "-" is standard output.  NULL with ERR_CREATE on failure. */
struct sink *sink_open(const char *path, struct error *e);

/*
 * The same for a file in a folder that is open: no link is followed, and what
 * is there must be a regular file or nothing.  said is its path, for messages.
 * The caller sees to it that file is one component, keeps folder open until
 * the sink is freed, and has it synchronised.
 */
struct sink *sink_open_at(
    int folder, const char *file, const char *said, struct error *e);

/*
 * What another process has open for its sink: bytes go there as they come, and
 * it is for the other one to commit them.  The descriptor is taken.
 */
struct sink *sink_take(int fd, const char *said);

/* Where its bytes go; for the process that has sink_take. */
int sink_descriptor(const struct sink *s);

/* Without sink_commit: gives up what was written.  NULL is fine. */
void sink_free(struct sink *s);

/*
 * Memory as a sink: the last area that was set gets the bytes, and more than
 * there is room for is ERR_WRITE.  Before the first one, and for NULL, they are
 * thrown away.  It is never committed.
 */
struct sink *sink_area(void);
void sink_area_set(struct sink *s, char *p, size_t room);
size_t sink_area_used(const struct sink *s);

/*
 * Removes temporaries of this file that processes left behind, and none that
 * somebody still writes.  It reads the whole folder.
 */
void sink_sweep(const struct sink *s);

/*
 * The folder in which sink_commit and sink_free, and a signal, rename and
 * remove names: open until sink_free; -1 when bytes go as they come.
 */
int sink_folder(const struct sink *s);

/* All n bytes, or -1 with ERR_WRITE; then every later call says so again. */
int sink_write(struct sink *s, const void *p, size_t n, struct error *e);

/*
 * Removes the temporaries of all sinks, as a signal would have it done: for a
 * handler that ends the process.
 */
void sink_abandon(void);

/* Makes it last.  0, or -1 with ERR_WRITE; only sink_free may follow. */
int sink_commit(struct sink *s, struct error *e);

/*
 * The same for several in one folder, of sink_open_at: what all of them wrote
 * is on the disk, by one syncfs(2), before the first takes its place.  An error
 * each, whose code is ERR_NONE where there is none.
 */
void sink_commit_all(
    struct sink *const *sinks, size_t count, struct error *errors);

#endif
