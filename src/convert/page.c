/*
 * feedloom convert --stylesheet: a whole document in, a page out.  The order is
 * that of convert: all is opened and compiled before the document is parsed.
 */
#include "convert/page.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/note.h"
#include "cli/lock.h"
#include "cli/verb.h"
#include "convert/repairs.h"
#include "parse/parser.h"
#include "plugin/watch.h"
#include "render/page.h"
#include "sink/sink.h"
#include "xml/reader.h"
#include "xml/sheet.h"

struct job {
	const struct options *options;
	struct repairs repairs;
	unsigned long messages;
	struct page *page;
	struct source *source;
	struct prepared *prepared;
	struct sheet *sheet;
	struct sink *sink;
	struct charset *charset;
	struct reader *reader; /* the document is its own */
	xmlDoc *result;
};

/*
 * xsl:message.  While it compiles, libxslt warns of what browsers never told
 * anyone: a version of 2.0, attributes that mean nothing.
 */
static void
hear_message(void *context, const char *place, const char *text)
{
	struct job *job = context;
	const struct options *o = job->options;
	struct buf line;

	if (o->quiet || (job->sheet == NULL && o->verbose == 0) ||
	    ++job->messages > LIMIT_MESSAGES)
		return;
	buf_init(&line, KIB);
	buf_printf(&line, "%s: %s", place, text);
	verb_warn(buf_text(&line));
	buf_clear(&line);
}

static int
open_document(struct job *job, struct error *e)
{
	const struct options *o = job->options;
	const char *path = o->operands.count > 0 ? o->operands.items[0] : NULL;

	if (strcmp(o->stylesheet, "auto") == 0 &&
	    (path == NULL || strcmp(path, "-") == 0))
		return error_set(e, ERR_USAGE,
		    "--stylesheet auto looks beside the document's file; of "
		    "standard input, name the stylesheet");
	job->source = source_open(path, e);
	if (job->source == NULL)
		return -1;
	job->repairs.name = source_name(job->source);
	return 0;
}

static int
compile(struct job *job, const char *path, struct error *e)
{
	char *copy = mem_str(path);
	const char *const folders[] = {dirname(copy), NULL};
	struct sheet_setup setup = {.functions = page_functions,
	    .folders = folders,
	    .message = hear_message,
	    .context = job,
	    .foreign = true,
	    .prepare = page_prepare,
	    .prepare_context = job->page};

	watch_begin(path, "");
	job->sheet = sheet_load(path, &setup, e);
	watch_end();
	free(copy);
	return job->sheet == NULL ? -1 : 0;
}

static int
open_sheet(struct job *job, struct error *e)
{
	const char *named = job->options->stylesheet;
	char *path = strcmp(named, "auto") == 0 ? page_find(job->source, e)
						: mem_str(named);
	int done = path == NULL ? -1 : compile(job, path, e);

	free(path);
	return done;
}

/* All is open; of the document nothing was parsed. */
static int
lock(struct job *job, struct error *e)
{
	struct jail_folder folder = {.fd = sink_folder(job->sink)};
	struct jail plan = {.memory = LIMIT_MEMORY,
	    .folders = &folder,
	    .folder_count = folder.fd == -1 ? 0 : 1};

	job->prepared = parser_prepare(job->source, DIALECT_AUTO, e);
	return job->prepared == NULL ? -1 : lock_in(job->options, &plan, e);
}

/* The document's tree, where the base of its addresses is known. */
static xmlDoc *
read_document(struct job *job, struct error *e)
{
	struct reader_callbacks callbacks = {.whole = true};
	const char *base = job->options->base;
	unsigned long line;
	xmlNode *entry;

	job->charset =
	    charset_new(source_input(job->source), &job->repairs.notes);
	job->reader = reader_new(job->charset, &callbacks, &job->repairs.notes);
	if (reader_next(job->reader, &entry, &line, e) == -1) {
		if (e->code == ERR_INPUT)
			error_wrap(e, "%s", job->repairs.name);
		return NULL;
	}
	xmlDoc *doc = reader_doc(job->reader);
	xmlFree((xmlChar *)doc->URL);
	doc->URL =
	    xmlStrdup(BAD_CAST(base == NULL ? source_name(job->source) : base));
	return doc;
}

static int
write_some(void *context, const void *p, size_t n, struct error *e)
{
	return sink_write(context, p, n, e);
}

/* Whether a page is written for who parses XML. */
static bool
wants_xml(const char *output)
{
	const char *dot = output == NULL ? NULL : strrchr(output, '.');

	return dot != NULL &&
	       (strcmp(dot, ".xhtml") == 0 || strcmp(dot, ".xht") == 0 ||
		   strcmp(dot, ".xml") == 0);
}

static int
make_page(struct job *job, struct error *e)
{
	struct sheet_writer writer = {write_some, job->sink};
	xmlDoc *doc = read_document(job, e);

	if (doc == NULL)
		return -1;
	page_disarm(doc);
	watch_begin(job->options->stylesheet, "");
	job->result = sheet_run(job->sheet, doc, SHEET_FRAME, e);
	watch_end();
	if (job->result == NULL)
		return -1;
	page_settle(job->page, job->result, job->options->base);
	return sheet_write(job->sheet, job->result,
	    !wants_xml(job->options->output), &writer, e);
}

static int
run(struct job *job, struct error *e)
{
	const struct options *o = job->options;

	if (lock_trust(o, o->stylesheet, false, e) == -1 ||
	    open_document(job, e) == -1 || open_sheet(job, e) == -1)
		return -1;
	job->sink = sink_open(o->output, e);
	if (job->sink == NULL || lock(job, e) == -1)
		return -1;
	if (make_page(job, e) == -1) {
		struct error ignored;
		repairs_settle(&job->repairs, &ignored);
		return -1;
	}
	if (repairs_settle(&job->repairs, e) == -1)
		return -1;
	return sink_commit(job->sink, e);
}

int
page_main(const struct options *options)
{
	struct job job = {.options = options, .page = page_new()};
	struct error e = {.code = ERR_NONE};

	repairs_init(&job.repairs, options);
	run(&job, &e);
	sheet_result_free(job.result);
	reader_free(job.reader);
	charset_free(job.charset);
	sink_free(job.sink);
	sheet_free(job.sheet);
	encoding_release(job.prepared);
	source_free(job.source);
	page_free(job.page);
	return e.code == ERR_NONE ? 0 : verb_fail(options, &e);
}
