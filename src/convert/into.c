/*
 * Opens what workers read and write, file by file, parses nothing, and puts an
 * output in its place when its worker says that it is whole (master.h).
 * Stylesheets are compiled and plugins loaded once, and shared.
 */
#include "convert/into.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/lock.h"
#include "cli/master.h"
#include "cli/verb.h"
#include "convert/convert.h"
#include "convert/loom.h"
#include "convert/outname.h"
#include "fetch/source.h"
#include "parse/parser.h"
#include "plugin/plugin.h"
#include "sink/outdir.h"
#include "sink/sink.h"

#define FAILED 1	     /* the exit status: some of them */
#define ALONE (256 * KIB)    /* a file so large is worth a process of its own */
#define WORKERS ((size_t)64) /* each has up to 8 descriptors open here */
#define PATH_LONG (8 * KIB)

/* An operand: open while a worker has it. */
struct file {
	struct source *source;
	struct sink *sink;
};

struct into {
	const struct options *options;
	struct repairs repairs;
	struct loom loom;
	struct prepared *prepared;
	char *folder; /* as it is called in messages */
	struct outdir *outdir;
	char **names; /* of outputs, in the folder */
	struct file *files;
	size_t count;
};

/* The path of an output, as it is told. */
static char *
output_path(const struct into *x, size_t i)
{
	struct buf path;

	buf_init(&path, PATH_LONG);
	if (strcmp(x->folder, ".") != 0)
		buf_printf(&path, "%s/", x->folder);
	buf_puts(&path, x->names[i]);
	return buf_take(&path);
}

/* In a worker: a file that it was handed; its exit status. */
static int
convert_work(struct into *x, const struct work *work)
{
	const char *name = x->options->operands.items[work->number];
	char *path = output_path(x, work->number);
	struct sink *sink = sink_take(work->out, path);

	free(path);
	return convert_one(&x->loom, source_take(work->in, name), sink);
}

/* A worker, from its lock to its last file. */
static int
work(void *context, int channel)
{
	struct into *x = context;
	struct jail plan = {.memory = loom_memory(&x->loom), .handed = true};
	struct answer answer = {.number = MASTER_READY};
	struct work work;
	struct error e;

	if (lock_in(x->options, &plan, &e) == -1)
		answer.status = verb_fail(x->options, &e);
	int status = answer.status;
	while (worker_answer(channel, &answer) == 0 && status == 0 &&
	       worker_take(channel, &work) == 1)
		answer = (struct answer){
		    .number = work.number, .status = convert_work(x, &work)};
	loom_close(&x->loom);
	return status;
}

static const char *
name_of(void *context, size_t i)
{
	const struct into *x = context;

	return x->options->operands.items[i];
}

static int
open_file(
    void *context, size_t i, struct work *work, bool *alone, struct error *e)
{
	struct into *x = context;
	struct file *file = &x->files[i];

	file->source = source_open(name_of(x, i), e);
	if (file->source == NULL)
		return -1;
	file->sink = outdir_sink(x->outdir, x->names[i], e);
	if (file->sink == NULL) {
		source_free(file->source);
		return -1;
	}
	work->in = source_descriptor(file->source);
	work->out = sink_descriptor(file->sink);
	*alone = source_size(file->source) >= ALONE;
	return 0;
}

static void
drop_file(void *context, size_t i)
{
	const struct into *x = context;

	sink_free(x->files[i].sink);
	source_free(x->files[i].source);
}

static void
commit_files(
    void *context, const size_t *files, size_t count, struct error *errors)
{
	struct into *x = context;
	struct sink *sinks[MASTER_BATCH] = {NULL};

	for (size_t i = 0; i < count; i++)
		sinks[i] = x->files[files[i]].sink;
	sink_commit_all(sinks, count, errors);
	for (size_t i = 0; i < count; i++)
		drop_file(x, files[i]);
}

/* The names of all outputs, before anything is opened. */
static int
name_outputs(struct into *x, struct error *e)
{
	const struct options_list *files = &x->options->operands;

	for (size_t i = 0; i < x->count; i++) {
		x->names[i] =
		    outname_of(files->items[i], x->loom.format->extension, e);
		if (x->names[i] == NULL)
			return -1;
	}
	return outname_check(x->names, files->items, x->count, e);
}

static int
open_all(struct into *x, struct error *e)
{
	if (loom_open(&x->loom, x->options, &x->repairs, NULL, e) == -1 ||
	    name_outputs(x, e) == -1)
		return -1;
	x->prepared = parser_prepare(NULL, DIALECT_AUTO, e);
	if (x->prepared == NULL)
		return -1;
	x->outdir = outdir_open(x->folder, e);
	return x->outdir == NULL ? -1 : 0;
}

static int
convert_all(struct into *x, size_t *failed, struct error *e)
{
	struct master_setup setup = {.count = x->count,
	    .workers = worker_count(
		x->options->jobs, x->count < WORKERS ? x->count : WORKERS),
	    .context = x,
	    .work = work,
	    .name = name_of,
	    .open = open_file,
	    .commit = commit_files,
	    .drop = drop_file};

	if (open_all(x, e) == -1)
		return -1;
	setup.progress =
	    progress_new_files(progress_when(x->options->progress), x->count);
	int result = master_run(&setup, failed, e);
	progress_end(setup.progress);
	return result == -1 ? -1 : outdir_commit(x->outdir, e);
}

/* A path without the slashes at its end. */
static char *
folder_of(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return mem_dup(path, len);
}

int
into_main(const struct options *options)
{
	struct into x = {.options = options, .count = options->operands.count};
	struct error e;
	size_t failed = 0;

	x.folder = folder_of(options->into);
	x.names = mem_new(x.count, sizeof(x.names[0]));
	x.files = mem_new(x.count, sizeof(x.files[0]));
	repairs_init(&x.repairs, options);
	x.repairs.name = NULL;
	int result = convert_all(&x, &failed, &e);
	outdir_free(x.outdir);
	encoding_release(x.prepared);
	loom_close(&x.loom);
	for (size_t i = 0; i < x.count; i++)
		free(x.names[i]);
	free(x.files);
	free(x.names);
	free(x.folder);
	if (result == -1)
		return verb_fail(options, &e);
	return failed == 0 ? 0 : FAILED;
}
