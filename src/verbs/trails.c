/*
 * Entries followed through stages.  A node is the same entry for as long as it
 * is between two stages; what happens within a stage is found out by
 * verbs/answer.c.
 */
#include "verbs/trails.h"

#include <search.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "verbs/answer.h"
#include "verbs/trail.h"

/* A stage, and those that are inside. */
struct post {
	const char *stage;
	struct trail **items;
	size_t count, room;
};

struct trails {
	const char *only;
	bool colored;
	struct post *posts;
	size_t n_posts;
	struct trail **items; /* as they came */
	size_t count, room;
	void *on; /* a tree (tsearch) of those that are TRAIL_ON, by node */
	size_t done;
	struct trails_count tally;
};

static int
node_order(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct trail *)a)->node;
	uintptr_t y = (uintptr_t)((const struct trail *)b)->node;

	return (x > y) - (x < y);
}

/* Goes on behind a stage. */
static void
go_on(struct trails *t, struct trail *trail)
{
	trail->state = TRAIL_ON;
	if (tsearch(trail, &t->on, node_order) == NULL)
		mem_out();
}

/* The one that goes on as this node, or NULL; it stops. */
static struct trail *
stop(struct trails *t, const xmlNode *entry)
{
	const struct trail key = {.node = entry};
	struct trail *const *found = tfind(&key, &t->on, node_order);
	struct trail *trail = found == NULL ? NULL : *found;

	if (trail != NULL)
		tdelete(trail, &t->on, node_order);
	return trail;
}

static struct trail *
begin(struct trails *t, const xmlNode *entry)
{
	struct trail *trail = trail_new(entry, t->only);

	if (t->count == t->room) {
		t->room = 2 * t->room + 64;
		t->items = mem_grow(t->items, t->room, sizeof(t->items[0]));
	}
	t->items[t->count++] = trail;
	return trail;
}

struct trails *
trails_new(const char *only, bool colored)
{
	struct trails *t = mem_new(1, sizeof(*t));

	t->only = only;
	t->colored = colored;
	return t;
}

void
trails_free(struct trails *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->count; i++) {
		if (t->items[i]->state == TRAIL_ON)
			stop(t, t->items[i]->node);
		trail_free(t->items[i]);
	}
	for (size_t i = 0; i < t->n_posts; i++)
		free(t->posts[i].items);
	free(t->posts);
	free(t->items);
	free(t);
}

/* The stage's; there are few. */
static struct post *
post_of(struct trails *t, const char *stage)
{
	for (size_t i = 0; i < t->n_posts; i++)
		if (t->posts[i].stage == stage)
			return &t->posts[i];
	t->posts = mem_grow(t->posts, t->n_posts + 1, sizeof(t->posts[0]));
	t->posts[t->n_posts] = (struct post){.stage = stage};
	return &t->posts[t->n_posts++];
}

void
trails_got(struct trails *t, const char *stage, const xmlNode *entry)
{
	struct post *post = post_of(t, stage);
	struct trail *trail = stop(t, entry);

	if (trail == NULL) {
		trail = begin(t, entry);
		t->tally.entries += trail->followed;
	}
	trail->state = TRAIL_INSIDE;
	if (post->count == post->room) {
		post->room = 2 * post->room + 1;
		post->items =
		    mem_grow(post->items, post->room, sizeof(post->items[0]));
	}
	post->items[post->count++] = trail;
}

void
trails_gave(struct trails *t, const char *stage,
    const struct script_entries *entries, const char *why)
{
	struct post *post = post_of(t, stage);
	struct trail **given = mem_new(entries->count + 1, sizeof(given[0]));

	answer_match(post->items, post->count, entries, given);
	for (size_t i = 0; i < entries->count; i++) {
		struct trail *trail = given[i];
		const xmlNode *entry = entries->items[i];
		if (trail != NULL) {
			trail_change(trail, stage, entry, t->colored);
		} else {
			trail = begin(t, entry);
			trail_make(trail, stage, t->colored);
		}
		go_on(t, trail);
	}
	for (size_t i = 0; i < post->count; i++) {
		if (post->items[i]->state != TRAIL_INSIDE)
			continue;
		trail_lose(post->items[i], stage, why);
		t->done++;
	}
	post->count = 0;
	free(given);
}

void
trails_through(struct trails *t, const xmlNode *entry)
{
	struct trail *trail = stop(t, entry);

	if (trail == NULL)
		return;
	trail->state = TRAIL_DONE;
	t->done++;
}

size_t
trails_done(const struct trails *t)
{
	return t->done;
}

static void
put(struct trails *t, const struct trail *trail, struct buf *out)
{
	bool through = trail->end == TRAIL_THROUGH;

	if (!trail->followed)
		return;
	t->tally.made += trail->made;
	t->tally.dropped += trail->end == TRAIL_DROPPED;
	t->tally.failed += trail->end == TRAIL_FAILED;
	t->tally.changed += through && trail->changed && !trail->made;
	if (t->only != NULL || trail->changed || trail->made || !through)
		trail_put(trail, t->colored, out);
}

void
trails_report(struct trails *t, bool all, struct buf *out)
{
	size_t left = 0;

	for (size_t i = 0; i < t->count; i++) {
		struct trail *trail = t->items[i];
		if (!all && trail->state != TRAIL_DONE) {
			t->items[left++] = trail;
			continue;
		}
		if (trail->state == TRAIL_ON)
			stop(t, trail->node);
		put(t, trail, out);
		trail_free(trail);
	}
	t->count = left;
	t->done = 0;
}

struct trails_count
trails_count(const struct trails *t)
{
	return t->tally;
}
