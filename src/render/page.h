#ifndef FEEDLOOM_RENDER_PAGE_H
#define FEEDLOOM_RENDER_PAGE_H

#include <libxml/tree.h>

#include "xml/sheet.h"

/*
 * A page that a site's own stylesheet makes of a feed.  The stylesheet may do
 * what it did in browsers; what the feed says must not run in the page.  So
 * text that the stylesheet would write raw is cleaned HTML, text within scripts
 * and styles can end no string there, elements that run something are taken out
 * of the feed beforehand, and addresses out of the page afterwards.
 */
struct page;

/* Never NULL. */
struct page *page_new(void);
void page_free(struct page *page);

/*
 * For sheet_setup.prepare: changes a stylesheet's tree before it is compiled,
 * so that it calls page_functions for what it takes from the feed.
 */
void page_prepare(void *page, xmlDoc *sheet);
extern const struct sheet_function page_functions[];

/* Takes what runs out of a feed, or any other document. */
void page_disarm(xmlDoc *doc);

/*
 * Empties addresses of a page that are none to click on; those that stand in
 * the stylesheet as they are stay, and so do images within the page.  The
 * others are made absolute, unless base is NULL.
 */
void page_settle(const struct page *page, xmlDoc *result, const char *base);

#endif
