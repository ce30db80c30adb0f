/*
 * Files that somebody writes or reads: who may have them together.  Of several
 * who may not the later one is told.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/state.h"

enum kind {
	KIND_OURS,
	KIND_SOURCE,
	KIND_OUTPUT,
	KIND_FILE,
	KIND_MAILDIR,
	KIND_MBOX,
	KINDS,
};

struct claim {
	enum kind kind;
	char *path;
	size_t order;
	const char *word, *name; /* of what has it; NULL: feedloom itself */
	const struct config_place *at;
};

struct claims {
	struct claim *items;
	size_t count;
};

/*
 * Feeds may have one source, and what one of them publishes may be the source
 * of another one.  Digests may share a mailbox.
 */
static const bool apart[KINDS][KINDS] = {
    [KIND_OURS] = {false, false, true, true, true, true},
    [KIND_SOURCE] = {false, false, false, true, true, true},
    [KIND_OUTPUT] = {true, false, true, true, true, true},
    [KIND_FILE] = {true, true, true, true, true, true},
    [KIND_MAILDIR] = {true, true, true, true, false, true},
    [KIND_MBOX] = {true, true, true, true, true, false},
};

/* The path is taken. */
static struct claim *
add(struct claims *claims, enum kind kind, char *path)
{
	struct claim *claim = &claims->items[claims->count];

	*claim = (struct claim){
	    .kind = kind, .path = path, .order = claims->count++};
	return claim;
}

static void
add_feed(struct claims *claims, const struct config *c,
    const struct config_feed *feed)
{
	struct claim *claim;

	for (size_t i = 0; i < feed->source_count; i++) {
		if (feed->sources[i].file == NULL)
			continue;
		claim =
		    add(claims, KIND_SOURCE, mem_str(feed->sources[i].file));
		claim->word = "feed";
		claim->name = feed->name;
		claim->at = &feed->sources[i].at;
	}
	for (size_t i = 0; i < feed->output_count; i++) {
		claim = add(claims, KIND_OUTPUT,
		    config_join(c->output, feed->outputs[i].path));
		claim->word = "feed";
		claim->name = feed->name;
		claim->at = &feed->outputs[i].at;
	}
}

static void
add_digest(struct claims *claims, const struct config_digest *digest)
{
	static const enum kind kinds[] = {[WAY_MAILDIR] = KIND_MAILDIR,
	    [WAY_MBOX] = KIND_MBOX,
	    [WAY_FILE] = KIND_FILE};
	const struct config_via *via = &digest->via;

	if (via->path == NULL)
		return;
	struct claim *claim = add(claims, kinds[via->way], mem_str(via->path));
	claim->word = "digest";
	claim->name = digest->name;
	claim->at = &via->at;
}

static void
collect(const struct config *c, struct claims *claims)
{
	size_t room = 2 + c->digest_count;

	for (size_t i = 0; i < c->feed_count; i++)
		room += c->feeds[i].source_count + c->feeds[i].output_count;
	*claims = (struct claims){.items = mem_new(room, sizeof(struct claim))};
	add(claims, KIND_OURS, mem_str(c->state));
	add(claims, KIND_OURS, mem_str(c->path));
	for (size_t i = 0; i < c->feed_count; i++)
		add_feed(claims, c, &c->feeds[i]);
	for (size_t i = 0; i < c->digest_count; i++)
		add_digest(claims, &c->digests[i]);
}

static int
claim_order(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order != 0 ? order
			  : (x->order > y->order) - (x->order < y->order);
}

static void
tell(struct config_reading *r, const struct claim *one, const struct claim *two)
{
	const char *key = two->kind == KIND_OUTPUT ? "publish" : "via";

	r->at = (struct config_hand){
	    .file = two->at->file, .word = two->word, .name = two->name};
	if (one->kind == KIND_OURS)
		config_fault(r, two->at->line,
		    "'%s': '%s' is where feedloom has its own data", key,
		    one->path);
	else
		config_fault(r, two->at->line,
		    "'%s': '%s' is %s %s '%s' already, %s:%d", key, one->path,
		    one->kind == KIND_SOURCE ? "read by" : "written by",
		    one->word, one->name, one->at->file, one->at->line);
}

void
config_claims(struct config_reading *r)
{
	const struct claim *held[KINDS] = {NULL}; /* of one path, the first */
	struct claims claims;

	collect(r->config, &claims);
	qsort(claims.items, claims.count, sizeof(claims.items[0]), claim_order);
	for (size_t i = 0; i < claims.count; i++) {
		const struct claim *two = &claims.items[i];
		const struct claim *one = NULL;
		if (i == 0 || strcmp(two[-1].path, two->path) != 0)
			memset(held, 0, sizeof(held));
		for (int kind = KINDS - 1; kind >= 0; kind--)
			if (held[kind] != NULL && apart[kind][two->kind])
				one = held[kind];
		if (one != NULL)
			tell(r, one, two);
		if (held[two->kind] == NULL)
			held[two->kind] = two;
	}
	for (size_t i = 0; i < claims.count; i++)
		free(claims.items[i].path);
	free(claims.items);
}
