#ifndef FEEDLOOM_RENDER_PAGE_STATE_H
#define FEEDLOOM_RENDER_PAGE_STATE_H

#include <stddef.h>

/*
 * What is known of a page's stylesheet, for page_sheet.c, which learns it, and
 * page_tree.c, which asks.
 */
struct page {
	char **literals; /* addresses that it has itself, however odd */
	size_t n_literals;
	unsigned n_captured; /* variables of ours in it */
};

#endif
