#ifndef FEEDLOOM_VERBS_DIGEST_SEND_H
#define FEEDLOOM_VERBS_DIGEST_SEND_H

#include "base/error.h"
#include "base/mailbox.h"
#include "cli/options.h"
#include "digest/edition.h"

/*
 * Sends a message at once, the way that the digest's messages go, and remembers
 * nothing of it.  0, or -1 with what the server or program said: ERR_SYSTEM
 * when it may be another time, ERR_CREATE when it is refused.
 */
int digest_send(const struct options *options, const struct edition *edition,
    const struct mailbox *recipient, int message, struct error *e);

#endif
