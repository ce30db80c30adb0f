/*
 * The jail of a process that has the network: what it still may, and that it
 * may no more.  Each attempt is made by a child.
 */
#include "base/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/sanitizer.h"

#define NOT_LOCKED 200
#define NO_LANDLOCK 201

static uint16_t ports[2]; /* that listen; the first is allowed */
static const char *const files[] = {"/etc/hosts", "/nonexistent", NULL};

/* An attempt returns the errno that it failed with, or 0. */
static int
failed(long result)
{
	return result == -1 ? errno : 0;
}

static int
try_read(void)
{
	return failed(open("/etc/hosts", O_RDONLY));
}

static int
try_read_other(void)
{
	return failed(open("/etc/passwd", O_RDONLY));
}

static int
try_write(void)
{
	return failed(open("/etc/hosts", O_WRONLY));
}

static int
try_create(void)
{
	return failed(open("/tmp/feedloom-jail", O_RDONLY | O_CREAT, 0600));
}

static int
try_temporary(void)
{
	return failed(open("/tmp", O_TMPFILE | O_RDWR, 0600));
}

static int
try_remove(void)
{
	return failed(unlink("/tmp/feedloom-jail"));
}

static int
try_memory(void)
{
	int fd = memfd_create("body", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd == -1 || write(fd, "a", 1) != 1)
		return failed(-1);
	return failed(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
}

static int
connect_to(uint16_t port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd == -1)
		return failed(fd);
	return failed(connect(fd, (struct sockaddr *)&to, sizeof(to)));
}

static int
try_connect(void)
{
	return connect_to(ports[0]);
}

static int
try_listen(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return failed(listen(fd, 1));
}

static int
try_udp(void)
{
	return failed(socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0));
}

static int
try_raw(void)
{
	return failed(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP));
}

static int
try_local(void)
{
	return failed(socket(AF_UNIX, SOCK_STREAM, 0));
}

static void *
nothing(void *context)
{
	return context;
}

static int
try_thread(void)
{
	pthread_t thread;
	int result = pthread_create(&thread, NULL, nothing, NULL);

	return result != 0 ? result : pthread_join(thread, NULL);
}

static int
try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return failed(child);
}

static int
try_clone3(void)
{
	char arguments[88] = "";

	return failed(syscall(SYS_clone3, arguments, sizeof(arguments)));
}

static int
try_exec(void)
{
	char *argv[] = {NULL, NULL};

	return failed(execve("/bin/true", argv, argv));
}

static int
try_trace(void)
{
	return failed(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int
try_kill(void)
{
	return failed(kill(getppid(), 0));
}

static int
try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static const struct {
	const char *what;
	int (*attempt)(void);
	int signal; /* that it ends by, or 0: it goes on */
	int error;  /* with this errno */
} attempts[] = {
    {"read its file", try_read, 0, 0},
    {"read another", try_read_other, 0, EACCES},
    {"write its file", try_write, 0, EACCES},
    {"make a file", try_create, 0, EACCES},
    {"make one without a name", try_temporary, 0, EACCES},
    {"remove a file", try_remove, 0, ENOSYS},
    {"make a file in memory, and seal it", try_memory, 0, 0},
    {"connect", try_connect, 0, 0},
    {"listen", try_listen, SIGSYS, 0},
    {"open a socket for DNS", try_udp, 0, 0},
    {"open a raw socket", try_raw, 0, EACCES},
    {"open a local socket", try_local, 0, EACCES},
    {"start a thread", try_thread, 0, 0},
    {"fork", try_fork, SIGSYS, 0},
    {"clone by what cannot be judged", try_clone3, 0, ENOSYS},
    {"start a program", try_exec, SIGSYS, 0},
    {"trace its parent", try_trace, SIGSYS, 0},
    {"signal its parent", try_kill, SIGSYS, 0},
    {"map code", try_code, 0, EACCES},
};

/* What becomes of a child that is locked in and then does this. */
static int
fate(int (*attempt)(void))
{
	const struct jail_network network = {
	    .files = files, .ports = ports, .port_count = 1};
	const struct jail plan = {.memory = LIMIT_MEMORY, .network = &network};
	struct error e;
	int status, got;
	pid_t child = fork();

	if (child == 0) {
		got = jail_lock(&plan, &e);
		_exit(got == -1		? NOT_LOCKED
		      : attempt == NULL ? got * NO_LANDLOCK
					: attempt());
	}
	assert_int_not_equal(child, -1);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void
skip_if_watched(void)
{
	if (SANITIZER || getenv("VALGRIND") != NULL)
		skip();
}

static void
test_attempts(void **state)
{
	size_t wrong = 0;
	bool landlock = WEXITSTATUS(fate(NULL)) != NO_LANDLOCK;

	(void)state;
	skip_if_watched();
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		int status = fate(attempts[i].attempt);
		int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
		int error = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
		if (signal == attempts[i].signal && error == attempts[i].error)
			continue;
		if (!landlock && attempts[i].attempt == try_read_other)
			continue;
		print_error("%s: signal %d, errno %d\n", attempts[i].what,
		    signal, error);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static int
try_other_port(void)
{
	return connect_to(ports[1]);
}

/* Landlock knows of TCP since its fourth version. */
static void
test_port(void **state)
{
	(void)state;
	skip_if_watched();
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1) < 4)
		skip();
	int status = fate(try_other_port);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EACCES);
}

static int
setup(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct sockaddr_in at = {.sin_family = AF_INET,
		    .sin_addr = {htonl(INADDR_LOOPBACK)}};
		socklen_t len = sizeof(at);
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (bind(fd, (struct sockaddr *)&at, len) == -1 ||
		    listen(fd, 8) == -1 ||
		    getsockname(fd, (struct sockaddr *)&at, &len) == -1)
			return -1;
		ports[i] = ntohs(at.sin_port);
	}
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_attempts),
	    cmocka_unit_test(test_port),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
