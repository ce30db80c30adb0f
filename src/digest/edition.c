/*
 * Entries of several feeds and marks of those that were mailed, both sorted by
 * id, side by side.
 */
#include "digest/edition.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* Seconds, for what changes all the time. */
#define LONGEST_WAIT ((int64_t)24 * 60 * 60)

/* One feed's entries and marks. */
struct sight {
	struct store_entry *entries;
	size_t count, room;
	struct store_mailed *mailed;
	size_t mailed_count, mailed_room;
};

static int
add_entry(void *context, const struct store_entry *entry, struct error *e)
{
	struct sight *s = context;

	(void)e;
	if (s->count == s->room) {
		s->room = s->room == 0 ? 64 : 2 * s->room;
		s->entries =
		    mem_grow(s->entries, s->room, sizeof(s->entries[0]));
	}
	s->entries[s->count++] = *entry;
	return 0;
}

static int
add_mailed(void *context, const struct store_mailed *mailed, struct error *e)
{
	struct sight *s = context;

	(void)e;
	if (s->mailed_count == s->mailed_room) {
		s->mailed_room = s->mailed_room == 0 ? 64 : 2 * s->mailed_room;
		s->mailed =
		    mem_grow(s->mailed, s->mailed_room, sizeof(s->mailed[0]));
	}
	s->mailed[s->mailed_count++] = *mailed;
	return 0;
}

static int
by_id(const void *key, const void *mailed)
{
	return memcmp(key, ((const struct store_mailed *)mailed)->id, 16);
}

static const struct store_mailed *
find_mailed(const struct sight *s, const struct store_entry *entry)
{
	return s->mailed_count == 0
		   ? NULL
		   : bsearch(entry->id, s->mailed, s->mailed_count,
			 sizeof(s->mailed[0]), by_id);
}

/* Nothing is published later than it was seen. */
static int64_t
moment_of(const struct store_entry *entry)
{
	return entry->published != INT64_MIN &&
		       entry->published <= entry->first_seen
		   ? entry->published
		   : entry->first_seen;
}

/* Who need not wait may come behind the slot: the cron job was late. */
static bool
has_settled(const struct store_entry *entry, int64_t settle, int64_t until)
{
	int64_t last = entry->changed;

	if (settle == 0)
		return true;
	if (last > entry->first_seen + LONGEST_WAIT)
		last = entry->first_seen + LONGEST_WAIT;
	if (last < moment_of(entry))
		last = moment_of(entry);
	return last + settle <= until;
}

/*
 * A feed has its latest entries.  One that went from it while older ones
 * stayed, most of those that were there with it, was taken back by its author
 * and not pushed out; nor does what comes later change that.
 */
static bool
is_withdrawn(const struct sight *s, const struct store_entry *entry)
{
	const int64_t gone = entry->last_seen;
	size_t stayed = 0, later = 0;

	/* What comes from an older page never was there. */
	if (entry->present || gone == entry->first_seen)
		return false;
	for (size_t i = 0; i < s->count; i++) {
		const struct store_entry *other = &s->entries[i];
		if (other->first_seen >= gone ||
		    (!other->present && other->last_seen <= gone))
			continue;
		stayed++;
		later += moment_of(other) > moment_of(entry);
	}
	return later < stayed / 2;
}

static bool
is_wanted(const struct edition *edition, const struct sight *s,
    const struct store_entry *entry, const struct store_digest *state,
    const struct edition_window *window, bool *correction)
{
	const struct config_digest *digest = edition->digest;
	const struct store_mailed *mailed = find_mailed(s, entry);
	int64_t moment = moment_of(entry);

	*correction = mailed != NULL;
	if (window->again) {
		*correction = false;
		return moment > window->from && moment <= window->until;
	}
	if (mailed != NULL &&
	    (!digest->corrections || !entry->present ||
		memcmp(mailed->content, entry->content, 16) == 0))
		return false;
	if (mailed == NULL && digest->only_new &&
	    (!entry->news || entry->first_seen <= state->born))
		return false;
	return moment <= window->until &&
	       has_settled(entry, digest->settle, window->until) &&
	       !is_withdrawn(s, entry);
}

static void
add_pick(struct edition *edition, size_t feed, const struct store_entry *entry,
    bool correction)
{
	struct edition_pick pick = {
	    .feed = feed, .moment = moment_of(entry), .correction = correction};

	memcpy(pick.id, entry->id, sizeof(pick.id));
	memcpy(pick.content, entry->content, sizeof(pick.content));
	/* Room for 1, 2, 4, 8, … of them. */
	if ((edition->count & (edition->count - 1)) == 0)
		edition->picks = mem_grow(edition->picks,
		    edition->count == 0 ? 1 : 2 * edition->count,
		    sizeof(edition->picks[0]));
	edition->picks[edition->count++] = pick;
}

