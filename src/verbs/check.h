#ifndef FEEDLOOM_VERBS_CHECK_H
#define FEEDLOOM_VERBS_CHECK_H

#include "cli/options.h"
#include "config/config.h"

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

/* The same for recipients of digests, and for where their mail goes. */
void check_digests(const struct check *check);

/* What a fault is found in. */
struct check_part {
	const struct config_place *at;
	const char *word; /* "feed" or "digest" */
	const char *name;
};

/* "FILE:LINE: feed 'NAME': " and the words. */
void check_fault(const struct check *check, const struct check_part *part,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/*
 * Why no file can be written in a folder, which need not be there yet; NULL
 * when one can.  Cuts folder to the part that is to blame.
 */
const char *check_folder(char *folder);

/* Why a file cannot be read, or NULL. */
const char *check_readable(const char *path);

/* A fault when there is no such program, which may be in PATH. */
void check_program(
    const struct check *check, const struct check_part *part, const char *name);

/* A fault when a secret is not where it is said to be; both may be NULL. */
void check_secret(const struct check *check, const struct check_part *part,
    const char *file, const char *variable);

#endif
