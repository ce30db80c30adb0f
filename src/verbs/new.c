/*
 * feedloom new: a plugin or a format to begin with, and its test, in
 * ./plugins/NAME.  Makes new files only; what the test expects is made by the
 * program itself, as feedloom test --update.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/folder.h"
#include "base/limits.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "plugin/plugin.h"
#include "run/child.h"
#include "sink/sink.h"
#include "verbs/skeleton.h"
#include "verbs/verbs.h"

#define TYPES "feedloom.d.lua"

struct beginning {
	const char *name;
	char *folder; /* plugins/NAME */
	struct buf written;
};

/* A text of the skeleton for a name; a string of the caller's. */
static char *
named(const char *text, const char *name)
{
	struct buf b;

	buf_init(&b, MIB);
	for (const char *s = text; *s != '\0'; s++) {
		if (*s == '%')
			buf_puts(&b, name);
		else
			buf_putc(&b, *s);
	}
	return buf_take(&b);
}

/* The name must be one, and nobody's. */
static int
check_name(const char *name, const struct plugin_path *path, struct error *e)
{
	if (!plugin_is_name(name))
		return error_set(e, ERR_USAGE,
		    "'%s' cannot be the name of a plugin: it takes letters, "
		    "digits, '_' and '-', at most 64 of them",
		    name);
	char *file = plugin_path_find(path, name);
	if (file == NULL)
		return 0;
	error_set(e, ERR_CREATE,
	    "there is a '%s' already, %s: take another name", name, file);
	free(file);
	return -1;
}

static int
make_folder(const char *path, bool may_be_there, struct error *e)
{
	if (mkdir(path, 0777) == 0 || (errno == EEXIST && may_be_there))
		return 0;
	return error_errno(e, ERR_CREATE, "'%s' cannot be made", path);
}

static int
make_folders(const struct beginning *b, struct error *e)
{
	char *test = folder_path(b->folder, "test");
	char *first = folder_path(test, "first");
	int result = 0;

	if (make_folder("plugins", true, e) == -1 ||
	    make_folder(b->folder, false, e) == -1 ||
	    make_folder(test, false, e) == -1 ||
	    make_folder(first, false, e) == -1)
		result = -1;
	free(first);
	free(test);
	return result;
}

static int
write_file(
    struct beginning *b, const struct skeleton_file *file, struct error *e)
{
	char *name = named(file->path, b->name);
	char *path = folder_path(b->folder, name);
	char *text = named(file->text, b->name);
	struct sink *sink = sink_open(path, e);
	int result = -1;

	if (sink != NULL && sink_write(sink, text, strlen(text), e) == 0)
		result = sink_commit(sink, e);
	if (result == 0)
		buf_printf(&b->written, "wrote %s\n", path);
	sink_free(sink);
	free(text);
	free(path);
	free(name);
	return result;
}

/* What the test expects: what the plugin now gives. */
static int
write_expected(struct beginning *b, const char *format, struct error *e)
{
	const char *const argv[] = {
	    "feedloom", "test", "--quiet", "--update", b->folder, NULL};
	struct buf out, err;

	buf_init(&out, LIMIT_TESTED);
	buf_init(&err, LIMIT_TESTED);
	int status = child_run(argv, ".", &out, &err, e);
	if (status > 0)
		status = error_set(e, ERR_PLUGIN,
		    "%s is written, but does not work: 'feedloom test %s' "
		    "shows why",
		    b->folder, b->folder);
	if (status == 0)
		buf_printf(&b->written, "wrote %s/test/first/out.%s\n",
		    b->folder, format);
	buf_clear(&err);
	buf_clear(&out);
	return status;
}

static int
write_all(struct beginning *b, bool format, struct error *e)
{
	const struct skeleton_file *file =
	    format ? skeleton_format : skeleton_plugin;

	if (make_folders(b, e) == -1)
		return -1;
	for (; file->path != NULL; file++)
		if (write_file(b, file, e) == -1)
			return -1;
	return write_expected(b, format ? b->name : "atom", e);
}

/* What to type now. */
static void
put_next(struct buf *out, const struct beginning *b, bool format,
    const struct plugin_path *path)
{
	struct buf command;

	buf_init(&command, KIB);
	buf_puts(out, "\nNow try:\n");
	buf_printf(&command, "  feedloom test %s", b->folder);
	help_row(out, buf_text(&command), "its test; --update after a change");
	buf_cut(&command, 0);
	buf_printf(&command, "  feedloom convert %s%s FEED",
	    format ? "-t " : "-t text -p ", b->name);
	help_row(out, buf_text(&command), "what it makes of a feed");
	buf_cut(&command, 0);
	buf_printf(&command, "  feedloom plugins %s", b->name);
	help_row(out, buf_text(&command), "what it says of itself");
	help_row(out, "  man feedloom-plugin", "what can be done");
	buf_clear(&command);
	for (size_t i = 0; i < plugin_path_count(path); i++) {
		const char *folder = plugin_path_dir(path, i);
		if (!folder_has(folder, TYPES))
			continue;
		char *types = folder_path(folder, TYPES);
		buf_puts(out, "\nThe types of the API, for your editor: ");
		verb_line(out, types);
		free(types);
		break;
	}
}

int
new_main(const struct options *options)
{
	struct plugin_path *path = plugin_path_new(
	    options->plugin_path.items, options->plugin_path.count);
	struct beginning b = {0};
	struct error e;
	int result;

	buf_init(&b.written, 64 * KIB);
	if (options->operands.count == 0) {
		result = error_set(&e, ERR_USAGE,
		    "'feedloom new' needs the name of the plugin");
	} else {
		b.name = options->operands.items[0];
		b.folder = folder_path("plugins", b.name);
		result = check_name(b.name, path, &e);
	}
	if (result == 0)
		result = write_all(&b, options->format, &e);
	if (result == 0)
		put_next(&b.written, &b, options->format, path);
	int status = result == 0 ? EX_OK : verb_fail(options, &e);
	if (b.written.len > 0 && status == EX_OK)
		status = help_print(options, &b.written);
	buf_clear(&b.written);
	free(b.folder);
	plugin_path_free(path);
	return status;
}
