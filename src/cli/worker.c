/*
 * A forked process, a socket that keeps the bounds of messages (unix(7),
 * SOCK_SEQPACKET; descriptors go as SCM_RIGHTS), and a pipe in the place of
 * standard error.  The worker shares what its master has compiled, page by
 * page, until one of them writes.
 */
#include "cli/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "plugin/watch.h"
#include "sink/sink.h"

#define FILES 2 /* in one message */
#define CHANNEL (STDERR_FILENO + 1)

union control {
	char room[CMSG_SPACE(FILES * sizeof(int))];
	struct cmsghdr align;
};

size_t
worker_count(int jobs, size_t most)
{
	long n = jobs == 0 ? sysconf(_SC_NPROCESSORS_ONLN) : jobs;

	if (n < 1 || most == 0)
		return 1;
	return (size_t)n < most ? (size_t)n : most;
}

/* What a new process is given. */
struct birth {
	int channel, said;
	pid_t master;
	const int *files;
	size_t count;
};

/*
 * Puts the files where they belong, by way of numbers that none of them has.
 */
static bool
place(const struct birth *birth)
{
	const int beyond = WORKER_FILE + (int)birth->count;
	int moved[WORKER_FILES];

	for (size_t i = 0; i < birth->count; i++) {
		moved[i] = fcntl(birth->files[i], F_DUPFD_CLOEXEC, beyond);
		if (moved[i] == -1)
			return false;
	}
	int channel = fcntl(birth->channel, F_DUPFD_CLOEXEC, beyond);
	if (channel == -1 || dup2(birth->said, STDERR_FILENO) == -1 ||
	    dup3(channel, CHANNEL, O_CLOEXEC) == -1)
		return false;
	for (size_t i = 0; i < birth->count; i++)
		if (dup3(moved[i], WORKER_FILE + (int)i, O_CLOEXEC) == -1)
			return false;
	closefrom(beyond);
	return true;
}

/*
 * In the new process: all of the master's files, its other workers' among them,
 * are closed.  Timers are not inherited (fork(2)).
 */
static _Noreturn void
begin(const struct birth *birth, int (*body)(void *context, int channel),
    void *context)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 ||
	    getppid() != birth->master || !place(birth))
		_exit(EX_TEMPFAIL);
	watch_start(sink_abandon);
	exit(body(context, CHANNEL));
}

static void
close_both(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

int
worker_start(struct worker *w, int (*body)(void *context, int channel),
    void *context, struct error *e)
{
	return worker_spawn(w, body, context, NULL, 0, e);
}

int
worker_spawn(struct worker *w, int (*body)(void *context, int channel),
    void *context, const int *files, size_t count, struct error *e)
{
	int sockets[2], pipes[2];
	pid_t master = getpid();

	if (count > WORKER_FILES)
		return error_set(e, ERR_SYSTEM, "too many files for a process");

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) ==
	    -1)
		return error_errno(e, ERR_SYSTEM, "no socket");
	if (pipe2(pipes, O_CLOEXEC) == -1) {
		error_errno(e, ERR_SYSTEM, "no pipe");
		close_both(sockets);
		return -1;
	}
	const struct birth birth = {sockets[1], pipes[1], master, files, count};
	pid_t pid = fork();
	if (pid == 0)
		begin(&birth, body, context);
	close(sockets[1]);
	close(pipes[1]);
	if (pid == -1 || fcntl(pipes[0], F_SETFL, O_NONBLOCK) == -1) {
		error_errno(e, ERR_SYSTEM, "cannot start a process");
		close(sockets[0]);
		close(pipes[0]);
		return -1;
	}
	*w = (struct worker){pid, sockets[0], pipes[0]};
	return 0;
}

void
worker_dismiss(struct worker *w)
{
	if (w->channel != -1)
		close(w->channel);
	w->channel = -1;
}

int
worker_end(struct worker *w)
{
	int status = 0;

	worker_dismiss(w);
	close(w->said);
	while (waitpid(w->pid, &status, 0) == -1 && errno == EINTR)
		;
	*w = (struct worker){-1, -1, -1};
	return status;
}

int
worker_hand(const struct worker *w, const struct work *work)
{
	const int files[FILES] = {work->in, work->out};
	union control control = {.room = {0}};
	struct iovec body = {(void *)&work->number, sizeof(work->number)};
	struct msghdr message = {.msg_iov = &body,
	    .msg_iovlen = 1,
	    .msg_control = control.room,
	    .msg_controllen = sizeof(control.room)};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(files));
	memcpy(CMSG_DATA(header), files, sizeof(files));
	ssize_t n =
	    TEMP_FAILURE_RETRY(sendmsg(w->channel, &message, MSG_NOSIGNAL));
	return n == (ssize_t)sizeof(work->number) ? 0 : -1;
}

int
worker_take(int channel, struct work *work)
{
	union control control;
	struct iovec body = {&work->number, sizeof(work->number)};
	struct msghdr message = {.msg_iov = &body,
	    .msg_iovlen = 1,
	    .msg_control = control.room,
	    .msg_controllen = sizeof(control.room)};
	int files[FILES];

	ssize_t n =
	    TEMP_FAILURE_RETRY(recvmsg(channel, &message, MSG_CMSG_CLOEXEC));
	const struct cmsghdr *header =
	    n == (ssize_t)sizeof(work->number) ? CMSG_FIRSTHDR(&message) : NULL;
	if (header == NULL || header->cmsg_len != CMSG_LEN(sizeof(files)))
		return 0;
	memcpy(files, CMSG_DATA(header), sizeof(files));
	work->in = files[0];
	work->out = files[1];
	return 1;
}

int
worker_answer(int channel, const struct answer *answer)
{
	ssize_t n = TEMP_FAILURE_RETRY(write(STDERR_FILENO, "", 1));

	if (n == 1)
		n = TEMP_FAILURE_RETRY(write(channel, answer, sizeof(*answer)));
	return n == (ssize_t)sizeof(*answer) ? 0 : -1;
}

int
worker_hear(const struct worker *w, struct answer *answer)
{
	ssize_t n =
	    TEMP_FAILURE_RETRY(read(w->channel, answer, sizeof(*answer)));

	return n == (ssize_t)sizeof(*answer) ? 1 : 0;
}
