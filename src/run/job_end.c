/*
 * The order is the promise: outputs first, then, in one transaction, all that
 * would keep them from being made again.  Whatever ends the program in between
 * costs work that is done twice, and nothing else.
 */
#include "run/job_end.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/mem.h"
#include "run/job_follow.h"
#include "run/ledger.h"
#include "run/schedule.h"
#include "run/verdict.h"

#define FORGET (3 * 365 * SCHEDULE_DAY) /* entries that were not seen since */

/* What the store knows of a feed's entries, by id. */
struct known {
	struct store_entry *entries;
	size_t count, room;
};

static void
set(char **to, const char *text)
{
	free(*to);
	*to = text == NULL ? NULL : mem_str(text);
}

/* The longest that a source wants to be left alone, and until when. */
static void
plan(struct job *job)
{
	struct schedule schedule = {.now = job->setup->now,
	    .every = job->feed->every,
	    .failures = job->state.failures,
	    .name = job->feed->name};

	for (size_t i = 0; i < job->feed->source_count; i++) {
		const struct job_source *s = &job->sources[i];
		if (s->was.not_before > schedule.not_before)
			schedule.not_before = s->was.not_before;
		if (s->will.floor > schedule.floor)
			schedule.floor = s->will.floor;
	}
	job->state.last_run = job->setup->now;
	job->state.next_due = schedule_next(&schedule);
}

/* Whether a source was asked for the last time, which is said once. */
static bool
has_retired(const struct job *job)
{
	for (size_t i = 0; i < job->feed->source_count; i++)
		if (job->sources[i].error.code != ERR_NONE &&
		    job_retired(&job->sources[i].was))
			return true;
	return false;
}

/* Whether those who watch want to hear of a failure yet. */
static bool
is_alarm(const struct job *job)
{
	const struct config_alert *alert = &job->feed->alert;
	int64_t failing = job->setup->now - job->state.failing_since;

	return job->setup->options->strict || has_retired(job) ||
	       config_alerts(alert, failing, job->state.failures);
}

void
job_fail(struct job *job)
{
	struct store_feed *state = &job->state;
	int64_t now = job->setup->now;

	job->end = JOB_FAILED;
	if (state->failures++ == 0)
		state->failing_since = now;
	set(&state->last_error, job->error.text);
	plan(job);
	job->alarm = is_alarm(job);
	journal_tell(job->setup->journal,
	    job->alarm ? JOURNAL_FAILED : JOURNAL_RETRY, job->feed->name, "%s",
	    job->error.text);
}

/* Outputs are what sources say.  One that said nothing is still a failure. */
static void
succeed(struct job *job)
{
	struct store_feed *state = &job->state;

	job->made = true;
	state->held_since = 0;
	set(&state->held, NULL);
	set(&state->held_reason, NULL);
	set(&state->recipe, job->recipe);
	if (job->error.code != ERR_NONE) {
		job_fail(job);
		return;
	}
	state->failures = 0;
	state->failing_since = 0;
	set(&state->last_error, NULL);
	state->last_success = job->setup->now;
	plan(job);
}

void
job_settle(struct job *job)
{
	job->end = JOB_UNCHANGED;
	succeed(job);
	journal_tell(job->setup->journal, JOURNAL_UNCHANGED, job->feed->name,
	    "nothing new");
}

static int
add_known(void *context, const struct store_entry *entry, struct error *e)
{
	struct known *known = context;

	(void)e;
	if (known->count == known->room) {
		known->room = known->room == 0 ? 64 : 2 * known->room;
		known->entries = mem_grow(
		    known->entries, known->room, sizeof(known->entries[0]));
	}
	known->entries[known->count++] = *entry;
	return 0;
}

/* Whether it is to be believed; if not, it is held back. */
static bool
believe(struct job *job, const struct ledger *ledger, const struct known *known)
{
	struct store_feed *state = &job->state;
	enum verdict verdict = verdict_of(ledger, known->entries, known->count);
	const char *word = verdict_word(verdict);

	/* Another recipe makes other entries: nothing can be compared. */
	if (verdict == VERDICT_GOOD || job->stale || job->accepted ||
	    (state->held != NULL && strcmp(state->held, word) == 0))
		return true;
	job->end = JOB_HELD;
	state->held_since = job->setup->now;
	set(&state->held, word);
	set(&state->held_reason, verdict_text(verdict));
	plan(job);
	journal_tell(job->setup->journal, JOURNAL_HELD, job->feed->name,
	    "%s; what is published stays as it is, unless the next run finds "
	    "the same ('feedloom run --accept %s' believes it now)",
	    verdict_text(verdict), job->feed->name);
	return false;
}

static int
by_ledger_id(const void *key, const void *entry)
{
	return memcmp(key, ((const struct ledger_entry *)entry)->id, 16);
}

