/*
 * Bytes to standard output, to a device, or to a file that is replaced at
 * once or not at all (rename(2) of POSIX, fsync before and after).
 *
 * Never writes into a regular file that exists, never follows a link at the
 * temporary's name, never changes a mode by path.  The list of temporaries is
 * the one thing here that outlives its calls: a signal handler is handed
 * nothing, so it must find them by itself.
 */
#include "sink/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "sink/path.h"
#include "sink/temporary.h"

#define BUFFER (64 * KIB)
#define TEMP_TRIES 100 /* names tried for one temporary */

struct sink {
	int fd;	     /* the temporary, or where bytes go as they come */
	int folder;  /* of the file; -1 when bytes go as they come */
	bool lent;   /* the folder is the caller's */
	int old;     /* the file that is there; -1: none, or not readable */
	char *said;  /* "'x'" or "standard output": its name in a sentence */
	char *file;  /* its name in the folder */
	char *temp;  /* the temporary's; NULL when there is none (any more) */
	pid_t maker; /* of the temporary; a forked child must let it be */
	struct sink *next;
	struct error failure; /* the first, code ERR_NONE before */
	char *area;	      /* where bytes go that go to no file; or NULL */
	size_t room;
	size_t used;
	size_t len;
	char *buffer; /* of BUFFER bytes */
};

static struct sink *temporaries;

static const int endings[] = {
    SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ};

static void
temporaries_remove(void)
{
	for (struct sink *s = temporaries; s != NULL; s = s->next)
		if (s->maker == getpid())
			unlinkat(s->folder, s->temp, 0);
}

void
sink_abandon(void)
{
	temporaries_remove();
}

/* Runs with the default action already back in place (SA_RESETHAND). */
static void
end_by(int sig)
{
	temporaries_remove();
	raise(sig);
}

static void
let_write_fail(int sig)
{
	(void)sig;
}

static void
signals_catch(void)
{
	struct sigaction act = {
	    .sa_handler = end_by, .sa_flags = SA_RESETHAND | SA_NODEFER};
	struct sigaction was;
	static bool done;

	if (done)
		return;
	done = true;
	atexit(temporaries_remove);
	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (sigaction(endings[i], NULL, &was) == 0 &&
		    was.sa_handler == SIG_DFL)
			sigaction(endings[i], &act, NULL);
}

/* A handler, not SIG_IGN, so that programs we start are not deaf to it. */
static void
broken_pipes_fail(void)
{
	struct sigaction act = {
	    .sa_handler = let_write_fail, .sa_flags = SA_RESTART};
	struct sigaction was;

	sigemptyset(&act.sa_mask);
	if (sigaction(SIGPIPE, NULL, &was) == 0 &&
	    (was.sa_handler == SIG_DFL || was.sa_handler == end_by))
		sigaction(SIGPIPE, &act, NULL);
}

/* Between these two, files and list change without a handler seeing half. */
static void
signals_hold(sigset_t *was)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		sigaddset(&set, endings[i]);
	sigprocmask(SIG_BLOCK, &set, was);
}

static void
signals_release(const sigset_t *was)
{
	sigprocmask(SIG_SETMASK, was, NULL);
}

/* Takes the temporary, which is gone or has become the file, off the list. */
static void
temp_forget(struct sink *s)
{
	struct sink **p = &temporaries;

	while (*p != s)
		p = &(*p)->next;
	*p = s->next;
	free(s->temp);
	s->temp = NULL;
}

static void
temp_remove(struct sink *s)
{
	sigset_t was;

	if (s->temp == NULL)
		return;
	signals_hold(&was);
	if (s->maker == getpid())
		unlinkat(s->folder, s->temp, 0);
	temp_forget(s);
	signals_release(&was);
}

