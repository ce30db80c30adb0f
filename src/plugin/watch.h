#ifndef FEEDLOOM_PLUGIN_WATCH_H
#define FEEDLOOM_PLUGIN_WATCH_H

#include <stdbool.h>

/*
 * Processor time of plugins.  After LIMIT_LUA_SECONDS in one call a plugin is
 * late, and Lua's hook makes an error of it; what no hook can stop (a pattern,
 * a sort, a stylesheet) ends the process a second later, with status 65 and a
 * line that names plugin and entry.
 */

/*
 * Sets up a clock that ticks with the process's time, once for all.  give_up
 * (or NULL) is called before the process ends; a signal handler may call it.
 */
void watch_start(void (*give_up)(void));

/* A call begins; entry is what an entry is called, or "".  Both are copied. */
void watch_begin(const char *plugin, const char *entry);
void watch_end(void);

/* Whether the call that is on takes too long. */
bool watch_late(void);

#endif
