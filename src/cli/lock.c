/*
 * The sandbox of a verb that reads what strangers wrote, and what is said when
 * there is none, or not all of it.
 */
#include "cli/lock.h"

#include <linux/close_range.h>
#include <pthread.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/verb.h"
#include "fetch/resolver.h"

#define THREAD_STACK (512 * KIB) /* of those that resolve names */

int
lock_trust(const struct options *options, const char *name, bool system,
    struct error *e)
{
	if (options->no_sandbox != 1 || system)
		return 0;
	return error_set(e, ERR_USAGE,
	    "'%s' did not come with feedloom, and --no-sandbox would let it do "
	    "what you may; give --no-sandbox twice if you want that",
	    name);
}

static void
warn(const struct options *options, const char *text)
{
	if (!options->quiet)
		verb_warn(text);
}

static int
refuse(const struct error *why, struct error *e)
{
	return error_set(e, ERR_SYSTEM,
	    "cannot set up the sandbox: %s; --no-sandbox does without",
	    why->text);
}

int
lock_in(const struct options *options, const struct jail *plan, struct error *e)
{
	struct error why;

	if (options->no_sandbox > 0) {
		warn(options,
		    "--no-sandbox: what a feed sets off can do what you may");
		return 0;
	}
	int got = jail_lock(plan, &why);
	if (got == -1)
		return refuse(&why, e);
	if (got == 1)
		warn(options,
		    "this kernel has no Landlock: the sandbox is weaker");
	return 0;
}

int
lock_to_network(const struct options *options, const char *certificates,
    const uint16_t *ports, size_t count, struct error *e)
{
	const char *const files[] = {RESOLVER_FILES, certificates, NULL};
	const struct jail_network network = {
	    .files = files, .ports = ports, .port_count = count};
	const struct jail plan = {.memory = LIMIT_MEMORY, .network = &network};
	struct error why;
	pthread_attr_t attributes;

	if (options->no_sandbox > 0)
		return 0;
	resolver_load();
	/* What libraries have opened is not closed by the jail as inherited. */
	if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == -1)
		return error_errno(e, ERR_SYSTEM, "close_range");
	if (pthread_attr_init(&attributes) != 0 ||
	    pthread_attr_setstacksize(&attributes, THREAD_STACK) != 0 ||
	    pthread_setattr_default_np(&attributes) != 0)
		return error_set(e, ERR_SYSTEM, "no threads");
	return jail_lock(&plan, &why) == -1 ? refuse(&why, e) : 0;
}
