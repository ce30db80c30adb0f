/*
 * feedloom test: golden folders of plugins.  Each is converted by the program
 * itself, run as a user would run it, and what it gives is compared with what
 * is expected, or, with --update, becomes that.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/color.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "run/child.h"
#include "sink/sink.h"
#include "verbs/diff.h"
#include "verbs/golden.h"
#include "verbs/verbs.h"

#define FAILED 1 /* the exit status when tests failed */

/* One golden folder, and what came of it. */
struct trial {
	const struct options *options;
	bool colored;
	struct golden golden;
	struct buf out, err, status; /* what was given */
	struct buf wrong;	     /* what to tell of a failure */
	struct buf updated;	     /* the files that were written */
};

struct tally {
	size_t tried, failed, updated;
};

static void
fail(struct trial *t, const char *text)
{
	verb_line(&t->wrong, text);
}

static void
show(struct trial *t, const char *name, const struct buf *expected,
    const struct buf *given)
{
	struct diff_text old = {buf_text(expected), expected->len};
	struct diff_text new = {buf_text(given), given->len};

	color_put(&t->wrong, t->colored, COLOR_BOLD);
	buf_puts(&t->wrong, name);
	color_put(&t->wrong, t->colored, COLOR_OFF);
	buf_puts(&t->wrong, ": - is expected, + is given\n");
	diff_put(&t->wrong, &old, &new, t->colored);
}

static int
write_file(const char *path, const struct buf *text, struct error *e)
{
	struct sink *sink = sink_open(path, e);
	int result = -1;

	if (sink != NULL && sink_write(sink, buf_text(text), text->len, e) == 0)
		result = sink_commit(sink, e);
	sink_free(sink);
	return result;
}

/* Makes what was given the expected; a default needs no file. */
static int
update(struct trial *t, const char *name, const char *otherwise,
    const struct buf *given, struct error *e)
{
	char *path = folder_path(t->golden.folder, name);
	int result = 0;

	if (otherwise == NULL || strcmp(buf_text(given), otherwise) != 0)
		result = write_file(path, given, e);
	else if (unlink(path) == -1)
		result = error_errno(e, ERR_WRITE, "%s", path);
	free(path);
	buf_printf(&t->updated, "%s%s", t->updated.len == 0 ? "" : ", ", name);
	return result;
}

/* Compares with a file; otherwise is what it stands for when not there. */
static int
compare(struct trial *t, const char *name, const char *otherwise,
    const struct buf *given, struct error *e)
{
	struct buf expected;
	int result = 0;

	buf_init(&expected, LIMIT_TESTED + 1);
	int there =
	    folder_read(t->golden.folder, name, LIMIT_TESTED, &expected, e);
	if (there == 0 && otherwise != NULL)
		buf_puts(&expected, otherwise);
	if (there == -1)
		result = -1;
	else if ((there == 1 || otherwise != NULL) &&
		 expected.len == given->len &&
		 memcmp(buf_text(&expected), buf_text(given), given->len) == 0)
		;
	else if (t->options->update)
		result = update(t, name, otherwise, given, e);
	else
		show(t, name, &expected, given);
	buf_clear(&expected);
	return result;
}

/*
 * Takes the folder of the plugin out of what was said: it is not the same
 * everywhere.
 */
static void
leave_out(struct buf *text, const char *folder)
{
	size_t len = strlen(folder);
	struct buf left;
	const char *s = buf_text(text), *at;

	buf_init(&left, text->max);
	for (; (at = strstr(s, folder)) != NULL; s = at + len)
		buf_add(&left, s, (size_t)(at - s));
	buf_puts(&left, s);
	buf_clear(text);
	*text = left;
}

/* Its exit status, or -1 when it cannot be run. */
static int
run_child(struct trial *t, const char *format, struct error *e)
{
	const char **argv = golden_command(&t->golden, format);

	buf_cut(&t->out, 0);
	buf_cut(&t->err, 0);
	buf_cut(&t->status, 0);
	int status = child_run(argv, t->golden.folder, &t->out, &t->err, e);
	free(argv);
	if (status == -1)
		return -1;
	buf_printf(&t->status, "%d\n", status);
	leave_out(&t->err, t->golden.home);
	return status;
}

static int
try_format(struct trial *t, const char *format, bool expected, struct error *e)
{
	char name[NAME_MAX + 1];
	int status = run_child(t, format, e);

	if (status == -1)
		return -1;
	if (buf_full(&t->out) || buf_full(&t->err)) {
		fail(t, "it gives more than can be compared: 16 MiB");
		return 0;
	}
	if (status > 128) {
		fail(t, "it was ended by a signal");
		return 0;
	}
	if (t->options->update && status != EX_OK &&
	    !folder_has(t->golden.folder, "status")) {
		fail(t, "it fails, and stays unexpected: --update takes that "
			"only where there is a file 'status'");
		buf_add(&t->wrong, buf_text(&t->err), t->err.len);
		return 0;
	}
	if (compare(t, "status", "0\n", &t->status, e) == -1 ||
	    compare(t, "err", "", &t->err, e) == -1)
		return -1;
	/* What a run that failed has not printed says nothing. */
	if (status != EX_OK && (t->wrong.len > 0 || !expected))
		return 0;
	if (!expected && !t->options->update)
		return 0;
	snprintf(name, sizeof(name), "out.%s", format);
	return compare(t, name, NULL, &t->out, e);
}

