/*
 * Both are `convert` without a command line: what the configuration says of a
 * feed is put into options, and files that are open already are read and
 * written.
 */
#include "run/weaver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/verb.h"
#include "cli/worker.h"
#include "convert/bench.h"
#include "convert/convert.h"
#include "fetch/source.h"
#include "parse/parser.h"
#include "run/job_follow.h"
#include "run/ledger.h"
#include "sink/sink.h"

/* Words of the configuration take the place of the usual ones. */
static void
put_all(struct options_list *list, char *const *items, size_t count)
{
	if (count == 0)
		return;
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	list->count = 0;
	bench_add(list, items, count);
}

/* A bench for one format; stages are the feed's, or none. */
static int
open_bench(struct bench *bench, const struct weaver *w, const char *format,
    bool stages, struct error *e)
{
	struct options *o = &bench->options;

	bench_init(bench, w->options, w->config, format);
	put_all(&o->type, w->feed->types, w->feed->type_count);
	put_all(&o->status, w->feed->statuses, w->feed->status_count);
	if (stages)
		bench_add(&o->plugin, w->feed->through, w->feed->through_count);
	return bench_open(bench, e);
}

static int
fail(const struct weaver *w, const struct error *e)
{
	return verb_fail(w->options, e);
}

static int
weave(struct bench *bench, const struct weaver *w, size_t *reading,
    struct error *e)
{
	struct prepared *prepared = parser_prepare(NULL, DIALECT_AUTO, e);
	struct source **sources = mem_new(w->count, sizeof(sources[0]));
	struct inputs_setup setup = {.sources = sources,
	    .bases = w->bases,
	    .count = w->count,
	    .most = w->most,
	    .reading = reading};
	int status = -1;

	/* One that was read before is read again, with an older page. */
	for (size_t i = 0; i < w->count; i++) {
		lseek(WORKER_FILE + (int)i, 0, SEEK_SET);
		sources[i] = source_take(WORKER_FILE + (int)i, w->names[i]);
	}
	if (prepared != NULL &&
	    bench_lock(w->options, loom_memory(&bench->loom), e) == 0)
		status = convert_inputs(&bench->loom, &setup,
		    sink_take(WORKER_FILE + (int)w->count, w->feed->name));
	free(sources);
	encoding_release(prepared);
	return status;
}

int
weaver_work(void *context, int channel)
{
	const struct weaver *w = context;
	size_t reading = w->count;
	struct bench bench;
	struct error e;

	int status = open_bench(&bench, w, "atom", true, &e);
	if (status == 0)
		status = weave(&bench, w, &reading, &e);
	bench_close(&bench);
	if (status > 0 && reading < w->count)
		(void)TEMP_FAILURE_RETRY(
		    write(channel, &reading, sizeof(reading)));
	return status == -1 ? fail(w, &e) : status;
}

/* What the press has open beside its files. */
struct press {
	const struct weaver *weaver;
	struct bench *benches; /* one for each output, one to remember with */
	size_t opened;
	int *atom; /* a descriptor for each reader: outputs, the ledger */
	int *
	    kept; /* for each output, where it has entries from before; or -1 */
};

/* A file from its beginning; the descriptor is taken. */
static struct source *
read_again(const struct press *p, int fd)
{
	lseek(fd, 0, SEEK_SET);
	return source_take(fd, p->weaver->feed->name);
}

/* The entries at hand, then those from before that are not among them. */
static int
convert_both(const struct press *p, struct loom *loom, int atom, int kept,
    size_t most, struct sink *sink)
{
	struct source *sources[] = {read_again(p, atom), read_again(p, kept)};
	struct inputs_setup setup = {
	    .sources = sources, .count = 2, .most = most};

	return convert_inputs(loom, &setup, sink);
}

static int
put_output(const struct press *p, size_t i, int file)
{
	const struct config_feed *feed = p->weaver->feed;
	struct loom *loom = &p->benches[i].loom;
	struct sink *sink = sink_take(file, feed->outputs[i].path);

	if (p->kept[i] == -1)
		return convert_one(loom, read_again(p, p->atom[i]), sink);
	return convert_both(
	    p, loom, p->atom[i], p->kept[i], job_shown(feed), sink);
}

/* What comes out of the press, in the order of its files. */
static int
press(const struct press *p, struct error *e)
{
	const struct weaver *w = p->weaver;
	const struct config_feed *feed = w->feed;
	int file = WORKER_FILE + (w->kept > 0 ? 3 : 1);
	struct source *entries = read_again(p, p->atom[feed->output_count]);
	int status = ledger_write(entries, file++, e);

	source_free(entries);
	if (status == 0 && w->kept > 0)
		status = convert_both(p, &p->benches[feed->output_count].loom,
		    WORKER_FILE, WORKER_FILE + 1, w->kept,
		    sink_take(WORKER_FILE + 2, w->feed->name));
	for (size_t i = 0; i < feed->output_count && status == 0; i++)
		status = put_output(p, i, file++);
	return status;
}

/* Another descriptor of a file of the press. */
static int
open_again(int file, int *fd, struct error *e)
{
	*fd = fcntl(WORKER_FILE + file, F_DUPFD_CLOEXEC, WORKER_FILE);
	return *fd == -1 ? error_errno(e, ERR_SYSTEM, "too many files") : 0;
}

/*
 * Everything that is opened is opened here.  The ledger is of what sources
 * have, outputs of what is accumulated.
 */
static int
open_press(struct press *p, size_t *memory, struct error *e)
{
	const struct weaver *w = p->weaver;
	size_t count = w->feed->output_count;
	bool both = w->kept > 0 && job_shown(w->feed) > 0;

	for (size_t i = 0; i < count + (w->kept > 0); i++) {
		const char *format =
		    i < count ? w->feed->outputs[i].format : "atom";
		p->opened++;
		if (open_bench(&p->benches[i], w, format, false, e) == -1)
			return -1;
		size_t one = loom_memory(&p->benches[i].loom);
		*memory = one > *memory ? one : *memory;
	}
	for (size_t i = 0; i <= count; i++) {
		p->kept[i] = -1;
		if (open_again(0, &p->atom[i], e) == -1 ||
		    (both && i < count && open_again(1, &p->kept[i], e) == -1))
			return -1;
	}
	return 0;
}

int
weaver_press(void *context, int channel)
{
	const struct weaver *w = context;
	size_t count = w->feed->output_count + 1;
	struct press p = {.weaver = w,
	    .benches = mem_new(count, sizeof(p.benches[0])),
	    .atom = mem_new(count, sizeof(p.atom[0])),
	    .kept = mem_new(count, sizeof(p.kept[0]))};
	size_t memory = LIMIT_MEMORY;
	struct error e;

	(void)channel;
	int status = open_press(&p, &memory, &e);
	if (status == 0)
		status = bench_lock(w->options, memory, &e);
	if (status == 0)
		status = press(&p, &e);
	for (size_t i = 0; i < p.opened; i++)
		bench_close(&p.benches[i]);
	free(p.benches);
	free(p.kept);
	free(p.atom);
	return status == -1 ? fail(w, &e) : status;
}
