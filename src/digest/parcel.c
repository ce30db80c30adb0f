/*
 * What is no server.  A program is told its recipient as an argument, never by
 * a shell and never by the message (-t); what it ends with is of sysexits.h.
 */
#include "digest/parcel.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/slug.h"
#include "run/command.h"
#include "sink/letter.h"
#include "sink/maildir.h"
#include "sink/mbox.h"
#include "sink/outdir.h"
#include "sink/path.h"

#define SLOT "{slot}"
#define PATH_LONG (8 * KIB)

/* Only what is wrong with the message itself is no fault of the place. */
static enum smtp_end
judge(int result, struct error *e)
{
	if (result == 0)
		return SMTP_SENT;
	return e->code == ERR_INPUT ? SMTP_REFUSED : SMTP_NO_SERVER;
}

/* The name of a message, for ever: of its Message-ID. */
static void
name(const struct parcel *p, char unique[HASH_TEXT])
{
	struct hash hash;

	hash_init(&hash);
	hash_add(&hash, p->message_id, strlen(p->message_id));
	hash_hex(&hash, unique);
}

static enum smtp_end
put_maildir(const struct parcel *p, struct error *e)
{
	char unique[HASH_TEXT];
	bool again;

	name(p, unique);
	return judge(
	    maildir_put(p->digest->via.path, unique, p->when, p->fd, &again, e),
	    e);
}

static enum smtp_end
put_mbox(const struct parcel *p, struct error *e)
{
	char unique[HASH_TEXT];
	bool again;

	name(p, unique);
	return judge(mbox_put(p->digest->via.path, unique,
			 p->digest->sender.address, p->when, p->fd, &again, e),
	    e);
}

/* The path of this slot's file. */
static char *
file_path(const struct parcel *p)
{
	const char *rest = p->digest->via.path;
	struct buf path;

	buf_init(&path, PATH_LONG);
	for (const char *at; (at = strstr(rest, SLOT)) != NULL;) {
		buf_add(&path, rest, (size_t)(at - rest));
		slug_add(p->slot, strlen(p->slot), &path);
		rest = at + strlen(SLOT);
	}
	buf_puts(&path, rest);
	return buf_take(&path);
}

static int
copy(int fd, struct sink *sink, struct error *e)
{
	char part[16 * KIB];
	off_t at = 0;
	ssize_t n;

	while (
	    (n = TEMP_FAILURE_RETRY(pread(fd, part, sizeof(part), at))) > 0) {
		if (sink_write(sink, part, (size_t)n, e) == -1)
			return -1;
		at += n;
	}
	return n == 0
		   ? 0
		   : error_errno(e, ERR_SYSTEM, "the message cannot be read");
}

static enum smtp_end
put_file(const struct parcel *p, struct error *e)
{
	char *path = file_path(p);
	char *folder = path_folder(path);
	struct outdir *outer = outdir_open(folder, e);
	struct sink *sink =
	    outer == NULL ? NULL : outdir_sink(outer, path_file(path), e);
	int result = -1;

	if (sink != NULL)
		sink_sweep(sink);
	if (sink != NULL && copy(p->fd, sink, e) == 0)
		result = sink_commit(sink, e);
	sink_free(sink);
	if (result == 0)
		result = outdir_commit(outer, e);
	outdir_free(outer);
	free(folder);
	free(path);
	return judge(result, e);
}

/* The message as programs on this machine have it; -1 with the error. */
static int
as_input(int message, struct error *e)
{
	struct buf text;
	int fd = memfd_create("message", MFD_CLOEXEC);

	buf_init(&text, LIMIT_MAIL);
	int result = letter_read(message, &text, e);
	if (result == 0 && (fd == -1 || letter_write(fd, &text) == -1 ||
			       lseek(fd, 0, SEEK_SET) == -1))
		result = error_errno(e, ERR_SYSTEM, "no memory for a message");
	buf_clear(&text);
	if (result == 0)
		return fd;
	if (fd != -1)
		close(fd);
	return -1;
}

/* "PROGRAM WORD ... -i -f SENDER -- RECIPIENT"; only the array is ours. */
static char **
arguments(const struct parcel *p)
{
	char *const *said = p->digest->via.argv;
	const char *const more[] = {
	    "-i", "-f", p->digest->sender.address, "--", p->recipient, NULL};
	size_t n = 0;

	while (said[n] != NULL)
		n++;
	char **argv = mem_new(n + 6, sizeof(argv[0]));
	memcpy(argv, said, n * sizeof(argv[0]));
	memcpy(argv + n, more, sizeof(more));
	return argv;
}

/* How a program ended that was there. */
static enum smtp_end
judge_status(int status)
{
	static const int refusals[] = {
	    EX_USAGE, EX_DATAERR, EX_NOUSER, EX_NOHOST, EX_NOPERM};

	if (status == -1)
		return SMTP_SILENT;
	if (!WIFEXITED(status))
		return SMTP_LATER;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (WEXITSTATUS(status) == refusals[i])
			return SMTP_REFUSED;
	return WEXITSTATUS(status) == 0 ? SMTP_SENT : SMTP_LATER;
}

static enum smtp_end
run(char *const argv[], int input, struct error *e)
{
	struct command c;
	int output = -1, got = 1;
	bool late = false;

	/* A queue's files are no larger than what is made of a feed. */
	if (command_start(&c, argv, input, LIMIT_MADE, e) == -1)
		return SMTP_NO_SERVER;
	struct pollfd said = {.fd = c.said, .events = POLLIN};
	while (got == 1 && !late) {
		late = TEMP_FAILURE_RETRY(
			   poll(&said, 1, LIMIT_MAIL_TIME * 1000)) == 0;
		if (!late)
			got = command_listen(&c);
	}
	if (command_end(&c, late, &output, e) == 0)
		close(output);
	return judge_status(c.status);
}

static enum smtp_end
put_program(const struct parcel *p, struct error *e)
{
	int input = as_input(p->fd, e);

	if (input == -1)
		return judge(-1, e);
	char **argv = arguments(p);
	enum smtp_end end = run(argv, input, e);
	free(argv);
	close(input);
	return end;
}

enum smtp_end
parcel_put(const struct parcel *p, char words[MAILER_WORDS])
{
	static enum smtp_end (*const ways[])(
	    const struct parcel *p, struct error *e) = {
	    [WAY_SENDMAIL] = put_program,
	    [WAY_MAILDIR] = put_maildir,
	    [WAY_MBOX] = put_mbox,
	    [WAY_FILE] = put_file,
	};
	struct error e = {.code = ERR_NONE};

	enum smtp_end end = ways[p->digest->via.way](p, &e);
	(void)snprintf(words, MAILER_WORDS, "%.*s", MAILER_WORDS - 1,
	    end == SMTP_SENT ? "" : e.text);
	return end;
}