static int
choose_of_feed(struct edition *edition, struct store *store,
    const struct store_digest *state, const struct edition_window *window,
    size_t feed, struct error *e)
{
	const char *name = edition->config->feeds[feed].name;
	struct sight s = {.count = 0};
	bool correction;

	int result = store_entry_each(store, name, add_entry, &s, e);
	if (result == 0)
		result = store_mailed_each(
		    store, edition->digest->name, name, add_mailed, &s, e);
	for (size_t i = 0; i < s.count && result == 0; i++)
		if (is_wanted(
			edition, &s, &s.entries[i], state, window, &correction))
			add_pick(edition, feed, &s.entries[i], correction);
	free(s.entries);
	free(s.mailed);
	return result;
}

static int
by_feed_and_id(const void *a, const void *b)
{
	const struct edition_pick *x = a, *y = b;

	if (x->feed != y->feed)
		return x->feed < y->feed ? -1 : 1;
	return memcmp(x->id, y->id, sizeof(x->id));
}

static int
by_moment(const void *a, const void *b)
{
	const struct edition_pick *x = a, *y = b;

	if (x->moment != y->moment)
		return x->moment < y->moment ? -1 : 1;
	return by_feed_and_id(a, b);
}

static void
sort(struct edition *edition, int (*order)(const void *a, const void *b))
{
	if (edition->count > 1)
		qsort(edition->picks, edition->count, sizeof(edition->picks[0]),
		    order);
}

void
edition_oldest(struct edition *edition, size_t count)
{
	if (count >= edition->count)
		return;
	sort(edition, by_moment);
	edition->count = count;
	sort(edition, by_feed_and_id);
}

void
edition_newest(struct edition *edition, size_t count)
{
	size_t left = edition->count - count;

	if (count >= edition->count)
		return;
	sort(edition, by_moment);
	memmove(edition->picks, edition->picks + left,
	    count * sizeof(edition->picks[0]));
	edition->count = count;
	sort(edition, by_feed_and_id);
}

int
edition_choose(struct edition *edition, struct store *store,
    const struct store_digest *state, const struct edition_window *window,
    struct error *e)
{
	const struct config_digest *digest = edition->digest;

	for (size_t i = 0; i < digest->feed_count; i++)
		if (choose_of_feed(edition, store, state, window,
			digest->feeds[i], e) == -1)
			return -1;
	if (window->again)
		edition_newest(edition, LIMIT_EDITION);
	else
		edition_oldest(edition, LIMIT_EDITION);
	sort(edition, by_feed_and_id);
	return 0;
}

void
edition_clear(struct edition *edition)
{
	free(edition->picks);
	edition->picks = NULL;
	edition->count = 0;
}

static void
add_text(struct hash *hash, const char *text)
{
	hash_add(hash, text, strlen(text) + 1);
}

/* "HASH@domain" of the sender. */
static void
put_id(const struct edition *edition, const struct hash *hash,
    char out[EDITION_ID])
{
	const char *domain = mailbox_domain(&edition->digest->sender);

	hash_hex(hash, out);
	out[HASH_TEXT - 1] = '@';
	memcpy(out + HASH_TEXT, domain, strlen(domain) + 1);
}

/* Of an entry's message: the content is another one, if it is mailed again. */
static void
add_entry_id(struct hash *hash, const struct edition *edition,
    const struct edition_pick *pick, bool again)
{
	add_text(hash, edition->config->feeds[pick->feed].name);
	hash_add(hash, pick->id, sizeof(pick->id));
	if (again)
		hash_add(hash, pick->content, sizeof(pick->content));
}

void
edition_id(const struct edition *edition, char out[EDITION_ID])
{
	struct hash hash;

	hash_init(&hash);
	add_text(&hash, edition->digest->name);
	if (!edition->digest->each)
		add_text(&hash, edition->slot.key);
	if (edition->test)
		add_text(&hash, "test");
	for (size_t i = 0; i < edition->count; i++)
		add_entry_id(&hash, edition, &edition->picks[i],
		    edition->picks[i].correction);
	put_id(edition, &hash, out);
}

size_t
edition_answers(const struct edition *edition, char out[2][EDITION_ID])
{
	const struct config_digest *digest = edition->digest;
	const struct edition_pick *pick = edition->picks;
	struct hash hash;

	if (!digest->thread)
		return 0;
	hash_init(&hash);
	add_text(&hash, digest->name);
	if (digest->each && edition->count > 0)
		add_text(&hash, edition->config->feeds[pick->feed].name);
	add_text(&hash, "thread");
	put_id(edition, &hash, out[0]);
	if (!digest->each || edition->count == 0 || !pick->correction)
		return 1;
	hash_init(&hash);
	add_text(&hash, digest->name);
	add_entry_id(&hash, edition, pick, false);
	put_id(edition, &hash, out[1]);
	return 2;
}
