#ifndef FEEDLOOM_DIGEST_PIECE_H
#define FEEDLOOM_DIGEST_PIECE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/zone.h"
#include "config/config.h"
#include "digest/edition.h"

/*
 * The entries of an edition as they are arranged in it: grouped, sorted, with
 * those that are the same in several feeds folded into one.
 */
enum piece_level {
	PIECE_GONE, /* there is no room for it */
	PIECE_HEADLINE,
	PIECE_EXCERPT,
	PIECE_FULL,
};

struct piece {
	const struct edition_pick *pick;
	xmlNode *entry; /* of canonical Atom, with its atom:source; borrowed */
	size_t rank;	/* of its feed in the digest */
	char *id;
	char *feed;		  /* the title of its feed */
	char *title;		  /* plain text */
	char *page;		  /* its address, or "" */
	char *group;		  /* the name of its group; NULL: none */
	size_t full, excerpt;	  /* bytes of its content, of its summary */
	enum piece_level level;	  /* how it is shown */
	const struct piece *twin; /* the one that is shown in its place; NULL */
};

struct pieces {
	const struct config_digest *digest;
	const struct zone *zone;
	struct piece *items;
	size_t count, room;
};

/*
 * Adds an entry.  It gets a summary where it has none, and a summary that is
 * its whole content becomes both.
 */
void pieces_add(struct pieces *pieces, const struct edition_pick *pick,
    xmlNode *entry, size_t rank, const char *feed);
void pieces_clear(struct pieces *pieces);

/* When all are there: their order, twins, and the level that body asks for. */
void pieces_arrange(struct pieces *pieces);

/* About how many bytes are shown. */
size_t pieces_size(const struct pieces *pieces);

/*
 * So that so many of them are not: what is longest becomes an excerpt, then a
 * headline; then the last ones go, but for one.  False when nothing is left
 * that could be less.
 */
bool pieces_shrink(struct pieces *pieces, size_t bytes);

/* The plain text of a construct, or of NULL, cut to 4K; the caller's. */
char *piece_line(const xmlNode *construct);

/* Whether it stands in the message. */
bool piece_is_shown(const struct piece *piece);

#endif
