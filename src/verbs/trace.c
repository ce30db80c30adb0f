/*
 * feedloom trace: a conversion without its end, and what happened to each entry
 * on its way; or what the stages cost, when nothing else is done but that.
 */
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/color.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "convert/convert.h"
#include "sink/sink.h"
#include "verbs/stage_times.h"
#include "verbs/trails.h"
#include "verbs/verbs.h"

struct trace {
	struct trails *trails;
	struct sink *sink;
	struct error failure; /* of writing; the first */
};

static void
put(struct trace *trace, const struct buf *text)
{
	if (trace->failure.code == ERR_NONE)
		sink_write(
		    trace->sink, buf_text(text), text->len, &trace->failure);
}

static void
report(struct trace *trace, bool all)
{
	struct buf out;

	buf_init(&out, LIMIT_OUTPUT);
	trails_report(trace->trails, all, &out);
	put(trace, &out);
	buf_clear(&out);
}

static void
got(void *context, const char *stage, const xmlNode *entry)
{
	struct trace *trace = context;

	trails_got(trace->trails, stage, entry);
}

static void
gave(void *context, const char *stage, const struct script_entries *entries,
    const char *why)
{
	struct trace *trace = context;

	trails_gave(trace->trails, stage, entries, why);
}

static void
through(void *context, const xmlNode *entry)
{
	struct trace *trace = context;

	trails_through(trace->trails, entry);
	if (trails_done(trace->trails) >= LIMIT_BURST_ENTRIES)
		report(trace, false);
}

static void
put_count(struct buf *out, size_t n, const char *what)
{
	if (n > 0)
		buf_printf(out, ", %zu %s", n, what);
}

static void
sum_up(struct trace *trace)
{
	struct trails_count count = trails_count(trace->trails);
	struct buf out;

	buf_init(&out, KIB);
	buf_printf(&out, "%zu %s", count.entries,
	    count.entries == 1 ? "entry" : "entries");
	put_count(&out, count.changed, "changed");
	put_count(&out, count.dropped, "dropped");
	put_count(&out, count.failed, "failed");
	put_count(&out, count.made, "made");
	buf_putc(&out, '\n');
	put(trace, &out);
	buf_clear(&out);
}

/* What there is to say in the end; the exit status. */
static int
end(struct trace *trace, const struct options *options)
{
	struct error e;

	struct trails_count count = trails_count(trace->trails);
	if (options->entry != NULL && count.entries + count.made == 0) {
		error_set(&e, ERR_INPUT, "no entry has the id or address '%s'",
		    options->entry);
		return verb_fail(options, &e);
	}
	if (!options->quiet && options->entry == NULL)
		sum_up(trace);
	return EX_OK;
}

static int
run_followed(struct trace *trace, const struct options *options)
{
	const struct watcher watcher = {
	    .got = got, .gave = gave, .through = through, .context = trace};

	trace->trails = trails_new(
	    options->entry, color_wanted(options->color, STDOUT_FILENO));
	int status = convert_watched(options, &watcher);
	report(trace, true);
	if (status == EX_OK)
		status = end(trace, options);
	trails_free(trace->trails);
	return status;
}

static void
begins(void *context)
{
	stage_times_begin(context);
}

static void
enters(void *context, const char *stage, size_t entries)
{
	stage_times_enter(context, stage, entries);
}

static void
leaves(void *context)
{
	stage_times_leave(context);
}

/* What stages cost; differences are not looked for, since they cost more. */
static int
run_timed(struct trace *trace, const struct options *options)
{
	struct stage_times *times = stage_times_new();
	const struct watcher watcher = {.begins = begins,
	    .enters = enters,
	    .leaves = leaves,
	    .context = times};
	int status = convert_watched(options, &watcher);
	struct buf out;

	buf_init(&out, LIMIT_OUTPUT);
	stage_times_put(times, &out);
	put(trace, &out);
	buf_clear(&out);
	stage_times_free(times);
	return status;
}

static int
check(const struct options *options, struct error *e)
{
	if (options->plugin.count == 0)
		return error_set(e, ERR_USAGE,
		    "'feedloom trace' needs --plugin: which stages?");
	if (options->time && options->entry != NULL)
		return error_set(e, ERR_USAGE,
		    "--time is about all entries; leave out --entry");
	return 0;
}

int
trace_main(const struct options *options)
{
	struct trace trace = {.failure = {.code = ERR_NONE}};
	struct error e;

	if (check(options, &e) == -1)
		return verb_fail(options, &e);
	trace.sink = sink_open(NULL, &e);
	if (trace.sink == NULL)
		return verb_fail(options, &e);
	int status = options->time ? run_timed(&trace, options)
				   : run_followed(&trace, options);
	if (trace.failure.code == ERR_NONE)
		sink_commit(trace.sink, &trace.failure);
	if (status == EX_OK && trace.failure.code != ERR_NONE)
		status = verb_fail(options, &trace.failure);
	sink_free(trace.sink);
	return status;
}