/* Opens a temporary under a name that nothing has; -1 with errno. */
static int
temp_open(struct sink *s, mode_t mode)
{
	for (int i = 0; i < TEMP_TRIES; i++) {
		s->temp = temporary_name(s->file);
		if (s->temp == NULL)
			return -1;
		s->fd = openat(s->folder, s->temp,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
		if (s->fd != -1 && temporary_claim(s->fd) == 0)
			return 0;
		bool again = s->fd != -1 || errno == EEXIST || errno == EINTR;
		if (s->fd != -1)
			close(s->fd);
		s->fd = -1;
		free(s->temp);
		s->temp = NULL;
		if (!again)
			return -1;
	}
	return -1;
}

static int
temp_make(struct sink *s, mode_t mode)
{
	sigset_t was;

	signals_catch();
	signals_hold(&was);
	int result = temp_open(s, mode);
	if (result == 0) {
		s->maker = getpid();
		s->next = temporaries;
		temporaries = s;
	}
	int saved = errno;
	signals_release(&was);
	errno = saved;
	return result;
}

/*
 * Gives the temporary the owner, group and permissions of the old file.  Where
 * the group cannot be had, what it was allowed must not go to another group.
 */
static int
temp_resemble(int fd, const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;
	struct stat st;

	if (fstat(fd, &st) != 0)
		return -1;
	bool same = st.st_uid == old->st_uid && st.st_gid == old->st_gid;
	if (!same && fchown(fd, old->st_uid, old->st_gid) != 0 &&
	    st.st_gid != old->st_gid && fchown(fd, (uid_t)-1, old->st_gid) != 0)
		mode = (mode & ~(mode_t)070) | (mode & 07) << 3;
	return fchmod(fd, mode);
}

/* The file that is there now, if any, and a temporary that resembles it. */
static int
file_prepare(struct sink *s, struct error *e)
{
	struct stat st;
	bool there = fstatat(s->folder, s->file, &st, AT_SYMLINK_NOFOLLOW) == 0;

	if (!there && errno != ENOENT)
		return error_errno(e, ERR_CREATE, "cannot create %s", s->said);
	if (there && !S_ISREG(st.st_mode))
		return error_set(
		    e, ERR_CREATE, "%s is no regular file", s->said);
	if (there) {
		if (faccessat(s->folder, s->file, W_OK, AT_EACCESS) != 0)
			return error_errno(
			    e, ERR_CREATE, "cannot write to %s", s->said);
		s->old = openat(s->folder, s->file,
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	}
	if (temp_make(s, there ? 0600 : 0666) != 0)
		return error_errno(e, ERR_CREATE,
		    "cannot create a temporary file beside %s", s->said);
	if (there && temp_resemble(s->fd, &st) != 0)
		return error_errno(
		    e, ERR_CREATE, "cannot set the permissions of %s", s->said);
	return 0;
}

static int
file_open(struct sink *s, const char *path, struct error *e)
{
	char *folder = path_folder(path);

	s->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	s->file = mem_str(path_file(path));
	if (s->file[0] == '\0' && s->folder != -1) {
		errno = *path == '\0' ? ENOENT : EISDIR;
		return error_errno(e, ERR_CREATE, "cannot create %s", s->said);
	}
	if (s->folder == -1)
		return error_errno(e, ERR_CREATE, "cannot create %s", s->said);
	return file_prepare(s, e);
}

/* For bytes that go as they come; fd is -1 with errno when it failed. */
static int
direct_open(struct sink *s, int fd, struct error *e)
{
	s->fd = fd;
	if (fd == -1)
		return error_errno(
		    e, ERR_CREATE, "cannot write to %s", s->said);
	broken_pipes_fail();
	return 0;
}

static int
sink_attach(struct sink *s, const char *path, struct error *e)
{
	struct stat st;

	char *real = path_resolve(path);
	if (real == NULL)
		return error_errno(e, ERR_CREATE, "cannot create %s", s->said);
	int descriptor = path_descriptor(real);
	int result;
	if (descriptor != -1)
		result =
		    direct_open(s, fcntl(descriptor, F_DUPFD_CLOEXEC, 3), e);
	else if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		result = direct_open(
		    s, open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC), e);
	else
		result = file_open(s, real, e);
	free(real);
	return result;
}

/* said: its path; NULL: standard output. */
static struct sink *
sink_new(const char *said)
{
	struct sink *s = mem_new(1, sizeof(*s));

	s->fd = s->folder = s->old = -1;
	s->buffer = mem_grow(NULL, BUFFER, 1);
	if (said == NULL)
		s->said = mem_str("standard output");
	else if (asprintf(&s->said, "'%s'", said) == -1)
		mem_out();
	return s;
}

struct sink *
sink_open(const char *path, struct error *e)
{
	bool standard = path == NULL || strcmp(path, "-") == 0;
	struct sink *s = sink_new(standard ? NULL : path);
	int result = standard ? direct_open(s,
				    fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), e)
			      : sink_attach(s, path, e);

	if (result == 0)
		return s;
	sink_free(s);
	return NULL;
}