/* What comes from an older page is not in the source's feed any more. */
static bool
is_present(const struct job *job, const struct ledger_entry *entry)
{
	const struct ledger *front = &job->front;

	return job->page_count == 0 ||
	       bsearch(entry->id, front->entries, front->count,
		   sizeof(front->entries[0]), by_ledger_id) != NULL;
}

static int
remember_entry(const struct job *job, const struct ledger_entry *entry,
    const struct store_entry *old, bool first, struct error *e)
{
	int64_t now = job->setup->now;
	struct store_entry row = {.first_seen = now,
	    .changed = now,
	    .news = !(first && job->feed->only_new)};

	if (old != NULL)
		row = *old;
	if (old != NULL && old->present &&
	    memcmp(old->content, entry->content, sizeof(old->content)) == 0 &&
	    now - old->last_seen < SCHEDULE_DAY)
		return 0;
	if (old != NULL &&
	    memcmp(old->content, entry->content, sizeof(old->content)) != 0)
		row.changed = now;
	memcpy(row.id, entry->id, sizeof(row.id));
	memcpy(row.content, entry->content, sizeof(row.content));
	row.published = entry->published;
	row.updated = entry->updated;
	row.last_seen = now;
	row.present = is_present(job, entry);
	return store_entry_put(job->setup->store, job->feed->name, &row, e);
}

static int
by_id(const void *key, const void *entry)
{
	return memcmp(key, ((const struct store_entry *)entry)->id, 16);
}

/* Entries as they are from now on; both lists are sorted by id. */
static int
remember_entries(struct job *job, const struct ledger *ledger,
    const struct known *known, struct error *e)
{
	struct store *store = job->setup->store;

	for (size_t i = 0; i < ledger->count; i++) {
		const struct ledger_entry *entry = &ledger->entries[i];
		const struct store_entry *old =
		    known->count == 0
			? NULL
			: bsearch(entry->id, known->entries, known->count,
			      sizeof(known->entries[0]), by_id);
		if (remember_entry(job, entry, old, known->count == 0, e) == -1)
			return -1;
	}
	for (size_t i = 0; i < known->count; i++) {
		struct store_entry row = known->entries[i];
		if (!row.present ||
		    bsearch(row.id, ledger->entries, ledger->count,
			sizeof(ledger->entries[0]), by_ledger_id) != NULL)
			continue;
		row.present = false;
		row.last_seen = job->setup->now;
		if (store_entry_put(store, job->feed->name, &row, e) == -1)
			return -1;
	}
	return store_entry_prune(
	    store, job->feed->name, job->setup->now - FORGET, e);
}

/* A file of ours as a document of the store. */
static int
remember_document(
    const struct job *job, const char *key, int fd, struct error *e)
{
	struct stat st;
	void *p = NULL;

	if (fstat(fd, &st) == -1)
		return error_errno(e, ERR_SYSTEM, "cannot look at a document");
	size_t n = (size_t)st.st_size;
	if (*key == '\0' && n > LIMIT_KEPT) {
		journal_tell(job->setup->journal, JOURNAL_WARNING,
		    job->feed->name,
		    "its entries take more than %zu MiB, and those that are "
		    "new will not be kept: accumulate fewer",
		    LIMIT_KEPT / MIB);
		return 0;
	}
	if (n > 0)
		p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return error_errno(e, ERR_SYSTEM, "cannot read a document");
	int result = store_document_put(
	    job->setup->store, job->feed->name, key, p, n, e);
	if (n > 0)
		munmap(p, n);
	return result;
}

/* Sources' bodies, where another source may need them; what is kept. */
static int
remember_documents(const struct job *job, struct error *e)
{
	const struct config_feed *feed = job->feed;
	int kept = job->all != -1 ? job->all : job->atom;

	if (job_kept(feed) > 0 && remember_document(job, "", kept, e) == -1)
		return -1;
	for (size_t i = 0; feed->source_count > 1 && i < feed->source_count;
	     i++) {
		const struct job_source *s = &job->sources[i];
		if (s->source->kind != CONFIG_FILE && s->fresh &&
		    remember_document(job, s->source->key, s->body, e) == -1)
			return -1;
	}
	return 0;
}

int
job_remember(const struct job *job, struct error *e)
{
	static const enum store_event events[] = {[JOB_PUBLISHED] = STORE_OK,
	    [JOB_UNCHANGED] = STORE_UNCHANGED,
	    [JOB_HELD] = STORE_HELD,
	    [JOB_FAILED] = STORE_FAILED};
	struct store *store = job->setup->store;
	const char *name = job->feed->name;

	for (size_t i = 0; i < job->feed->source_count; i++) {
		const struct job_source *s = &job->sources[i];
		const struct store_source *state =
		    job->made && s->error.code == ERR_NONE ? &s->will : &s->was;
		if (store_source_put(store, name, s->source->key, state, e) ==
		    -1)
			return -1;
	}
	if (store_event_put(store, name, job->setup->now, events[job->end],
		job->end == JOB_FAILED ? job->error.text
		: job->end == JOB_HELD ? job->state.held_reason
				       : "",
		e) == -1)
		return -1;
	return store_feed_put(store, name, &job->state, e);
}

