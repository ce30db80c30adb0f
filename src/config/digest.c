/*
 * Digests: what one of them says, and, when all feeds are known, which of these
 * it reads.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "config/state.h"
#include "config/subject.h"

void
config_digest_clear(struct config_digest *d)
{
	for (size_t i = 0; i < d->from_count; i++)
		free(d->from[i]);
	free(d->from);
	free(d->feeds);
	free(d->every);
	free(d->timezone);
	free(d->to);
	free(d->to_file);
	for (size_t i = 0; d->to_command != NULL && d->to_command[i] != NULL;
	     i++)
		free(d->to_command[i]);
	free(d->to_command);
	free(d->subject);
	free(d->title);
	free(d->intro);
	free(d->footer);
	free(d->lang);
	free(d->unsubscribe);
	free(d->list_id);
	free(d->html);
	free(d->text);
	config_via_clear(&d->via);
	free(d->name);
}

static struct config_digest *
add(struct config_reading *r, const struct config_statement *s)
{
	struct config *c = r->config;

	if (c->digest_count == LIMIT_DIGESTS) {
		config_fault(r, s->line, "there are more than %d digests",
		    LIMIT_DIGESTS);
		return NULL;
	}
	/* Room for 1, 2, 4, 8, … of them. */
	if ((c->digest_count & (c->digest_count - 1)) == 0)
		c->digests = mem_grow(c->digests,
		    c->digest_count == 0 ? 1 : 2 * c->digest_count,
		    sizeof(c->digests[0]));
	struct config_digest *d = &c->digests[c->digest_count++];
	*d = (struct config_digest){
	    .name = mem_str(s->name), .file = r->at.file, .line = s->line};
	return d;
}

/* Keys that go together, or do not. */
static void
check_keys(struct config_reading *r, const struct config_digest *d,
    const struct datum *table)
{
	if (d->each && d->every != NULL)
		config_fault(r, config_line_of(table, "every"),
		    "'every' is when messages of many entries are due; with "
		    "each = true there is one for each, as soon as it is "
		    "there: leave one of these out");
	if (!d->each && datum_get(table, "every", strlen("every")) == NULL)
		config_fault(r, table->line,
		    "'every' is missing: every = \"daily 07:00\", or each = "
		    "true for a message for each entry");
	if (d->via.path == NULL &&
	    datum_get(table, "to", strlen("to")) == NULL &&
	    datum_get(table, "to_file", strlen("to_file")) == NULL &&
	    datum_get(table, "to_command", strlen("to_command")) == NULL)
		config_fault(r, table->line,
		    "'to' is missing: to = \"readers@example.org\", or "
		    "to_file, or to_command");
}

void
config_digest(struct config_reading *r, const struct config_statement *s)
{
	bool said[CONFIG_DIGEST_KEYS] = {false};
	struct config_digest *d = add(r, s);

	if (d == NULL)
		return;
	config_name(r, s);
	config_initial(r, config_digest_keys, d);
	d->html_at = d->text_at = (struct config_place){r->at.file, s->line};
	config_keys(r, config_digest_keys, &s->value, d, said);
	config_required(r, s->line, config_digest_keys, said);
	check_keys(r, d, &s->value);
	if (d->subject == NULL)
		d->subject =
		    mem_str(d->each ? SUBJECT_OF_EACH : SUBJECT_OF_ALL);
}

