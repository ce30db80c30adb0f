#ifndef FEEDLOOM_BASE_MAILBOX_H
#define FEEDLOOM_BASE_MAILBOX_H

#include <stddef.h>

#include "base/error.h"

/*
 * A mailbox as a header of mail names it (RFC 5322 section 3.4): "a@b.example",
 * "Name <a@b.example>", "\"Name\" <a@b.example>".  Of addresses only plain ones
 * are taken, which no server and no header can misread: ASCII; a dot-atom of at
 * most 64 bytes, "@", a domain of letters, digits, "-" and dots (or
 * "localhost") of at most 253; 254 in all.
 */
#define MAILBOX_ADDRESS 255 /* with its NUL */
#define MAILBOX_NAME 256

struct mailbox {
	char name[MAILBOX_NAME]; /* UTF-8 in one line; "" when there is none */
	char address[MAILBOX_ADDRESS];
};

/* 0, or -1 with ERR_CONFIG and what is wrong with it. */
int mailbox_read(struct mailbox *mailbox, const char *text, struct error *e);

/* The part behind the "@"; borrowed. */
const char *mailbox_domain(const struct mailbox *mailbox);

#endif
