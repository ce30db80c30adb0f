/*
 * A trial: a run without marks, which all others are compared with, and any
 * number of runs with them.  Each run has a copy of the sample of its own.
 */
#include "render/trial.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "model/feed.h"
#include "model/sample.h"
#include "render/mark.h"
#include "render/place.h"
#include "render/seek.h"
#include "xml/node.h"

#define TOKENS (MARK_TOKENS / 4) /* of marks; others say where they are */

struct trial {
	const struct whole_format *format;
	struct fields *fields;
	struct feed *sample; /* with its entry below the root */
	xmlNode *entry;
	struct places places; /* of the run without marks */
	struct buf bytes;
	struct ink ink;
};

/* A run with marks. */
struct run {
	struct trial *trial;
	const bool *fields; /* those that are marked */
	struct mark *marks;
	size_t n;
	unsigned tokens;
	unsigned days;
};

/* A copy of the sample's head; *entry is one of its entry, or NULL. */
static struct feed *
copy_sample(const struct trial *t, xmlNode **entry)
{
	struct feed *feed = feed_new(NULL);
	xmlNode *root = feed_root(feed);

	sample_head(t->fields, feed_root(t->sample), root);
	*entry = NULL;
	if (t->entry != NULL) {
		*entry = sample_entry(t->fields, t->entry, root);
		xmlUnlinkNode(*entry);
	}
	return feed;
}

/* Runs the format without marks, for others to be compared with. */
static int
run_plain(struct trial *t, struct error *e)
{
	xmlNode *entry;
	struct feed *feed = copy_sample(t, &entry);
	struct whole whole;
	int done = whole_make(&whole, t->format, feed, entry, e);

	if (done == 0) {
		places_find(&whole, &t->places);
		done = whole_write(&whole, t->format, &t->bytes, e);
		whole_clear(&whole);
	}
	feed_free(feed);
	return done;
}

static void
map_value(void *context, size_t field, xmlNode *value)
{
	(void)field;
	for (const xmlNode *n = value; n != NULL;
	     n = value->type == XML_ELEMENT_NODE ? node_walk(n, value) : NULL)
		ink_map_add(context, field_text(n));
}

/* Finds what nothing that goes in or comes out has. */
static int
choose_ink(struct trial *t, struct error *e)
{
	struct ink_map *map = ink_map_new();

	ink_map_add(map, buf_text(&t->bytes));
	for (size_t i = 0; i < t->places.n; i++)
		ink_map_add(map, t->places.list[i].text);
	fields_visit(t->fields, feed_root(t->sample), map_value, map);
	if (t->entry != NULL)
		fields_visit(t->fields, t->entry, map_value, map);
	bool chosen = ink_choose(map, &t->ink);
	ink_map_free(map);
	return chosen ? 0
		      : error_set(e, ERR_INPUT,
			    "so many numbers that no other can be told from "
			    "them");
}

struct trial *
trial_new(const struct whole_format *format, struct fields *fields,
    xmlNode *head, xmlNode *entry, struct error *e)
{
	struct trial *t = mem_new(1, sizeof(*t));
	xmlNode *root;

	t->format = format;
	t->fields = fields;
	t->sample = feed_new(NULL);
	root = feed_root(t->sample);
	buf_init(&t->bytes, LIMIT_OUTPUT);
	sample_head(fields, head, root);
	if (entry != NULL)
		t->entry = sample_entry(fields, entry, root);
	if (run_plain(t, e) == -1 || choose_ink(t, e) == -1) {
		trial_free(t);
		return NULL;
	}
	return t;
}

void
trial_free(struct trial *t)
{
	if (t == NULL)
		return;
	places_clear(&t->places);
	buf_clear(&t->bytes);
	feed_free(t->sample);
	free(t);
}

static void
set_mark(void *context, size_t field, xmlNode *value)
{
	struct run *run = context;
	bool date = mark_kind(value) == MARK_DATE;

	if (!run->fields[field])
		return;
	if ((run->n & (run->n + 1)) == 0)
		run->marks =
		    mem_grow(run->marks, 2 * run->n + 2, sizeof(*run->marks));
	struct mark *mark = &run->marks[run->n++];
	if (run->tokens > TOKENS || (date && run->days == MARK_DATES)) {
		mark_skip(mark, field, run->tokens);
		return;
	}
	mark_set(mark, field, value, &run->trial->ink, run->tokens, run->days);
	run->tokens += mark->n;
	run->days += date;
}

