#ifndef FEEDLOOM_CLI_LOCK_H
#define FEEDLOOM_CLI_LOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/jail.h"
#include "cli/options.h"

/*
 * Where a verb's sandbox and --no-sandbox meet.
 */

/*
 * Whether a plugin or stylesheet of this name may run as the options have it:
 * not without a sandbox, unless it is the installation's (system) or that was
 * said twice.  0, or -1 with ERR_USAGE.
 */
int lock_trust(const struct options *options, const char *name, bool system,
    struct error *e);

/*
 * Locks the process in by the plan, unless --no-sandbox was given; a warning
 * tells of what is then missing.  All that needs opening is open by now, and
 * nothing of a stranger's was decoded or parsed.  0, or -1 with ERR_SYSTEM.
 */
int lock_in(
    const struct options *options, const struct jail *plan, struct error *e);

/*
 * The same, without a warning, for a process that talks to servers on these
 * ports of TCP, by their names: it reads what resolving takes, and the file of
 * certificates, if there is one.
 */
int lock_to_network(const struct options *options, const char *certificates,
    const uint16_t *ports, size_t count, struct error *e);

#endif
