#ifndef FEEDLOOM_PARSE_WXR_H
#define FEEDLOOM_PARSE_WXR_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "parse/parser.h"

/*
 * What is WordPress's own in an export (WXR 1.0 to 1.2): which items are
 * wanted, whose names logins stand for, where attachments are, and the text as
 * a visitor sees it.
 */
struct wxr;

/* Never NULL. */
struct wxr *wxr_new(void);
void wxr_free(struct wxr *wxr);

/*
 * Learns from a head, as it was read, whether this is an export, its site and
 * its authors.  Takes away what makes it one: what is written is none.
 */
void wxr_take_head(
    struct wxr *wxr, const struct parse_options *options, xmlNode *root);

/* Whether the document is an export. */
bool wxr_is(const struct wxr *wxr);

/* Remembers an attachment, so that later posts can show it. */
void wxr_learn(struct wxr *wxr, const xmlNode *item);

/* How many attachments it remembers. */
size_t wxr_learnt(const struct wxr *wxr);

/* Whether an item, as it was read, is one of those that were asked for. */
bool wxr_wanted(const struct parse_options *options, const xmlNode *item);

/* Readies an item for mapping: content, author, title, pictures. */
void wxr_render(const struct wxr *wxr, xmlNode *item);

/*
 * Takes out of a head or an entry what must never come out, whatever document
 * it is from: e-mail and network addresses and browsers of commenters, e-mail
 * addresses of authors, passwords, comments that are not approved, what plugins
 * noted on comments.
 */
void wxr_hide(xmlNode *parent);

#endif
