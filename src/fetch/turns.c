/*
 * A host is in one of three places: ready, when somebody waits for it; resting,
 * for the pause after each turn, whoever waits; or in none, busy or unused.
 * All rest equally long, so that the line of those that rest is in the order of
 * their times.
 */
#include "fetch/turns.h"

#include <search.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct turns_host {
	char *name;
	struct turn *first, **last; /* who waits */
	bool placed;		    /* ready, resting or busy */
	int64_t until;		    /* it rests */
	struct turns_host *next;
};

struct line {
	struct turns_host *first, **last;
};

struct turns {
	int64_t pause;
	void *hosts; /* by name, tsearch(3) */
	struct line ready, resting;
};

static void
line_put(struct line *line, struct turns_host *host)
{
	host->next = NULL;
	host->placed = true;
	*line->last = host;
	line->last = &host->next;
}

static struct turns_host *
line_take(struct line *line)
{
	struct turns_host *host = line->first;

	line->first = host->next;
	if (line->first == NULL)
		line->last = &line->first;
	return host;
}

struct turns *
turns_new(int64_t pause)
{
	struct turns *turns = mem_new(1, sizeof(*turns));

	turns->pause = pause;
	turns->ready.last = &turns->ready.first;
	turns->resting.last = &turns->resting.first;
	return turns;
}

static void
host_free(void *node)
{
	struct turns_host *host = node;

	free(host->name);
	free(host);
}

void
turns_free(struct turns *turns)
{
	if (turns == NULL)
		return;
	tdestroy(turns->hosts, host_free);
	free(turns);
}

static int
by_name(const void *a, const void *b)
{
	const struct turns_host *one = a, *other = b;

	return strcmp(one->name, other->name);
}

static struct turns_host *
host_of(struct turns *turns, const char *name)
{
	struct turns_host *host = mem_new(1, sizeof(*host));

	host->name = mem_str(name);
	host->last = &host->first;
	void *found = tsearch(host, &turns->hosts, by_name);
	if (found == NULL)
		mem_out();
	struct turns_host *is = *(struct turns_host **)found;
	if (is != host)
		host_free(host);
	return is;
}

void
turns_wait(struct turns *turns, const char *name, struct turn *turn)
{
	struct turns_host *host = host_of(turns, name);

	turn->host = host;
	turn->next = NULL;
	*host->last = turn;
	host->last = &turn->next;
	if (!host->placed)
		line_put(&turns->ready, host);
}

/* Those that have rested are ready, or in no place when nobody waits. */
static void
wake(struct turns *turns, int64_t now)
{
	while (turns->resting.first != NULL &&
	       turns->resting.first->until <= now) {
		struct turns_host *host = line_take(&turns->resting);
		host->placed = false;
		if (host->first != NULL)
			line_put(&turns->ready, host);
	}
}

struct turn *
turns_next(struct turns *turns, int64_t now, int64_t *wait)
{
	wake(turns, now);
	if (turns->ready.first == NULL) {
		const struct turns_host *host = turns->resting.first;
		*wait = host == NULL ? -1 : host->until - now;
		return NULL;
	}
	struct turns_host *host = line_take(&turns->ready);
	struct turn *turn = host->first;
	host->first = turn->next;
	if (host->first == NULL)
		host->last = &host->first;
	return turn;
}

void
turns_done(struct turns *turns, struct turn *turn, int64_t now)
{
	turn->host->until = now + turns->pause;
	line_put(&turns->resting, turn->host);
	turn->host = NULL;
}
