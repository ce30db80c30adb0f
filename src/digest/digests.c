/*
 * What is due by the clock or by the number of entries; messages; the outbox.
 */
#include "digest/digests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "digest/editing.h"
#include "digest/edition.h"
#include "digest/readers.h"
#include "run/schedule.h"

#define KEPT (31 * SCHEDULE_DAY) /* what is over is remembered so long */
#define MESSAGES 500		 /* of one digest in one run, at most */

/* One digest on its way. */
struct issue {
	const struct job_setup *setup;
	const struct config_digest *digest;
	struct zone *zone;
	struct store_digest state;
	struct recipients readers;
	bool read;  /* these were */
	bool fresh; /* the slot of the last message had none before */
	size_t messages;
};

static void
tell_would(const struct issue *issue, const struct edition *edition)
{
	journal_tell(issue->setup->journal, JOURNAL_NOTE, issue->digest->name,
	    "a message with %zu %s would be made", edition->count,
	    edition->count == 1 ? "entry" : "entries");
}

/*
 * What the outbox is told of a message, and of its entries, all or nothing.
 * Entries wait on where their slot has a message, as when the zone is another
 * one now; not where they are a slot of their own.
 */
static int
put(struct issue *issue, const struct edition *edition,
    const struct editor_report *report, const void *bytes, size_t size,
    struct error *e)
{
	struct store *store = issue->setup->store;
	const struct config_digest *digest = issue->digest;
	char id[EDITION_ID];
	int result;

	edition_id(edition, id);
	struct store_message message = {.digest = digest->name,
	    .slot = (char *)edition->slot.key,
	    .message_id = id,
	    .subject = (char *)report->subject,
	    .when = edition->slot.when,
	    .queued = issue->setup->now,
	    .size = size};
	const char **addresses = readers_addresses(digest, &issue->readers);
	size_t count = readers_deliveries(digest, &issue->readers);

	result = store_message_put(
	    store, &message, bytes, addresses, count, &issue->fresh, e);
	free(addresses);
	bool marks = issue->fresh || digest->each;
	for (size_t i = 0; i < edition->count && marks && result == 0; i++) {
		const struct edition_pick *pick = &edition->picks[i];
		struct store_mailed mailed = {.at = edition->slot.when};
		memcpy(mailed.id, pick->id, sizeof(mailed.id));
		memcpy(mailed.content, pick->content, sizeof(mailed.content));
		result = store_mailed_put(store, digest->name,
		    edition->config->feeds[pick->feed].name, &mailed, e);
	}
	issue->state.number += issue->fresh;
	return result;
}

/* As put, with what is remembered of the digest. */
static int
queue(struct issue *issue, const struct edition *edition,
    const struct editor_report *report, const void *bytes, size_t size,
    struct error *e)
{
	struct store *store = issue->setup->store;

