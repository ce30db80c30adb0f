/*
 * Lists of system calls, and the filter that is made of them (seccomp(2), the
 * BPF of bpf(4)).  The first rule of a call that fits counts.  A call on no
 * list fails with ENOSYS, as on an older kernel, which libraries are prepared
 * for; what they try and can do without fails with EACCES; what no accident
 * does ends the process.
 *
 * Written out, because libseccomp takes three times as long to the same filter.
 */
#include "base/seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sanitizer.h"

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#define CALLS_MAX 0x40000000 /* from here on: those of the x32 ABI */
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#else
#define MACHINE 0 /* not known: nothing can be locked */
#endif
#ifndef CALLS_MAX
#define CALLS_MAX INT32_MAX
#endif

/* Calls that some machines do without. */
#define ABSENT (-1)
#ifndef __NR_access
#define __NR_access ABSENT
#endif
#ifndef __NR_creat
#define __NR_creat ABSENT
#endif
#ifndef __NR_fork
#define __NR_fork ABSENT
#endif
#ifndef __NR_getdents
#define __NR_getdents ABSENT
#endif
#ifndef __NR_lstat
#define __NR_lstat ABSENT
#endif
#ifndef __NR_open
#define __NR_open ABSENT
#endif
#ifndef __NR_poll
#define __NR_poll ABSENT
#endif
#ifndef __NR_readlink
#define __NR_readlink ABSENT
#endif
#ifndef __NR_renameat
#define __NR_renameat ABSENT
#endif
#ifndef __NR_stat
#define __NR_stat ABSENT
#endif
#ifndef __NR_time
#define __NR_time ABSENT
#endif
#ifndef __NR_vfork
#define __NR_vfork ABSENT
#endif

/* A rule for a call, or for one whose argument, as far as mask, is this. */
struct rule {
	int call;
	uint32_t answer;
	bool judged;
	uint8_t argument;
	uint32_t mask;
	uint32_t is;
};

#define ALLOWED SECCOMP_RET_ALLOW
#define REFUSED (SECCOMP_RET_ERRNO | EACCES)
#define UNKNOWN (SECCOMP_RET_ERRNO | ENOSYS)
#define DEADLY SECCOMP_RET_KILL_PROCESS

#define ALLOW(name)                                                            \
	{                                                                      \
		.call = __NR_##name, .answer = ALLOWED                         \
	}
#define REFUSE(name)                                                           \
	{                                                                      \
		.call = __NR_##name, .answer = REFUSED                         \
	}
#define KILL(name)                                                             \
	{                                                                      \
		.call = __NR_##name, .answer = DEADLY                          \
	}
#define ALLOW_VALUE(name, n, value)                                            \
	{                                                                      \
		.call = __NR_##name, .answer = ALLOWED, .judged = true,        \
		.argument = n, .mask = UINT32_MAX, .is = value                 \
	}
#define REFUSE_FLAG(name, n, flag)                                             \
	{                                                                      \
		.call = __NR_##name, .answer = REFUSED, .judged = true,        \
		.argument = n, .mask = flag, .is = flag                        \
	}

#define REFUSE_VALUE(name, n, part, value)                                     \
	{                                                                      \
		.call = __NR_##name, .answer = REFUSED, .judged = true,        \
		.argument = n, .mask = part, .is = value                       \
	}
#define ALLOW_FLAG(name, n, flag)                                              \
	{                                                                      \
		.call = __NR_##name, .answer = ALLOWED, .judged = true,        \
		.argument = n, .mask = flag, .is = flag                        \
	}
#define ALLOW_NONE(name, n, flags)                                             \
	{                                                                      \
		.call = __NR_##name, .answer = ALLOWED, .judged = true,        \
		.argument = n, .mask = flags, .is = 0                          \
	}
#define UNHEARD(name)                                                          \
	{                                                                      \
		.call = __NR_##name, .answer = UNKNOWN                         \
	}

#define SOCK_TYPES 0xf /* of a type; the rest are flags */
#define WRITES (O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))
#define THREAD                                                                 \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD)

