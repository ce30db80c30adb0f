/*
 * A program of the user's.  It is looked for here: execvp(3) would hand to a
 * shell what is no program.
 */
#include "run/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"

#define USUAL_PATH "/usr/local/bin:/usr/bin:/bin"
#define NOT_STARTED 127
#define GRACE 5000 /* milliseconds from its last word to its end */
#define SEALS (F_SEAL_SEAL | F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK)

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, X_OK) == 0;
}

bool
command_find(const char *name, struct buf *path)
{
	const char *folders = getenv("PATH");

	if (strchr(name, '/') != NULL) {
		buf_puts(path, name);
		return is_program(buf_text(path));
	}
	if (folders == NULL)
		folders = USUAL_PATH;
	while (*folders != '\0') {
		size_t n = strcspn(folders, ":");
		buf_cut(path, 0);
		buf_add(path, folders, n);
		buf_printf(path, "/%s", name);
		/* What is relative depends on where cron happens to stand. */
		if (folders[0] == '/' && !buf_full(path) &&
		    is_program(buf_text(path)))
			return true;
		folders += n + (folders[n] == ':');
	}
	return false;
}

static bool
set_up(int input, int output, int said, size_t max)
{
	const struct rlimit most = {max, max};
	sigset_t none;
	int in = input != -1 ? input : open("/dev/null", O_RDONLY);

	sigemptyset(&none);
	return in != -1 && dup2(in, STDIN_FILENO) != -1 &&
	       dup2(output, STDOUT_FILENO) != -1 &&
	       dup2(said, STDERR_FILENO) != -1 &&
	       setrlimit(RLIMIT_FSIZE, &most) == 0 &&
	       signal(SIGPIPE, SIG_DFL) != SIG_ERR &&
	       signal(SIGXFSZ, SIG_DFL) != SIG_ERR &&
	       sigprocmask(SIG_SETMASK, &none, NULL) == 0 &&
	       setpgid(0, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGTERM) == 0;
}

/* In the new process. */
static _Noreturn void
become(const char *path, char *const argv[], int input, int output, int said,
    size_t max)
{
	if (set_up(input, output, said, max)) {
		closefrom(STDERR_FILENO + 1);
		execv(path, argv);
	}
	(void)dprintf(
	    STDERR_FILENO, "cannot be started: %s\n", strerrordesc_np(errno));
	_exit(NOT_STARTED);
}

static int
open_both(struct command *c, int *said, struct error *e)
{
	int ends[2];

	c->output = memfd_create("output", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (c->output == -1)
		return error_errno(e, ERR_SYSTEM, "no file in memory");
	if (pipe2(ends, O_CLOEXEC) == -1) {
		close(c->output);
		return error_errno(e, ERR_SYSTEM, "no pipe");
	}
	(void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
	c->said = ends[0];
	*said = ends[1];
	return 0;
}

static int
start(struct command *c, const char *path, char *const argv[], int input,
    size_t max, struct error *e)
{
	int said = -1;

	if (open_both(c, &said, e) == -1)
		return -1;
	c->pid = fork();
	if (c->pid == 0)
		become(path, argv, input, c->output, said, max);
	close(said);
	if (c->pid == -1) {
		error_errno(e, ERR_SYSTEM, "cannot start a process");
		close(c->output);
		close(c->said);
		return -1;
	}
	/* In both, since either may be the first; it may have gone on. */
	(void)setpgid(c->pid, c->pid);
	return 0;
}

int
command_start(struct command *c, char *const argv[], int input, size_t max,
    struct error *e)
{
	struct buf path;

	*c = (struct command){.pid = -1, .output = -1, .said = -1, .max = max};
	buf_init(&path, LIMIT_URL);
	int result =
	    command_find(argv[0], &path)
		? start(c, buf_text(&path), argv, input, max, e)
		: error_set(e, ERR_NOINPUT, "the command '%s' is no program%s",
		      argv[0], strchr(argv[0], '/') != NULL ? "" : " in PATH");
	buf_clear(&path);
	return result;
}

/* A line without controls; of a long one the beginning. */
static void
put_said(struct command *c, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char byte = (unsigned char)p[i];
		if (p[i] != '\n') {
			if (c->len < sizeof(c->line) - 1)
				c->line[c->len++] =
				    byte < ' ' || byte > '~' ? '?' : p[i];
			continue;
		}
		c->line[c->len] = '\0';
		if (!ascii_all_blank(c->line, c->len))
			memcpy(c->words, c->line, c->len + 1);
		c->len = 0;
	}
}

int
command_listen(struct command *c)
{
	char part[4096];
	ssize_t n = TEMP_FAILURE_RETRY(read(c->said, part, sizeof(part)));

	if (n > 0)
		put_said(c, part, (size_t)n);
	if (n > 0 || (n == -1 && errno == EAGAIN))
		return 1;
	put_said(c, "\n", 1);
	return 0;
}

/* Whoever fails then wanted to write more, whatever it says of that. */
static bool
is_full(const struct command *c)
{
	struct stat st;

	return fstat(c->output, &st) == 0 && (size_t)st.st_size >= c->max;
}

/* How it ended: 0, or -1 with words. */
static int
judge(const struct command *c, int status, bool late, struct error *e)
{
	const char *colon = c->words[0] == '\0' ? "" : ": ";

	if (late)
		return error_set(e, ERR_SYSTEM,
		    "the command was not done in time%s%s", colon, c->words);
	if (status != 0 && is_full(c))
		return error_set(
		    e, ERR_INPUT, "the command wrote more than max_bytes");
	if (WIFSIGNALED(status))
		return error_set(e, ERR_SYSTEM,
		    "the command was ended by signal %d (%s)%s%s",
		    WTERMSIG(status), sigdescr_np(WTERMSIG(status)), colon,
		    c->words);
	if (WEXITSTATUS(status) != 0)
		return error_set(e, ERR_SYSTEM,
		    "the command ended with status %d%s%s", WEXITSTATUS(status),
		    colon, c->words);
	return 0;
}

/* Whether it ends of itself soon; it may only have closed its standard error.
 */
static bool
ends(const struct command *c)
{
	struct pollfd ready = {.fd = pidfd_open(c->pid, 0), .events = POLLIN};

	if (ready.fd == -1)
		return false;
	int n = TEMP_FAILURE_RETRY(poll(&ready, 1, GRACE));
	close(ready.fd);
	return n == 1;
}

/* Until it is waited for, its number is its group's, and nobody else's. */
static int
end_all(struct command *c, bool late)
{
	int status = 0;

	if (!late)
		(void)ends(c);
	(void)kill(-c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) == -1 && errno == EINTR)
		;
	return status;
}

int
command_end(struct command *c, bool late, int *output, struct error *e)
{
	int status = end_all(c, late);

	for (int i = 0; i < 64 && command_listen(c) == 1; i++)
		;
	int result = judge(c, status, late, e);
	if (result == 0 && (fcntl(c->output, F_ADD_SEALS, SEALS) == -1 ||
			       lseek(c->output, 0, SEEK_SET) == -1))
		result =
		    error_errno(e, ERR_SYSTEM, "the output of the command");
	if (result == -1)
		close(c->output);
	*output = result == -1 ? -1 : c->output;
	close(c->said);
	*c = (struct command){
	    .pid = -1, .output = -1, .said = -1, .status = late ? -1 : status};
	return result;
}
