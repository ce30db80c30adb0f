/*
 * Landlock (landlock(7), Linux 5.13): each version of its ABI can refuse more;
 * all of it is refused that the running kernel knows of.  The numbers are
 * here, since the headers of a system may be older than its kernel; they are
 * part of the ABI and never change.
 */
#include "base/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sanitizer.h"

#define ACCESS_FS_ALL_1 ((UINT64_C(1) << 13) - 1)
#define ACCESS_FS_REFER (UINT64_C(1) << 13)
#define ACCESS_FS_TRUNCATE (UINT64_C(1) << 14)
#define ACCESS_FS_IOCTL_DEV (UINT64_C(1) << 15)
#define ACCESS_NET_ALL UINT64_C(3) /* to bind and to connect TCP */
#define ACCESS_NET_CONNECT UINT64_C(2)
#define RULE_NET_PORT 2	      /* a rule for struct port */
#define SCOPE_ALL UINT64_C(3) /* abstract sockets, signals */

/* struct landlock_ruleset_attr; an older kernel takes zeros at its end. */
struct ruleset {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

/* struct landlock_net_port_attr */
struct port {
	uint64_t access;
	uint64_t port;
};

static const struct {
	long abi; /* that brought it */
	struct ruleset refused;
} versions[] = {
    {1, {.fs = ACCESS_FS_ALL_1}},
    {2, {.fs = ACCESS_FS_REFER}},
    {3, {.fs = ACCESS_FS_TRUNCATE}},
    {4, {.net = ACCESS_NET_ALL}},
    {5, {.fs = ACCESS_FS_IOCTL_DEV}},
    {6, {.scoped = SCOPE_ALL}},
};

/* A file takes another's name, and a temporary goes. */
#define REPLACES (LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define MAKES                                                                  \
	(REPLACES | LANDLOCK_ACCESS_FS_MAKE_DIR |                              \
	    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |       \
	    LANDLOCK_ACCESS_FS_WRITE_FILE)
#define READS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

static struct ruleset
refused_by(long abi)
{
	struct ruleset all = {.fs = 0};

	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		if (versions[i].abi > abi)
			break;
		all.fs |= versions[i].refused.fs;
		all.net |= versions[i].refused.net;
		all.scoped |= versions[i].refused.scoped;
	}
	return all;
}

static int
allow(int ruleset, int folder, uint64_t rights, struct error *e)
{
	struct landlock_path_beneath_attr rule = {
	    .allowed_access = rights, .parent_fd = folder};

	if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
		&rule, 0) == -1)
		return error_errno(e, ERR_SYSTEM, "landlock_add_rule");
	return 0;
}

/* A sanitizer reads what /proc says of the process. */
static int
allow_sanitizer(int ruleset, struct error *e)
{
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int result = root == -1 ? 0 : allow(ruleset, root, READS, e);

	if (root != -1)
		close(root);
	return result;
}

/* A file, or a folder and all below it; what is not there needs no right. */
static int
allow_read(int ruleset, const char *path, struct error *e)
{
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	int result = 0;

	if (fd == -1)
		return 0;
	if (fstat(fd, &st) == 0)
		result = allow(ruleset, fd,
		    S_ISDIR(st.st_mode) ? READS : LANDLOCK_ACCESS_FS_READ_FILE,
		    e);
	close(fd);
	return result;
}

static int
allow_port(int ruleset, uint16_t number, struct error *e)
{
	struct port port = {ACCESS_NET_CONNECT, number};

	if (syscall(SYS_landlock_add_rule, ruleset, RULE_NET_PORT, &port, 0) ==
	    -1)
		return error_errno(e, ERR_SYSTEM, "landlock_add_rule");
	return 0;
}

static int
allow_network(int ruleset, const struct ruleset *refused,
    const struct jail_network *network, struct error *e)
{
	for (const char *const *p = network->files; *p != NULL; p++)
		if (allow_read(ruleset, *p, e) == -1)
			return -1;
	for (size_t i = 0; refused->net != 0 && i < network->port_count; i++)
		if (allow_port(ruleset, network->ports[i], e) == -1)
			return -1;
	return 0;
}

static int
restrict_to(int ruleset, const struct ruleset *refused, const struct jail *plan,
    struct error *e)
{
	for (size_t i = 0; i < plan->folder_count; i++)
		if (allow(ruleset, plan->folders[i].fd,
			plan->folders[i].makes ? MAKES : REPLACES, e) == -1)
			return -1;
	if (plan->network != NULL &&
	    allow_network(ruleset, refused, plan->network, e) == -1)
		return -1;
	if (SANITIZER && allow_sanitizer(ruleset, e) == -1)
		return -1;
	if (syscall(SYS_landlock_restrict_self, ruleset, 0) == -1)
		return error_errno(e, ERR_SYSTEM, "landlock_restrict_self");
	return 0;
}

int
landlock_lock(const struct jail *plan, struct error *e)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	/* Not built in, not switched on, or hidden by a jail around us. */
	if (abi < 1)
		return 1;
	struct ruleset refused = refused_by(abi);
	int ruleset = (int)syscall(
	    SYS_landlock_create_ruleset, &refused, sizeof(refused), 0);
	if (ruleset == -1)
		return error_errno(e, ERR_SYSTEM, "landlock_create_ruleset");
	int result = restrict_to(ruleset, &refused, plan, e);
	close(ruleset);
	return result;
}
