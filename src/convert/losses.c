/*
 * The fields of a feed and what becomes of them.  What is known of an entry is
 * its kind; one entry of each kind is tried.
 */
#include "convert/losses.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/table.h"
#include "convert/ruling.h"
#include "model/field.h"
#include "model/sample.h"
#include "render/mark.h"
#include "render/trial.h"
#include "xml/node.h"

struct record {
	unsigned long entries; /* that have it */
	unsigned long last;    /* the number of the last one */
	unsigned here;	       /* values in that one */
};

struct losses {
	const struct whole_format *format;
	struct fields *fields;
	struct record records[LIMIT_FIELDS];
	struct ruling rulings[LIMIT_FIELDS];
	unsigned long entries;
	struct feed *head;
	bool head_tried;
	uint64_t *kinds; /* of entries that were tried; a hash table */
	size_t n_kinds;
	bool full;     /* there were more of them */
	uint64_t kind; /* of the entry that is looked at */
	size_t values; /* that it has */
	size_t tried;  /* values of all that were tried */
};

#define KINDS (4 * LIMIT_KINDS) /* rows of the table */

struct losses *
losses_new(const struct whole_format *format)
{
	struct losses *l = mem_new(1, sizeof(*l));

	l->format = format;
	l->fields = fields_new();
	l->head = feed_new(NULL);
	l->kinds = mem_new(KINDS, sizeof(*l->kinds));
	for (size_t i = 0; i < LIMIT_FIELDS; i++)
		ruling_init(&l->rulings[i]);
	return l;
}

void
losses_free(struct losses *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < fields_count(l->fields); i++)
		ruling_clear(&l->rulings[i]);
	fields_free(l->fields);
	feed_free(l->head);
	free(l->kinds);
	free(l);
}

/* What makes values of one field different for a format. */
static uint64_t
kind_of_value(const xmlNode *value, unsigned times)
{
	const char *text = field_text(value);
	enum mark_kind kind = mark_kind(value);
	struct hash hash;
	char what[3] = {(char)kind, (char)(times > 1), 0};

	hash_init(&hash);
	if (kind == MARK_NUMBER)
		what[2] = (char)(strtoul(text, NULL, 10) == 0);
	if (kind == MARK_DATE)
		what[2] = (char)(strchr(text, '.') != NULL);
	if (kind == MARK_ENDING)
		hash_add(&hash, text, strcspn(text, "/"));
	hash_add(&hash, what, sizeof(what));
	return hash.low;
}

static void
count_value(void *context, size_t field, xmlNode *value)
{
	struct losses *l = context;
	struct record *r = &l->records[field];
	struct hash hash;

	if (r->last != l->entries || r->entries == 0) {
		r->last = l->entries;
		r->entries++;
		r->here = 0;
	}
	l->values++;
	if (++r->here > 2)
		return;
	uint64_t kind = kind_of_value(value, r->here);
	hash_init(&hash);
	hash_add(&hash, &field, sizeof(field));
	hash_add(&hash, &kind, sizeof(kind));
	l->kind += hash.low;
}

/* Whether entries of this kind were tried; from now on they are. */
static bool
is_tried(struct losses *l)
{
	uint64_t kind = l->kind == 0 ? 1 : l->kind;
	size_t at = (size_t)(kind % KINDS);

	while (l->kinds[at] != 0 && l->kinds[at] != kind)
		at = (at + 1) % KINDS;
	if (l->kinds[at] == kind)
		return true;
	l->full =
	    l->full || l->n_kinds == LIMIT_KINDS || l->tried > LIMIT_TRIED;
	if (l->full)
		return true;
	l->tried += l->values;
	l->kinds[at] = kind;
	l->n_kinds++;
	return false;
}

