/*
 * The sandbox of a verb that reads what strangers wrote, and what is said when
 * there is none, or not all of it.
 */
#include "run/lock.h"

#include "run/verb.h"

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
		return error_set(e, ERR_SYSTEM,
		    "cannot set up the sandbox: %s; --no-sandbox does without",
		    why.text);
	if (got == 1)
		warn(options,
		    "this kernel has no Landlock: the sandbox is weaker");
	return 0;
}
