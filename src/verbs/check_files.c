/*
 * What a configuration needs of the machine.  Asks the kernel what this user
 * may do, and makes nothing.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "run/command.h"
#include "sink/path.h"
#include "verbs/check.h"

/* Cuts the last part off; false at the root. */
static bool
to_parent(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash == NULL || slash[1] == '\0')
		return false;
	slash[slash == path ? 1 : 0] = '\0';
	return true;
}

const char *
check_folder(char *folder)
{
	struct stat st;

	while (stat(folder, &st) == -1)
		if (errno != ENOENT || !to_parent(folder))
			return strerror(errno);
	if (!S_ISDIR(st.st_mode))
		return strerror(ENOTDIR);
	return access(folder, W_OK | X_OK) == -1 ? strerror(errno) : NULL;
}

static void
check_output(const struct check *check, const struct config_feed *feed,
    const struct config_output *o)
{
	char *path = config_join(check->config->output, o->path);
	char *folder = path_folder(path);
	const char *why = check_folder(folder);
	const struct check_part part = {&o->at, "feed", feed->name};
	struct stat st;

	if (why != NULL)
		check_fault(check, &part, "'%s' cannot be written in '%s': %s",
		    o->path, folder, why);
	else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		check_fault(check, &part, "'%s' is a folder", path);
	else if (access(path, W_OK) == -1 && errno != ENOENT)
		check_fault(check, &part, "'%s' cannot be written: %s", path,
		    strerror(errno));
	free(folder);
	free(path);
}

const char *
check_readable(const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1 || access(path, R_OK) == -1)
		return strerror(errno);
	return S_ISDIR(st.st_mode) ? strerror(EISDIR) : NULL;
}

void
check_program(
    const struct check *check, const struct check_part *part, const char *name)
{
	struct buf path;

	buf_init(&path, LIMIT_URL);
	if (!command_find(name, &path))
		check_fault(check, part,
		    "there is no program '%s' that you may run", name);
	buf_clear(&path);
}

void
check_secret(const struct check *check, const struct check_part *part,
    const char *file, const char *variable)
{
	const char *why = file == NULL ? NULL : check_readable(file);
	const char *value = variable == NULL ? NULL : getenv(variable);

	if (why != NULL)
		check_fault(check, part,
		    "'%s', which a secret is in, cannot be read: %s", file,
		    why);
	if (variable != NULL && (value == NULL || *value == '\0'))
		check_fault(check, part,
		    "the variable '%s', which a secret is in, is not set",
		    variable);
}

static void
check_source(const struct check *check, const struct config_feed *feed,
    const struct config_source *s)
{
	const char *why = s->file == NULL ? NULL : check_readable(s->file);
	const struct check_part part = {&s->at, "feed", feed->name};

	if (why != NULL)
		check_fault(
		    check, &part, "'%s' cannot be read: %s", s->file, why);
	if (s->argv != NULL)
		check_program(check, &part, s->argv[0]);
	check_secret(check, &part, s->password_file, s->password_env);
	for (size_t i = 0; i < s->header_count; i++)
		check_secret(check, &part, s->headers[i].value_file,
		    s->headers[i].value_env);
}

static void
check_state(const struct check *check)
{
	const struct config *c = check->config;
	char *folder = path_folder(c->state);
	const char *why = check_folder(folder);
	struct buf text;

	buf_init(&text, 64 * KIB);
	if (why != NULL)
		buf_printf(&text,
		    "%s: the state cannot be written in '%s': %s; settings { "
		    "state = \"FILE\" } puts it elsewhere",
		    c->name, folder, why);
	else if (access(c->state, R_OK | W_OK) == -1 && errno != ENOENT)
		buf_printf(&text, "%s: the state '%s' cannot be written: %s",
		    c->name, c->state, strerror(errno));
	if (text.len > 0)
		check->fault(check->context, buf_text(&text));
	buf_clear(&text);
	free(folder);
}

void
check_files(const struct check *check)
{
	const struct config *c = check->config;

	for (size_t i = 0; i < c->feed_count; i++) {
		const struct config_feed *feed = &c->feeds[i];
		for (size_t j = 0; j < feed->source_count; j++)
			check_source(check, feed, &feed->sources[j]);
		for (size_t j = 0; j < feed->output_count; j++)
			check_output(check, feed, &feed->outputs[j]);
	}
	check_state(check);
}
