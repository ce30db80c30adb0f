#ifndef FEEDLOOM_VERBS_VERBS_H
#define FEEDLOOM_VERBS_VERBS_H

#include "cli/options.h"

/*
 * The verbs of this folder, as cli/verb.h has them; each stands in the file
 * that has its name.
 */
int check_main(const struct options *options);
int digest_main(const struct options *options);
int feeds_main(const struct options *options);
int formats_main(const struct options *options); /* plugins.c */
int init_main(const struct options *options);
int new_main(const struct options *options);
int outbox_main(const struct options *options);
int plugins_main(const struct options *options);
int run_main(const struct options *options);
int status_main(const struct options *options);
int test_main(const struct options *options);
int trace_main(const struct options *options);

#endif
