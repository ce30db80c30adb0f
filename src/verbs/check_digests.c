/*
 * What digests need of the machine: lists of recipients, and ways for mail.  No
 * server is asked, and no command is run.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/readers.h"
#include "sink/path.h"
#include "verbs/check.h"

static void
check_list(const struct check *check, const struct config_digest *d)
{
	const struct check_part part = {&d->to_file_at, "digest", d->name};
	bool others =
	    d->to_count > 0 || d->to_command != NULL || d->via.path != NULL;
	struct recipients readers;
	struct error e;

	recipients_init(&readers);
	if (readers_file(d->to_file, &readers, &e) == -1)
		check_fault(check, &part, "'to_file': %s", e.text);
	else if (readers.count == 0 && !others)
		check_fault(
		    check, &part, "'to_file': %s names nobody", d->to_file);
	recipients_clear(&readers);
}

static void
check_recipients(const struct check *check, const struct config_digest *d)
{
	const struct check_part part = {&d->to_command_at, "digest", d->name};

	if (d->to_file != NULL)
		check_list(check, d);
	if (d->to_command != NULL)
		check_program(check, &part, d->to_command[0]);
}

/* Where a message becomes a file, or a part of one. */
static void
check_path(const struct check *check, const struct config_digest *d)
{
	const struct config_via *via = &d->via;
	const struct check_part part = {&via->at, "digest", d->name};
	bool maildir = via->way == WAY_MAILDIR;
	char *folder = path_folder(via->path);
	bool there;
	struct stat st;

	there = stat(via->path, &st) == 0;
	if (there && S_ISDIR(st.st_mode) != maildir)
		check_fault(check, &part, "'%s' is %s", via->path,
		    maildir ? "no folder" : "a folder");
	else if (there && access(via->path, maildir ? W_OK | X_OK : W_OK) == -1)
		check_fault(check, &part, "'%s' cannot be written: %s",
		    via->path, strerror(errno));
	/* An mbox has its lock beside it. */
	const char *why = there && maildir ? NULL : check_folder(folder);
	if (why != NULL)
		check_fault(check, &part, "'%s' cannot be written in '%s': %s",
		    via->path, folder, why);
	free(folder);
}

static void
check_way(const struct check *check, const struct config_digest *d)
{
	const struct config_via *via = &d->via;
	const struct check_part part = {&via->at, "digest", d->name};
	const char *why =
	    via->ca_file == NULL ? NULL : check_readable(via->ca_file);

	if (via->path != NULL)
		check_path(check, d);
	if (via->argv != NULL)
		check_program(check, &part, via->argv[0]);
	if (why != NULL)
		check_fault(check, &part, "'ca_file': '%s' cannot be read: %s",
		    via->ca_file, why);
	check_secret(check, &part, via->password_file, via->password_env);
}

void
check_digests(const struct check *check)
{
	const struct config *c = check->config;

	for (size_t i = 0; i < c->digest_count; i++) {
		check_recipients(check, &c->digests[i]);
		check_way(check, &c->digests[i]);
	}
}