	if (store_begin(store, e) == -1)
		return -1;
	if (put(issue, edition, report, bytes, size, e) == 0 &&
	    store_digest_put(store, issue->digest->name, &issue->state, e) ==
		0 &&
	    store_commit(store, e) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

static void
tell_made(const struct issue *issue, const struct edition *edition,
    const struct editor_report *report)
{
	const struct journal *journal = issue->setup->journal;
	const char *name = issue->digest->name;

	if (report->missing > 0)
		journal_tell(journal, JOURNAL_WARNING, name,
		    "%llu of %zu entries are not kept any more, and are left "
		    "out",
		    (unsigned long long)report->missing, edition->count);
	if (!issue->fresh) {
		journal_tell(journal, JOURNAL_NOTE, name,
		    "there is a message for %s already", edition->slot.key);
		return;
	}
	journal_tell(journal, JOURNAL_PUBLISHED, name,
	    "made a message with %llu %s",
	    (unsigned long long)(report->shown + report->more),
	    report->shown + report->more == 1 ? "entry" : "entries");
}

/* Makes a message of an edition and puts it into the outbox. */
static int
make(struct issue *issue, struct digests *digests,
    const struct edition *edition, struct error *e)
{
	const struct config_digest *digest = issue->digest;
	struct editing editing = {.options = issue->setup->options,
	    .journal = issue->setup->journal,
	    .store = issue->setup->store,
	    .now = issue->setup->now,
	    .edition = edition,
	    .zone = issue->zone,
	    .output = EDITOR_MESSAGE,
	    .patience = &digests->patience};
	struct editor_report report;
	struct stat st;
	int made = -1;

	if (!issue->read && readers_read(digest, &issue->readers, e) == -1)
		return -1;
	issue->read = true;
	editing.to_count = readers_named(digest, &issue->readers);
	editing.to = issue->readers.items;
	if (editing_run(&editing, &made, &report, e) == -1)
		return -1;
	if (edition->count > 0 && report.missing >= edition->count) {
		close(made);
		return error_set(e, ERR_INPUT, "none of its %zu %s is kept",
		    edition->count, edition->count == 1 ? "entry" : "entries");
	}
	void *bytes = MAP_FAILED;
	int result = -1;
	if (fstat(made, &st) == 0 && st.st_size > 0)
		bytes = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, made, 0);
	if (bytes == MAP_FAILED) {
		error_set(e, ERR_SYSTEM, "its message is empty");
	} else {
		result = queue(
		    issue, edition, &report, bytes, (size_t)st.st_size, e);
		munmap(bytes, (size_t)st.st_size);
	}
	close(made);
	if (result == 0)
		tell_made(issue, edition, &report);
	return result;
}

/* A message, or the word that there would be one. */
static int
make_or_tell(struct issue *issue, struct digests *digests,
    const struct edition *edition, struct error *e)
{
	digests->changes = true;
	issue->messages++;
	if (issue->setup->changes)
		return make(issue, digests, edition, e);
	tell_would(issue, edition);
	return 0;
}

static struct edition
new_edition(const struct issue *issue)
{
	return (struct edition){.config = issue->setup->config,
	    .digest = issue->digest,
	    .slot = {.when = issue->setup->now},
	    .from = issue->state.last_slot,
	    .number = issue->state.number + 1};
}

/* Nothing of this slot is to be done any more. */
static int
pass(struct issue *issue, int64_t when, struct error *e)
{
	issue->state.last_slot = when;
	return issue->setup->changes
		   ? store_digest_put(issue->setup->store, issue->digest->name,
			 &issue->state, e)
		   : 0;
}

/* By the clock: the last slot, however many went by. */
static int
run_slot(struct issue *issue, struct digests *digests, struct error *e)
{
	struct edition edition = new_edition(issue);
	int result;

	if (!slot_last(&issue->digest->rule, issue->zone, issue->setup->now,
		&edition.slot) ||
	    edition.slot.when <= issue->state.last_slot)
		return 0;
	const struct edition_window window = {
	    .from = INT64_MIN, .until = edition.slot.when};
	result = edition_choose(
	    &edition, issue->setup->store, &issue->state, &window, e);
	if (result == 0 && edition.count == 0 && !issue->digest->send_empty) {
		journal_tell(issue->setup->journal, JOURNAL_UNCHANGED,
		    issue->digest->name, "nothing new for %s",
		    edition.slot.key);
		result = pass(issue, edition.slot.when, e);
	} else if (result == 0) {
		issue->state.last_slot = edition.slot.when;
		result = make_or_tell(issue, digests, &edition, e);
	}
	edition_clear(&edition);
	return result;
}

/* As soon as there are so many. */
static int
run_count(struct issue *issue, struct digests *digests, struct error *e)
{
	const size_t most = issue->digest->rule.entries;
	const struct edition_window window = {
	    .from = INT64_MIN, .until = issue->setup->now};
	bool again = true;
	int result = 0;

	while (again && result == 0 && issue->messages < MESSAGES) {
		struct edition edition = new_edition(issue);
		result = edition_choose(
		    &edition, issue->setup->store, &issue->state, &window, e);
		/* A dry run would find the same ones again. */
		again = edition.count >= 2 * most && issue->setup->changes;
		if (result == 0 && edition.count >= most) {
			edition_oldest(&edition, most);
			snprintf(edition.slot.key, sizeof(edition.slot.key),
			    "no. %lld", (long long)edition.number);
			issue->state.last_slot = edition.slot.when;
			result = make_or_tell(issue, digests, &edition, e);
		}
		edition_clear(&edition);
	}
	return result;
}

static int
by_moment(const void *a, const void *b)
{
	const struct edition_pick *x = a, *y = b;

	if (x->moment != y->moment)
		return x->moment < y->moment ? -1 : 1;
	return memcmp(x->id, y->id, sizeof(x->id));
}

/* A message for one entry. */
static int
run_one(struct issue *issue, struct digests *digests, struct edition_pick *pick,
    struct error *e)
{
	struct edition edition = new_edition(issue);
	char id[EDITION_ID];

