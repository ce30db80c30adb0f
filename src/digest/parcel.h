#ifndef FEEDLOOM_DIGEST_PARCEL_H
#define FEEDLOOM_DIGEST_PARCEL_H

#include <stdint.h>

#include "config/config.h"
#include "digest/mailer.h"

/*
 * A message that goes to one recipient on this machine: to a program, a
 * Maildir, an mbox or a file.
 */
struct parcel {
	const struct config_digest *digest; /* via of it is not WAY_SMTP */
	const char *slot;
	const char *message_id;
	const char *recipient; /* "": there is none to say */
	int64_t when;
	int fd; /* its bytes; lines end in CRLF */
};

/*
 * Puts it there.  As smtp_send: SMTP_NO_SERVER when the place itself is at
 * fault, so that others would not come there either.
 */
enum smtp_end parcel_put(const struct parcel *p, char words[MAILER_WORDS]);

#endif
