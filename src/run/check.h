#ifndef FEEDLOOM_RUN_CHECK_H
#define FEEDLOOM_RUN_CHECK_H

#include "config/config.h"
#include "run/options.h"

/*
 * Whether a configuration would work, as far as that can be known without the
 * network and without writing anything.
 */
struct check {
	const struct options *options;
	const struct config *config;
	void (*fault)(void *context, const char *text);
	void *context;
};

/* Loads and compiles all plugins and formats, each way they are used once. */
void check_plugins(const struct check *check);

/*
 * Looks at what must be there or must be possible: files, programs and secrets
 * of sources, folders of outputs and of the state.
 */
void check_files(const struct check *check);

/* A fault at a place: "FILE:LINE: feed 'NAME': " and the words. */
void check_fault(const struct check *check, const struct config_place *at,
    const struct config_feed *feed, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