static int
try_all(struct trial *t, struct error *e)
{
	const struct golden *g = &t->golden;

	if (g->formats.count == 0 && !g->says && !t->options->update) {
		fail(t, "nothing is expected: there is no out.FORMAT, err or "
			"status; --update makes them");
		return 0;
	}
	if (g->formats.count == 0)
		return try_format(t, golden_default(g), false, e);
	for (size_t i = 0; i < g->formats.count; i++)
		if (try_format(t, g->formats.items[i], true, e) == -1)
			return -1;
	return 0;
}

/* "ok  FOLDER", and what is wrong. */
static int
report(struct trial *t, const char *folder)
{
	bool failed = t->wrong.len > 0, updated = t->updated.len > 0;
	struct buf out, line;
	int status = EX_OK;

	buf_init(&out, 2 * LIMIT_TESTED);
	buf_init(&line, 64 * KIB);
	color_put(&out, t->colored, failed ? COLOR_RED : COLOR_GREEN);
	buf_puts(&out, failed ? "FAILED " : updated ? "updated" : "ok     ");
	color_put(&out, t->colored, COLOR_OFF);
	buf_printf(&line, " %s", folder);
	if (updated)
		buf_printf(&line, ": %s", buf_text(&t->updated));
	verb_line(&out, buf_text(&line));
	buf_add(&out, buf_text(&t->wrong), t->wrong.len);
	if (failed || !t->options->quiet)
		status = help_print(t->options, &out);
	buf_clear(&line);
	buf_clear(&out);
	return status;
}

/* The exit status when nothing more can be done, else EX_OK. */
static int
try_folder(const struct options *options, const char *folder,
    const struct plugin_path *path, struct tally *tally)
{
	struct trial t = {.options = options,
	    .colored = color_wanted(options->color, STDOUT_FILENO)};
	struct error e;
	int status = EX_OK;

	buf_init(&t.out, LIMIT_TESTED);
	buf_init(&t.err, LIMIT_TESTED);
	buf_init(&t.status, KIB);
	buf_init(&t.wrong, LIMIT_TESTED);
	buf_init(&t.updated, 64 * KIB);
	if (golden_read(&t.golden, folder, path, &e) == -1)
		fail(&t, e.text);
	else if (try_all(&t, &e) == -1)
		status = verb_fail(options, &e);
	if (status == EX_OK)
		status = report(&t, folder);
	tally->tried++;
	tally->failed += t.wrong.len > 0;
	tally->updated += t.updated.len > 0;
	buf_clear(&t.updated);
	buf_clear(&t.wrong);
	buf_clear(&t.status);
	buf_clear(&t.err);
	buf_clear(&t.out);
	golden_clear(&t.golden);
	return status;
}

static int
report_all(const struct options *options, const struct tally *tally)
{
	int status = EX_OK;
	struct buf out;

	buf_init(&out, KIB);
	buf_printf(
	    &out, "%zu test%s", tally->tried, tally->tried == 1 ? "" : "s");
	if (tally->updated > 0)
		buf_printf(&out, ", %zu updated", tally->updated);
	if (tally->failed > 0)
		buf_printf(&out, ", %zu FAILED\n", tally->failed);
	else
		buf_puts(&out, ", all good\n");
	if (!options->quiet)
		status = help_print(options, &out);
	buf_clear(&out);
	if (status != EX_OK)
		return status;
	return tally->failed > 0 ? FAILED : EX_OK;
}

/* All golden folders of the operands, or of the plugins that are here. */
static int
find_folders(
    const struct options *options, struct names *found, struct error *e)
{
	if (options->operands.count == 0 &&
	    golden_find(found, "plugins", e) == -1)
		return error_set(e, ERR_NOINPUT,
		    "there is no folder 'plugins' here to test: name one, or "
		    "begin a plugin with 'feedloom new NAME'");
	for (size_t i = 0; i < options->operands.count; i++) {
		size_t before = found->count;
		const char *folder = options->operands.items[i];
		if (golden_find(found, folder, e) == -1)
			return -1;
		if (found->count == before)
			return error_set(e, ERR_NOINPUT,
			    "%s: there is no test: no folder with a file in.*",
			    folder);
	}
	if (found->count == 0)
		return error_set(e, ERR_NOINPUT,
		    "plugins: there is no test: no folder plugins/NAME/test/"
		    "CASE with a file in.*");
	return 0;
}

int
test_main(const struct options *options)
{
	struct plugin_path *path = plugin_path_new(
	    options->plugin_path.items, options->plugin_path.count);
	struct names found = {0};
	struct tally tally = {0};
	struct error e;
	int status = EX_OK;

	if (find_folders(options, &found, &e) == -1)
		status = verb_fail(options, &e);
	for (size_t i = 0; i < found.count && status == EX_OK; i++)
		status = try_folder(options, found.items[i], path, &tally);
	if (status == EX_OK)
		status = report_all(options, &tally);
	names_clear(&found);
	plugin_path_free(path);
	return status;
}
