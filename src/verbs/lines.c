/*
 * Which lines differ, by Eugene W. Myers, "An O(ND) Difference Algorithm and
 * Its Variations" (1986), the greedy one: x counts lines of the old text, y
 * of the new one, a diagonal k is all places where x - y = k, and for each
 * number of odd lines d it knows how far one gets on each diagonal.
 */
#include "verbs/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ODD_MOST 2000	      /* odd lines of both texts that are sorted out */
#define STEPS_MOST 20000000UL /* lines compared for that */

/* The lines of both texts between what they begin and end with. */
struct middle {
	struct line *old, *new;
	long n, m;
	long *reach[ODD_MOST + 1]; /* by d: the x of k = -d, -d + 2, … d */
	unsigned long steps;
};

static size_t
count_lines(const char *text, size_t len)
{
	const char *end = text + len;
	size_t count = 0;

	while (text < end) {
		const char *lf = memchr(text, '\n', (size_t)(end - text));
		text = lf == NULL ? end : lf + 1;
		count++;
	}
	return count;
}

void
lines_init(struct lines *lines, const char *text, size_t len)
{
	const char *end = text + len;

	*lines = (struct lines){.open = len > 0 && end[-1] != '\n'};
	lines->items =
	    mem_new(count_lines(text, len) + 1, sizeof(lines->items[0]));
	while (text < end) {
		struct line *line = &lines->items[lines->count++];
		const char *lf = memchr(text, '\n', (size_t)(end - text));
		line->text = text;
		line->len = (size_t)((lf == NULL ? end : lf) - text);
		hash_init(&line->hash);
		hash_add(&line->hash, text, line->len);
		text = lf == NULL ? end : lf + 1;
	}
	/* A line that ends is not the same as one that does not. */
	if (lines->open)
		hash_add(&lines->items[lines->count - 1].hash, "\n", 1);
}

void
lines_clear(struct lines *lines)
{
	free(lines->items);
	*lines = (struct lines){0};
}

static bool
same(const struct line *a, const struct line *b)
{
	return a->len == b->len && a->hash.high == b->hash.high &&
	       a->hash.low == b->hash.low;
}

/* How far one gets on diagonal k from x on, over lines that are the same. */
static long
slide(struct middle *c, long x, long k)
{
	for (; x < c->n && x - k < c->m && same(&c->old[x], &c->new[x - k]);
	     x++)
		c->steps++;
	c->steps++;
	return x;
}

/*
 * Where one comes from to diagonal k with d odd lines: from the one above by a
 * line of the new text, or from the one below by a line of the old one.
 */
static long
origin(const struct middle *c, long d, long k)
{
	const long *reach = c->reach[d - 1];
	long i = (k + d) / 2; /* of k + 1 in reach; k - 1 is before it */

	if (k == -d || (k != d && reach[i - 1] < reach[i]))
		return k + 1;
	return k - 1;
}

static long
reach_of(const struct middle *c, long d, long k)
{
	return c->reach[d][(k + d) / 2];
}

/* Fills the reach of d; true when one of them is the end of both texts. */
static bool
advance(struct middle *c, long d)
{
	c->reach[d] = mem_new((size_t)d + 1, sizeof(long));
	for (long k = -d; k <= d && c->steps <= STEPS_MOST; k += 2) {
		long x = 0;
		if (d > 0) {
			long from = origin(c, d, k);
			x = reach_of(c, d - 1, from) + (from < k);
		}
		x = slide(c, x, k);
		c->reach[d][(k + d) / 2] = x;
		if (x >= c->n && x - k >= c->m)
			return true;
	}
	return false;
}

/* The least number of odd lines, or -1 when that takes too long. */
static long
search(struct middle *c)
{
	for (long d = 0; d <= ODD_MOST && c->steps <= STEPS_MOST; d++)
		if (advance(c, d))
			return d;
	return -1;
}

/* Goes back from the end of both texts to their beginning. */
static void
mark(struct middle *c, long d)
{
	for (long k = c->n - c->m; d > 0; d--) {
		long from = origin(c, d, k);
		long x = reach_of(c, d - 1, from);
		if (from < k)
			c->old[x].odd = true;
		else
			c->new[x - from].odd = true;
		k = from;
	}
}

static void
mark_all(struct middle *c)
{
	for (long x = 0; x < c->n; x++)
		c->old[x].odd = true;
	for (long y = 0; y < c->m; y++)
		c->new[y].odd = true;
}

void
lines_compare(struct lines *old, struct lines *new)
{
	struct middle *c = mem_new(1, sizeof(*c));
	struct line *a = old->items, *b = new->items;
	size_t n = old->count, m = new->count;

	for (; n > 0 && m > 0 && same(a, b); a++, b++, n--, m--)
		;
	for (; n > 0 && m > 0 && same(&a[n - 1], &b[m - 1]); n--, m--)
		;
	c->old = a;
	c->new = b;
	c->n = (long)n;
	c->m = (long)m;
	long d = search(c);
	if (d == -1)
		mark_all(c);
	else
		mark(c, d);
	for (size_t i = 0; i <= ODD_MOST; i++)
		free(c->reach[i]);
	free(c);
}