struct sink *
sink_open_at(int folder, const char *file, const char *said, struct error *e)
{
	struct sink *s = sink_new(said);

	s->folder = folder;
	s->lent = true;
	s->file = mem_str(file);
	if (file_prepare(s, e) == 0)
		return s;
	sink_free(s);
	return NULL;
}

struct sink *
sink_take(int fd, const char *said)
{
	struct sink *s = sink_new(said);

	s->fd = fd;
	return s;
}

int
sink_descriptor(const struct sink *s)
{
	return s->fd;
}

/* Keeps the failure that errno tells of, for this call and all later ones. */
static int
sink_fail(struct sink *s)
{
	return error_errno(
	    &s->failure, ERR_WRITE, "cannot write to %s", s->said);
}

struct sink *
sink_area(void)
{
	return sink_new("memory");
}

void
sink_area_set(struct sink *s, char *p, size_t room)
{
	s->area = p;
	s->room = room;
	s->used = 0;
	s->failure.code = ERR_NONE;
}

size_t
sink_area_used(const struct sink *s)
{
	return s->used;
}

/* What there is no area for is nowhere. */
static int
area_write(struct sink *s, const void *p, size_t n)
{
	if (s->area == NULL)
		return 0;
	if (n > s->room - s->used) {
		errno = ENOSPC;
		return sink_fail(s);
	}
	memcpy(s->area + s->used, p, n);
	s->used += n;
	return 0;
}

void
sink_free(struct sink *s)
{
	if (s == NULL)
		return;
	temp_remove(s);
	if (s->fd != -1)
		close(s->fd);
	if (s->old != -1)
		close(s->old);
	if (s->folder != -1 && !s->lent)
		close(s->folder);
	free(s->buffer);
	free(s->file);
	free(s->said);
	free(s);
}

void
sink_sweep(const struct sink *s)
{
	if (s->temp != NULL)
		temporary_sweep(s->folder, s->file);
}

int
sink_folder(const struct sink *s)
{
	return s->folder;
}

static int
write_all(struct sink *s, const char *p, size_t n)
{
	struct pollfd ready = {.fd = s->fd, .events = POLLOUT};

	while (n > 0) {
		ssize_t put = write(s->fd, p, n);
		if (put > 0) {
			p += put;
			n -= (size_t)put;
		} else if (put == 0) {
			errno = EIO;
			return sink_fail(s);
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			(void)poll(&ready, 1, -1);
		} else if (errno != EINTR) {
			return sink_fail(s);
		}
	}
	return 0;
}

static int
sink_flush(struct sink *s)
{
	size_t n = s->len;

	s->len = 0;
	return write_all(s, s->buffer, n);
}

int
sink_write(struct sink *s, const void *p, size_t n, struct error *e)
{
	int result = s->failure.code == ERR_NONE ? 0 : -1;

	if (result == 0 && s->fd == -1) {
		result = area_write(s, p, n);
		n = 0;
	}
	if (result == 0 && n > BUFFER - s->len)
		result = sink_flush(s);
	if (result == 0 && n >= BUFFER) {
		result = write_all(s, p, n);
	} else if (result == 0 && n > 0) {
		memcpy(s->buffer + s->len, p, n);
		s->len += n;
	}
	if (result != 0)
		*e = s->failure;
	return result;
}

