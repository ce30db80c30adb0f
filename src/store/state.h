#ifndef FEEDLOOM_STORE_STATE_H
#define FEEDLOOM_STORE_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "store/sqlite3.h"
#include "store/store.h"

/* How a database is held open, for the files of this folder alone. */

/* A statement, kept for when the same text is asked again. */
struct statement {
	const char *sql; /* where it stands, not what it says */
	sqlite3_stmt *prepared;
};

#define STATEMENTS 64 /* more than there are */

struct store {
	sqlite3 *db;
	char *path; /* as the caller has it, for messages */
	bool read_only;
	int lock; /* of a reader, against being rewritten meanwhile; or -1 */
	struct statement statements[STATEMENTS];
	size_t statement_count;
};

/*
 * Around what takes several statements: a transaction of its own, unless the
 * caller has begun one.  The second one ends it by how it went, which it
 * returns; -1 as well when the commit fails.
 */
int store_begin_own(struct store *s, bool *own, struct error *e);
int store_end_own(struct store *s, bool own, int result, struct error *e);

/*
 * Puts in words what SQLite's result means, with what to do about it:
 * ERR_SYSTEM when it may be another time, ERR_PLUGIN when the database is at
 * fault.  -1.
 */
int store_fail(const struct store *s, int result, struct error *e);

/* ERR_PLUGIN: the database is damaged, as the words say.  -1. */
int store_damaged(const struct store *s, const char *words, struct error *e);

#endif
