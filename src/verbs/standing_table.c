/*
 * How feeds stand, as a table: dates of RFC 3339 in UTC, the last weeks as a
 * row of bars, each feed by its own measure; and digests as another one.
 */
#include "verbs/standing.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "cli/table.h"

#define BARS 8 /* the first is for none */

static void
add_bars(const int64_t weeks[STANDING_WEEKS], struct buf *out)
{
	static const char *const bars[BARS] = {
	    "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	int64_t most = 1;

	for (size_t i = 0; i < STANDING_WEEKS; i++)
		if (weeks[i] > most)
			most = weeks[i];
	for (size_t i = 0; i < STANDING_WEEKS; i++)
		buf_puts(out, bars[(weeks[i] * (BARS - 1) + most - 1) / most]);
}

static void
add_row(struct table *table, const struct standing *s)
{
	char success[DATE_TEXT], due[DATE_TEXT], failures[24];
	const char *trouble = standing_trouble(s);
	struct buf bars, valid;

	buf_init(&bars, 100);
	buf_init(&valid, MIB);
	add_bars(s->weeks, &bars);
	if (trouble == NULL)
		trouble = "-";
	utf8_scrub(trouble, strlen(trouble), &valid);
	snprintf(
	    failures, sizeof(failures), "%lld", (long long)s->known.failures);
	const char *const cells[] = {s->feed->name,
	    table_moment(s->known.last_success, success),
	    table_moment(s->known.next_due, due), buf_text(&bars), failures,
	    buf_text(&valid)};
	table_add(table, cells);
	buf_clear(&valid);
	buf_clear(&bars);
}

/* A digest that goes by entries has no next slot. */
static void
add_digest(struct table *table, const struct standing_digest *s)
{
	char sent[DATE_TEXT], next[DATE_TEXT], waiting[24], given_up[24];
	const char *trouble = standing_digest_trouble(s);

	snprintf(waiting, sizeof(waiting), "%zu", s->waiting);
	snprintf(given_up, sizeof(given_up), "%zu", s->given_up);
	const char *const cells[] = {s->digest->name,
	    table_moment(s->sent, sent), table_moment(s->next, next), waiting,
	    given_up, trouble == NULL ? "-" : trouble};
	table_add(table, cells);
}

static void
put_digests(const struct standings *all, struct buf *out)
{
	static const char *const head[] = {
	    "DIGEST", "SENT", "NEXT", "WAITING", "GIVEN UP", "TROUBLE"};
	struct table table;

	table_init(&table, sizeof(head) / sizeof(head[0]));
	table_add(&table, head);
	for (size_t i = 0; i < all->digest_count; i++)
		add_digest(&table, &all->digests[i]);
	buf_putc(out, '\n');
	table_put(&table, out);
	table_clear(&table);
}

void
standings_table(const struct standings *all, struct buf *out)
{
	static const char *const head[] = {
	    "FEED", "SUCCEEDED", "DUE", "8 WEEKS", "FAILURES", "TROUBLE"};
	struct table table;

	table_init(&table, sizeof(head) / sizeof(head[0]));
	table_add(&table, head);
	for (size_t i = 0; i < all->count; i++)
		add_row(&table, &all->items[i]);
	table_put(&table, out);
	table_clear(&table);
	if (all->digest_count > 0)
		put_digests(all, out);
}
