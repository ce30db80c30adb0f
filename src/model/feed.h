#ifndef FEEDLOOM_MODEL_FEED_H
#define FEEDLOOM_MODEL_FEED_H

#include <stdbool.h>

#include <libxml/tree.h>

/*
 * The canonical model, feedloom-entry(5): one document whose root is atom:feed
 * with what the feed says of itself (its head), and entries that are made one
 * at a time and hang below the root only while a stage or a format looks at
 * them.
 */
struct feed;

/* An empty feed whose names are kept in dict (shared, or NULL). */
struct feed *feed_new(xmlDict *dict);
void feed_free(struct feed *feed);

/* The atom:feed element; borrowed. */
xmlNode *feed_root(const struct feed *feed);

/*
 * Makes the head canonical, when it is complete.  document is where the feed
 * came from, or NULL.
 */
void feed_settle(struct feed *feed, const char *document);

/* The same for a head that was changed after it had been settled. */
void feed_settle_again(struct feed *feed);

/* What relative links are resolved against, or NULL; borrowed. */
const char *feed_base(const struct feed *feed);

/*
 * Makes an entry canonical: one atom:id, links absolute, a rel at each link.
 * The entry is an atom:entry that hangs anywhere or nowhere.
 */
void feed_settle_entry(const struct feed *feed, xmlNode *entry);

/*
 * Hangs an entry below the root, behind all that is there: it is the feed's
 * from then on, and the head does not grow while entries hang.
 */
void feed_hang(struct feed *feed, xmlNode *entry);

/* The first of the entries that hang below the root, or NULL; borrowed. */
xmlNode *feed_first(const struct feed *feed);

/*
 * Takes the entries that hang below the root off it, first to last.  The array,
 * which has room for one more, and the nodes are the caller's; *count is how
 * many there are.
 */
xmlNode **feed_take(struct feed *feed, size_t *count);

/* How many entries hang below the root. */
size_t feed_count(const struct feed *feed);

/*
 * How many namespaces the root declares by a prefix that is not their usual
 * one: which that is depends on those that came before.
 */
size_t feed_odd_prefixes(const struct feed *feed);

/* Frees the entries that hang below the root; how many there were. */
size_t feed_clear(struct feed *feed);

#endif
