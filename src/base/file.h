#ifndef FEEDLOOM_BASE_FILE_H
#define FEEDLOOM_BASE_FILE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Small files of ours, read whole: plugins, modules, stylesheets.
 */

/*
 * Adds the whole of a regular file of at most max bytes to text, which has room
 * for one more than that.  0, or -1 with ERR_PLUGIN; the words leave the name
 * to the caller: "cannot be opened: …", "is larger than …".
 */
int file_read(const char *path, size_t max, struct buf *text, struct error *e);

/* The same, but only of a file that lies below folder, links resolved. */
int file_read_below(const char *folder, const char *path, size_t max,
    struct buf *text, struct error *e);

#endif
