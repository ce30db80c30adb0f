/*
 * feedloom init: a configuration to begin with, or one of the feeds in a list
 * of subscriptions, and how it is run.  Never writes over a file.  An OPML file
 * is a stranger's: it is parsed when all is open and the process locked in.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/charset.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "config/config.h"
#include "convert/repairs.h"
#include "fetch/source.h"
#include "parse/parser.h"
#include "sink/path.h"
#include "sink/sink.h"
#include "verbs/beginning.h"
#include "verbs/opml.h"
#include "verbs/verbs.h"
#include "xml/reader.h"

#define DEFAULT_NAME "feedloom.lua"
#define TEXT_MAX (16 * MIB)

struct job {
	const struct options *options;
	const char *opml; /* NULL: the example */
	const char *name; /* of the file that is written */
	char *path;	  /* the same, absolute */
	char program[PATH_MAX];
	struct repairs repairs;
	struct source *source;
	struct prepared *prepared;
	struct sink *sink;
	struct sink *out; /* standard output, open before the lock */
	struct buf text;
	struct buf told;
};

static int
read_operands(struct job *job, struct error *e)
{
	const struct options_list *given = &job->options->operands;
	size_t at = 0;

	if (job->options->opml) {
		if (given->count == 0)
			return error_set(e, ERR_USAGE,
			    "--opml needs a file: 'feedloom init --opml "
			    "FILE.opml'");
		job->opml = given->items[at++];
	}
	job->name = at < given->count ? given->items[at++] : DEFAULT_NAME;
	if (at < given->count)
		return error_set(
		    e, ERR_USAGE, "one word too many: '%s'", given->items[at]);
	if (strcmp(job->name, "-") == 0)
		return error_set(e, ERR_USAGE, "'feedloom init' writes a file");
	return 0;
}

/* What will stand in a crontab. */
static int
find_paths(struct job *job, struct error *e)
{
	ssize_t n =
	    readlink("/proc/self/exe", job->program, sizeof(job->program) - 1);
	char *folder = path_folder(job->name);
	char *real = realpath(folder, NULL);

	if (real == NULL)
		error_errno(e, ERR_CREATE, "%s", folder);
	else
		job->path = config_join(real, path_file(job->name));
	free(real);
	free(folder);
	if (n <= 0)
		snprintf(job->program, sizeof(job->program), "feedloom");
	return job->path == NULL ? -1 : 0;
}

static int
check_target(const struct job *job, struct error *e)
{
	struct stat st;

	if (lstat(job->name, &st) == -1 && errno == ENOENT)
		return 0;
	return error_set(e, ERR_CREATE,
	    "there is a '%s' already: take another name, or move it away",
	    job->name);
}

static int
open_all(struct job *job, struct error *e)
{
	if (read_operands(job, e) == -1 || find_paths(job, e) == -1 ||
	    check_target(job, e) == -1)
		return -1;
	if (job->opml != NULL) {
		job->source = source_open(job->opml, e);
		if (job->source == NULL)
			return -1;
		job->repairs.name = source_name(job->source);
		job->prepared = parser_prepare(job->source, DIALECT_AUTO, e);
		if (job->prepared == NULL)
			return -1;
	}
	job->out = sink_open(NULL, e);
	if (job->out == NULL)
		return -1;
	job->sink = sink_open(job->name, e);
	return job->sink == NULL ? -1 : 0;
}

static void
tell_tally(struct job *job, const struct opml_tally *tally)
{
	buf_printf(&job->told, "%zu feed%s", tally->feeds,
	    tally->feeds == 1 ? "" : "s");
	if (tally->twice > 0)
		buf_printf(
		    &job->told, ", %zu more that came before", tally->twice);
	if (tally->left_out > 0)
		buf_printf(&job->told,
		    ", %zu left out: no address of http or https, or one with "
		    "a password",
		    tally->left_out);
	buf_putc(&job->told, '\n');
}

static int
read_document(struct job *job, struct reader *reader, struct error *e)
{
	struct opml_tally tally;
	unsigned long line;
	xmlNode *entry;

	if (reader_next(reader, &entry, &line, e) == -1 ||
	    opml_read(reader_doc(reader), &job->text, &tally, e) == -1)
		return e->code == ERR_INPUT
			   ? error_wrap(e, "%s", job->repairs.name)
			   : -1;
	if (tally.feeds == 0)
		return error_set(e, ERR_INPUT, "%s: there is no feed in it",
		    job->repairs.name);
	tell_tally(job, &tally);
	return 0;
}

static int
read_opml(struct job *job, struct error *e)
{
	struct jail_folder folder = {.fd = sink_folder(job->sink)};
	struct jail plan = {.memory = LIMIT_MEMORY,
	    .folders = &folder,
	    .folder_count = folder.fd == -1 ? 0 : 1};
	struct reader_callbacks callbacks = {.whole = true};

	if (lock_in(job->options, &plan, e) == -1)
		return -1;
	struct charset *charset =
	    charset_new(source_input(job->source), &job->repairs.notes);
	struct reader *reader =
	    reader_new(charset, &callbacks, &job->repairs.notes);
	int result = read_document(job, reader, e);
	reader_free(reader);
	charset_free(charset);
	return result == -1 ? -1 : repairs_settle(&job->repairs, e);
}

static int
write_file(struct job *job, struct error *e)
{
	buf_puts(&job->text, beginning_head);
	if (job->opml == NULL)
		buf_puts(&job->text, beginning_feed);
	else if (read_opml(job, e) == -1)
		return -1;
	if (buf_full(&job->text) || job->text.len > LIMIT_CONFIG)
		return error_set(e, ERR_INPUT,
		    "%s: its feeds make a file of more than %d KiB", job->opml,
		    (int)(LIMIT_CONFIG / KIB));
	if (sink_write(job->sink, buf_text(&job->text), job->text.len, e) == -1)
		return -1;
	return sink_commit(job->sink, e);
}

static int
tell(struct job *job, struct error *e)
{
	buf_puts(&job->told, "wrote ");
	verb_line(&job->told, job->name);
	buf_putc(&job->told, '\n');
	beginning_schedule(job->program, job->path, &job->told);
	if (sink_write(job->out, buf_text(&job->told), job->told.len, e) == -1)
		return -1;
	return sink_commit(job->out, e);
}

int
init_main(const struct options *options)
{
	struct job job = {.options = options};
	int status = EX_OK;
	struct error e;

	repairs_init(&job.repairs, options);
	buf_init(&job.text, TEXT_MAX);
	buf_init(&job.told, TEXT_MAX);
	if (open_all(&job, &e) == -1 || write_file(&job, &e) == -1 ||
	    tell(&job, &e) == -1)
		status = verb_fail(options, &e);
	sink_free(job.sink);
	sink_free(job.out);
	encoding_release(job.prepared);
	source_free(job.source);
	free(job.path);
	buf_clear(&job.told);
	buf_clear(&job.text);
	return status;
}
