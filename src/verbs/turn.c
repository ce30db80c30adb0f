/*
 * The lock of a run (flock(2)).  Its file stays: who removed it could take it
 * from under another process.
 */
#include "verbs/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "store/store.h"

static int
open_lock(const char *database, struct error *e)
{
	struct buf path;

	if (store_make_folder(database, e) == -1)
		return -1;
	buf_init(&path, 8 * KIB);
	buf_printf(&path, "%s.lock", database);
	int fd = open(
	    buf_text(&path), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		error_errno(e, ERR_SYSTEM, "cannot open the lock '%s'",
		    buf_text(&path));
	buf_clear(&path);
	return fd;
}

int
turn_take(const char *database, bool wait, struct error *e)
{
	int fd = open_lock(database, e);

	if (fd == -1 ||
	    TEMP_FAILURE_RETRY(flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB))) == 0)
		return fd;
	if (errno == EWOULDBLOCK)
		error_set(e, ERR_SYSTEM,
		    "another run is not done yet; --wait waits for it");
	else
		error_errno(e, ERR_SYSTEM, "cannot lock");
	close(fd);
	return -1;
}