/* clang-format off */
static const struct rule computing[] = {
	/* What is open. */
	ALLOW(read),
	ALLOW(pread64),
	ALLOW(lseek),
	ALLOW(write),
	ALLOW(writev),
	ALLOW(poll),
	ALLOW(ppoll),
	ALLOW(fstat),
	ALLOW(close),

	/* Memory: no code, and nothing that is shared. */
	ALLOW(brk),
	REFUSE_FLAG(mmap, 2, PROT_EXEC),
	REFUSE_FLAG(mmap, 3, MAP_SHARED),
	ALLOW(mmap),
	REFUSE_FLAG(mprotect, 2, PROT_EXEC),
	ALLOW(mprotect),
	ALLOW(mremap),
	ALLOW(munmap),
	ALLOW(madvise),

	/* Signals; tgkill comes with the number of the process. */
	ALLOW(rt_sigaction),
	ALLOW(rt_sigprocmask),
	ALLOW(rt_sigreturn),
	ALLOW(restart_syscall),
	ALLOW(getpid),
	ALLOW(gettid),

	/* What libraries ask for. */
	ALLOW(clock_gettime),
	ALLOW(gettimeofday),
	ALLOW(time),
	ALLOW(futex),
	ALLOW(getrandom),
	ALLOW(sysinfo),

	/* The end. */
	ALLOW(exit),
	ALLOW(exit_group),
};

static const struct rule replacing[] = {
	ALLOW(newfstatat),
	ALLOW(statx),
	ALLOW(fsync),
	ALLOW(renameat),
	ALLOW(renameat2),
	ALLOW(unlinkat),
};

static const struct rule making[] = {
	ALLOW(openat),
	ALLOW(openat2),
	ALLOW_VALUE(fcntl, 1, F_DUPFD_CLOEXEC),
	ALLOW_VALUE(fcntl, 1, F_OFD_SETLK),
	ALLOW(mkdirat),
	ALLOW(faccessat),
	ALLOW(faccessat2),
	ALLOW(readlink),
	ALLOW(readlinkat),
	ALLOW(fchmod),
	ALLOW(fchown),
};

static const struct rule taking[] = {
	ALLOW(recvmsg),
};

/* For a resolver and TLS; what a call may touch is Landlock's to say. */
static const struct rule talking[] = {
	/* Sockets; the kernel's own network tables are asked by NETLINK. */
	REFUSE_VALUE(socket, 1, SOCK_TYPES, SOCK_RAW),
	REFUSE_VALUE(socket, 1, SOCK_TYPES, SOCK_PACKET),
	ALLOW_VALUE(socket, 0, AF_INET),
	ALLOW_VALUE(socket, 0, AF_INET6),
	ALLOW_VALUE(socket, 0, AF_NETLINK),
	REFUSE(socket),
	ALLOW_VALUE(socketpair, 0, AF_UNIX),
	ALLOW(bind),
	ALLOW(connect),
	ALLOW(getpeername),
	ALLOW(getsockname),
	ALLOW(getsockopt),
	ALLOW(setsockopt),
	ALLOW(shutdown),
	ALLOW(recvfrom),
	ALLOW(recvmsg),
	ALLOW(recvmmsg),
	ALLOW(sendto),
	ALLOW(sendmsg),
	ALLOW(sendmmsg),
	ALLOW_VALUE(ioctl, 1, FIONREAD),
	ALLOW_VALUE(ioctl, 1, FIONBIO),
	ALLOW_VALUE(fcntl, 1, F_GETFD),
	ALLOW_VALUE(fcntl, 1, F_SETFD),
	ALLOW_VALUE(fcntl, 1, F_GETFL),
	ALLOW_VALUE(fcntl, 1, F_SETFL),
	ALLOW_VALUE(fcntl, 1, F_ADD_SEALS),

	/* Files: nothing is written, but what is only in memory. */
	ALLOW_NONE(openat, 2, WRITES),
	ALLOW(newfstatat),
	ALLOW(stat),
	ALLOW(statx),
	ALLOW(memfd_create),
	ALLOW(eventfd2),
	ALLOW(pipe2),

	/* Threads: glibc does without clone3, whose flags cannot be seen. */
	ALLOW_FLAG(clone, 0, THREAD),
	UNHEARD(clone3),
	ALLOW(set_robust_list),
	ALLOW(rseq),
	ALLOW(sched_yield),
	ALLOW(clock_nanosleep),

	/* Who it is, which libraries ask before they trust the environment. */
	ALLOW(uname),
	ALLOW(getuid),
	ALLOW(geteuid),
	ALLOW(getgid),
	ALLOW(getegid),
};

