/*
 * Files beneath a folder.  Goes down one component at a time, each relative to
 * the one before and none through a link (O_NOFOLLOW of POSIX), so that it
 * needs neither the kernel's openat2(2) nor a look at what a path might mean.
 * The folder of the last file stays open for the next one.
 */
#include "sink/outdir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "sink/path.h"

#define FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define PATH_LONG (8 * KIB)

struct outdir {
	int fd;
	char *path;  /* for messages */
	int last;    /* the folder of the last file, -1 for none */
	char *below; /* and its path below this one */
};

/* A folder that lasts, or is there already. */
static int
make_folder(const char *path)
{
	if (mkdir(path, 0777) != 0)
		return errno == EEXIST ? 0 : -1;
	char *parent = path_folder(path);
	int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(parent);
	/* One that may not be read cannot be synchronised. */
	if (fd == -1)
		return errno == EACCES ? 0 : -1;
	int result = fsync(fd) == 0 || errno == EINVAL ? 0 : -1;
	int saved = errno;
	close(fd);
	errno = saved;
	return result;
}

/* mkdir -p */
static int
make_path(const char *path)
{
	char *part = mem_str(path);
	int result = 0;

	for (char *s = part + 1; result == 0 && *path != '\0'; s++) {
		if (*s != '/' && *s != '\0')
			continue;
		char was = *s;
		*s = '\0';
		result = make_folder(part);
		*s = was;
		if (was == '\0')
			break;
	}
	free(part);
	return result;
}

struct outdir *
outdir_open(const char *path, struct error *e)
{
	struct outdir *f = mem_new(1, sizeof(*f));

	f->last = -1;
	f->path = mem_str(path);
	f->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->fd == -1 && errno == ENOENT && make_path(path) == 0)
		f->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->fd != -1)
		return f;
	error_errno(e, ERR_CREATE, "cannot open the folder '%s'", path);
	outdir_free(f);
	return NULL;
}

static void
last_close(struct outdir *f)
{
	if (f->last != -1)
		close(f->last);
	f->last = -1;
	free(f->below);
	f->below = NULL;
}

void
outdir_free(struct outdir *f)
{
	if (f == NULL)
		return;
	last_close(f);
	if (f->fd != -1)
		close(f->fd);
	free(f->path);
	free(f);
}

int
outdir_descriptor(const struct outdir *f)
{
	return f->fd;
}

static bool
is_link(int fd, const char *name)
{
	struct stat st;

	return fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISLNK(st.st_mode);
}

/* A folder within another one, made when it is missing; -1 with errno. */
static int
enter(int fd, const char *name, bool make)
{
	int next = openat(fd, name, FLAGS);

	if (next == -1 && errno == ENOENT && make) {
		if (mkdirat(fd, name, 0777) != 0 && errno != EEXIST)
			return -1;
		if (fsync(fd) != 0 && errno != EINVAL)
			return -1;
		next = openat(fd, name, FLAGS);
	}
	if (next == -1 && errno == ENOTDIR && is_link(fd, name))
		errno = ELOOP;
	return next;
}

/* Goes down from fd, which it closes; the last folder, or -1 with errno. */
static int
descend(int fd, const char *below, bool make)
{
	char *path = mem_str(below);
	char *rest = path;
	const char *name;

	while (fd != -1 && (name = strsep(&rest, "/")) != NULL) {
		if (*name == '\0' || strcmp(name, ".") == 0)
			continue;
		int next = -1;
		errno = EINVAL;
		if (strcmp(name, "..") != 0)
			next = enter(fd, name, make);
		int saved = errno;
		close(fd);
		errno = saved;
		fd = next;
	}
	free(path);
	return fd;
}

/* Makes the folder of the path the last one. */
static int
go_to(struct outdir *f, const char *path, struct error *e)
{
	char *below = path_folder(path);

	if (f->below != NULL && strcmp(f->below, below) == 0) {
		free(below);
		return 0;
	}
	if (f->below != NULL && outdir_commit(f, e) == -1) {
		free(below);
		return -1;
	}
	last_close(f);
	f->last = descend(fcntl(f->fd, F_DUPFD_CLOEXEC, 3), below, true);
	if (f->last != -1) {
		f->below = below;
		return 0;
	}
	if (errno == ELOOP)
		error_set(e, ERR_CREATE,
		    "cannot write to '%s/%s': there is a symbolic link in it, "
		    "and none is followed below '%s'",
		    f->path, below, f->path);
	else
		error_errno(e, ERR_CREATE, "cannot make the folder '%s/%s'",
		    f->path, below);
	free(below);
	return -1;
}

struct sink *
outdir_sink(struct outdir *f, const char *path, struct error *e)
{
	const char *file = path_file(path);
	struct buf said;

	if (go_to(f, path, e) == -1)
		return NULL;
	if (*file == '\0' || strcmp(file, ".") == 0 ||
	    strcmp(file, "..") == 0) {
		error_set(e, ERR_CREATE, "'%s' is no file's name", path);
		return NULL;
	}
	buf_init(&said, PATH_LONG);
	if (strcmp(f->path, ".") != 0)
		buf_printf(&said, "%s/", f->path);
	buf_puts(&said, path);
	struct sink *sink = sink_open_at(f->last, file, buf_text(&said), e);
	buf_clear(&said);
	return sink;
}

int
outdir_commit(struct outdir *f, struct error *e)
{
	if (f->last == -1 || TEMP_FAILURE_RETRY(fsync(f->last)) == 0 ||
	    errno == EINVAL)
		return 0;
	return error_errno(e, ERR_WRITE, "cannot write to the folder '%s/%s'",
	    f->path, f->below);
}

int
outdir_read(const char *folder, const char *path)
{
	char *below = path_folder(path);
	int last = descend(
	    open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), below, false);
	int fd = -1;

	free(below);
	if (last == -1)
		return -1;
	fd = openat(last, path_file(path),
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int saved = errno;
	close(last);
	errno = saved;
	return fd;
}
