/*
 * The master's side of an editor: files for it, its end, what it says.
 */
#include "digest/editing.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/monotonic.h"
#include "cli/worker.h"
#include "digest/pictures.h"
#include "run/said.h"

enum {
	DOCUMENTS,
	PICTURES,
	OUTPUT,
	REPORT,
};

/* An edition's process, and what is ready for it. */
struct bid {
	const struct editing *editing;
	struct editor editor;
	size_t *feeds, *sizes;
	int files[EDITOR_FILES];
	struct pictures pictures;
};

static int
new_file(int *fd, struct error *e)
{
	*fd = memfd_create("feedloom", MFD_CLOEXEC);
	return *fd == -1 ? error_errno(e, ERR_SYSTEM, "no memory for a digest")
			 : 0;
}

static void
close_file(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

static bool
has_picks(const struct edition *edition, size_t feed)
{
	for (size_t i = 0; i < edition->count; i++)
		if (edition->picks[i].feed == feed)
			return true;
	return false;
}

/* What feeds with entries keep, and one that stands alone, in a row. */
static int
put_documents(struct bid *bid, struct error *e)
{
	const struct editing *editing = bid->editing;
	const struct edition *edition = editing->edition;
	const struct config_digest *digest = edition->digest;
	off_t begin = 0;
	bool found;

	for (size_t i = 0; i < digest->feed_count; i++) {
		size_t feed = digest->feeds[i];
		if (digest->feed_count > 1 && !has_picks(edition, feed))
			continue;
		if (store_document_get(editing->store,
			edition->config->feeds[feed].name, "",
			bid->files[DOCUMENTS], LIMIT_KEPT, &found, e) == -1)
			return -1;
		off_t end = lseek(bid->files[DOCUMENTS], 0, SEEK_CUR);
		if (end == -1)
			return error_errno(e, ERR_SYSTEM, "lseek");
		if (!found)
			continue;
		bid->feeds[bid->editor.count] = feed;
		bid->sizes[bid->editor.count++] = (size_t)(end - begin);
		begin = end;
	}
	return 0;
}

/* Listens until the process has ended, or its time is up: then true. */
static bool
wait_for(const struct worker *worker, struct said *said)
{
	int64_t deadline = monotonic_millis() + (int64_t)LIMIT_WEAVE * 1000;
	struct pollfd polls[] = {{.fd = worker->channel, .events = POLLIN},
	    {.fd = worker->said, .events = POLLIN}};

	for (;;) {
		int64_t left = deadline - monotonic_millis();
		if (left <= 0)
			return true;
		if (poll(polls, 2, (int)left) == -1 && errno != EINTR)
			return true;
		if (polls[1].revents != 0)
			said_listen(said, worker->said);
		if ((polls[1].revents & POLLHUP) != 0)
			polls[1].fd = -1;
		if (polls[0].revents != 0)
			return false;
	}
}

/* One process, to its end. */
static int
try(struct bid *bid, struct editor_report *report, struct error *e)
{
	const struct editing *editing = bid->editing;
	/* What it says when it is asked for pictures it will say again. */
	struct journal journal = *editing->journal;
	struct worker worker;
	struct said said;

	close_file(&bid->files[OUTPUT]);
	close_file(&bid->files[REPORT]);
	if (new_file(&bid->files[OUTPUT], e) == -1 ||
	    new_file(&bid->files[REPORT], e) == -1 ||
	    worker_spawn(&worker, editor_work, &bid->editor, bid->files,
		EDITOR_FILES, e) == -1)
		return -1;
	said_init(&said);
	bool late = wait_for(&worker, &said);
	if (late)
		kill(worker.pid, SIGKILL);
	said_listen(&said, worker.said);
	int status = worker_end(&worker);
	if (bid->editor.output == EDITOR_PICTURES)
		journal = (struct journal){.quiet = true, .now = editing->now};
	bool good = said_judge(&said, &journal, editing->edition->digest->name,
	    "a digest was made", status, late, e);
	said_clear(&said);
	return good ? editor_read_report(bid->files[REPORT], report, e) : -1;
}

/* Pictures are not worth a message: it goes without those that do not come. */
static void
fetch_pictures(struct bid *bid)
{
	const struct editing *editing = bid->editing;
	const char *name = editing->edition->digest->name;
	const struct pictures_setup setup = {.options = editing->options,
	    .config = editing->edition->config,
	    .now = editing->now,
	    .patience = editing->patience};
	struct pictures *pictures = &bid->pictures;
	struct error e;

	if (pictures_fetch(pictures, &setup, bid->files[OUTPUT],
		bid->files[PICTURES], &e) == -1)
		journal_tell(editing->journal, JOURNAL_WARNING, name,
		    "it has no pictures this time: %s", e.text);
	else if (pictures->count < pictures->asked)
		journal_tell(editing->journal, JOURNAL_NOTE, name,
		    "%zu of its %zu pictures did not come; the first: %s",
		    pictures->asked - pictures->count, pictures->asked,
		    pictures->why.text);
	bid->editor.pictures = pictures->items;
	bid->editor.picture_count = pictures->count;
}

/* What it wants to take with it is fetched. */
static int
put_pictures(struct bid *bid, struct error *e)
{
	const struct editing *editing = bid->editing;
	struct editor_report report;

	if (editing->edition->digest->images != IMAGES_ATTACH ||
	    editing->output != EDITOR_MESSAGE)
		return 0;
	bid->editor.output = EDITOR_PICTURES;
	if (try(bid, &report, e) == -1)
		return -1;
	fetch_pictures(bid);
	bid->editor.output = EDITOR_MESSAGE;
	return 0;
}

/* As it should be; or else, when there is no telling why, in short. */
static int
try_twice(struct bid *bid, struct editor_report *report, struct error *e)
{
	if (put_pictures(bid, e) == 0 && try(bid, report, e) == 0)
		return 0;
	struct error first = *e;
	bid->editor.output = bid->editing->output;
	bid->editor.plain = true;
	if (try(bid, report, e) == -1) {
		*e = first;
		return -1;
	}
	journal_tell(bid->editing->journal, JOURNAL_WARNING,
	    bid->editing->edition->digest->name,
	    "it has headlines only this time: %s", first.text);
	return 0;
}

int
editing_run(const struct editing *editing, int *made,
    struct editor_report *report, struct error *e)
{
	const struct edition *edition = editing->edition;
	size_t most = edition->digest->feed_count + 1;
	struct bid bid = {.editing = editing,
	    .feeds = mem_new(most, sizeof(size_t)),
	    .sizes = mem_new(most, sizeof(size_t)),
	    .files = {-1, -1, -1, -1}};

	bid.editor = (struct editor){.options = editing->options,
	    .edition = edition,
	    .zone = editing->zone,
	    .feeds = bid.feeds,
	    .sizes = bid.sizes,
	    .output = editing->output,
	    .to = editing->to,
	    .to_count = editing->to_count};
	int result = -1;
	if (new_file(&bid.files[DOCUMENTS], e) == 0 &&
	    new_file(&bid.files[PICTURES], e) == 0 &&
	    put_documents(&bid, e) == 0)
		result = try_twice(&bid, report, e);
	if (result == 0) {
		*made = bid.files[OUTPUT];
		bid.files[OUTPUT] = -1;
	}
	for (int i = 0; i < EDITOR_FILES; i++)
		close_file(&bid.files[i]);
	pictures_clear(&bid.pictures);
	free(bid.sizes);
	free(bid.feeds);
	return result;
}
