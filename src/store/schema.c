/*
 * One step for each version there was; a database goes through those that it
 * has not seen, in one transaction.  Feeds are told by name and known inside by
 * a number; all that belongs to a feed goes with it.
 */
#include "store/schema.h"

#include <stdint.h>

#define APPLICATION 0x66646c6d /* "fdlm" */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char first[] =
    "PRAGMA application_id = 0x66646c6d;"
    "CREATE TABLE feed ("
    " id INTEGER PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE,"
    " next_due INTEGER NOT NULL DEFAULT 0,"
    " last_run INTEGER NOT NULL DEFAULT 0,"
    " last_success INTEGER NOT NULL DEFAULT 0,"
    " failing_since INTEGER NOT NULL DEFAULT 0,"
    " failures INTEGER NOT NULL DEFAULT 0,"
    " last_error TEXT,"
    " recipe TEXT,"
    " held_since INTEGER NOT NULL DEFAULT 0,"
    " held TEXT,"
    " held_reason TEXT"
    ") STRICT;"
    "CREATE TABLE source ("
    " feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,"
    " key TEXT NOT NULL,"
    " etag TEXT,"
    " last_modified TEXT,"
    " moved_to TEXT,"
    " moved_count INTEGER NOT NULL,"
    " gone_count INTEGER NOT NULL,"
    " not_before INTEGER NOT NULL,"
    " floor INTEGER NOT NULL,"
    " fetched INTEGER NOT NULL,"
    " full INTEGER NOT NULL,"
    " hash TEXT,"
    " PRIMARY KEY (feed, key)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE document ("
    " feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,"
    " key TEXT NOT NULL,"
    " part INTEGER NOT NULL,"
    " size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL,"
    " UNIQUE (feed, key, part)"
    ") STRICT;"
    "CREATE TABLE entry ("
    " feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,"
    " id BLOB NOT NULL,"
    " content BLOB NOT NULL,"
    " published INTEGER NOT NULL,"
    " updated INTEGER NOT NULL,"
    " first_seen INTEGER NOT NULL,"
    " last_seen INTEGER NOT NULL,"
    " changed INTEGER NOT NULL,"
    " news INTEGER NOT NULL,"
    " present INTEGER NOT NULL,"
    " PRIMARY KEY (feed, id)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX entry_new ON entry (feed, first_seen) WHERE news;"
    "CREATE INDEX entry_gone ON entry (feed, last_seen) WHERE NOT present;"
    "CREATE TABLE output ("
    " feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,"
    " path TEXT NOT NULL,"
    " hash TEXT NOT NULL,"
    " PRIMARY KEY (feed, path)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE event ("
    " feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,"
    " number INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " what INTEGER NOT NULL,"
    " text TEXT,"
    " PRIMARY KEY (feed, number)"
    ") STRICT, WITHOUT ROWID;"
    "PRAGMA user_version = 1;";

/* Messages know their digest by name, and outlive it. */
static const char second[] =
    "CREATE TABLE digest ("
    " id INTEGER PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE,"
    " born INTEGER NOT NULL DEFAULT 0,"
    " last_slot INTEGER NOT NULL DEFAULT 0,"
    " number INTEGER NOT NULL DEFAULT 0,"
    " failures INTEGER NOT NULL DEFAULT 0,"
    " failing_since INTEGER NOT NULL DEFAULT 0,"
    " last_error TEXT"
    ") STRICT;"
    "CREATE TABLE mailed ("
    " feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,"
    " digest INTEGER NOT NULL REFERENCES digest ON DELETE CASCADE,"
    " id BLOB NOT NULL,"
    " content BLOB NOT NULL,"
    " at INTEGER NOT NULL,"
    " PRIMARY KEY (feed, digest, id)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE message ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " digest TEXT NOT NULL,"
    " slot TEXT NOT NULL,"
    " message_id TEXT NOT NULL,"
    " subject TEXT NOT NULL,"
    " at INTEGER NOT NULL,"
    " queued INTEGER NOT NULL,"
    " size INTEGER NOT NULL,"
    " UNIQUE (digest, slot)"
    ") STRICT;"
    "CREATE TABLE message_part ("
    " message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,"
    " part INTEGER NOT NULL,"
    " size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL,"
    " UNIQUE (message, part)"
    ") STRICT;"
    "CREATE TABLE delivery ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,"
    " recipient TEXT NOT NULL,"
    " state INTEGER NOT NULL DEFAULT 0,"
    " attempts INTEGER NOT NULL DEFAULT 0,"
    " next INTEGER NOT NULL DEFAULT 0,"
    " last INTEGER NOT NULL DEFAULT 0,"
    " error TEXT"
    ") STRICT;"
    "CREATE INDEX delivery_all ON delivery (message);"
    "CREATE INDEX delivery_open ON delivery (message) WHERE state < 2;"
    "PRAGMA user_version = 2;";

/* The step at i makes version i + 1, and says so. */
static const char *const steps[] = {first, second};

#define CURRENT ((int)COUNT(steps))

bool
schema_is_current(int version)
{
	return version == CURRENT;
}

/* The one number that sql gives. */
static int
number(struct store *s, const char *sql, int64_t *n, struct error *e)
{
	sqlite3_stmt *statement = NULL;
	int result = sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	if (result == SQLITE_ROW)
		*n = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement); /* what failed is known by now */
	return result == SQLITE_ROW ? 0 : store_fail(s, result, e);
}

/* In this order, as another process may make the tables meanwhile. */
int
schema_version(struct store *s, struct error *e)
{
	int64_t tables, version, application;

	if (number(s, "SELECT count(*) FROM sqlite_schema", &tables, e) != 0 ||
	    number(s, "PRAGMA user_version", &version, e) != 0 ||
	    number(s, "PRAGMA application_id", &application, e) != 0)
		return -1;
	if (version == 0 ? tables != 0 : application != APPLICATION)
		return error_set(e, ERR_PLUGIN,
		    "database '%s' is not feedloom's: name another file",
		    s->path);
	if (version < 0 || version > CURRENT)
		return error_set(e, ERR_PLUGIN,
		    "database '%s' is of a later version of feedloom: use that "
		    "one, or delete it to start anew",
		    s->path);
	return (int)version;
}

/* In a transaction; another process may have done it meanwhile. */
static int
steps_take(struct store *s, struct error *e)
{
	int version = schema_version(s, e);

	if (version == -1)
		return -1;
	for (; version < CURRENT; version++) {
		int result =
		    sqlite3_exec(s->db, steps[version], NULL, NULL, NULL);
		if (result != SQLITE_OK)
			return store_fail(s, result, e);
	}
	return 0;
}

int
schema_update(struct store *s, struct error *e)
{
	if (store_begin(s, e) != 0)
		return -1;
	if (steps_take(s, e) != 0) {
		store_rollback(s);
		return -1;
	}
	return store_commit(s, e);
}
