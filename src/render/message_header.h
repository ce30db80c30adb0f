#ifndef FEEDLOOM_RENDER_MESSAGE_HEADER_H
#define FEEDLOOM_RENDER_MESSAGE_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "render/message.h"

/*
 * Adds the fields of a message, to MIME-Version, in lines that end in CR LF.
 * 0, or -1 with ERR_PLUGIN and something of them added; out may be full.
 */
int message_header(
    const struct message *message, struct buf *out, struct error *e);

/* Whether it is letters, digits and others alone, 1 to max of them. */
bool message_is_word(const char *text, const char *others, size_t max);

#endif
