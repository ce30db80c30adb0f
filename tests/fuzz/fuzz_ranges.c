/*
 * Any bytes as a feed, read in one piece, and again cut into ranges, dry behind
 * each: the entries, and how many notes there are, must be the same.  The first
 * byte says how long a range is.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/tree.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/note.h"
#include "model/feed.h"
#include "parse/parser.h"
#include "parse/ranges.h"
#include "xml/node.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PARTS 64

struct tape {
	struct parse_input input;
	const char *p;
	size_t len;    /* of all */
	size_t at;     /* read */
	size_t end;    /* of the piece */
	size_t enough; /* of a range; 0: all in one */
	struct ranges ranges;
	struct ranges_part parts[PARTS];
};

struct seen {
	struct hash hash;
	unsigned long entries;
	unsigned long notes;
	int end; /* 0, or -1: then notes on what is behind are chance */
};

static void
must(int is_so)
{
	if (!is_so)
		abort();
}

static void
hear(void *context, const struct note *note)
{
	must(note->text[0] != '\0');
	((struct seen *)context)->notes++;
}

/* The next range, or all that is left. */
static void
go_on(void *context)
{
	struct tape *t = context;

	ranges_start(&t->ranges, t->parts, PARTS);
	if (t->enough > 0)
		ranges_scan(
		    &t->ranges, t->p + t->at, t->len - t->at, t->enough);
	if (t->ranges.end == 0)
		t->enough = 0;
	t->end = t->enough == 0 ? t->len : t->at + t->ranges.end;
}

/* The first item is none: nothing is cut any more, as run/crew.c has it. */
static void
go_alone(void *context)
{
	((struct tape *)context)->enough = 0;
	go_on(context);
}

static ssize_t
take(void *context, void *p, size_t n, struct error *e)
{
	struct tape *t = context;

	(void)e;
	if (n > t->end - t->at)
		n = t->end - t->at;
	if (n == 0)
		return t->at == t->len ? 0 : INPUT_DRY;
	memcpy(p, t->p + t->at, n);
	t->at += n;
	return (ssize_t)n;
}

static void
see(struct seen *seen, const xmlNode *entry)
{
	for (const xmlNode *n = entry; n != NULL; n = node_walk(n, entry)) {
		const char *text = n->type == XML_TEXT_NODE
				       ? (const char *)n->content
				       : node_name(n);
		if (text != NULL)
			hash_add(&seen->hash, text, strlen(text) + 1);
	}
	seen->entries++;
}

/* False when a range did not end between two items: then all is open. */
static int
read_all(struct tape *t, struct seen *seen)
{
	struct notes notes = {hear, seen};
	struct parse_options options = {.notes = &notes,
	    .input = &t->input,
	    .types = "any",
	    .statuses = "any,protected",
	    .since = INT64_MIN,
	    .until = INT64_MAX};
	struct parser_place first, place;
	bool known = false, good = true;
	xmlNode *entry;
	struct error e;
	int got = -1;

	hash_init(&seen->hash);
	go_on(t);
	struct parser *p = parser_open(NULL, &options, &e);
	while (p != NULL && (got = parser_next(p, &entry, &e)) > 0) {
		if (got == 1) {
			see(seen, entry);
			xmlFreeNode(entry);
			continue;
		}
		good = good && parser_where(p, &place);
		if (!known)
			first = place;
		known = true;
		good = good && place.depth == first.depth;
		go_on(t);
	}
	parser_free(p);
	seen->end = got;
	return good;
}

static struct tape
tape_of(const uint8_t *data, size_t size, size_t enough)
{
	return (struct tape){.input = {.in = {.read = take}, .more = go_alone},
	    .p = (const char *)data,
	    .len = size,
	    .enough = enough};
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen one = {.notes = 0}, many = {.notes = 0};
	char hex[2][HASH_TEXT];

	if (size < 2)
		return 0;
	struct tape whole = tape_of(data + 1, size - 1, 0);
	struct tape cut = tape_of(data + 1, size - 1, 1 + data[0]);
	if (ranges_head(&cut.ranges, cut.p, cut.len) != 1 ||
	    ranges_utf8(cut.p, cut.len) == -1)
		return 0;
	whole.input.in.context = &whole;
	cut.input.in.context = &cut;
	read_all(&whole, &one);
	if (!read_all(&cut, &many))
		return 0;
	hash_hex(&one.hash, hex[0]);
	hash_hex(&many.hash, hex[1]);
	must(one.entries == many.entries && one.end == many.end &&
	     (one.end == -1 || one.notes == many.notes) &&
	     strcmp(hex[0], hex[1]) == 0);
	return 0;
}
