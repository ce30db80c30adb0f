/*
 * Starts the program that this is, by posix_spawn, and reads both of its
 * streams as they come, so that neither has to wait for the other.
 */
#include "run/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"

extern char **environ;

struct stream {
	int ends[2]; /* to read from, to write to; -1: closed */
	struct buf *text;
};

static void
stream_close(struct stream *s, int end)
{
	if (s->ends[end] != -1)
		close(s->ends[end]);
	s->ends[end] = -1;
}

/* An error number, as the functions of <spawn.h> return it. */
static int
spawn(pid_t *pid, const char *const argv[], const char *folder,
    const struct stream streams[2])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	char program[PATH_MAX];
	sigset_t defaults;

	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (n == -1)
		return errno;
	program[n] = '\0';
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE); /* main ignores it */
	int code = posix_spawnattr_init(&attributes);
	if (code != 0)
		return code;
	code = posix_spawn_file_actions_init(&actions);
	if (code != 0) {
		posix_spawnattr_destroy(&attributes);
		return code;
	}
	if ((code = posix_spawnattr_setsigdefault(&attributes, &defaults)) ||
	    (code = posix_spawnattr_setflags(
		 &attributes, POSIX_SPAWN_SETSIGDEF)) ||
	    (code = posix_spawn_file_actions_addopen(
		 &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)) ||
	    (code = posix_spawn_file_actions_adddup2(
		 &actions, streams[0].ends[1], STDOUT_FILENO)) ||
	    (code = posix_spawn_file_actions_adddup2(
		 &actions, streams[1].ends[1], STDERR_FILENO)) ||
	    (code = posix_spawn_file_actions_addchdir_np(&actions, folder)))
		goto out;
	code = posix_spawn(
	    pid, program, &actions, &attributes, (char *const *)argv, environ);
out:
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return code;
}

/* Reads once; false when the buffer is full. */
static bool
take(struct stream *s)
{
	char chunk[16 * KIB];
	ssize_t n = read(s->ends[0], chunk, sizeof(chunk));

	if (n > 0)
		buf_add(s->text, chunk, (size_t)n);
	else if (n == 0 || errno != EINTR)
		stream_close(s, 0);
	return !buf_full(s->text);
}

/* Until both are at their end; false when one was too much. */
static bool
take_all(struct stream streams[2])
{
	while (streams[0].ends[0] != -1 || streams[1].ends[0] != -1) {
		struct pollfd fds[2] = {{streams[0].ends[0], POLLIN, 0},
		    {streams[1].ends[0], POLLIN, 0}};
		if (poll(fds, 2, -1) == -1) {
			if (errno == EINTR)
				continue;
			return false;
		}
		for (int i = 0; i < 2; i++)
			if (fds[i].revents != 0 && !take(&streams[i]))
				return false;
	}
	return true;
}

static int
wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

int
child_run(const char *const argv[], const char *folder, struct buf *out,
    struct buf *err, struct error *e)
{
	struct stream streams[2] = {{{-1, -1}, out}, {{-1, -1}, err}};
	int result = -1;
	pid_t pid;

	if (pipe2(streams[0].ends, O_CLOEXEC) == -1 ||
	    pipe2(streams[1].ends, O_CLOEXEC) == -1) {
		error_errno(e, ERR_SYSTEM, "no pipe");
		goto out;
	}
	errno = spawn(&pid, argv, folder, streams);
	if (errno != 0) {
		error_errno(
		    e, ERR_SYSTEM, "the program cannot be run in '%s'", folder);
		goto out;
	}
	stream_close(&streams[0], 1);
	stream_close(&streams[1], 1);
	if (!take_all(streams))
		kill(pid, SIGKILL);
	result = wait_for(pid);
out:
	for (int i = 0; i < 2; i++) {
		stream_close(&streams[i], 0);
		stream_close(&streams[i], 1);
	}
	return result;
}
