/*
 * Documents, one behind the other, as one feed.
 */
#include "run/inputs.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "fetch/source.h"
#include "xml/node.h"

struct inputs {
	struct source **sources;
	size_t count;
	size_t at; /* the one that is read */
	struct parse_options options;
	const char **name;
	struct parser *first; /* its feed is the one */
	struct parser *parser;
	uint64_t done; /* bytes of those before it */
};

struct inputs *
inputs_open(const struct inputs_setup *setup, struct error *e)
{
	struct inputs *in = mem_new(1, sizeof(*in));

	in->count = setup->count == 0 ? 1 : setup->count;
	in->sources = mem_new(in->count, sizeof(struct source *));
	for (size_t i = 0; i < in->count; i++) {
		in->sources[i] =
		    source_open(setup->count == 0 ? NULL : setup->files[i], e);
		if (in->sources[i] == NULL) {
			inputs_free(in);
			return NULL;
		}
	}
	return in;
}

void
inputs_free(struct inputs *in)
{
	if (in == NULL)
		return;
	if (in->parser != in->first)
		parser_free(in->parser);
	parser_free(in->first);
	for (size_t i = 0; i < in->count; i++)
		source_free(in->sources[i]);
	free(in->sources);
	free(in);
}

static int
open_parser(struct inputs *in, struct error *e)
{
	struct source *source = in->sources[in->at];

	*in->name = source_name(source);
	in->parser = parser_open(source, &in->options, e);
	return in->parser == NULL ? error_wrap(e, "%s", *in->name) : 0;
}

int
inputs_begin(struct inputs *in, const struct parse_options *options,
    const char **name, struct error *e)
{
	in->options = *options;
	in->name = name;
	if (open_parser(in, e) == -1)
		return -1;
	in->first = in->parser;
	return 0;
}

struct feed *
inputs_feed(const struct inputs *in)
{
	return parser_feed(in->first);
}

/* Says which feed an entry is from. */
static void
add_source(xmlNode *entry, const xmlNode *head)
{
	static const char *const names[] = {"id", "title", "subtitle",
	    "updated", "author", "link", "icon", "logo", "rights", NULL};

	if (node_child(entry, NS_ATOM, "source") != NULL)
		return;
	xmlNode *source = node_add(entry, NS_ATOM, "source", NULL);
	for (const xmlNode *n = node_first(head); n != NULL; n = node_next(n)) {
		const char *const *name = names;
		while (*name != NULL && !node_is(n, NS_ATOM, *name))
			name++;
		if (*name != NULL)
			node_copy(n, source);
	}
}

/* Hangs an entry of the document at hand in the feed. */
static void
take(struct inputs *in, xmlNode *entry)
{
	struct feed *feed = inputs_feed(in);

	if (in->count > 1)
		add_source(entry, feed_root(parser_feed(in->parser)));
	if (in->parser == in->first) {
		feed_hang(feed, entry);
		return;
	}
	node_copy(entry, feed_root(feed));
	xmlFreeNode(entry);
}

/* Goes on to the next document; 0 when there is none. */
static int
next_document(struct inputs *in, struct error *e)
{
	in->done += source_at(in->sources[in->at]);
	if (in->at + 1 == in->count)
		return 0;
	if (in->parser != in->first)
		parser_free(in->parser);
	in->parser = NULL;
	in->at++;
	return open_parser(in, e) == -1 ? -1 : 1;
}

int
inputs_burst(struct inputs *in, struct error *e)
{
	struct source *source = in->sources[in->at];
	uint64_t from = source_given(source);
	xmlNode *entry = NULL;

	if (in->parser == NULL)
		return 0;
	for (int n = 0; n < LIMIT_BURST_ENTRIES &&
			source_given(source) - from < LIMIT_BURST;
	     n++) {
		int got = parser_next(in->parser, &entry, e);
		if (got == 0)
			return next_document(in, e);
		if (got == -1)
			return e->code == ERR_INPUT
				   ? error_wrap(e, "%s", *in->name)
				   : -1;
		take(in, entry);
	}
	return 1;
}

uint64_t
inputs_at(const struct inputs *in)
{
	return in->done + source_at(in->sources[in->at]);
}

uint64_t
inputs_size(const struct inputs *in)
{
	uint64_t size = 0;

	for (size_t i = 0; i < in->count; i++) {
		uint64_t one = source_size(in->sources[i]);
		if (one == 0)
			return 0;
		size += one;
	}
	return size;
}
