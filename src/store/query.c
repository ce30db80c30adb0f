/*
 * Statements of SQLite, prepared once and kept; values go into them as
 * parameters only.  A statement is told from others by where its text stands,
 * so texts are constants of the files that ask them.
 */
#include "store/query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static sqlite3_stmt *
statement(struct store *s, const char *sql, int *result)
{
	struct statement *kept = s->statements;

	for (size_t i = 0; i < s->statement_count; i++)
		if (kept[i].sql == sql)
			return kept[i].prepared;
	assert(s->statement_count < STATEMENTS);
	kept += s->statement_count;
	*result = sqlite3_prepare_v3(
	    s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &kept->prepared, NULL);
	if (*result != SQLITE_OK)
		return NULL;
	kept->sql = sql;
	s->statement_count++;
	return kept->prepared;
}

struct query
query_begin(struct store *s, const char *sql)
{
	struct query q = {.store = s, .result = SQLITE_OK};

	q.statement = statement(s, sql, &q.result);
	assert(q.statement == NULL || !sqlite3_stmt_busy(q.statement));
	return q;
}

static void
keep(struct query *q, int result)
{
	if (q->result == SQLITE_OK)
		q->result = result;
}

void
query_text(struct query *q, const char *text)
{
	if (q->result == SQLITE_OK)
		keep(q, sqlite3_bind_text(q->statement, ++q->column, text, -1,
			    SQLITE_STATIC));
}

void
query_blob(struct query *q, const void *p, size_t n)
{
	if (q->result == SQLITE_OK)
		keep(q, sqlite3_bind_blob64(
			    q->statement, ++q->column, p, n, SQLITE_STATIC));
}

void
query_int(struct query *q, int64_t n)
{
	if (q->result == SQLITE_OK)
		keep(q, sqlite3_bind_int64(q->statement, ++q->column, n));
}

/* What failed in sqlite3_step is said again by sqlite3_reset. */
static void
finish(struct query *q)
{
	if (q->statement == NULL)
		return;
	(void)sqlite3_reset(q->statement);
	(void)sqlite3_clear_bindings(q->statement);
	q->statement = NULL;
}

static int
fail(struct query *q, struct error *e)
{
	int result =
	    q->result == SQLITE_MISMATCH
		? store_damaged(q->store, "a value is not as it should", e)
		: store_fail(q->store, q->result, e);

	finish(q);
	return result;
}

int
query_row(struct query *q, struct error *e)
{
	if (q->result == SQLITE_OK) {
		int result = sqlite3_step(q->statement);
		q->column = 0;
		if (result == SQLITE_ROW)
			return 1;
		if (result != SQLITE_DONE)
			q->result = result;
	}
	if (q->result != SQLITE_OK)
		return fail(q, e);
	finish(q);
	return 0;
}

int
query_run(struct query *q, struct error *e)
{
	int result = query_row(q, e);

	return result == 1 ? query_end(q, 0, e) : result;
}

int
query_end(struct query *q, int result, struct error *e)
{
	if (result == 0 && q->result != SQLITE_OK)
		return fail(q, e);
	finish(q);
	return result;
}

int64_t
query_read_int(struct query *q)
{
	return sqlite3_column_int64(q->statement, q->column++);
}

const void *
query_read_blob(struct query *q, size_t *n)
{
	int column = q->column++;
	const void *p = sqlite3_column_blob(q->statement, column);

	*n = (size_t)sqlite3_column_bytes(q->statement, column);
	if (p == NULL && *n > 0)
		keep(q, SQLITE_NOMEM);
	return p;
}

char *
query_read_text(struct query *q)
{
	int column = q->column++;

	if (sqlite3_column_type(q->statement, column) == SQLITE_NULL)
		return NULL;
	const unsigned char *text = sqlite3_column_text(q->statement, column);
	if (text == NULL) {
		keep(q, SQLITE_NOMEM);
		return NULL;
	}
	return mem_str((const char *)text);
}

char *
query_read_name(struct query *q)
{
	char *text = query_read_text(q);

	if (text == NULL)
		keep(q, SQLITE_MISMATCH);
	return text;
}

int64_t
query_read_count(struct query *q, int64_t max)
{
	int64_t n = query_read_int(q);

	if (n >= 0 && n <= max)
		return n;
	keep(q, SQLITE_MISMATCH);
	return 0;
}

void
query_read_bytes(struct query *q, void *p, size_t n)
{
	size_t len;
	const void *bytes = query_read_blob(q, &len);

	if (len == n && bytes != NULL)
		memcpy(p, bytes, n);
	else
		keep(q, SQLITE_MISMATCH);
}

int
query_each_name(struct query *q,
    int (*each)(void *context, const char *name, struct error *e),
    void *context, struct error *e)
{
	int result;

	while ((result = query_row(q, e)) == 1) {
		char *name = query_read_name(q);
		result =
		    name == NULL ? query_end(q, 0, e) : each(context, name, e);
		free(name);
		if (result != 0)
			return query_end(q, -1, e);
	}
	return result;
}