static int
feed_order(const void *a, const void *b)
{
	const struct config_feed *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static int
by_name(const void *name, const void *feed)
{
	return strcmp(name, (*(const struct config_feed *const *)feed)->name);
}

/* Feeds in the order of their names. */
static struct config_feed **
sort_feeds(const struct config *c)
{
	struct config_feed **feeds = mem_new(c->feed_count, sizeof(feeds[0]));

	for (size_t i = 0; i < c->feed_count; i++)
		feeds[i] = &c->feeds[i];
	qsort(feeds, c->feed_count, sizeof(feeds[0]), feed_order);
	return feeds;
}

static void
tell_unknown(
    struct config_reading *r, const struct config_digest *d, const char *name)
{
	const struct config *c = r->config;
	char meant[SUGGEST_TEXT];
	struct suggest near;

	if (r->partial)
		return;
	suggest_init(&near, name);
	for (size_t i = 0; i < c->feed_count; i++)
		suggest_offer(&near, c->feeds[i].name);
	config_fault(r, d->from_at.line, "'from': there is no feed '%s'%s",
	    name, suggest_text(&near, "", meant));
}

static int
index_order(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* No feed is named twice. */
static void
check_twice(struct config_reading *r, const struct config_digest *d)
{
	size_t *feeds = mem_new(d->feed_count + 1, sizeof(feeds[0]));

	if (d->feed_count > 0)
		memcpy(feeds, d->feeds, d->feed_count * sizeof(feeds[0]));
	qsort(feeds, d->feed_count, sizeof(feeds[0]), index_order);
	for (size_t i = 1; i < d->feed_count; i++)
		if (feeds[i - 1] == feeds[i])
			config_fault(r, d->from_at.line,
			    "'from' names '%s' twice",
			    r->config->feeds[feeds[i]].name);
	free(feeds);
}

/* The feed that a digest names; NULL after a fault. */
static const struct config_feed *
find_feed(struct config_reading *r, const struct config_digest *d,
    const char *name, struct config_feed *const *sorted)
{
	struct config_feed *const *feed = bsearch(
	    name, sorted, r->config->feed_count, sizeof(sorted[0]), by_name);

	if (feed != NULL)
		return *feed;
	if (strcmp(name, "*") == 0)
		config_fault(r, d->from_at.line,
		    "'from': \"*\" is all feeds, and stands alone");
	else
		tell_unknown(r, d, name);
	return NULL;
}

/* Which feeds the names of a digest are; false when one of them is none. */
static bool
resolve(struct config_reading *r, struct config_digest *d,
    struct config_feed *const *sorted)
{
	struct config *c = r->config;
	bool all = d->from_count == 1 && strcmp(d->from[0], "*") == 0;
	size_t count = all ? c->feed_count : d->from_count;

	d->feeds = mem_new(count + 1, sizeof(d->feeds[0]));
	for (size_t i = 0; i < count; i++) {
		const struct config_feed *feed =
		    all ? &c->feeds[i] : find_feed(r, d, d->from[i], sorted);
		if (feed != NULL)
			d->feeds[d->feed_count++] = (size_t)(feed - c->feeds);
	}
	for (size_t i = 0; i < d->feed_count; i++)
		c->feeds[d->feeds[i]].mailed = true;
	check_twice(r, d);
	return d->feed_count == count && count > 0;
}

/* What nobody reads must be published. */
static void
check_published(struct config_reading *r)
{
	const struct config *c = r->config;

	for (size_t i = 0; i < c->feed_count; i++) {
		const struct config_feed *feed = &c->feeds[i];
		if (feed->outputs != NULL || feed->mailed)
			continue;
		r->at = (struct config_hand){
		    .file = feed->file, .word = "feed", .name = feed->name};
		config_fault(r, feed->line, "'publish' is missing%s",
		    c->digest_count > 0 ? ", and no digest reads the feed"
					: "");
	}
}

void
config_digests(struct config_reading *r)
{
	struct config *c = r->config;
	struct config_feed **sorted = sort_feeds(c);
	bool known = true;

	for (size_t i = 0; i < c->digest_count; i++) {
		struct config_digest *d = &c->digests[i];
		r->at = (struct config_hand){
		    .file = d->file, .word = "digest", .name = d->name};
		known = resolve(r, d, sorted) && known;
	}
	free(sorted);
	/* Otherwise a digest may read it that is not understood. */
	if (known && !r->partial)
		check_published(r);
}
