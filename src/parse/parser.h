#ifndef FEEDLOOM_PARSE_PARSER_H
#define FEEDLOOM_PARSE_PARSER_H

#include <stdbool.h>
#include <stdint.h>

#include <libxml/tree.h>

#include "base/encoding.h"
#include "base/error.h"
#include "base/note.h"
#include "fetch/source.h"
#include "model/feed.h"

/*
 * Any feed, as one canonical head and a stream of canonical entries.
 */
struct parser;

enum dialect {
	DIALECT_AUTO, /* by the first bytes and the root element */
	DIALECT_RSS,  /* RSS 0.9x, 2.0, and 1.0 (RDF) */
	DIALECT_ATOM, /* Atom 1.0 and 0.3 */
	DIALECT_JSON, /* JSON Feed 1.0 and 1.1 */
	DIALECT_WXR,  /* WordPress's export */
};

/* The dialect of a name ("rss", "rdf", "atom", "json", "wxr", "auto"). */
bool dialect_find(const char *name, enum dialect *dialect);

/*
 * Bytes that come to the reader in the place of the source's own, and may be
 * dry (base/input.h).
 */
struct parse_input {
	struct input in;
	uint64_t given; /* bytes so far */
	/* It is dry, and the head is not read: sees to it that there is more.
	 */
	void (*more)(void *context);
};

struct parse_options {
	enum dialect from;
	const char *base; /* where the document came from, or NULL */
	const struct notes *notes;
	struct remarks *remarks; /* the parser's own */
	/* NULL: none.  Not used for JSON, nor where all is read twice. */
	const struct parse_input *input;

	/*
	 * Only entries that were published, or at least updated, within these
	 * seconds; those without a date are left out when one of them is set.
	 */
	int64_t since; /* at or after, INT64_MIN: any */
	int64_t until; /* before, INT64_MAX: any */

	/* Which posts of an export: comma-separated names, NULL for default. */
	const char *types;    /* default "post" */
	const char *statuses; /* default "publish"; "protected" adds posts
			       * that have a password */
};

/*
 * Opens what reading this source can need of the system beside the source, for
 * a process that is about to lock itself in (base/jail.h).  Reads the first
 * bytes; decodes and parses nothing.  NULL stands for any source there may be.
 * from is what the parser's options will say.  To be released by
 * encoding_release behind the parser.  NULL with the error filled in.
 */
struct prepared *parser_prepare(
    struct source *source, enum dialect from, struct error *e);

/*
 * Reads the head.  NULL with the error filled in when that is not to be had.
 * The source and what options point to stay the caller's.  Without a source
 * (NULL) the input of the options is all there is, and XML, and notes are told
 * as soon as they are made; else in the order of lines.
 */
struct parser *parser_open(struct source *source,
    const struct parse_options *options, struct error *e);
void parser_free(struct parser *p);

/* The feed with its head settled; lives as long as the parser. */
struct feed *parser_feed(const struct parser *p);

/*
 * The next entry, settled, hanging nowhere: feed_hang takes it over, or the
 * caller frees it with node_remove, before parser_free.  1, 0 at the end, -1
 * with the error filled in (a truncated or broken document: whole entries
 * before the fault have been given).  2 when the options' input is dry.
 */
int parser_next(struct parser *p, xmlNode **entry, struct error *e);

/* Where a parser stands that said 2. */
struct parser_place {
	size_t depth;  /* open elements */
	size_t head;   /* what gathered outside of entries: it only grows */
	size_t names;  /* bytes that all different names take, as LIMIT_NAMES */
	size_t learnt; /* attachments of an export */
};

/* Fills the place; true when it is between two elements and all is read. */
bool parser_where(const struct parser *p, struct parser_place *place);

/* There, goes over text that is not read: only lines are counted. */
void parser_skip(struct parser *p, const struct lines *lines);

/* Whether notes on what is read do not count. */
void parser_deafen(struct parser *p, bool deaf);

/* From now on the bytes are UTF-8 (charset_settle). */
void parser_settle(struct parser *p);

#endif