static const struct rule tried[] = {
	REFUSE(open),
	REFUSE(openat),
	REFUSE(openat2),
	REFUSE(creat),
	REFUSE(stat),
	REFUSE(lstat),
	REFUSE(newfstatat),
	REFUSE(statx),
	REFUSE(access),
	REFUSE(faccessat),
	REFUSE(faccessat2),
	REFUSE(readlink),
	REFUSE(readlinkat),
	REFUSE(ioctl),
};

static const struct rule deadly[] = {
	/* Programs and processes. */
	KILL(execve),
	KILL(execveat),
	KILL(fork),
	KILL(vfork),
	KILL(clone),
	KILL(clone3),

	/* Other processes. */
	KILL(kill),
	KILL(tkill),
	KILL(tgkill),
	KILL(rt_sigqueueinfo),
	KILL(rt_tgsigqueueinfo),
	KILL(pidfd_open),
	KILL(pidfd_getfd),
	KILL(pidfd_send_signal),
	KILL(ptrace),
	KILL(process_vm_readv),
	KILL(process_vm_writev),

	/* The network, and whoever listens on this machine. */
	KILL(socket),
	KILL(socketpair),
	KILL(connect),
	KILL(bind),
	KILL(listen),
	KILL(accept),
	KILL(accept4),
	KILL(sendto),
	KILL(sendmsg),
	KILL(sendmmsg),
	KILL(recvfrom),
	KILL(recvmsg),
	KILL(recvmmsg),

	/* The kernel. */
	KILL(bpf),
	KILL(perf_event_open),
	KILL(userfaultfd),
	KILL(io_uring_setup),
	KILL(io_uring_enter),
	KILL(io_uring_register),
	KILL(add_key),
	KILL(request_key),
	KILL(keyctl),
	KILL(mount),
	KILL(umount2),
	KILL(chroot),
	KILL(pivot_root),
	KILL(setns),
	KILL(unshare),
	KILL(init_module),
	KILL(finit_module),
	KILL(kexec_load),
};

/* AddressSanitizer's search for leaks, from a process beside this one. */
static const struct rule sanitizing[] = {
	ALLOW(mmap),
	ALLOW(open),
	ALLOW(openat),
	ALLOW(stat),
	ALLOW(newfstatat),
	ALLOW(readlink),
	ALLOW(getdents),
	ALLOW(getdents64),
	ALLOW(clone),
	ALLOW(wait4),
	ALLOW(ptrace),
	ALLOW(prctl),
	ALLOW(getppid),
	ALLOW(prlimit64),
	ALLOW(sigaltstack),
	ALLOW(sched_yield),
};
/* clang-format on */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define LISTS                                                                  \
	(COUNT(computing) + COUNT(replacing) + COUNT(making) + COUNT(taking) + \
	    COUNT(talking) + COUNT(tried) + COUNT(deadly) +                    \
	    COUNT(sanitizing) + 1)
#define RULE_MAX 6 /* instructions for one */
#define LEAF 12	   /* rules that are gone through one by one */

struct filter {
	struct rule rules[LISTS]; /* by call, those of one in their order */
	size_t n_rules;
	struct sock_filter code[(LISTS + 4) * RULE_MAX];
	unsigned short n;
};

/* Behind those of the same call. */
static void
add_rule(struct filter *f, const struct rule *rule)
{
	size_t i = f->n_rules;

	if (rule->call == ABSENT)
		return;
	for (; i > 0 && f->rules[i - 1].call > rule->call; i--)
		f->rules[i] = f->rules[i - 1];
	f->rules[i] = *rule;
	f->n_rules++;
}

static void
add_rules(struct filter *f, const struct rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_rule(f, &rules[i]);
}

static void
put(struct filter *f, struct sock_filter instruction)
{
	f->code[f->n++] = instruction;
}

