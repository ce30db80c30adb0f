#ifndef FEEDLOOM_CONVERT_BENCH_H
#define FEEDLOOM_CONVERT_BENCH_H

#include <stddef.h>

#include "base/error.h"
#include "cli/options.h"
#include "config/config.h"
#include "convert/loom.h"
#include "convert/repairs.h"

/*
 * A loom in a process of the cron job: its options are those that the
 * configuration means, not those of a command line.  Lives in the caller, who
 * does not move it.
 */
struct bench {
	struct options options;
	struct repairs repairs;
	struct loom loom;
};

/* For one format (a plugin_load spec); more may be said in its options then. */
void bench_init(struct bench *bench, const struct options *options,
    const struct config *config, const char *format);

/* Adds words to a list of options. */
void bench_add(struct options_list *list, char *const *items, size_t count);

/* 0, or -1 with the error filled in; bench_close in any case. */
int bench_open(struct bench *bench, struct error *e);
void bench_close(struct bench *bench);

/*
 * Locks the process in, with memory for its benches: all is open by then.  What
 * is made lies in files in memory, which have a ceiling of their own.  0, or -1
 * with ERR_SYSTEM.
 */
int bench_lock(const struct options *options, size_t memory, struct error *e);

#endif
