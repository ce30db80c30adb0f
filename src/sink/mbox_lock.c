/*
 * lockfile_create(3) does the same of the file, but wants a path, and a helper
 * that is set-group-ID.
 */
#include "sink/mbox_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

#define TRIES 50
#define BETWEEN 100 /* milliseconds */
#define STALE 300   /* seconds: nobody takes so long */

static void
wait_a_little(void)
{
	const struct timespec t = {.tv_nsec = BETWEEN * 1000000L};

	(void)nanosleep(&t, NULL);
}

/* Whoever made it has ended, or is unknown and must have. */
static bool
is_stale(int folder, const char *name)
{
	int fd = openat(
	    folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char text[24];
	struct stat st;
	bool stale = false;

	if (fd == -1)
		return false;
	ssize_t n = read(fd, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	long pid = strtol(text, NULL, 10);
	bool gone = pid > 1 && pid <= INT32_MAX && kill((pid_t)pid, 0) == -1 &&
		    errno == ESRCH;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		stale = gone || time(NULL) - st.st_mtime > STALE;
	close(fd);
	return stale;
}

/* 1, 0 when there is one already, -1 with errno. */
static int
make(int folder, const char *name)
{
	int fd = openat(folder, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);

	if (fd == -1)
		return errno == EEXIST ? 0 : -1;
	/* Without a number it counts as long as its age lets it. */
	(void)dprintf(fd, "%ld\n", (long)getpid());
	close(fd);
	return 1;
}

int
mbox_lock(struct mbox_lock *lock, int folder, const char *file)
{
	lock->folder = folder;
	if (asprintf(&lock->name, "%s.lock", file) == -1)
		mem_out();
	for (int i = 0; i < TRIES; i++) {
		int made = make(lock->folder, lock->name);
		if (made == 1)
			return 0;
		if (made == -1)
			break;
		if (is_stale(lock->folder, lock->name))
			(void)unlinkat(lock->folder, lock->name, 0);
		else
			wait_a_little();
		errno = EAGAIN;
	}
	free(lock->name);
	lock->name = NULL;
	return errno == EACCES || errno == EPERM || errno == EROFS ? 0 : -1;
}

int
mbox_lock_open(int fd)
{
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	for (int i = 0; i < TRIES; i++) {
		if (fcntl(fd, F_OFD_SETLK, &all) == 0)
			return 0;
		/* Some file systems have no locks at all. */
		if (errno == ENOLCK || errno == EINVAL)
			return 0;
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return -1;
		wait_a_little();
	}
	errno = EAGAIN;
	return -1;
}

int
mbox_unlock(struct mbox_lock *lock)
{
	int result = 0;

	if (lock->name != NULL)
		result = unlinkat(lock->folder, lock->name, 0);
	int saved = errno;
	free(lock->name);
	lock->name = NULL;
	errno = saved;
	return result == 0 || saved == ENOENT ? 0 : -1;
}
