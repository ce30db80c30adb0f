#ifndef FEEDLOOM_STORE_QUERY_H
#define FEEDLOOM_STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/state.h"

/*
 * One use of a prepared statement: values are bound in their order, then rows
 * are read, their columns in order too.  What fails on the way is kept and told
 * by query_row or query_run, so that nobody looks in between.
 */
struct query {
	struct store *store;
	sqlite3_stmt *statement;
	int result; /* of SQLite, the first that is not SQLITE_OK */
	int column; /* the next to bind or to read */
};

/*
 * Begins one; sql must live as long as the store, and is prepared only once.
 * What is bound must live until the query ends.
 */
struct query query_begin(struct store *s, const char *sql);

/* NULL is NULL. */
void query_text(struct query *q, const char *text);
void query_blob(struct query *q, const void *p, size_t n);
void query_int(struct query *q, int64_t n);

/* 1 and a row to read; 0 at the end; -1.  It has ended after the last two. */
int query_row(struct query *q, struct error *e);

/* For what gives no rows, or none that matter.  0 or -1; it has ended. */
int query_run(struct query *q, struct error *e);

/* The next column: text of the caller's, NULL for NULL; and an integer. */
char *query_read_text(struct query *q);
int64_t query_read_int(struct query *q);

/* Text where there is one always; the lack of it fails query_row. */
char *query_read_name(struct query *q);

/* An integer from 0 to max; another fails query_row. */
int64_t query_read_count(struct query *q, int64_t max);

/* The next column, until the next row; of *n bytes. */
const void *query_read_blob(struct query *q, size_t *n);

/* The next column into n bytes; what has another size fails query_row. */
void query_read_bytes(struct query *q, void *p, size_t n);

/* Calls each for the text that each row is; it has ended.  0 or -1. */
int query_each_name(struct query *q,
    int (*each)(void *context, const char *name, struct error *e),
    void *context, struct error *e);

/* Leaves the rows that are left.  result if it is -1, or the failure that was
 * kept; fine after the end. */
int query_end(struct query *q, int result, struct error *e);

#endif
