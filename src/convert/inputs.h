#ifndef FEEDLOOM_CONVERT_INPUTS_H
#define FEEDLOOM_CONVERT_INPUTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "model/feed.h"
#include "parse/parser.h"

/*
 * One feed out of any number of documents: the head of the first one, the
 * entries of all, one document behind the other.  Where there are several, each
 * entry says which feed it is from (atom:source, RFC 4287 section 4.2.11),
 * unless it did already.
 */
struct inputs;

struct inputs_setup {
	char *const *files; /* none: standard input */
	size_t count;
	struct source *const
	    *sources;		  /* or these, which are taken; else NULL */
	const char *const *bases; /* where each is from, or NULL; else NULL */
	size_t *reading; /* number of the one that is read, and count behind
			  * the last one, all the time; or NULL */
	size_t most;	 /* they are of one feed, of which so many entries are
			  * taken, but all of the first document, and of those with
			  * one id the first; else 0 */
};

/* Opens all of them, reading nothing.  NULL with the error filled in. */
struct inputs *inputs_open(const struct inputs_setup *setup, struct error *e);
void inputs_free(struct inputs *in);

/*
 * Opens what else reading them takes; to be called before the process locks
 * itself in (cli/lock.h).  Looks at first bytes, and parses nothing.
 * from is what the options of inputs_begin will say.
 */
int inputs_prepare(struct inputs *in, enum dialect from, struct error *e);

/*
 * Reads the first one's head.  options stay the caller's; *name is kept up to
 * the document that is being read.
 */
int inputs_begin(struct inputs *in, const struct parse_options *options,
    const char **name, struct error *e);

/* The feed that entries hang in; lives as long as the inputs. */
struct feed *inputs_feed(const struct inputs *in);

/*
 * Hangs the next entries below the feed's root: 1 when there may be more, 0 at
 * the end, -1 with the error filled in; what was read before is there.  2 when
 * the options' input is dry.
 */
int inputs_burst(struct inputs *in, struct error *e);

/* The one document's source and, while it is read, its parser. */
struct source *inputs_source(const struct inputs *in);
struct parser *inputs_parser(const struct inputs *in);

/* Bytes as they lie on the disk: read so far, and in all (0: not known). */
uint64_t inputs_at(const struct inputs *in);
uint64_t inputs_size(const struct inputs *in);

#endif
