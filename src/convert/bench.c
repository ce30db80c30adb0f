/*
 * What `convert` would have on its command line, from the configuration.
 */
#include "convert/bench.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "base/limits.h"
#include "cli/lock.h"

void
bench_init(struct bench *bench, const struct options *options,
    const struct config *config, const char *format)
{
	struct options *o = &bench->options;

	options_init(o, options->verb);
	o->to = format;
	o->verbose = options->verbose > 1 ? options->verbose - 1 : 0;
	o->lenient = true;
	o->no_sandbox = options->no_sandbox;
	bench_add(
	    &o->plugin_path, config->plugin_path, config->plugin_path_count);
}

void
bench_add(struct options_list *list, char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		options_add(list, items[i], strlen(items[i]));
}

int
bench_open(struct bench *bench, struct error *e)
{
	repairs_init(&bench->repairs, &bench->options);
	return loom_open(
	    &bench->loom, &bench->options, &bench->repairs, NULL, e);
}

void
bench_close(struct bench *bench)
{
	loom_close(&bench->loom);
	options_clear(&bench->options);
}

int
bench_lock(const struct options *options, size_t memory, struct error *e)
{
	const struct rlimit made = {LIMIT_MADE, LIMIT_MADE};
	struct jail plan = {.memory = memory};
	struct options quiet = *options;

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &made) == -1)
		return error_errno(e, ERR_SYSTEM, "cannot set a limit");
	/* A sandbox that this kernel cannot make whole is no news each hour. */
	quiet.quiet = options->verbose == 0;
	return lock_in(&quiet, &plan, e);
}