	edition.picks = pick;
	edition.count = 1;
	edition.slot.when = pick->correction ? issue->setup->now : pick->moment;
	edition_id(&edition, id);
	memcpy(edition.slot.key, id, sizeof(edition.slot.key) - 1);
	return make_or_tell(issue, digests, &edition, e);
}

/* The oldest first. */
static int
run_each(struct issue *issue, struct digests *digests, struct error *e)
{
	const struct edition_window window = {
	    .from = INT64_MIN, .until = issue->setup->now};
	struct edition edition = new_edition(issue);
	struct error first = {.code = ERR_NONE};

	int result = edition_choose(
	    &edition, issue->setup->store, &issue->state, &window, e);
	if (edition.count > 1)
		qsort(edition.picks, edition.count, sizeof(edition.picks[0]),
		    by_moment);
	for (size_t i = 0;
	     i < edition.count && result == 0 && issue->messages < MESSAGES;
	     i++)
		/* One that cannot be made is not in the way of others. */
		if (run_one(issue, digests, &edition.picks[i], e) == -1 &&
		    first.code == ERR_NONE)
			first = *e;
	edition_clear(&edition);
	if (result == 0 && first.code != ERR_NONE) {
		*e = first;
		return -1;
	}
	return result;
}

static int
run_due(struct issue *issue, struct digests *digests, struct error *e)
{
	const struct config_digest *digest = issue->digest;

	if (issue->state.born == 0) {
		issue->state.born = issue->setup->now;
		if (pass(issue, issue->setup->now, e) == -1)
			return -1;
	}
	if (digest->each)
		return run_each(issue, digests, e);
	return digest->rule.entries > 0 ? run_count(issue, digests, e)
					: run_slot(issue, digests, e);
}

static bool
is_alarm(const struct issue *issue)
{
	const struct config_alert *alert = &issue->digest->alert;
	int64_t failing = issue->setup->now - issue->state.failing_since;

	return issue->setup->options->strict ||
	       config_alerts(alert, failing, issue->state.failures);
}

/* What is remembered is what there was before, and that it failed. */
static int
fail(struct issue *issue, struct digests *digests, const struct error *why,
    struct error *e)
{
	struct store *store = issue->setup->store;
	const char *name = issue->digest->name;

	store_digest_clear(&issue->state);
	if (store_digest_get(store, name, &issue->state, e) == -1)
		return -1;
	if (issue->state.failures++ == 0)
		issue->state.failing_since = issue->setup->now;
	free(issue->state.last_error);
	issue->state.last_error = mem_str(why->text);
	bool alarm = is_alarm(issue);
	digests->failed |= alarm;
	journal_tell(issue->setup->journal,
	    alarm ? JOURNAL_FAILED : JOURNAL_RETRY, name, "%s", why->text);
	return issue->setup->changes
		   ? store_digest_put(store, name, &issue->state, e)
		   : 0;
}

static int
succeed(struct issue *issue, struct error *e)
{
	if (issue->state.failures == 0 || !issue->setup->changes)
		return 0;
	issue->state.failures = 0;
	issue->state.failing_since = 0;
	free(issue->state.last_error);
	issue->state.last_error = NULL;
	return store_digest_put(
	    issue->setup->store, issue->digest->name, &issue->state, e);
}

static int
run(struct digests *digests, const struct config_digest *digest,
    struct error *e)
{
	struct issue issue = {.setup = digests->setup, .digest = digest};
	struct error why;

	recipients_init(&issue.readers);
	issue.zone = zone_open(digest->timezone, &why);
	int result =
	    store_digest_get(issue.setup->store, digest->name, &issue.state, e);
	if (result == 0)
		result =
		    issue.zone != NULL && run_due(&issue, digests, &why) == 0
			? succeed(&issue, e)
			: fail(&issue, digests, &why, e);
	store_digest_clear(&issue.state);
	recipients_clear(&issue.readers);
	zone_free(issue.zone);
	return result;
}

/* One that the configuration has no more, and that was long ago. */
static int
forget(void *context, const char *name, struct error *e)
{
	const struct job_setup *setup = context;
	const struct config *config = setup->config;
	struct store_digest state;

	for (size_t i = 0; i < config->digest_count; i++)
		if (strcmp(config->digests[i].name, name) == 0)
			return 0;
	if (store_digest_get(setup->store, name, &state, e) == -1)
		return -1;
	bool over = state.last_slot < setup->now - KEPT;
	store_digest_clear(&state);
	return over ? store_digest_forget(setup->store, name, e) : 0;
}

int
digests_tidy(const struct job_setup *setup, struct error *e)
{
	if (!setup->changes)
		return 0;
	if (store_outbox_prune(setup->store, setup->now - KEPT, e) == -1)
		return -1;
	return store_digest_each(setup->store, forget, (void *)setup, e);
}

int
digests_run(struct digests *digests, struct error *e)
{
	const struct config *config = digests->setup->config;

	digests->patience = (int64_t)LIMIT_PICTURES_RUN * 1000;
	for (size_t i = 0; i < config->digest_count; i++)
		if (run(digests, &config->digests[i], e) == -1)
			return -1;
	return 0;
}
