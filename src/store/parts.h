#ifndef FEEDLOOM_STORE_PARTS_H
#define FEEDLOOM_STORE_PARTS_H

#include <stddef.h>

#include "store/query.h"

/*
 * Bytes of any number as rows of a table, each compressed (Zstandard, RFC 8878)
 * on its own: so much memory and no more is needed for one of any size.
 */

/*
 * Puts them by sql, once for each part, and once for none: bind tells whose
 * they are; then come the part's number from 0 on, its size and its bytes.
 * 0 or -1.
 */
int parts_put(struct store *s, const char *sql,
    void (*bind)(struct query *q, const void *owner), const void *owner,
    const void *p, size_t n, struct error *e);

/*
 * Writes them to fd, of a query whose rows are size and bytes, by number; it
 * has ended.  0 or -1.
 */
int parts_get(struct query *q, int fd, struct error *e);

#endif