/* Whether a run's bytes are others than those without marks, and where. */
static bool
is_other(const struct trial *t, const struct whole *whole,
    const struct buf *bytes, struct fate *fate)
{
	const struct places *a = &t->places;
	struct places b;
	size_t i = 0, first;

	if (bytes->len == t->bytes.len &&
	    memcmp(buf_text(bytes), buf_text(&t->bytes), bytes->len) == 0)
		return false;
	if (fate == NULL)
		return true;
	places_find(whole, &b);
	while (i < a->n && i < b.n &&
	       strcmp(a->list[i].path, b.list[i].path) == 0 &&
	       strcmp(a->list[i].text, b.list[i].text) == 0)
		i++;
	/* Where both are somewhere else, something is gone, or is new. */
	if (i < a->n &&
	    (i == b.n || places_at(a, a->list[i].path, &first) >
			     places_at(&b, a->list[i].path, &first)))
		fate_add_place(fate, a->list[i].path);
	else if (i < b.n)
		fate_add_place(fate, b.list[i].path);
	places_clear(&b);
	return true;
}

/* What the tree and the bytes of a run say of its marks. */
static bool
read_run(const struct run *run, const struct whole *whole, struct fate *fates,
    struct fate *where)
{
	struct trial *t = run->trial;
	struct places places;
	struct buf bytes;
	struct error ignored;
	struct search s = {.ink = &t->ink,
	    .marks = run->marks,
	    .n_marks = run->n,
	    .tokens = run->tokens,
	    .plain = &t->places,
	    .places = &places};

	places_find(whole, &places);
	search_places(&s);
	buf_init(&bytes, LIMIT_OUTPUT);
	bool other = true;
	if (whole_write(whole, t->format, &bytes, &ignored) == 0) {
		search_bytes(&s, buf_text(&bytes));
		fates_read(fates, &s);
		other = is_other(t, whole, &bytes, where);
	}
	buf_clear(&bytes);
	search_clear(&s);
	places_clear(&places);
	return other;
}

bool
trial_mark(struct trial *t, bool head, const bool *fields, struct fate *fates,
    struct fate *where)
{
	struct run run = {.trial = t, .fields = fields};
	struct whole whole;
	struct error ignored;
	xmlNode *entry;
	struct feed *feed = copy_sample(t, &entry);
	bool other = true;

	fields_visit(t->fields, head ? feed_root(feed) : entry, set_mark, &run);
	if (whole_make(&whole, t->format, feed, entry, &ignored) == 0) {
		other = read_run(&run, &whole, fates, where);
		whole_clear(&whole);
	}
	feed_free(feed);
	for (size_t i = 0; i < run.n; i++)
		mark_clear(&run.marks[i]);
	free(run.marks);
	return other;
}

/* Values that are to be changed. */
struct gathering {
	const bool *fields;
	xmlNode **values;
	size_t n;
};

static void
gather_value(void *context, size_t field, xmlNode *value)
{
	struct gathering *g = context;

	if (!g->fields[field])
		return;
	if ((g->n & (g->n + 1)) == 0)
		g->values =
		    mem_grow(g->values, 2 * g->n + 2, sizeof(xmlNode *));
	g->values[g->n++] = value;
}

/* Makes a yes a no, and back; false when the value is neither. */
static bool
flip(xmlNode *value)
{
	static const char *const words[] = {"true", "false", "yes", "no"};
	const char *text = field_text(value);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *other = words[i ^ 1];
		if (strcmp(text, words[i]) != 0)
			continue;
		field_set_text(value, other, strlen(other));
		return true;
	}
	return false;
}

/* Takes a value away, with the element that it leaves empty. */
static void
take_away(xmlNode *value)
{
	xmlNode *parent = value->parent;

	if (value->type == XML_ATTRIBUTE_NODE) {
		xmlRemoveProp((xmlAttr *)value);
		return;
	}
	bool alone = value->type != XML_ELEMENT_NODE && value->prev == NULL &&
		     value->next == NULL && parent->properties == NULL;
	node_remove(alone ? parent : value);
}

/* False when there is nothing to change. */
static bool
change(struct gathering *g, uint64_t which, enum trial_change how)
{
	bool done = false;

	for (size_t i = 0; i < g->n; i++) {
		size_t bit = i < FATE_VALUES ? i : FATE_VALUES - 1;
		if ((which >> bit & 1) == 0)
			continue;
		if (how == TRIAL_REMOVE)
			take_away(g->values[i]);
		done = how == TRIAL_REMOVE || flip(g->values[i]) || done;
	}
	return done;
}

bool
trial_differs(struct trial *t, bool head, const bool *fields, uint64_t which,
    enum trial_change how, struct fate *where)
{
	struct gathering g = {.fields = fields};
	struct whole whole;
	struct error ignored;
	struct buf bytes;
	bool other = false;
	xmlNode *entry;
	struct feed *feed = copy_sample(t, &entry);

	buf_init(&bytes, LIMIT_OUTPUT);
	fields_visit(
	    t->fields, head ? feed_root(feed) : entry, gather_value, &g);
	bool changed = change(&g, which, how);
	int got = whole_make(&whole, t->format, feed, entry, &ignored);
	if (got == 0 && changed &&
	    whole_write(&whole, t->format, &bytes, &ignored) == 0)
		other = is_other(t, &whole, &bytes, where);
	if (got == 0)
		whole_clear(&whole);
	free(g.values);
	buf_clear(&bytes);
	feed_free(feed);
	return other;
}
