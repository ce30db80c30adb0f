/*
 * Reading files of the installation and of the user, never of a feed.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

/* The whole of an open file, or -1. */
static int
read_all(int fd, size_t max, struct buf *text, struct error *e)
{
	struct stat st;
	char chunk[16 * 1024];
	ssize_t n;

	if (fstat(fd, &st) == -1)
		return error_errno(e, ERR_PLUGIN, "cannot be read");
	if (!S_ISREG(st.st_mode))
		return error_set(e, ERR_PLUGIN, "is not a file");
	size_t begin = text->len;
	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return error_errno(e, ERR_PLUGIN, "cannot be read");
		buf_add(text, chunk, (size_t)n);
		if (buf_full(text) || text->len - begin > max)
			return error_set(
			    e, ERR_PLUGIN, "is larger than %zu KiB", max / KIB);
	}
	return 0;
}

int
file_read(const char *path, size_t max, struct buf *text, struct error *e)
{
	/* Not to wait for ever where someone made a FIFO. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd == -1)
		return error_errno(e, ERR_PLUGIN, "cannot be opened");
	int result = read_all(fd, max, text, e);
	close(fd);
	return result;
}

/* Whether a path without links lies below a folder. */
static bool
is_below(const char *folder, const char *path)
{
	char *real = realpath(folder, NULL);
	size_t n = real == NULL ? 0 : strlen(real);
	bool is = n > 0 && strncmp(path, real, n) == 0 && path[n] == '/';

	free(real);
	return is;
}

int
file_read_below(const char *folder, const char *path, size_t max,
    struct buf *text, struct error *e)
{
	char *real = realpath(path, NULL);
	int result;

	if (real == NULL)
		result = error_errno(e, ERR_PLUGIN, "cannot be opened");
	else if (!is_below(folder, real))
		result = error_set(
		    e, ERR_PLUGIN, "lies outside of the folder '%s'", folder);
	else
		result = file_read(real, max, text, e);
	free(real);
	return result;
}
