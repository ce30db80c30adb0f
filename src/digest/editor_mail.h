#ifndef FEEDLOOM_DIGEST_EDITOR_MAIL_H
#define FEEDLOOM_DIGEST_EDITOR_MAIL_H

#include "base/buf.h"
#include "base/error.h"
#include "digest/editor.h"
#include "digest/editor_pictures.h"

/* The parts of a message, when they are made. */
struct editor_mail {
	const struct editor *editor;
	const char *subject;
	const char *html;
	const char *text;
	const struct editor_pictures *pictures;
};

/*
 * Adds the message, with the header that a list's mail has: RFC 2919, RFC 2369,
 * RFC 8058, RFC 3834.  0, or -1 with the error.
 */
int editor_write_mail(
    const struct editor_mail *mail, struct buf *out, struct error *e);

#endif