/* Tries the head with an entry, or an entry with the head. */
static int
examine(struct losses *l, xmlNode *entry, bool head, struct error *e)
{
	struct trial *trial =
	    trial_new(l->format, l->fields, feed_root(l->head), entry, e);
	bool here[LIMIT_FIELDS] = {false};
	size_t n = fields_count(l->fields);

	if (trial == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		here[i] = fields_of_head(l->fields, i) == head &&
			  l->records[i].last == l->entries;
	rulings_try(l->rulings, trial, head, here, n);
	trial_free(trial);
	return 0;
}

static int
examine_head(struct losses *l, xmlNode *entry, struct error *e)
{
	if (l->head_tried)
		return 0;
	l->head_tried = true;
	return examine(l, entry, true, e);
}

void
losses_head(struct losses *l, struct feed *feed)
{
	sample_head(l->fields, feed_root(feed), feed_root(l->head));
	fields_visit(l->fields, feed_root(l->head), count_value, l);
}

int
losses_entries(struct losses *l, struct feed *feed, struct error *e)
{
	xmlNode *entry = feed_first(feed);

	if (entry != NULL && examine_head(l, entry, e) == -1)
		return -1;
	for (; entry != NULL; entry = node_next(entry)) {
		l->entries++;
		l->kind = 0;
		l->values = 0;
		fields_visit(l->fields, entry, count_value, l);
		if (!is_tried(l) && examine(l, entry, false, e) == -1)
			return -1;
	}
	return 0;
}

int
losses_end(struct losses *l, struct error *e)
{
	return examine_head(l, NULL, e);
}

size_t
losses_count(const struct losses *l)
{
	size_t n = 0;

	for (size_t i = 0; l->head_tried && i < fields_count(l->fields); i++)
		n += ruling_lost(&l->rulings[i]);
	return n;
}

bool
losses_partial(const struct losses *l)
{
	return l->full || fields_full(l->fields);
}

/* A field's name, which for the head says so. */
static void
put_name(const struct losses *l, size_t field, struct buf *out)
{
	if (fields_of_head(l->fields, field))
		buf_puts(out, "feed/");
	fields_name(l->fields, field, out);
}

static void
put_ruling(const struct losses *l, size_t field, struct buf *out)
{
	struct buf own;

	/* In Atom, where the feed is the root, all are where they were. */
	buf_init(&own, 4 * KIB);
	if (!fields_of_head(l->fields, field))
		buf_puts(&own, "entry/");
	fields_name(l->fields, field, &own);
	ruling_put(&l->rulings[field], buf_text(&own), out);
	buf_clear(&own);
}

static void
add_row(const struct losses *l, size_t field, struct table *table)
{
	struct buf name, words;
	char entries[24] = "";

	buf_init(&name, 4 * KIB);
	buf_init(&words, 16 * KIB);
	put_name(l, field, &name);
	put_ruling(l, field, &words);
	if (!fields_of_head(l->fields, field))
		snprintf(
		    entries, sizeof(entries), "%lu", l->records[field].entries);
	table_add(table,
	    (const char *const[]){ruling_lost(&l->rulings[field]) ? "!" : "",
		buf_text(&name), entries, buf_text(&words)});
	buf_clear(&words);
	buf_clear(&name);
}

static size_t *
ordered(const struct losses *l)
{
	size_t *order = mem_new(fields_count(l->fields) + 1, sizeof(*order));

	fields_order(l->fields, order);
	return order;
}

/* The line that sums up. */
static void
put_sum(const struct losses *l, const char *format, struct buf *out)
{
	size_t n = fields_count(l->fields);
	size_t lost = losses_count(l);

	buf_printf(out, "%lu %s, %zu field%s: ", l->entries,
	    l->entries == 1 ? "entry" : "entries", n, n == 1 ? "" : "s");
	if (lost == 0)
		buf_printf(out, "%s keeps all of them", format);
	else
		buf_printf(out, "%s keeps %zu, and %zu not, or not whole",
		    format, n - lost, lost);
	buf_puts(out, losses_partial(l) ? "; not all were looked at\n" : "\n");
}

void
losses_table(const struct losses *l, const char *format, struct buf *out)
{
	size_t *order = ordered(l);
	struct table table;

	table_init(&table, 4);
	for (size_t i = 0; i < fields_count(l->fields); i++)
		add_row(l, order[i], &table);
	table_put(&table, out);
	table_clear(&table);
	put_sum(l, format, out);
	free(order);
}

void
losses_tell(const struct losses *l, const char *name, size_t most,
    void (*tell)(void *context, const char *line), void *context)
{
	size_t *order = ordered(l);
	size_t told = 0;
	struct buf line;

	buf_init(&line, 32 * KIB);
	for (size_t i = 0; i < fields_count(l->fields); i++) {
		if (!ruling_lost(&l->rulings[order[i]]) || ++told > most)
			continue;
		buf_cut(&line, 0);
		buf_printf(&line, "%s: ", name);
		put_name(l, order[i], &line);
		buf_puts(&line, ": ");
		put_ruling(l, order[i], &line);
		tell(context, buf_text(&line));
	}
	if (told > most) {
		buf_cut(&line, 0);
		buf_printf(&line,
		    "%s: and %zu more; 'feedloom explain' shows all of them",
		    name, told - most);
		tell(context, buf_text(&line));
	}
	buf_clear(&line);
	free(order);
}
