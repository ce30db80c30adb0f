/*
 * Temporaries that were left behind.  Between the moment when one is made and
 * that when it is locked it looks abandoned: so who sweeps holds a lock while
 * it removes one, and who made it looks afterwards whether it is still there.
 */
#include "sink/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define MARK ".feedloom-"
#define RANDOM 6 /* characters of the name that vary */
#define LETTERS "abcdefghijklmnopqrstuvwxyz234567"
#define FILE_PART ((int)(NAME_MAX - 1 - (sizeof(MARK) - 1) - RANDOM))

char *
temporary_name(const char *file)
{
	unsigned char r[RANDOM];
	char *name;

	if (getrandom(r, sizeof(r), 0) != (ssize_t)sizeof(r))
		return NULL;
	if (asprintf(&name, ".%.*s" MARK "%*s", FILE_PART, file, RANDOM, "") ==
	    -1)
		mem_out();
	char *end = name + strlen(name) - RANDOM;
	for (size_t i = 0; i < RANDOM; i++)
		end[i] = LETTERS[r[i] % 32];
	return name;
}

/* Whether a file of this name may be a temporary for the other one. */
static bool
is_of(const char *name, const char *file)
{
	size_t part = strnlen(file, (size_t)FILE_PART);

	if (name[0] != '.' || strncmp(name + 1, file, part) != 0)
		return false;
	name += 1 + part;
	if (strncmp(name, MARK, sizeof(MARK) - 1) != 0)
		return false;
	name += sizeof(MARK) - 1;
	return strlen(name) == RANDOM && strspn(name, LETTERS) == RANDOM;
}

/* A lock on the whole file; -1 with errno, EAGAIN: another one has it. */
static int
lock(int fd, short type)
{
	struct flock all = {.l_type = type, .l_whence = SEEK_SET};

	return TEMP_FAILURE_RETRY(fcntl(fd, F_OFD_SETLK, &all));
}

int
temporary_claim(int fd)
{
	struct stat st;

	if (lock(fd, F_WRLCK) == -1)
		return errno == EAGAIN ? -1 : 0;
	return fstat(fd, &st) == 0 && st.st_nlink == 0 ? -1 : 0;
}

static void
sweep_one(int folder, const char *name)
{
	struct stat st;
	int fd = openat(
	    folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_uid == geteuid() && lock(fd, F_RDLCK) == 0)
		(void)unlinkat(folder, name, 0);
	close(fd);
}

void
temporary_sweep(int folder, const char *file)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (dir == NULL) {
		if (fd != -1)
			close(fd);
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		if (is_of(entry->d_name, file))
			sweep_one(folder, entry->d_name);
	closedir(dir);
}
