/*
 * What SQLite says when something goes wrong, for people: which file, what is
 * the matter, what to do.  That of a busy or full machine is worth another try;
 * that of the file itself is not.
 */
#include "store/state.h"

#include <errno.h>
#include <string.h>

#define ANEW "delete it to start anew (feeds are then fetched whole)"
#define BUSY "another process is using it: try again later"
#define ROOM "make room on its disk"
#define CLOSED "it and its folder must be readable and writable"

/* By SQLite's primary result codes; what is not here is the file's fault. */
static const struct {
	int code;
	bool caused; /* by what the kernel said */
	const char *advice;
} passing[] = {
    {SQLITE_AUTH, true, CLOSED},
    {SQLITE_BUSY, false, BUSY},
    {SQLITE_CANTOPEN, true, CLOSED},
    {SQLITE_FULL, false, ROOM},
    {SQLITE_INTERRUPT, false, "try again"},
    {SQLITE_IOERR, true, "see to the disk, then try again"},
    {SQLITE_LOCKED, false, BUSY},
    {SQLITE_NOLFS, true, "it is too large for its disk"},
    {SQLITE_NOMEM, false, "try again when there is more"},
    {SQLITE_PERM, true, CLOSED},
    {SQLITE_PROTOCOL, false, BUSY},
    {SQLITE_READONLY, true, CLOSED},
    {SQLITE_TOOBIG, false, "it can hold no more of this"},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

int
store_damaged(const struct store *s, const char *words, struct error *e)
{
	return error_set(
	    e, ERR_PLUGIN, "database '%s': %s: " ANEW, s->path, words);
}

int
store_fail(const struct store *s, int code, struct error *e)
{
	bool said = sqlite3_errcode(s->db) == code;
	const char *words = said ? sqlite3_errmsg(s->db) : sqlite3_errstr(code);
	int cause = said ? sqlite3_system_errno(s->db) : 0;

	for (size_t i = 0; i < COUNT(passing); i++) {
		if (passing[i].code != (code & 0xff))
			continue;
		if (!passing[i].caused || cause == 0)
			return error_set(e, ERR_SYSTEM, "database '%s': %s: %s",
			    s->path, words, passing[i].advice);
		return error_set(e, ERR_SYSTEM, "database '%s': %s (%s): %s",
		    s->path, words, strerror(cause),
		    cause == ENOSPC || cause == EDQUOT ? ROOM
						       : passing[i].advice);
	}
	if ((code & 0xff) == SQLITE_NOTADB)
		return error_set(e, ERR_PLUGIN,
		    "database '%s': %s: name another file, or " ANEW, s->path,
		    words);
	return store_damaged(s, words, e);
}
