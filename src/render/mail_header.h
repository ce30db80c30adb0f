#ifndef FEEDLOOM_RENDER_MAIL_HEADER_H
#define FEEDLOOM_RENDER_MAIL_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/mailbox.h"

/*
 * Fields of a mail's header (RFC 5322), from any text.  What comes out is
 * ASCII: whole lines that end in a line feed, mostly of at most 76 characters
 * and never of 998.  Text is made clean first (render/clean.h): on one line,
 * and what a reader could be fooled by is shown, so that no text of a feed can
 * begin a field, end the header, or pass for an encoded word.
 */

#define MAIL_TEXT 998 /* bytes of a text, once clean; a longer one is cut */

/*
 * A field of free text, as Subject is one: as it is, or where it is not ASCII
 * in encoded words (RFC 2047).
 */
void mail_field(const char *name, const char *text, struct buf *out);

/*
 * A field with one address: a person's name (it may be empty) and
 * <local@domain>.  Of local only letters, digits, "-" and "_" stay.
 */
void mail_address(const char *name, const char *person, const char *local,
    const char *domain, struct buf *out);

/*
 * A field of mailboxes, as To is one: addresses are as base/mailbox.h wants
 * them, names may be any text.
 */
void mail_mailboxes(const char *name, const struct mailbox *mailboxes, size_t n,
    struct buf *out);

/*
 * A field whose value is of our making and stays in its form, but for line ends
 * at blanks.  False when it is not printable ASCII, or a word in it is too long
 * for a line; nothing is added then.
 */
bool mail_made(const char *name, const char *value, struct buf *out);

/* A field of message ids, which hashes stand for: "<HASH@domain> ...". */
void mail_ids(const char *name, const struct hash *ids, size_t n,
    const char *domain, struct buf *out);

/* Archived-At (RFC 5064); nothing for an address that is too long for it. */
void mail_archived(const char *url, struct buf *out);

/*
 * Adds a host's name as a domain that mail may name: letters, digits, "-" and
 * single dots, at most 200; "invalid" when nothing is left.
 */
void mail_domain(const char *host, struct buf *out);

/* Whether a field may have this name (RFC 5322 section 3.6.8). */
bool mail_is_name(const char *name);

#endif