/* True when the file's name still means what was there at first. */
static bool
old_is_current(const struct sink *s, struct stat *old)
{
	struct stat now;

	return s->old != -1 && fstat(s->old, old) == 0 &&
	       fstatat(s->folder, s->file, &now, AT_SYMLINK_NOFOLLOW) == 0 &&
	       now.st_dev == old->st_dev && now.st_ino == old->st_ino;
}

/* True when the file has the temporary's bytes; buffer is free for this. */
static bool
file_is_same(struct sink *s)
{
	char *a = s->buffer, *b = s->buffer + BUFFER / 2;
	struct stat old, new;
	off_t at = 0;

	if (!old_is_current(s, &old) || fstat(s->fd, &new) != 0 ||
	    old.st_size != new.st_size)
		return false;
	while (at < new.st_size) {
		ssize_t n = pread(s->fd, a, BUFFER / 2, at);
		if (n <= 0 || pread(s->old, b, (size_t)n, at) != n ||
		    memcmp(a, b, (size_t)n) != 0)
			return false;
		at += n;
	}
	return true;
}

/* Files that cannot be synchronised (EINVAL) are as safe as they can be. */
static int
sync_all(int fd)
{
	if (TEMP_FAILURE_RETRY(fsync(fd)) == 0 || errno == EINVAL)
		return 0;
	return -1;
}

/* Linux has closed it even if it says EINTR. */
static int
sink_close(struct sink *s)
{
	int fd = s->fd;

	s->fd = -1;
	return close(fd) == 0 || errno == EINTR ? 0 : -1;
}

static int
temp_rename(struct sink *s)
{
	sigset_t was;

	signals_hold(&was);
	int result = renameat(s->folder, s->temp, s->folder, s->file);
	int saved = errno;
	if (result == 0)
		temp_forget(s);
	signals_release(&was);
	errno = saved;
	return result;
}

/*
 * synced: what was written is known to be on the disk.  It is closed last, as a
 * temporary that nobody has open is taken for abandoned.
 */
static int
file_replace(struct sink *s, bool synced)
{
	if ((!synced && sync_all(s->fd) != 0) || temp_rename(s) != 0 ||
	    sink_close(s) != 0)
		return sink_fail(s);
	if (!s->lent && sync_all(s->folder) != 0)
		return sink_fail(s);
	return 0;
}

/* What is written but not yet there, if anything: 1, 0 or -1. */
static int
sink_finish(struct sink *s)
{
	if (s->failure.code != ERR_NONE || sink_flush(s) != 0)
		return -1;
	if (s->temp == NULL)
		return sink_close(s) == 0 ? 0 : sink_fail(s);
	if (!file_is_same(s))
		return 1;
	temp_remove(s);
	return 0;
}

int
sink_commit(struct sink *s, struct error *e)
{
	int result = sink_finish(s);

	if (result == 1)
		result = file_replace(s, false);
	if (result != 0)
		*e = s->failure;
	return result;
}

void
sink_commit_all(struct sink *const *sinks, size_t count, struct error *errors)
{
	const struct sink *last = NULL;
	size_t changed = 0;
	int *results = mem_new(count + 1, sizeof(*results));

	for (size_t i = 0; i < count; i++) {
		results[i] = sink_finish(sinks[i]);
		if (results[i] != 1)
			continue;
		last = sinks[i];
		changed++;
	}
	/* One fsync(2) takes about as long as this does. */
	bool synced = changed > 1 && syncfs(last->folder) == 0;
	for (size_t i = 0; i < count; i++) {
		if (results[i] == 1)
			results[i] = file_replace(sinks[i], synced);
		errors[i].code = ERR_NONE;
		if (results[i] == -1)
			errors[i] = sinks[i]->failure;
	}
	free(results);
}
