/*
 * Documents, one behind the other, as one feed.
 */
#include "convert/inputs.h"

#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/mem.h"
#include "fetch/source.h"
#include "model/origin.h"
#include "xml/node.h"

struct inputs {
	struct source **sources;
	struct prepared **prepared;
	size_t count;
	const char *const *bases;
	size_t *reading;
	size_t most;  /* entries of one feed; 0: each says which it is from */
	size_t taken; /* of these */
	void *ids;    /* of these: tsearch(3) */
	size_t at;    /* the one that is read */
	struct parse_options options;
	const char **name;
	struct parser *first; /* its feed is the one */
	struct parser *parser;
	xmlNode
	    *origin; /* an atom:source for its entries; where there are more */
	uint64_t done; /* bytes of those before it */
};

/* A word such as "count=2" was meant for the plugin before it. */
static void
hint(const char *file, struct error *e)
{
	struct error said = *e;

	if (e->code == ERR_NOINPUT && strchr(file, '=') != NULL &&
	    strchr(file, '/') == NULL)
		error_set(e, said.code,
		    "%.300s; options of a plugin follow its name and a comma: "
		    "-p NAME,%.60s",
		    said.text, file);
}

struct inputs *
inputs_open(const struct inputs_setup *setup, struct error *e)
{
	struct inputs *in = mem_new(1, sizeof(*in));

	in->count = setup->count == 0 ? 1 : setup->count;
	in->sources = mem_new(in->count, sizeof(struct source *));
	in->prepared = mem_new(in->count, sizeof(struct prepared *));
	in->bases = setup->bases;
	in->reading = setup->reading;
	in->most = setup->most;
	for (size_t i = 0; i < in->count && setup->sources != NULL; i++)
		in->sources[i] = setup->sources[i];
	for (size_t i = 0; i < in->count && setup->sources == NULL; i++) {
		in->sources[i] =
		    source_open(setup->count == 0 ? NULL : setup->files[i], e);
		if (in->sources[i] == NULL) {
			hint(setup->count == 0 ? "" : setup->files[i], e);
			inputs_free(in);
			return NULL;
		}
	}
	return in;
}

int
inputs_prepare(struct inputs *in, enum dialect from, struct error *e)
{
	for (size_t i = 0; i < in->count; i++) {
		in->prepared[i] = parser_prepare(in->sources[i], from, e);
		if (in->prepared[i] == NULL)
			return -1;
	}
	return 0;
}

static int
open_parser(struct inputs *in, struct error *e)
{
	struct source *source = in->sources[in->at];

	if (in->reading != NULL)
		*in->reading = in->at;
	*in->name = source_name(source);
	if (in->bases != NULL)
		in->options.base = in->bases[in->at];
	in->parser = parser_open(source, &in->options, e);
	if (in->parser == NULL)
		return error_wrap(e, "%s", *in->name);
	if (in->count > 1 && in->most == 0)
		in->origin = origin_of(feed_root(parser_feed(in->parser)));
	return 0;
}

static void
close_parser(struct inputs *in)
{
	xmlFreeNode(in->origin);
	in->origin = NULL;
	if (in->parser != in->first)
		parser_free(in->parser);
	in->parser = NULL;
}

void
inputs_free(struct inputs *in)
{
	if (in == NULL)
		return;
	close_parser(in);
	parser_free(in->first);
	for (size_t i = 0; i < in->count; i++)
		source_free(in->sources[i]);
	for (size_t i = 0; i < in->count; i++)
		encoding_release(in->prepared[i]);
	tdestroy(in->ids, free);
	free(in->prepared);
	free(in->sources);
	free(in);
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

/* Says in an entry what its feed says for all of its own. */
static void
mark_origin(const struct inputs *in, xmlNode *entry)
{
	const char *language =
	    node_xml(feed_root(parser_feed(in->parser)), "lang");

	origin_mark(entry, in->origin);
	if (in->parser != in->first && language != NULL &&
	    node_xml(entry, "lang") == NULL)
		node_set_ns(entry, NS_XML, "lang", language);
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Whether it is among those that are wanted, and none before it is it. */
static bool
is_wanted(struct inputs *in, const xmlNode *entry)
{
	if (in->most == 0)
		return true;
	if (in->taken >= in->most && in->parser != in->first)
		return false;
	char *id = node_trimmed(node_child(entry, NS_ATOM, "id"));
	char **found = tsearch(id, &in->ids, compare_ids);
	if (found == NULL)
		mem_out();
	if (*found != id) {
		free(id);
		return false;
	}
	in->taken++;
	return true;
}

/* Hangs an entry of the document at hand in the feed. */
static void
take(struct inputs *in, xmlNode *entry)
{
	struct feed *feed = inputs_feed(in);

	if (!is_wanted(in, entry)) {
		xmlFreeNode(entry);
		return;
	}
	if (in->origin != NULL)
		mark_origin(in, entry);
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
	if (in->at + 1 == in->count) {
		if (in->reading != NULL)
			*in->reading = in->count;
		return 0;
	}
	close_parser(in);
	in->at++;
	return open_parser(in, e) == -1 ? -1 : 1;
}

/* Bytes that the reader was given. */
static uint64_t
given(const struct inputs *in)
{
	const struct parse_input *input = in->options.input;

	return input != NULL && input->given > 0
		   ? input->given
		   : source_given(in->sources[in->at]);
}

int
inputs_burst(struct inputs *in, struct error *e)
{
	uint64_t from = given(in);
	xmlNode *entry = NULL;

	if (in->parser == NULL)
		return 0;
	for (int n = 0;
	     n < LIMIT_BURST_ENTRIES && given(in) - from < LIMIT_BURST; n++) {
		int got = parser_next(in->parser, &entry, e);
		if (got == 0)
			return next_document(in, e);
		if (got == 2)
			return 2;
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

struct source *
inputs_source(const struct inputs *in)
{
	return in->sources[in->at];
}

struct parser *
inputs_parser(const struct inputs *in)
{
	return in->parser;
}
