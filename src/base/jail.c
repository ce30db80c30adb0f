/*
 * The locks of a process, in their order: what is open, the rights that a
 * program could gain, files, memory, system calls.  Each holds until the end
 * of the process (prctl(2), setrlimit(2)).
 */
#include "base/jail.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/landlock.h"
#include "base/limits.h"
#include "base/sanitizer.h"
#include "base/seccomp.h"

/* Looked at one by one where there is no /proc. */
#define DESCRIPTORS 1024

/* Descriptors of a process that is handed some, or makes sockets, all told. */
#define HANDED 16
#define CONNECTED 512

static void
close_if_inherited(int fd)
{
	int flags = fcntl(fd, F_GETFD);

	if (fd > STDERR_FILENO && flags != -1 && (flags & FD_CLOEXEC) == 0)
		close(fd);
}

/* All that we open is FD_CLOEXEC, and nothing that is inherited can be. */
static void
close_inherited(void)
{
	DIR *dir = opendir("/proc/self/fd");
	const struct dirent *entry;

	if (dir == NULL) {
		for (int fd = 0; fd < DESCRIPTORS; fd++)
			close_if_inherited(fd);
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		close_if_inherited((int)strtol(entry->d_name, NULL, 10));
	closedir(dir);
}

static bool
makes(const struct jail *plan)
{
	for (size_t i = 0; i < plan->folder_count; i++)
		if (plan->folders[i].makes)
			return true;
	return false;
}

static int
limit(int resource, rlim_t most, struct error *e)
{
	struct rlimit is;

	if (getrlimit(resource, &is) == -1)
		return error_errno(e, ERR_SYSTEM, "getrlimit");
	if (is.rlim_max > most)
		is.rlim_max = most;
	if (is.rlim_cur > is.rlim_max)
		is.rlim_cur = is.rlim_max;
	if (setrlimit(resource, &is) == -1)
		return error_errno(e, ERR_SYSTEM, "setrlimit");
	return 0;
}

/*
 * RLIMIT_DATA counts what the process alone can write to.  RLIMIT_AS would
 * also count the files of libraries, and those differ between systems.
 */
static int
limit_all(const struct jail *plan, struct error *e)
{
	if (limit(RLIMIT_CORE, 0, e) == -1)
		return -1;
	if (SANITIZER) /* it keeps books about all of the address space */
		return 0;
	if (limit(RLIMIT_DATA, plan->memory, e) == -1 ||
	    limit(RLIMIT_STACK, LIMIT_STACK, e) == -1)
		return -1;
	/* This one counts threads, too, and those of all the user's processes.
	 */
	if (plan->network == NULL && limit(RLIMIT_NPROC, 0, e) == -1)
		return -1;
	if (makes(plan))
		return 0;
	/* One, because poll(2) takes no more than that, and not none. */
	return limit(RLIMIT_NOFILE,
	    plan->network != NULL ? CONNECTED
	    : plan->handed	  ? HANDED
				  : 1,
	    e);
}

int
jail_lock(const struct jail *plan, struct error *e)
{
	struct seccomp_needs needs = {.files = makes(plan) ? SECCOMP_MAKE
					       : plan->folder_count > 0
						   ? SECCOMP_REPLACE
						   : SECCOMP_NONE,
	    .handed = plan->handed,
	    .network = plan->network != NULL};

	close_inherited();
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return error_errno(e, ERR_SYSTEM, "prctl");
	int weaker = landlock_lock(plan, e);
	if (weaker == -1 || limit_all(plan, e) == -1 ||
	    seccomp_lock(&needs, e) == -1)
		return -1;
	return weaker;
}
