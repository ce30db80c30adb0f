#ifndef FEEDLOOM_SINK_MAILDIR_H
#define FEEDLOOM_SINK_MAILDIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/*
 * A folder that mail readers take messages from, one a file.  It is made, with
 * its new/, cur/ and tmp/, where that is missing; none of these is followed
 * when it is a link.
 *
 * Puts one message, all that fd holds from its begin, and returns when it is on
 * the disk: to tmp/, synced, then to new/, where unique (32 hexadecimal digits,
 * its own for ever) and the slot's moment name it.  One that is there already,
 * also in cur/ with flags, is not put again: *again tells.  Line ends become
 * LF.  0, or -1 with ERR_CREATE, ERR_WRITE or what letter_read says.
 */
int maildir_put(const char *path, const char *unique, int64_t when, int fd,
    bool *again, struct error *e);

#endif
