#ifndef FEEDLOOM_FETCH_TURNS_H
#define FEEDLOOM_FETCH_TURNS_H

#include <stdint.h>

/*
 * Whose turn it is: of those who want something of one host, one at a time has
 * it, in their order, and the next one after a pause.  Times are milliseconds
 * of a clock that never goes back.
 */
struct turns;

/* What waits; its owner's, who puts one into what it is about. */
struct turn {
	struct turn *next;
	struct turns_host *host;
};

struct turns *turns_new(int64_t pause);
void turns_free(struct turns *turns);

/* Stands in line for a host, whose name is copied. */
void turns_wait(struct turns *turns, const char *host, struct turn *turn);

/*
 * One whose turn it is now: its host is busy until turns_done.  NULL when there
 * is none; *wait is then the time until there may be one, -1 for never.
 */
struct turn *turns_next(struct turns *turns, int64_t now, int64_t *wait);

/* It is done with its host, and may wait for another. */
void turns_done(struct turns *turns, struct turn *turn, int64_t now);

#endif
