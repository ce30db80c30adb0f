/*
 * Where a database lies.  Names are given to the kernel once and as they are;
 * the mode of a new file does not depend on the umask.  The lock is the one
 * that SQLite itself has (its "shared" bytes), taken by the descriptor
 * (F_OFD_SETLK), so that closing another one does not lose it.
 */
#include "store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/store.h"

/* Behind PENDING_BYTE and RESERVED_BYTE of SQLite's os.h. */
#define SHARED_FIRST 0x40000002
#define SHARED_SIZE 510

#define LOCK_TRIES 20
#define LOCK_PAUSE 100 /* milliseconds between two */

/* What is new in a folder lasts. */
static int
folder_sync(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL
			   ? mem_str(".")
			   : mem_dup(path, (size_t)(slash - path) + 1);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = -1;

	free(folder);
	if (fd == -1)
		return -1;
	if (fsync(fd) == 0 || errno == EINVAL)
		result = 0;
	if (close(fd) != 0)
		result = -1;
	return result;
}

/* One of mode 0700, whatever the umask; 0 too when it is there. */
static int
folder_make(const char *path)
{
	if (mkdir(path, 0700) != 0)
		return errno == EEXIST ? 0 : -1;
	if (chmod(path, 0700) != 0)
		return -1;
	/* What it lies in cannot be synchronised when it may not be read. */
	return folder_sync(path) == 0 || errno == EACCES ? 0 : -1;
}

/* Makes the folders that path lies in, those that are missing. */
static int
folders_make(const char *path)
{
	char *folder = mem_str(path);
	int result = 0;

	for (char *p = folder + 1; result == 0 && *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		result = folder_make(folder);
		*p = '/';
	}
	free(folder);
	return result;
}

/* 0 when the file is there now, whoever made it. */
static int
file_make(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd == -1)
		return errno == EEXIST ? 0 : -1;
	int result = fchmod(fd, 0600);
	if (close(fd) != 0)
		result = -1;
	return result == 0 ? folder_sync(path) : -1;
}

static int
cannot(const char *path, const char *what, struct error *e)
{
	return error_errno(
	    e, ERR_SYSTEM, "cannot %s database '%s'", what, path);
}

int
store_make_folder(const char *path, struct error *e)
{
	return folders_make(path) == 0 ? 0
				       : cannot(path, "make a folder for", e);
}

int
place_find(const char *path, bool make, char **real, struct error *e)
{
	struct stat st;

	*real = NULL;
	int result = stat(path, &st);
	if (result != 0 && errno == ENOENT && !make)
		return 0;
	if (result != 0 && errno == ENOENT) {
		if (folders_make(path) != 0 || file_make(path) != 0)
			return cannot(path, "make", e);
		result = stat(path, &st);
	}
	if (result != 0)
		return cannot(path, "open", e);
	if (!S_ISREG(st.st_mode))
		return error_set(e, ERR_PLUGIN,
		    "database '%s' is no regular file: name another", path);
	*real = realpath(path, NULL);
	return *real == NULL ? cannot(path, "open", e) : 0;
}

/* Bytes of the file beside it of this ending; -1: there is none. */
static off_t
beside(const char *real, const char *ending)
{
	struct stat st;
	struct buf name;

	buf_init(&name, PATH_MAX);
	buf_puts(&name, real);
	buf_puts(&name, ending);
	bool there = !buf_full(&name) && stat(buf_text(&name), &st) == 0;
	buf_clear(&name);
	return there ? st.st_size : -1;
}

bool
place_is_blank(const char *real)
{
	return beside(real, "") <= 0 || beside(real, "-journal") > 0;
}

bool
place_has_log(const char *real)
{
	return beside(real, "-wal") >= 0;
}

int
place_lock(const char *real, const char *path, struct error *e)
{
	struct flock lock = {.l_type = F_RDLCK,
	    .l_whence = SEEK_SET,
	    .l_start = SHARED_FIRST,
	    .l_len = SHARED_SIZE};
	int fd = open(real, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return cannot(path, "open", e);
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
			return fd;
		if (errno != EAGAIN && errno != EACCES)
			break;
		(void)poll(NULL, 0, LOCK_PAUSE);
	}
	cannot(path, "lock", e);
	close(fd);
	return -1;
}
