/*
 * A clock of processor time that rings every tenth of a second.  Its handler is
 * handed nothing, so what it must know outlives its calls, in one place; a call
 * costs no system call.
 */
#include "plugin/watch.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"

#define TICKS 10 /* a second */

static struct {
	volatile sig_atomic_t on;
	volatile sig_atomic_t ticks; /* since the call began */
	void (*give_up)(void);
	char said[400];
	size_t len;
} watch;

static void
tick(int sig)
{
	(void)sig;
	if (!watch.on || ++watch.ticks <= (LIMIT_LUA_SECONDS + 1) * TICKS)
		return;
	if (watch.give_up != NULL)
		watch.give_up();
	/* There is nobody left to tell when this fails. */
	ssize_t n = write(STDERR_FILENO, watch.said, watch.len);
	(void)n;
	_exit(EX_DATAERR);
}

void
watch_start(void (*give_up)(void))
{
	const struct timeval tenth = {.tv_usec = 1000000 / TICKS};
	struct sigaction act = {.sa_handler = tick, .sa_flags = SA_RESTART};

	watch.give_up = give_up;
	sigemptyset(&act.sa_mask);
	sigaction(SIGPROF, &act, NULL);
	setitimer(ITIMER_PROF, &(struct itimerval){tenth, tenth}, NULL);
}

void
watch_begin(const char *plugin, const char *entry)
{
	static const char late[] =
	    ": took too much processor time and cannot be stopped otherwise\n";
	size_t n = 0;

	const char *const parts[] = {
	    "feedloom: ", plugin, *entry == '\0' ? "" : ": ", entry, late};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t len = strnlen(parts[i], sizeof(watch.said) - n);
		memcpy(watch.said + n, parts[i], len);
		n += len;
	}
	watch.len = n;
	watch.ticks = 0;
	watch.on = 1;
}

void
watch_end(void)
{
	watch.on = 0;
}

bool
watch_late(void)
{
	return watch.on && watch.ticks > LIMIT_LUA_SECONDS * TICKS;
}
