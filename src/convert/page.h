#ifndef FEEDLOOM_CONVERT_PAGE_H
#define FEEDLOOM_CONVERT_PAGE_H

#include "base/error.h"
#include "cli/options.h"
#include "fetch/source.h"

/*
 * convert --stylesheet: a document as it is goes to a stylesheet that was made
 * for browsers, and the page that this makes is written.  The exit status.
 */
int page_main(const struct options *options);

/*
 * The stylesheet that a document names (<?xml-stylesheet?>, W3C's Associating
 * Style Sheets with XML documents), if it lies below the document's folder: the
 * caller's.  NULL with the error filled in, which says where it was looked for.
 */
char *page_find(struct source *source, struct error *e);

#endif
