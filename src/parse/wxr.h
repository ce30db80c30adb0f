#ifndef FEEDLOOM_PARSE_WXR_H
#define FEEDLOOM_PARSE_WXR_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "model/feed.h"
#include "parse/parser.h"

/*
 * What is WordPress's own in an export (WXR 1.0 to 1.2): which items are
 * wanted, whose names logins stand for, the text as a visitor sees it, and what
 * must never come out: commenters' and authors' e-mail addresses, IP addresses,
 * passwords, comments that are not approved.
 */
struct wxr;

/*
 * For the head in feed, not yet mapped; NULL when it is no export's.  Takes
 * the private parts out of the head.
 */
struct wxr *wxr_new(struct feed *feed, const struct parse_options *options);
void wxr_free(struct wxr *wxr);

/* Whether an item, as it was read, is to be given; remembers attachments. */
bool wxr_wanted(struct wxr *wxr, const xmlNode *item);

/* Readies an item for mapping: content, author, private parts. */
void wxr_render(const struct wxr *wxr, xmlNode *item);

#endif
