/*
 * Failures of plugins: told, counted, and now and then too many.
 */
#include "convert/thread.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"

#define LATE_MAX 2     /* entries that may take all the time there is */
#define SHARE_FROM 100 /* entries before a share of them means something */

static void
tell(
    const struct thread *thread, const char *text, size_t len, const char *more)
{
	struct buf line;

	buf_init(&line, 2 * KIB);
	for (size_t i = 0; i < len; i++)
		buf_putc(&line, text[i] == '\t' ? ' ' : text[i]);
	buf_puts(&line, more);
	thread->setup->tell(thread->setup->context, buf_text(&line));
	buf_clear(&line);
}

/* Says what failed; -v shows the calls that led there. */
static void
tell_failure(const struct thread *thread, const struct error *e)
{
	tell(thread, e->text, strlen(e->text), "; the entry is left out");
	if (thread->setup->verbose <= 0)
		return;
	const char *at = script_traceback(thread->plugin->script);
	while (*at != '\0') {
		size_t len = strcspn(at, "\n");
		tell(thread, at, len, "");
		at += len;
		at += *at == '\n';
	}
}

void
thread_renew(struct thread *thread)
{
	*thread =
	    (struct thread){.plugin = thread->plugin, .setup = thread->setup};
}

static bool
is_too_much(const struct thread *thread, bool end)
{
	const struct patience *p = &thread->setup->patience;

	if (thread->failures == 0)
		return false;
	if (end && thread->failures >= thread->seen)
		return true;
	if (p->percent == 0)
		return thread->failures > p->failures;
	return (end || thread->seen >= SHARE_FROM) &&
	       thread->failures * 100 > thread->seen * p->percent;
}

static int
give_up(const struct thread *thread, const char *of, struct error *e)
{
	return error_set(e, ERR_INPUT,
	    "%s: failed with %lu of %s%lu entries: too many (--max-failures)",
	    thread->plugin->name, thread->failures, of, thread->seen);
}

int
thread_lose(struct thread *thread, const struct error *failure, struct error *e)
{
	thread->failures++;
	tell_failure(thread, failure);
	if (script_late(thread->plugin->script) && ++thread->late == LATE_MAX)
		return error_set(e, ERR_INPUT,
		    "%s: took too much processor time with %d entries",
		    thread->plugin->name, LATE_MAX);
	return is_too_much(thread, false) ? give_up(thread, "the first ", e)
					  : 0;
}

int
thread_end(const struct thread *thread, struct error *e)
{
	return is_too_much(thread, true) ? give_up(thread, "", e) : 0;
}
