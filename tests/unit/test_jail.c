/*
 * The jail: what a process that is locked in tries ends it, or is refused, and
 * what it needs still works.  Each attempt is made by a child.
 */
#include "base/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/sanitizer.h"
#include "sink/sink.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define INHERITED 77 /* a descriptor that came from elsewhere */
#define NOT_LOCKED 200

static char top[] = "/tmp/feedloom-jail-XXXXXX";
static const struct jail closed = {.memory = LIMIT_MEMORY};

/* A path below the folder of the tests. */
static const char *
in_top(char room[100], const char *name)
{
	snprintf(room, 100, "%s/%s", top, name);
	return room;
}

static void
put_file(const char *name, const char *text)
{
	char path[100];
	FILE *file = fopen(in_top(path, name), "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static bool
file_is(const char *name, const char *text)
{
	char path[100], is[100] = "";
	FILE *file = fopen(in_top(path, name), "r");

	if (file == NULL)
		return text == NULL;
	size_t n = fread(is, 1, sizeof(is) - 1, file);
	fclose(file);
	return text != NULL && n == strlen(text) && memcmp(is, text, n) == 0;
}

static int
setup(void **state)
{
	char path[100];

	(void)state;
	if (mkdtemp(top) == NULL || mkdir(in_top(path, "out"), 0755) != 0 ||
	    mkdir(in_top(path, "else"), 0755) != 0)
		return -1;
	put_file("out/a", "a");
	put_file("out/b", "b");
	put_file("else/c", "c");
	return dup2(STDOUT_FILENO, INHERITED) == INHERITED ? 0 : -1;
}

static int
teardown(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", top);
	return system(command);
}

/* The folder's attempts find it here. */
static int folder = -1;

/* What becomes of a child that is locked in and then does this. */
static int
fate(const struct jail *plan, int (*attempt)(void))
{
	struct error e;
	int status;
	pid_t child = fork();

	if (child == 0) {
		if (jail_lock(plan, &e) == -1)
			_exit(NOT_LOCKED);
		_exit(attempt());
	}
	assert_int_not_equal(child, -1);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

/* An attempt returns the errno that it failed with, or 0. */
static int
failed(long result)
{
	return result == -1 ? errno : 0;
}

static int
try_open(void)
{
	return failed(open("/etc/passwd", O_RDONLY));
}

static int
try_create(void)
{
	char path[100];

	return failed(open(in_top(path, "else/new"), O_WRONLY | O_CREAT, 0600));
}

static int
try_look(void)
{
	struct stat st;

	return failed(stat("/etc/passwd", &st));
}

static int
try_read_link(void)
{
	char to[100];

	return failed(readlink("/proc/self/exe", to, sizeof(to)));
}

static int
try_unlink(void)
{
	char path[100];

	return failed(unlink(in_top(path, "else/c")));
}

static int
try_rename(void)
{
	char from[100], to[100];

	return failed(rename(in_top(from, "else/c"), in_top(to, "else/d")));
}

static int
try_link(void)
{
	char from[100], to[100];

	return failed(link(in_top(from, "else/c"), in_top(to, "else/d")));
}

static int
try_truncate(void)
{
	char path[100];

	return failed(truncate(in_top(path, "else/c"), 0));
}

static int
try_chmod(void)
{
	char path[100];

	return failed(chmod(in_top(path, "else/c"), 0777));
}

static int
try_memfd(void)
{
	return failed(memfd_create("x", 0));
}

static int
try_inherited(void)
{
	return failed(write(INHERITED, "x", 1));
}

static int
try_socket(void)
{
	return failed(socket(AF_INET, SOCK_STREAM, 0));
}

static int
try_local_socket(void)
{
	return failed(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
try_connect(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET};

	return failed(connect(0, (struct sockaddr *)&to, sizeof(to)));
}

static int
try_send(void)
{
	return failed(send(1, "x", 1, 0));
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
	return failed(syscall(SYS_clone3, NULL, 0));
}

static int
try_exec(void)
{
	return failed(execl("/bin/true", "true", NULL));
}

static int
try_exec_memory(void)
{
	return failed(syscall(SYS_execveat, 0, "", NULL, NULL, 0x1000));
}

static int
try_kill_parent(void)
{
	return failed(kill(getppid(), SIGCONT));
}

static int
try_kill_thread(void)
{
	return failed(syscall(SYS_tgkill, 1, 1, SIGCONT));
}

static int
try_kill_own(void)
{
	return failed(raise(SIGUSR1));
}

static int
try_own_by_kill(void)
{
	return failed(kill(getpid(), SIGUSR1));
}

static int
try_ptrace(void)
{
	return failed(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int
try_peek(void)
{
	char byte;
	struct iovec here = {&byte, 1}, there = {&folder, 1};

	return failed(process_vm_readv(1, &here, 1, &there, 1, 0));
}

static int
try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int
try_code_later(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return errno;
	return failed(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

static int
try_shared(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int
try_memory(void)
{
	void *volatile p = malloc(600 * MIB);

	return p == NULL ? errno : 0;
}

static int
try_much_memory(void)
{
	for (int i = 0; i < 600; i++) {
		char *volatile p = malloc(MIB);
		if (p == NULL)
			return errno;
		p[0] = 1;
	}
	return 0;
}

static int
try_more_rights(void)
{
	struct rlimit much = {RLIM_INFINITY, RLIM_INFINITY};

	return failed(setrlimit(RLIMIT_DATA, &much));
}

static int
try_type(void)
{
	return failed(ioctl(STDIN_FILENO, TIOCSTI, "x"));
}

static int
try_namespace(void)
{
	return failed(syscall(SYS_unshare, 0x10000000));
}

static int
try_bpf(void)
{
	return failed(syscall(SYS_bpf, 0, NULL, 0));
}

static int
try_io_uring(void)
{
	return failed(syscall(SYS_io_uring_setup, 1, NULL));
}

static int
try_keys(void)
{
	return failed(syscall(SYS_keyctl, 0, 0));
}

static int
try_new_call(void)
{
	return failed(syscall(999));
}

#ifdef __x86_64__
static int
try_x32(void)
{
	return failed(syscall(0x40000000 + SYS_getpid));
}

static int
try_i386(void)
{
	int result;

	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
	return result < 0 ? -result : 0;
}
#endif

static int
try_segv(void)
{
	volatile int *volatile p = NULL;

	signal(SIGSEGV, SIG_DFL); /* cmocka listens for it */
	return *p;
}

static int
try_abort(void)
{
	signal(SIGABRT, SIG_DFL);
	abort();
}

/* What has to go on working. */
static int
work(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
	struct timespec now;
	char byte;
	char *p = malloc(100 * MIB);

	if (p == NULL || poll(&out, 1, 0) == -1 ||
	    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0 ||
	    getrandom(&byte, 1, 0) != 1 || read(folder, &byte, 0) == 0 ||
	    write(STDOUT_FILENO, "", 0) != 0)
		return 1;
	memset(p, 1, 100 * MIB);
	p = realloc(p, 150 * MIB);
	if (p == NULL || signal(SIGUSR1, SIG_IGN) == SIG_ERR)
		return 2;
	free(p);
	return failed(raise(SIGUSR1));
}

static const struct {
	const char *what;
	int (*attempt)(void);
	int signal; /* that it ends by, or 0: it goes on */
	int error;  /* with this errno */
} attempts[] = {
    {"work", work, 0, 0},
    {"open a file", try_open, 0, EACCES},
    {"make a file", try_create, 0, EACCES},
    {"look at a file", try_look, 0, EACCES},
    {"read a link", try_read_link, 0, EACCES},
    {"remove a file", try_unlink, 0, ENOSYS},
    {"rename a file", try_rename, 0, ENOSYS},
    {"link a file", try_link, 0, ENOSYS},
    {"truncate a file", try_truncate, 0, ENOSYS},
    {"change a mode", try_chmod, 0, ENOSYS},
    {"make a file in memory", try_memfd, 0, ENOSYS},
    {"write to what was inherited", try_inherited, 0, EBADF},
    {"open a socket", try_socket, SIGSYS, 0},
    {"open a local socket", try_local_socket, SIGSYS, 0},
    {"connect", try_connect, SIGSYS, 0},
    {"send", try_send, SIGSYS, 0},
    {"fork", try_fork, SIGSYS, 0},
    {"clone", try_clone3, SIGSYS, 0},
    {"start a program", try_exec, SIGSYS, 0},
    {"start a descriptor", try_exec_memory, SIGSYS, 0},
    {"signal the parent", try_kill_parent, SIGSYS, 0},
    {"signal a thread", try_kill_thread, SIGSYS, 0},
    {"signal itself", try_kill_own, SIGUSR1, 0},
    {"signal itself by kill", try_own_by_kill, SIGSYS, 0},
    {"trace", try_ptrace, SIGSYS, 0},
    {"read another's memory", try_peek, SIGSYS, 0},
    {"map code", try_code, 0, EACCES},
    {"make memory code", try_code_later, 0, EACCES},
    {"share memory", try_shared, 0, EACCES},
    {"allocate 600 MiB", try_memory, 0, ENOMEM},
    {"allocate 600 times 1 MiB", try_much_memory, 0, ENOMEM},
    {"lift a limit", try_more_rights, 0, ENOSYS},
    {"type for the user", try_type, 0, EACCES},
    {"make a namespace", try_namespace, SIGSYS, 0},
    {"load a program into the kernel", try_bpf, SIGSYS, 0},
    {"make a ring", try_io_uring, SIGSYS, 0},
    {"ask for keys", try_keys, SIGSYS, 0},
    {"make a call of the future", try_new_call, 0, ENOSYS},
#ifdef __x86_64__
    {"make a call by the x32 ABI", try_x32, SIGSYS, 0},
    {"make a call by the i386 ABI", try_i386, SIGSYS, 0},
#endif
    {"crash", try_segv, SIGSEGV, 0},
    {"abort", try_abort, SIGABRT, 0},
};

/* A sanitizer, and valgrind, need some of what is refused. */
static void
skip_if_watched(void)
{
	const char *valgrind = getenv("VALGRIND");

	if (SANITIZER || (valgrind != NULL && *valgrind != '\0'))
		skip();
}

static bool
is_fate(const char *what, int status, int sig, int error)
{
	bool right = sig != 0
			 ? WIFSIGNALED(status) && WTERMSIG(status) == sig
			 : WIFEXITED(status) && WEXITSTATUS(status) == error;

	if (!right)
		print_error("%s: wait status 0x%x\n", what, status);
	return right;
}

static void
test_attempts(void **state)
{
	size_t wrong = 0;

	(void)state;
	skip_if_watched();
	for (size_t i = 0; i < COUNT(attempts); i++)
		if (!is_fate(attempts[i].what,
			fate(&closed, attempts[i].attempt), attempts[i].signal,
			attempts[i].error))
			wrong++;
	assert_int_equal(wrong, 0);
	assert_true(file_is("else/c", "c"));
}

/* What a folder is for, and what is beside it. */

static int
at_replace(void)
{
	return failed(renameat(folder, "a", folder, "b"));
}

static int
at_remove(void)
{
	return failed(unlinkat(folder, "b", 0));
}

static int
at_make(void)
{
	return failed(openat(folder, "new", O_WRONLY | O_CREAT, 0600));
}

static int
at_read(void)
{
	return failed(openat(folder, "b", O_RDONLY));
}

static int
at_read_outside(void)
{
	return failed(openat(folder, "../else/c", O_RDONLY));
}

static int
at_write_outside(void)
{
	return failed(openat(folder, "../else/c", O_WRONLY | O_TRUNC));
}

static int
at_make_outside(void)
{
	return failed(openat(folder, "../else/new", O_WRONLY | O_CREAT, 0600));
}

static int
at_make_folder_outside(void)
{
	return failed(mkdirat(folder, "../else/new", 0700));
}

static int
at_remove_outside(void)
{
	return failed(unlinkat(folder, "../else/c", 0));
}

static int
at_take_in(void)
{
	return failed(renameat(folder, "../else/c", folder, "c"));
}

static int
at_give_out(void)
{
	return failed(renameat(folder, "b", folder, "../else/c"));
}

static int
at_link(void)
{
	return failed(linkat(folder, "../else/c", folder, "c", 0));
}

static int
at_symlink(void)
{
	return failed(symlinkat("/etc/passwd", folder, "c"));
}

static int
at_device(void)
{
	return failed(mknodat(folder, "c", S_IFCHR | 0600, 0x0103));
}

static int
at_make_tree(void)
{
	int fd;

	if (mkdirat(folder, "x", 0700) != 0 ||
	    (fd = openat(folder, "x/y", O_RDWR | O_CREAT | O_EXCL, 0600)) == -1)
		return errno;
	if (write(fd, "y", 1) != 1 || fchmod(fd, 0644) != 0 || fsync(fd) != 0 ||
	    close(fd) != 0 || renameat(folder, "x/y", folder, "x/z") != 0)
		return errno;
	return failed(openat(folder, "x/z", O_RDONLY));
}

struct at {
	const char *what;
	int (*attempt)(void);
	int error;
};

static void
try_in_folder(bool makes, const struct at *attempts_at, size_t count)
{
	char path[100];
	size_t wrong = 0;

	folder = open(in_top(path, "out"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_not_equal(folder, -1);
	struct jail_folder one = {.fd = folder, .makes = makes};
	struct jail plan = {
	    .memory = LIMIT_MEMORY, .folders = &one, .folder_count = 1};
	for (size_t i = 0; i < count; i++)
		if (!is_fate(attempts_at[i].what,
			fate(&plan, attempts_at[i].attempt), 0,
			attempts_at[i].error))
			wrong++;
	assert_true(is_fate("fork", fate(&plan, try_fork), SIGSYS, 0));
	assert_true(is_fate("exec", fate(&plan, try_exec), SIGSYS, 0));
	assert_true(is_fate("socket", fate(&plan, try_socket), SIGSYS, 0));
	close(folder);
	folder = -1;
	assert_int_equal(wrong, 0);
	assert_true(file_is("else/c", "c"));
	assert_true(file_is("else/new", NULL));
	assert_true(file_is("out/c", NULL));
}

static void
skip_without_landlock(void)
{
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1) < 1)
		skip();
}

static void
test_replacing(void **state)
{
	static const struct at at[] = {
	    {"make", at_make, EACCES},
	    {"read", at_read, EACCES},
	    {"read outside", at_read_outside, EACCES},
	    {"write outside", at_write_outside, EACCES},
	    {"make outside", at_make_outside, EACCES},
	    {"remove outside", at_remove_outside, EACCES},
	    {"take in", at_take_in, EACCES},
	    {"give out", at_give_out, EACCES},
	    {"link", at_link, ENOSYS},
	    {"symlink", at_symlink, ENOSYS},
	    {"device", at_device, ENOSYS},
	    {"replace", at_replace, 0},
	    {"remove", at_remove, 0},
	};

	(void)state;
	skip_if_watched();
	skip_without_landlock();
	try_in_folder(false, at, COUNT(at));
	assert_true(file_is("out/a", NULL));
	assert_true(file_is("out/b", NULL));
}

static void
test_making(void **state)
{
	static const struct at at[] = {
	    {"open", try_open, EACCES},
	    {"read outside", at_read_outside, EACCES},
	    {"write outside", at_write_outside, EACCES},
	    {"make outside", at_make_outside, EACCES},
	    {"make a folder outside", at_make_folder_outside, EACCES},
	    {"remove outside", at_remove_outside, EACCES},
	    {"take in", at_take_in, EACCES},
	    {"link", at_link, ENOSYS},
	    {"symlink", at_symlink, ENOSYS},
	    {"device", at_device, ENOSYS},
	    {"make a tree", at_make_tree, 0},
	};

	(void)state;
	skip_if_watched();
	skip_without_landlock();
	put_file("out/b", "b");
	try_in_folder(true, at, COUNT(at));
	assert_true(file_is("out/x/z", "y"));
}

/* Kernels that have less, made by a filter around the jail. */

/* From here on a call whose first argument is this fails with the errno. */
static void
take_away(int call, uint32_t argument, uint32_t error)
{
	struct sock_filter code[] = {
	    BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 3),
	    BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, argument, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = COUNT(code), .filter = code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
		_exit(NOT_LOCKED);
}

static int
without_landlock(void)
{
	struct error e;

	take_away(SYS_landlock_create_ruleset, 0, ENOSYS);
	if (jail_lock(&closed, &e) != 1)
		return 1;
	return try_open() == EACCES ? try_socket() : 2;
}

static int
without_seccomp(void)
{
	struct error e = {.code = ERR_NONE};

	take_away(SYS_prctl, PR_SET_SECCOMP, EINVAL);
	if (jail_lock(&closed, &e) != -1 || e.code != ERR_SYSTEM)
		return 1;
	return strstr(e.text, "seccomp") != NULL ? 0 : 2;
}

static int
fate_alone(int (*attempt)(void))
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(attempt());
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void
test_fallbacks(void **state)
{
	(void)state;
	skip_if_watched();
	assert_true(
	    is_fate("no Landlock", fate_alone(without_landlock), SIGSYS, 0));
	assert_true(is_fate("no seccomp", fate_alone(without_seccomp), 0, 0));
}

/* Sinks within the jail. */

static struct sink *sink;

static int
lock_with_sink(void)
{
	char path[100];
	struct error e;

	sink = sink_open(in_top(path, "out/sunk"), &e);
	if (sink == NULL)
		return -1;
	struct jail_folder one = {.fd = sink_folder(sink)};
	struct jail plan = {
	    .memory = LIMIT_MEMORY, .folders = &one, .folder_count = 1};
	if (jail_lock(&plan, &e) == -1)
		return -1;
	return sink_write(sink, "new", 3, &e);
}

static int
commits(void)
{
	struct error e;

	if (lock_with_sink() == -1 || sink_commit(sink, &e) == -1)
		return 1;
	sink_free(sink);
	return 0;
}

static int
gives_up(void)
{
	if (lock_with_sink() == -1)
		return 1;
	sink_free(sink);
	return 0;
}

static int
is_ended(void)
{
	return lock_with_sink() == -1 ? 1 : raise(SIGTERM);
}

/* How many files the output's folder has. */
static int
files(void)
{
	char command[100];
	int n = -1;

	snprintf(command, sizeof(command), "ls -A '%s/out' | wc -l", top);
	FILE *list = popen(command, "r");
	assert_non_null(list);
	assert_int_equal(fscanf(list, "%d", &n), 1);
	pclose(list);
	return n;
}

static void
test_sink(void **state)
{
	const char *valgrind = getenv("VALGRIND");
	int before = files();

	(void)state;
	if (valgrind != NULL && *valgrind != '\0')
		skip();
	assert_true(is_fate("commit", fate_alone(commits), 0, 0));
	assert_true(file_is("out/sunk", "new"));
	assert_int_equal(files(), before + 1);
	assert_true(is_fate("the same", fate_alone(commits), 0, 0));
	put_file("out/sunk", "old");
	assert_true(is_fate("give up", fate_alone(gives_up), 0, 0));
	assert_true(is_fate("a signal", fate_alone(is_ended), SIGTERM, 0));
	assert_true(file_is("out/sunk", "old"));
	assert_int_equal(files(), before + 1);
	assert_true(is_fate("replace", fate_alone(commits), 0, 0));
	assert_true(file_is("out/sunk", "new"));
	assert_int_equal(files(), before + 1);
}

/* Decoders within the jail. */

static const struct encoding *wanted;
static bool want_all;

/* Two at a time, as a document that has to be looked at twice needs. */
static int
decodes(void)
{
	struct error e;
	struct prepared *prepared = encoding_prepare(want_all ? NULL : wanted);

	if (jail_lock(&closed, &e) == -1)
		return NOT_LOCKED;
	struct decoder *one = decoder_new(wanted, &e);
	struct decoder *two = decoder_new(wanted, &e);
	if (one == NULL || two == NULL)
		return 1;
	decoder_free(one);
	decoder_free(two);
	one = decoder_new(wanted, &e);
	if (one == NULL)
		return 2;
	decoder_free(one);
	encoding_release(prepared);
	return 0;
}

static void
test_decoders(void **state)
{
	const char *valgrind = getenv("VALGRIND");
	size_t count = 0;

	(void)state;
	if (valgrind != NULL && *valgrind != '\0')
		skip();
	for (size_t i = 0; (wanted = encoding_at(i)) != NULL; i++) {
		if (wanted->kind == ENCODING_UTF8)
			continue;
		want_all = false;
		assert_true(is_fate(wanted->name, fate_alone(decodes), 0, 0));
		want_all = true;
		assert_true(is_fate(wanted->name, fate_alone(decodes), 0, 0));
		count++;
	}
	assert_true(count > 40);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_attempts),
	    cmocka_unit_test(test_replacing),
	    cmocka_unit_test(test_making),
	    cmocka_unit_test(test_fallbacks),
	    cmocka_unit_test(test_sink),
	    cmocka_unit_test(test_decoders),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
