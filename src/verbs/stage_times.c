/*
 * Processor time by stage.  The clock is asked twice for each burst of entries
 * and stage, which costs less than a microsecond; the sandbox lets it.  It is
 * the thread's: that of the process goes by ticks as long as it has a timer.
 */
#include "verbs/stage_times.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "cli/table.h"

#define SECOND 1000000000 /* in nanoseconds */
#define COLUMNS 5

struct cost {
	const char *stage; /* only to be compared */
	char *name;
	size_t entries;
	int64_t ns;
};

struct stage_times {
	int64_t began; /* when the start was over */
	int64_t entered;
	size_t inside; /* the cost of the stage that was entered */
	struct cost *costs;
	size_t count;
};

/* Of the processor, since the process began; there is such a clock. */
static int64_t
now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) == -1)
		return 0;
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

struct stage_times *
stage_times_new(void)
{
	return mem_new(1, sizeof(struct stage_times));
}

void
stage_times_free(struct stage_times *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->count; i++)
		free(t->costs[i].name);
	free(t->costs);
	free(t);
}

void
stage_times_begin(struct stage_times *t)
{
	t->began = now();
}

/* There are few. */
static size_t
find(struct stage_times *t, const char *stage)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->costs[i].stage == stage)
			return i;
	t->costs = mem_grow(t->costs, t->count + 1, sizeof(t->costs[0]));
	t->costs[t->count] =
	    (struct cost){.stage = stage, .name = mem_str(stage)};
	return t->count++;
}

void
stage_times_enter(struct stage_times *t, const char *stage, size_t entries)
{
	t->inside = find(t, stage);
	t->costs[t->inside].entries += entries;
	t->entered = now();
}

void
stage_times_leave(struct stage_times *t)
{
	t->costs[t->inside].ns += now() - t->entered;
}

/* A row; of what has no entries there is no time for each. */
static void
add(struct table *table, const char *name, const struct cost *cost, int64_t all)
{
	char entries[24] = "", each[24] = "", ms[24], share[24];
	const char *const cells[] = {name, entries, ms, each, share};

	snprintf(ms, sizeof(ms), "%9.2f", (double)cost->ns / 1e6);
	if (cost->entries > 0) {
		snprintf(entries, sizeof(entries), "%7zu", cost->entries);
		snprintf(each, sizeof(each), "%8.2f",
		    (double)cost->ns / 1e3 / (double)cost->entries);
	}
	snprintf(share, sizeof(share), "%3.0f %%",
	    all > 0 ? 100 * (double)cost->ns / (double)all : 0);
	table_add(table, cells);
}

void
stage_times_put(const struct stage_times *t, struct buf *out)
{
	static const char *const head[] = {
	    "stage", "entries", "       ms", "us/entry", "share"};
	int64_t all = now();
	const struct cost start = {.ns = t->began};
	struct cost reading = {.ns = all - t->began};
	struct table table;

	if (t->began == 0)
		return;
	for (size_t i = t->count; i-- > 0;) {
		reading.ns -= t->costs[i].ns;
		if (t->costs[i].entries > 0)
			reading.entries = t->costs[i].entries;
	}
	table_init(&table, COLUMNS);
	table_add(&table, head);
	add(&table, "(starting)", &start, all);
	add(&table, "(reading)", &reading, all);
	for (size_t i = 0; i < t->count; i++)
		add(&table, t->costs[i].name, &t->costs[i], all);
	table_put(&table, out);
	table_clear(&table);
}
