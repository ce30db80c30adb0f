#ifndef FEEDLOOM_VERBS_TRAIL_H
#define FEEDLOOM_VERBS_TRAIL_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/hash.h"
#include "model/label.h"

/*
 * One entry on its way through stages: how it came, what it is now, and what
 * each stage did to it, with the differences as verbs/diff.h shows them.
 */
enum trail_state {
	TRAIL_ON,     /* between two stages */
	TRAIL_INSIDE, /* a stage has it, and has not answered yet */
	TRAIL_DONE,
};

enum trail_end {
	TRAIL_THROUGH,
	TRAIL_DROPPED,
	TRAIL_FAILED,
};

struct trail {
	enum trail_state state;
	enum trail_end end;
	bool followed; /* otherwise only node and id count */
	bool changed;
	bool made;		/* by a stage */
	char label[LABEL_TEXT]; /* as it came */
	struct buf story;	/* what stages did */
	const xmlNode *node;	/* the rest: as it is now */
	char label_now[LABEL_TEXT];
	char *id;
	struct hash hash;
	struct buf lines;
};

/*
 * A new one, followed if only is NULL, or is the id or an address of the entry.
 * Never NULL.
 */
struct trail *trail_new(const xmlNode *entry, const char *only);
void trail_free(struct trail *trail);

/* The atom:id of an entry, as a string of the caller's. */
char *trail_id(const xmlNode *entry);

/* A stage gave this entry for it. */
void trail_change(
    struct trail *trail, const char *stage, const xmlNode *entry, bool colored);

/* A stage has made it of nothing. */
void trail_make(struct trail *trail, const char *stage, bool colored);

/* A stage gave nothing for it; why, if it has failed. */
void trail_lose(struct trail *trail, const char *stage, const char *why);

/* Adds its label and its story. */
void trail_put(const struct trail *trail, bool colored, struct buf *out);

#endif
