/*
 * Maildir (https://cr.yp.to/proto/maildir.html), with a name that is made of
 * the message and not of this moment, so that it is there once, whoever ends
 * when.  link(2) does not replace.
 */
#include "sink/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "sink/letter.h"
#include "sink/outdir.h"
#include "sink/path.h"
#include "sink/temporary.h"

#define NAME 80
#define TEMP_TRIES 10

enum {
	ROOT,
	TMP,
	NEW,
	CUR,
	FOLDERS
};

static const char *const folders[FOLDERS] = {
    [TMP] = "tmp", [NEW] = "new", [CUR] = "cur"};

struct maildir {
	const char *path; /* for messages */
	int fd[FOLDERS];
	char name[NAME]; /* of the message */
};

/* A folder of ours alone, made when it is missing; -1 with errno. */
static int
enter(int at, const char *name, int flags)
{
	if (mkdirat(at, name, 0700) == 0) {
		if (fsync(at) != 0 && errno != EINVAL)
			return -1;
	} else if (errno != EEXIST) {
		return -1;
	}
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
}

/* The folder itself is named by the user, who may have a link there. */
static int
open_root(struct maildir *m, struct error *e)
{
	char *path = mem_str(m->path);
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	char *parent = path_folder(path);
	struct outdir *outer = outdir_open(parent, e);
	int result = outer == NULL ? -1 : 0;
	if (result == 0) {
		m->fd[ROOT] =
		    enter(outdir_descriptor(outer), path_file(path), 0);
		if (m->fd[ROOT] == -1)
			result = error_errno(e, ERR_CREATE,
			    "cannot open the Maildir '%s'", m->path);
	}
	outdir_free(outer);
	free(parent);
	free(path);
	return result;
}

static int
open_all(struct maildir *m, struct error *e)
{
	if (open_root(m, e) == -1)
		return -1;
	for (int i = TMP; i < FOLDERS; i++) {
		m->fd[i] = enter(m->fd[ROOT], folders[i], O_NOFOLLOW);
		if (m->fd[i] == -1)
			return error_errno(e, ERR_CREATE,
			    "cannot open the folder '%s/%s'", m->path,
			    folders[i]);
	}
	return 0;
}

/* Readers put flags, and some a number of theirs, behind the name. */
static bool
is_ours(const struct maildir *m, const char *name)
{
	size_t n = strlen(m->name);

	return strncmp(name, m->name, n) == 0 &&
	       (name[n] == '\0' || name[n] == ':' || name[n] == ',');
}

static int
find_in(struct maildir *m, int folder, bool *found, struct error *e)
{
	int fd = openat(m->fd[folder], ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	const struct dirent *entry = NULL;

	if (dir == NULL) {
		error_errno(e, ERR_CREATE, "cannot read the folder '%s/%s'",
		    m->path, folders[folder]);
		if (fd != -1)
			close(fd);
		return -1;
	}
	errno = 0;
	while (!*found && (entry = readdir(dir)) != NULL)
		*found = is_ours(m, entry->d_name);
	int result = 0;
	if (!*found && errno != 0)
		result = error_errno(e, ERR_CREATE,
		    "cannot read the folder '%s/%s'", m->path, folders[folder]);
	closedir(dir);
	return result;
}

/* What is in a folder stays there; -1 with errno. */
static int
make_last(const struct maildir *m, int folder)
{
	return TEMP_FAILURE_RETRY(fsync(m->fd[folder])) == 0 || errno == EINVAL
		   ? 0
		   : -1;
}

/*
 * A reader moves messages from new/ to cur/, so this one is looked at last.
 * Whoever put it there may have been killed before it was sure to last.
 */
static int
find(struct maildir *m, bool *found, struct error *e)
{
	int result = 0;

	*found = false;
	for (int i = NEW; i < FOLDERS && result == 0 && !*found; i++) {
		result = find_in(m, i, found, e);
		if (*found && make_last(m, i) == -1)
			result = error_errno(e, ERR_WRITE,
			    "cannot write to the folder '%s/%s'", m->path,
			    folders[i]);
	}
	return result;
}

/* A name in tmp/ that nobody has, open; -1 with errno. */
static int
open_temp(struct maildir *m, char **temp)
{
	for (int i = 0; i < TEMP_TRIES; i++) {
		*temp = temporary_name(m->name);
		if (*temp == NULL)
			return -1;
		int fd = openat(m->fd[TMP], *temp,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd != -1 && temporary_claim(fd) == 0)
			return fd;
		bool again = fd != -1 || errno == EEXIST;
		if (fd != -1)
			close(fd);
		free(*temp);
		*temp = NULL;
		if (!again)
			return -1;
	}
	return -1;
}

/* -1 with errno, EEXIST: it is there.  Some file systems have no links. */
static int
appear(struct maildir *m, const char *temp)
{
	if (linkat(m->fd[TMP], temp, m->fd[NEW], m->name, 0) == 0)
		return unlinkat(m->fd[TMP], temp, 0);
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
		return -1;
	return renameat2(
	    m->fd[TMP], temp, m->fd[NEW], m->name, RENAME_NOREPLACE);
}

/* Written and in its place; -1 with errno. */
static int
put(struct maildir *m, const struct buf *text)
{
	char *temp = NULL;
	int fd = open_temp(m, &temp);
	int result = -1;

	if (fd != -1 && letter_write(fd, text) == 0 &&
	    TEMP_FAILURE_RETRY(fsync(fd)) == 0)
		result = appear(m, temp);
	int saved = errno;
	if (result == -1 && temp != NULL)
		(void)unlinkat(m->fd[TMP], temp, 0);
	if (fd != -1)
		close(fd);
	free(temp);
	errno = saved;
	if (result == -1)
		return -1;
	return make_last(m, NEW);
}

static int
put_once(struct maildir *m, int fd, bool *again, struct error *e)
{
	struct buf text;

	temporary_sweep(m->fd[TMP], m->name);
	if (find(m, again, e) == -1)
		return -1;
	if (*again)
		return 0;
	buf_init(&text, LIMIT_MAIL);
	int result = letter_read(fd, &text, e);
	if (result == 0 && put(m, &text) == -1) {
		*again = errno == EEXIST;
		if (!*again)
			result = error_errno(e, ERR_WRITE,
			    "cannot write to the Maildir '%s'", m->path);
	}
	buf_clear(&text);
	return result;
}

int
maildir_put(const char *path, const char *unique, int64_t when, int fd,
    bool *again, struct error *e)
{
	struct maildir m = {.path = path, .fd = {-1, -1, -1, -1}};

	(void)snprintf(
	    m.name, sizeof(m.name), "%" PRId64 ".%.32s.feedloom", when, unique);
	int result = open_all(&m, e);
	if (result == 0)
		result = put_once(&m, fd, again, e);
	for (int i = 0; i < FOLDERS; i++)
		if (m.fd[i] != -1)
			close(m.fd[i]);
	return result;
}