static void
put_load(struct filter *f, size_t offset)
{
	put(f, (struct sock_filter)BPF_STMT(
		   BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void
put_answer(struct filter *f, uint32_t answer)
{
	put(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer));
}

/* Goes on over the next instructions, so many if it is equal, so many if not.
 */
static void
put_equal(struct filter *f, uint32_t value, uint8_t yes, uint8_t no)
{
	put(f, (struct sock_filter)BPF_JUMP(
		   BPF_JMP | BPF_JEQ | BPF_K, value, yes, no));
}

/* The lower half of an argument: all these machines have it first. */
static size_t
argument(unsigned n)
{
	return offsetof(struct seccomp_data, args) + n * sizeof(uint64_t);
}

static void
put_rule(struct filter *f, const struct rule *rule)
{
	size_t number = offsetof(struct seccomp_data, nr);

	put_equal(f, (uint32_t)rule->call, 0, rule->judged ? 5 : 1);
	if (rule->judged) {
		put_load(f, argument(rule->argument));
		put(f, (struct sock_filter)BPF_STMT(
			   BPF_ALU | BPF_AND | BPF_K, rule->mask));
		put_equal(f, rule->is, 0, 1);
	}
	put_answer(f, rule->answer);
	if (rule->judged)
		put_load(f, number);
}

/* Where the second half of some rules begins; no call is in both. */
static size_t
middle(const struct filter *f, size_t from, size_t to)
{
	size_t i = from + (to - from) / 2;

	while (i < to && f->rules[i].call == f->rules[i - 1].call)
		i++;
	return i;
}

/* A tree: the kernel goes through the filter for each call that there is. */
static void
put_rules(struct filter *f, size_t from, size_t to)
{
	size_t half = middle(f, from, to);

	if (to - from <= LEAF || half == to) {
		for (size_t i = from; i < to; i++)
			put_rule(f, &f->rules[i]);
		put_answer(f, UNKNOWN);
		return;
	}
	put(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K,
		   (uint32_t)f->rules[half].call, 0, 1));
	struct sock_filter *over = &f->code[f->n];
	put(f, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0));
	put_rules(f, from, half);
	over->k = (uint32_t)(&f->code[f->n] - over - 1);
	put_rules(f, half, to);
}

/* Calls by another ABI have other numbers. */
static void
put_machine(struct filter *f)
{
	put_load(f, offsetof(struct seccomp_data, arch));
	put_equal(f, MACHINE, 1, 0);
	put_answer(f, DEADLY);
	put_load(f, offsetof(struct seccomp_data, nr));
	put(f, (struct sock_filter)BPF_JUMP(
		   BPF_JMP | BPF_JGE | BPF_K, CALLS_MAX, 0, 1));
	put_answer(f, DEADLY);
}

/* raise(3) is for the process itself. */
static void
add_raise(struct filter *f)
{
	add_rule(f, &(struct rule){.call = __NR_tgkill,
			.answer = ALLOWED,
			.judged = true,
			.argument = 0,
			.mask = UINT32_MAX,
			.is = (uint32_t)getpid()});
}

int
seccomp_lock(const struct seccomp_needs *needs, struct error *e)
{
	struct filter f = {.n = 0};

	if (MACHINE == 0)
		return error_set(e, ERR_SYSTEM,
		    "the system calls of this machine are not known");
	if (SANITIZER)
		add_rules(&f, sanitizing, COUNT(sanitizing));
	add_rules(&f, computing, COUNT(computing));
	add_raise(&f);
	if (needs->files >= SECCOMP_REPLACE)
		add_rules(&f, replacing, COUNT(replacing));
	if (needs->files >= SECCOMP_MAKE)
		add_rules(&f, making, COUNT(making));
	if (needs->handed)
		add_rules(&f, taking, COUNT(taking));
	if (needs->network)
		add_rules(&f, talking, COUNT(talking));
	add_rules(&f, tried, COUNT(tried));
	add_rules(&f, deadly, COUNT(deadly));
	put_machine(&f);
	put_rules(&f, 0, f.n_rules);
	struct sock_fprog program = {.len = f.n, .filter = f.code};
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == -1)
		return error_errno(e, ERR_SYSTEM, "seccomp");
	return 0;
}