static int
remember_all(struct job *job, const struct ledger *ledger,
    const struct known *known, struct error *e)
{
	struct store *store = job->setup->store;

	if (!job->setup->changes)
		return 0;
	if (store_begin(store, e) == -1)
		return -1;
	if (remember_entries(job, ledger, known, e) == 0 &&
	    remember_documents(job, e) == 0 && job_remember(job, e) == 0 &&
	    store_commit(store, e) == 0) {
		job->remembered = true;
		return 0;
	}
	store_rollback(store);
	return -1;
}

/* How many entries no run has seen before. */
static size_t
count_news(const struct ledger *ledger, const struct known *known)
{
	size_t n = 0;

	for (size_t i = 0; i < ledger->count; i++)
		n +=
		    known->count == 0 ||
		    bsearch(ledger->entries[i].id, known->entries, known->count,
			sizeof(known->entries[0]), by_id) == NULL;
	return n;
}

static void
tell_outputs(const struct job *job)
{
	const char *verb = job->setup->changes ? "published" : "would publish";

	for (size_t i = 0; i < job->feed->output_count; i++)
		if (job->outputs[i].changes)
			journal_tell(job->setup->journal, JOURNAL_PUBLISHED,
			    job->feed->name, "%s %s (%zu %s, %zu new)", verb,
			    job->outputs[i].output->path, job->entries,
			    job->entries == 1 ? "entry" : "entries", job->news);
}

static int
publish(struct job *job, struct error *e)
{
	const struct job_setup *setup = job->setup;
	size_t count = job->feed->output_count;

	job->end = JOB_UNCHANGED;
	for (size_t i = 0; i < count; i++) {
		if (publish_compare(setup->config, &job->outputs[i], e) == -1)
			return -1;
		if (job->outputs[i].changes) {
			job->changes = true;
			job->end = JOB_PUBLISHED;
		}
	}
	if (setup->changes &&
	    publish_all(setup->config, job->outputs, count, e) == -1)
		return -1;
	tell_outputs(job);
	/* Its entries are for digests. */
	if (count == 0 && job->news > 0) {
		job->end = JOB_PUBLISHED;
		journal_tell(setup->journal, JOURNAL_NOTE, job->feed->name,
		    "%zu %s, %zu new", job->entries,
		    job->entries == 1 ? "entry" : "entries", job->news);
	}
	if (job->end == JOB_UNCHANGED)
		journal_tell(setup->journal, JOURNAL_UNCHANGED, job->feed->name,
		    "nothing new");
	succeed(job);
	return 0;
}

/* How long the feed itself wants to be left alone, believed or not. */
static void
heed_floor(struct job *job, const struct ledger *ledger)
{
	struct store_source *first = &job->sources[0].will;

	if (first->floor < ledger->floor)
		first->floor = ledger->floor;
}

static int
conclude(struct job *job, const struct known *known, struct error *e)
{
	struct ledger ledger;
	int result = 0;

	if (ledger_read(job->ledger, &ledger, e) == -1)
		return -1;
	if (known->count == 0 && job_follow_page(job, &ledger))
		return 0;
	job->entries = ledger.count;
	job->news = count_news(&ledger, known);
	heed_floor(job, &ledger);
	if (ledger.count == 0 && known->count == 0 &&
	    job->state.last_success == 0)
		journal_tell(job->setup->journal, JOURNAL_WARNING,
		    job->feed->name,
		    "it is a feed, and has no entries: is its address right?");
	if (believe(job, &ledger, known)) {
		result = publish(job, e);
		if (result == 0)
			result = remember_all(job, &ledger, known, e);
		if (result == 0)
			job_follow_hub(job);
	}
	ledger_clear(&ledger);
	return result;
}

/*
 * It may be published and is not remembered: nothing of it may be, or the next
 * run would not know that it has to do it again.
 */
static void
take_back(struct job *job)
{
	job->made = false;
	store_feed_clear(&job->state);
	job->state = job->was;
	job->was = (struct store_feed){0};
}

void
job_conclude(struct job *job)
{
	struct known known = {.count = 0};
	struct error e;
	int result = store_entry_each(
	    job->setup->store, job->feed->name, add_known, &known, &e);

	if (result == 0)
		result = conclude(job, &known, &e);
	if (result == -1) {
		job->error = e;
		take_back(job);
		job_fail(job);
	}
	free(known.entries);
}
