/*
 * Opens and closes the database, and its transactions.  SQLite's write-ahead
 * log is emptied into the file by the last to close it and by nobody else, so
 * that the file does not change under a reader: that one keeps the file
 * locked against this, and needs no shared memory beside it.
 */
#include "store/store.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/late.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "store/place.h"
#include "store/schema.h"
#include "store/state.h"

#define PATIENCE 2000 /* milliseconds that another process is waited for */
#define PAUSE 20      /* milliseconds between two tries */
#define URI_MAX (16 * KIB)
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What the file says is not trusted more than needed. */
static const struct {
	int what;
	int on;
} features[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
};

static const struct {
	int what;
	int value;
} ceilings[] = {
    {SQLITE_LIMIT_LENGTH, (int)LIMIT_STORE_VALUE},
    {SQLITE_LIMIT_SQL_LENGTH, 8192},
    {SQLITE_LIMIT_COLUMN, 32},
    {SQLITE_LIMIT_EXPR_DEPTH, 32},
    {SQLITE_LIMIT_COMPOUND_SELECT, 4},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 32},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

/* For all that is opened; none of these reads it.  Then for what is written,
 * and for what is only read. */
static const char settings[] = "PRAGMA cell_size_check = ON;"
			       "PRAGMA temp_store = MEMORY;";
static const char writing[] = "PRAGMA journal_mode = WAL;"
			      "PRAGMA synchronous = FULL;"
			      "PRAGMA secure_delete = FAST;"
			      "PRAGMA wal_autocheckpoint = 0;";
static const char reading[] = "PRAGMA locking_mode = EXCLUSIVE;"
			      "PRAGMA query_only = ON;";

static int
execute(struct store *s, const char *sql, struct error *e)
{
	int result = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return result == SQLITE_OK ? 0 : store_fail(s, result, e);
}

/*
 * SQLite does not wait when others, too, begin the log of a new database: its
 * answer is that it is busy.
 */
static int
prepare_writing(struct store *s, struct error *e)
{
	int result = sqlite3_exec(s->db, writing, NULL, NULL, NULL);

	for (int waited = 0;
	     (result & 0xff) == SQLITE_BUSY && waited < PATIENCE;
	     waited += PAUSE) {
		(void)poll(NULL, 0, PAUSE);
		result = sqlite3_exec(s->db, writing, NULL, NULL, NULL);
	}
	return result == SQLITE_OK ? 0 : store_fail(s, result, e);
}

/* name, flags, vfs: as for sqlite3_open_v2. */
static int
store_connect(struct store *s, const char *name, int flags, const char *vfs,
    struct error *e)
{
	int result;

	if (late_load(LATE_SQLITE3, e) == -1 || late_load(LATE_ZSTD, e) == -1)
		return -1;
	(void)sqlite3_hard_heap_limit64((sqlite3_int64)LIMIT_STORE_MEMORY);
	result = sqlite3_open_v2(name, &s->db,
	    flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, vfs);
	if (s->db == NULL)
		mem_out();
	for (size_t i = 0; result == SQLITE_OK && i < COUNT(features); i++)
		result = sqlite3_db_config(
		    s->db, features[i].what, features[i].on, NULL);
	for (size_t i = 0; i < COUNT(ceilings); i++)
		(void)sqlite3_limit(s->db, ceilings[i].what, ceilings[i].value);
	if (result == SQLITE_OK)
		result = sqlite3_busy_timeout(s->db, PATIENCE);
	if (result != SQLITE_OK)
		return store_fail(s, result, e);
	return execute(s, settings, e);
}

static int
store_disconnect(struct store *s)
{
	for (size_t i = 0; i < s->statement_count; i++)
		(void)sqlite3_finalize(s->statements[i].prepared);
	s->statement_count = 0;
	int result = sqlite3_close(s->db);
	s->db = NULL;
	return result;
}

/* What is written in the file is as SQLite wrote it, as far as it can tell. */
static int
examine(struct store *s, struct error *e)
{
	sqlite3_stmt *statement = NULL;
	int result = sqlite3_prepare_v2(
	    s->db, "PRAGMA quick_check(1)", -1, &statement, NULL);
	int said = -1;

	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	if (result != SQLITE_ROW) {
		said = store_fail(s, result, e);
	} else {
		const char *words =
		    (const char *)sqlite3_column_text(statement, 0);
		if (words == NULL)
			mem_out();
		said =
		    strcmp(words, "ok") == 0 ? 0 : store_damaged(s, words, e);
	}
	(void)sqlite3_finalize(statement); /* what failed is known by now */
	return said;
}

