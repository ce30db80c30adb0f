/*
 * feedloom digest: a digest's message before it goes out, or as it would have
 * been; nothing is remembered of it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/limits.h"
#include "cli/verb.h"
#include "config/config.h"
#include "digest/editing.h"
#include "digest/edition.h"
#include "sink/sink.h"
#include "store/store.h"
#include "verbs/digest_send.h"
#include "verbs/verbs.h"

#define LATEST 10 /* entries that are shown when nothing is new */

struct preview {
	const struct options *options;
	struct config *config;
	struct store *store;
	struct zone *zone;
	const struct config_digest *digest;
	struct store_digest state;
	struct edition edition;
	struct journal journal;
};

static void
warn(void *context, const char *text)
{
	const struct preview *p = context;

	if (!p->options->quiet)
		verb_warn(text);
}

/* What a file's name says is wanted in it. */
static int
output_of(const char *path, enum editor_output *output, struct error *e)
{
	static const struct {
		const char *end;
		enum editor_output output;
	} ends[] = {{".eml", EDITOR_MESSAGE}, {".html", EDITOR_HTML},
	    {".txt", EDITOR_TEXT}, {".atom", EDITOR_ATOM}};

	*output = EDITOR_TEXT;
	if (path == NULL || strcmp(path, "-") == 0)
		return 0;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t len = strlen(path), n = strlen(ends[i].end);
		*output = ends[i].output;
		if (len > n && strcmp(path + len - n, ends[i].end) == 0)
			return 0;
	}
	return error_set(e, ERR_USAGE,
	    "--preview wants a file that ends in .eml, .html, .txt or .atom, "
	    "not '%s'",
	    path);
}

/* What a slot at that moment would be called. */
static void
name_slot(struct preview *p, int64_t moment)
{
	struct zone_time time = zone_time_of(p->zone, moment);
	struct slot *slot = &p->edition.slot;

	slot->when = moment;
	snprintf(slot->key, sizeof(slot->key), "%04d-%02d-%02d %02d:%02d",
	    (int)time.day.year % 10000, (int)time.day.month % 100,
	    (int)time.day.day % 100, time.hour % 100, time.minute % 100);
}

static int
choose(
    struct preview *p, int64_t from, int64_t until, bool again, struct error *e)
{
	const struct edition_window window = {
	    .from = from, .until = until, .again = again};

	edition_clear(&p->edition);
	name_slot(p, until);
	return edition_choose(&p->edition, p->store, &p->state, &window, e);
}

/* How many entries a message of it has that waits for no clock; 0. */
static size_t
size_of_message(const struct config_digest *digest)
{
	return digest->each ? 1 : digest->rule.entries;
}

/* The window that had ended by that moment. */
static int
choose_as_of(struct preview *p, int64_t moment, struct error *e)
{
	const struct config_digest *digest = p->digest;
	struct slot slot, before = {.when = INT64_MIN};
	size_t most = size_of_message(digest);

	if (most > 0) {
		if (choose(p, INT64_MIN, moment, true, e) == -1)
			return -1;
		edition_newest(&p->edition, most);
		return 0;
	}
	if (!slot_last(&digest->rule, p->zone, moment, &slot))
		return error_set(e, ERR_USAGE, "it was not due before that");
	(void)slot_last(&digest->rule, p->zone, slot.when - 1, &before);
	p->edition.from = before.when;
	return choose(p, before.when, slot.when, true, e);
}

/* What waits to be mailed; or else what there is, so that it can be seen. */
static int
choose_now(struct preview *p, int64_t now, struct error *e)
{
	size_t most = size_of_message(p->digest);

	if (choose(p, INT64_MIN, now, false, e) == -1)
		return -1;
	if (p->edition.count > 0) {
		if (most > 0)
			edition_oldest(&p->edition, most);
		return 0;
	}
	warn(p, "nothing is new; these are the latest entries");
	if (choose(p, INT64_MIN, now, true, e) == -1)
		return -1;
	edition_newest(&p->edition, p->digest->each ? 1 : LATEST);
	return 0;
}

static int
open_preview(struct preview *p, struct error *e)
{
	const struct options *o = p->options;

	p->config = config_read(o->config, warn, p, e);
	if (p->config == NULL)
		return -1;
	if (o->operands.count == 0)
		return error_set(e, ERR_USAGE, "which digest?");
	p->digest = config_find_digest(p->config, o->operands.items[0], e);
	if (p->digest == NULL)
		return -1;
	p->store = store_open(p->config->state, true, e);
	if (p->store == NULL)
		return -1;
	p->zone = zone_open(p->digest->timezone, e);
	if (p->zone == NULL)
		return -1;
	return store_digest_get(p->store, p->digest->name, &p->state, e);
}

/* Copies a file of ours into its place. */
static int
put(int made, const char *path, struct error *e)
{
	struct sink *sink = sink_open(path, e);
	char chunk[16 * KIB];
	ssize_t n;
	int result = -1;

	if (sink == NULL)
		return -1;
	off_t at = 0;
	while ((n = TEMP_FAILURE_RETRY(pread(made, chunk, sizeof(chunk), at))) >
		   0 &&
	       (result = sink_write(sink, chunk, (size_t)n, e)) == 0)
		at += n;
	if (n == -1)
		result = error_errno(e, ERR_SYSTEM, "read");
	if (n == 0)
		result = sink_commit(sink, e);
	sink_free(sink);
	return result;
}

/* Sends it, or shows it. */
static int
finish(struct preview *p, int made, const struct mailbox *recipient,
    struct error *e)
{
	const struct options *o = p->options;

	return o->send_test != NULL
		   ? digest_send(o, &p->edition, recipient, made, e)
		   : put(made, o->preview, e);
}

static int
make(struct preview *p, struct error *e)
{
	const struct options *o = p->options;
	int64_t now = verb_now(o);
	struct editing editing = {.options = o,
	    .journal = &p->journal,
	    .store = p->store,
	    .now = now,
	    .edition = &p->edition,
	    .zone = p->zone,
	    .to = p->digest->to,
	    .to_count = p->digest->to_count};
	int64_t patience = (int64_t)LIMIT_PICTURES_TIME * 1000;
	struct mailbox recipient;
	struct editor_report report;
	int made = -1;

	editing.patience = &patience;
	if (o->send_test == NULL &&
	    output_of(o->preview, &editing.output, e) == -1)
		return -1;
	if (o->send_test != NULL) {
		if (mailbox_read(&recipient, o->send_test, e) == -1) {
			e->code = ERR_USAGE;
			return error_wrap(e, "--send-test");
		}
		p->edition.test = true;
		editing.to = &recipient;
		editing.to_count = 1;
	}
	p->edition.config = p->config;
	p->edition.digest = p->digest;
	p->edition.from = p->state.last_slot;
	p->edition.number = p->state.number + 1;
	if ((o->as_of.given ? choose_as_of(p, o->as_of.date.seconds, e)
			    : choose_now(p, now, e)) == -1 ||
	    editing_run(&editing, &made, &report, e) == -1)
		return -1;
	int result = finish(p, made, &recipient, e);
	close(made);
	return result;
}

int
digest_main(const struct options *options)
{
	struct preview p = {.options = options,
	    .journal = {.quiet = options->quiet,
		.verbose = options->verbose,
		.digests = true}};
	struct error e;
	int status = 0;

	if (open_preview(&p, &e) == -1 || make(&p, &e) == -1)
		status = verb_fail(options, &e);
	edition_clear(&p.edition);
	store_digest_clear(&p.state);
	zone_free(p.zone);
	store_close(p.store);
	config_free(p.config);
	return status;
}
