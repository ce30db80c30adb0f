#ifndef FEEDLOOM_CONVERT_CREW_STATE_H
#define FEEDLOOM_CONVERT_CREW_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"
#include "cli/worker.h"
#include "convert/crew.h"
#include "parse/parser.h"
#include "parse/ranges.h"

/*
 * The inside of a crew, for its files alone: crew.c has its life and takes what
 * the hands made, crew_cut.c cuts the document into ranges, crew_hand.c is what
 * a hand does.
 *
 * Range n lies in slot n modulo their number and is done by hand n modulo
 * theirs.  Slots are memory that all share.  A hand may be in a stranger's
 * hands: of what it says nothing is believed that could reach beyond its slot.
 */
#define CREW_AHEAD 4	/* ranges that a hand has, on the whole */
#define CREW_SLOTS 5	/* and the last one that other hands still may read */
#define CREW_PLUGINS 16 /* that entries may go through, with the format */
#define CREW_PARTS 4096 /* attachments in a range */

struct slot {
	size_t len;
	size_t n_parts;
	struct ranges_part parts[CREW_PARTS];
	char in[LIMIT_RANGE_IN];
	char out[LIMIT_RANGE_OUT];
};

enum order_kind {
	ORDER_HEAD,  /* the document up to its first item: read it */
	ORDER_BEGIN, /* the range with the first entry that is written */
	ORDER_RANGE, /* convert it, and answer */
};

struct range_order {
	uint64_t range;
	uint32_t kind;
	uint32_t utf8; /* a character beyond ASCII came by */
};

struct range_answer {
	uint64_t range;
	uint64_t clean; /* 0: it is for one process */
	uint64_t len;	/* of what was made */
	uint64_t entries;
	uint64_t names;	 /* as parser_place, of all that the hand has read */
	uint64_t learnt; /* the same */
	uint64_t seen[CREW_PLUGINS];
};

/* Text that comes piece by piece and is dry in between. */
struct tape {
	struct parse_input input;
	const char *p;
	size_t len;
};

/* What was so behind the first entry, and must be so behind each range. */
struct stand {
	size_t depth;
	size_t prefixes;
	unsigned long memory; /* of the output */
};

/* What the first process itself knows of a slot. */
struct cut {
	size_t len;
	size_t n_parts;
};

struct crew_hand {
	struct worker worker; /* its channel is -1 when it is gone */
	uint64_t names;
};

struct crew {
	struct crew_setup setup;
	struct crew_hand hands[LIMIT_JOBS];
	unsigned n, started;
	struct parse_options parse; /* of a hand */
	struct slot *slots;	    /* CREW_SLOTS * n, and two more: */
	size_t mapped;
	struct slot *head, *begin;
	struct cut cuts[CREW_SLOTS * LIMIT_JOBS]; /* of the slots */
	struct cut head_cut;

	/* crew_cut.c */
	struct ranges ranges;
	uint64_t filled; /* ranges that are cut */
	size_t loaded;	 /* bytes in the slot behind them */
	bool done;	 /* nothing more can be cut, */
	bool ended;	 /* for it is the end of the document, */
	bool failed;	 /* or of what can be read */
	bool utf8;	 /* a character beyond ASCII came by */
	struct error failure;

	/* crew.c */
	struct tape tape;
	bool opened;	   /* reading has begun */
	bool placed;	   /* the head was read */
	bool begun;	   /* an entry was written */
	const char *alone; /* why one process does the rest; or NULL */
	int64_t at_range;  /* then: the slot that is read, -1: the head, */
	size_t at;	   /* and what of it was */
	uint64_t clean;	   /* ranges that hands did */
	uint64_t next;	   /* the first range that is not taken */
	struct stand stand;
};

static inline struct slot *
crew_slot(const struct crew *c, uint64_t range)
{
	return &c->slots[range % (CREW_SLOTS * (uint64_t)c->n)];
}

static inline struct cut *
crew_cut_of(struct crew *c, uint64_t range)
{
	return &c->cuts[range % (CREW_SLOTS * (uint64_t)c->n)];
}

/* crew_cut.c: cuts the head; false when that cannot be. */
bool crew_cut_head(struct crew *c);

/* Cuts as many ranges as there are slots for and tells the hands. */
void crew_cut(struct crew *c);

/* crew.c: an order, unless the hand is gone. */
void crew_order(
    struct crew *c, unsigned hand, enum order_kind kind, uint64_t range);

/* The next piece of a tape; it must be dry. */
void tape_set(struct tape *tape, const char *p, size_t len);

/* Takes up to n bytes of the piece. */
size_t tape_take(struct tape *tape, char *p, size_t n);

/* A part of a slot; false when it is not within. */
bool crew_part(const struct slot *slot, size_t i, struct ranges_part *part);

/*
 * Reads the parts of a slot, n of them, for the attachments that they are, and
 * gives nothing.  -1 with the error filled in.
 */
int crew_learn(struct tape *tape, struct parser *parser,
    const struct slot *slot, size_t n, struct error *e);

/* crew_hand.c: the life of a hand. */
int crew_hand(void *crew, int channel);

#endif
