#ifndef FEEDLOOM_RENDER_MESSAGE_H
#define FEEDLOOM_RENDER_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mailbox.h"

/*
 * A message of mail (RFC 5322, RFC 2045 to 2047, RFC 2387): text and HTML as
 * multipart/alternative, the plainest first; pictures of the HTML with it in
 * multipart/related.  The same parts give the same bytes: nothing in it is of
 * this moment or of chance.  Lines end in CR LF, those of bodies have at most
 * 78 bytes, those of headers at most 998; all is ASCII.
 */
struct message_picture {
	const char *id;	  /* what "cid:" in the HTML names: letters, digits,
			   * "@", ".", "-", "_" */
	const char *type; /* "image/png" */
	const void *bytes;
	size_t len;
};

struct message_field {
	const char *name;  /* RFC 5322's ftext; none of the message's own */
	const char *value; /* any text; it is made clean, and one line */
	bool as_is; /* made of ours, in ASCII, and to stay in that form */
};

struct message {
	struct mailbox from;
	struct mailbox reply_to;  /* address "": none */
	const struct mailbox *to; /* none: who delivers it says */
	size_t to_count;
	const char *subject;
	int64_t when;
	int offset;		    /* of the zone that it was in, in minutes */
	const char *id;		    /* Message-ID, without "<>" */
	const char *const *answers; /* References, the last is In-Reply-To */
	size_t answer_count;
	const struct message_field *fields; /* in their order */
	size_t field_count;
	/*
	 * UTF-8; lines end in LF.  What is not UTF-8 and what is a control
	 * becomes U+FFFD, CR LF and CR become LF; what else there is, a reader
	 * gets byte for byte.
	 */
	const char *text;
	const char *html; /* NULL: the text alone, whose last line has an end
			   * then, and no pictures */
	const struct message_picture *pictures;
	size_t picture_count;
};

/*
 * Loads what it takes; before the process locks itself in, where nothing needs
 * to be opened then.  0, or -1 with ERR_SYSTEM.
 */
int message_prepare(struct error *e);

/*
 * Adds the message.  Whatever stands in its texts, it has the fields that were
 * asked for and no others, each once: all octets are looked at again in the
 * end.  0, or -1 with nothing added: ERR_INPUT, it is too large for out;
 * ERR_PLUGIN, a part is not as it must be, or it did not come out as it should.
 */
int message_write(
    const struct message *message, struct buf *out, struct error *e);

#endif
