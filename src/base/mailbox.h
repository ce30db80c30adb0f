#ifndef FEEDLOOM_BASE_MAILBOX_H
#define FEEDLOOM_BASE_MAILBOX_H

#include <stddef.h>

#include "base/error.h"

/*
 * A mailbox as a header of mail names it (RFC 5322 section 3.4): "a@b.example",
 * "Name <a@b.example>", "\"Name\" <a@b.example>".  Of addresses only plain ones
 * are taken, which no server, no header and no program can misread: ASCII; a
 * dot-atom of at most 64 bytes that begins with no "-" and has none of "!%|/"
 * (once routes, programs and files), "@", a domain of labels with dots (or
 * "localhost") of at most 253, and no number; 254 in all.
 */
#define MAILBOX_ADDRESS 255 /* with its NUL */
#define MAILBOX_NAME 256

struct mailbox {
	/* UTF-8 in one line, as it reads: not quoted, not encoded, without
	 * controls; "" when there is none */
	char name[MAILBOX_NAME];
	char address[MAILBOX_ADDRESS];
};

/* 0, or -1 with ERR_CONFIG: the text and what is wrong with it. */
int mailbox_read(struct mailbox *mailbox, const char *text, struct error *e);

/* The part behind the "@"; borrowed. */
const char *mailbox_domain(const struct mailbox *mailbox);

#endif
