#ifndef FEEDLOOM_RENDER_MESSAGE_CHECK_H
#define FEEDLOOM_RENDER_MESSAGE_CHECK_H

#include <stddef.h>

#include "base/error.h"
#include "render/mail_body.h"
#include "render/message.h"

enum message_multipart {
	MESSAGE_ALTERNATIVE,
	MESSAGE_RELATED,
};

/* The boundary of one of its multiparts: of its id, and in no body. */
void message_boundary(const struct message *message,
    enum message_multipart which, char out[MAIL_BOUNDARY]);

/*
 * Whether these octets are the message, as a reader takes it who knows nothing
 * of how they were made: its fields and those of its parts, in their order,
 * each once, and no other; its boundaries and no other; ASCII in lines that end
 * in CR LF and are not too long.  0, or -1 with ERR_PLUGIN.
 */
int message_check(const struct message *message, const char *octets, size_t len,
    struct error *e);

#endif
