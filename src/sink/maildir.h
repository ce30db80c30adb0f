#ifndef FEEDLOOM_SINK_MAILDIR_H
#define FEEDLOOM_SINK_MAILDIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Files that mail readers take messages from.  Each call puts one message, all
 * that fd holds from its begin, and returns when it is on the disk.  Line ends
 * become LF.  unique names the message, for ever: 32 hexadecimal digits.
 */

/*
 * A Maildir, made with its new/, cur/ and tmp/ where that is missing: to tmp/,
 * synced, then to new/, where unique and the slot's moment name it; one that is
 * there already, also in cur/ with flags, is not put again.  *again tells.  0,
 * or -1 with ERR_CREATE or ERR_WRITE.
 */
int maildir_put(const char *path, const char *unique, int64_t when, int fd,
    bool *again, struct error *e);

/*
 * An mbox (RFC 4155), which is made when missing, locked as mail programs do
 * (fcntl(2) and a ".lock" file beside it), and made one message longer, or,
 * when that fails, as long as it was.  One whose X-Feedloom-Unique is in it is
 * not put again.
 */
int mbox_put(const char *path, const char *unique, const char *sender,
    int64_t when, int fd, bool *again, struct error *e);

#endif
