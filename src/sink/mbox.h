#ifndef FEEDLOOM_SINK_MBOX_H
#define FEEDLOOM_SINK_MBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/*
 * A file of messages (RFC 4155), which is made when missing, locked as mail
 * programs do (fcntl(2) and a ".lock" file beside it), and made one message
 * longer, or, when that fails, as long as it was.  Of one that was being put
 * when the machine or the process ended, what is there is taken away first.
 *
 * Puts all that fd holds, from its begin, and returns when it is on the disk.
 * unique (32 hexadecimal digits) names the message for ever, in a header
 * X-Feedloom-Unique; one that is in the file already is not put again: *again
 * tells.  0, or -1 with ERR_CREATE, ERR_WRITE, ERR_SYSTEM when somebody holds a
 * lock for long, or what letter_read says.
 */
int mbox_put(const char *path, const char *unique, const char *sender,
    int64_t when, int fd, bool *again, struct error *e);

#endif