/* A log that a killed process left goes into the file when it is closed. */
static int
settle(struct store *s, const char *real, struct error *e)
{
	if (store_connect(s, real, SQLITE_OPEN_READWRITE, NULL, e) != 0 ||
	    schema_version(s, e) == -1)
		return -1;
	int result = store_disconnect(s);
	return result == SQLITE_OK ? 0 : store_fail(s, result, e);
}

static int
open_writing(struct store *s, const char *real, struct error *e)
{
	if (place_has_log(real) && settle(s, real, e) != 0)
		return -1;
	if (store_connect(s, real, SQLITE_OPEN_READWRITE, NULL, e) != 0)
		return -1;
	if (sqlite3_db_readonly(s->db, "main") != 0)
		return store_fail(s, SQLITE_READONLY, e);
	int version = schema_version(s, e);
	if (version == -1 || prepare_writing(s, e) != 0 || examine(s, e) != 0)
		return -1;
	return schema_is_current(version) ? 0 : schema_update(s, e);
}

/* An older database, or none, as it would be if it were brought up to date. */
static int
open_copy(struct store *s, struct error *e)
{
	sqlite3 *old = s->db;
	int result = SQLITE_OK;

	s->db = NULL;
	if (store_connect(s, ":memory:",
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL, e) != 0) {
		(void)sqlite3_close(old);
		return -1;
	}
	if (old != NULL) {
		sqlite3_backup *backup =
		    sqlite3_backup_init(s->db, "main", old, "main");
		if (backup != NULL) {
			(void)sqlite3_backup_step(backup, -1);
			(void)sqlite3_backup_finish(backup);
		}
		result = sqlite3_errcode(s->db);
		(void)sqlite3_close(old);
	}
	if (result != SQLITE_OK)
		return store_fail(s, result, e);
	return schema_update(s, e);
}

/*
 * Without a log nothing is there but the file.  With one, its index is made in
 * memory (locking_mode); the lock that SQLite then wants is ours already, and
 * it could not have it of a file that it may only read.
 */
static int
open_reading(struct store *s, const char *real, struct error *e)
{
	struct buf uri;
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;

	s->lock = place_lock(real, s->path, e);
	if (s->lock == -1)
		return -1;
	bool log = place_has_log(real);
	buf_init(&uri, URI_MAX);
	buf_puts(&uri, "file:");
	url_encode(real, strlen(real), &uri);
	buf_puts(&uri, log ? "?mode=ro" : "?immutable=1");
	int result = store_connect(
	    s, buf_text(&uri), flags, log ? "unix-none" : NULL, e);
	buf_clear(&uri);
	if (result != 0 || execute(s, reading, e) != 0)
		return -1;
	result =
	    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (result != SQLITE_OK)
		return store_fail(s, result, e);
	int version = schema_version(s, e);
	if (version == -1 || examine(s, e) != 0)
		return -1;
	return schema_is_current(version) ? 0 : open_copy(s, e);
}

struct store *
store_open(const char *path, bool read_only, struct error *e)
{
	struct store *s = mem_new(1, sizeof(*s));
	char *real;

	s->path = mem_str(path);
	s->lock = -1;
	int result = place_find(path, !read_only, &real, e);
	if (result == 0 && !read_only)
		result = open_writing(s, real, e);
	else if (result == 0 && (real == NULL || place_is_blank(real)))
		result = open_copy(s, e);
	else if (result == 0)
		result = open_reading(s, real, e);
	free(real);
	if (result == 0)
		return s;
	store_close(s);
	return NULL;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->db != NULL)
		(void)store_disconnect(s); /* what is committed lasts anyway */
	if (s->lock != -1)
		(void)close(s->lock);
	free(s->path);
	free(s);
}

int
store_begin(struct store *s, struct error *e)
{
	assert(sqlite3_get_autocommit(s->db));
	return execute(s, "BEGIN IMMEDIATE", e);
}

int
store_commit(struct store *s, struct error *e)
{
	int result = execute(s, "COMMIT", e);

	if (result != 0)
		store_rollback(s);
	return result;
}

void
store_rollback(struct store *s)
{
	if (!sqlite3_get_autocommit(s->db))
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

int
store_begin_own(struct store *s, bool *own, struct error *e)
{
	*own = sqlite3_get_autocommit(s->db) != 0;
	return *own ? store_begin(s, e) : 0;
}

int
store_end_own(struct store *s, bool own, int result, struct error *e)
{
	if (own && result == 0)
		return store_commit(s, e);
	if (own)
		store_rollback(s);
	return result;
}
