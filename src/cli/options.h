#ifndef FEEDLOOM_CLI_OPTIONS_H
#define FEEDLOOM_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/error.h"
#include "cli/patience.h"
#include "cli/verb.h"

/*
 * The command line as values.  One table (option_table.c) says which options
 * there are; the parser, --help and the lint of the manual are made from it.
 * What is said here of a value is checked before anyone sees it.
 */
struct options_list {
	char **items;
	size_t count;
};

struct options_date {
	bool given;
	struct date date;
};

struct options {
	const struct verb *verbs;     /* the table that was handed in */
	const struct verb *verb;      /* NULL until one was named */
	struct options_list operands; /* at most verb->most */

	const char *from;	/* "auto", "rss", "rdf", …: a dialect */
	const char *to;		/* a plugin_load spec; NULL with a stylesheet */
	const char *stylesheet; /* a path or "auto"; then no plugins */
	const char *config;	/* feedloom.lua; NULL: to be looked for */
	const char *output;	/* NULL: standard output */
	const char *into;	/* a folder for many outputs, or NULL */
	int jobs; /* processes that work, or hosts; 0: one a processor; -1 */
	const char *base;	    /* an absolute URL, or NULL */
	struct options_list plugin; /* plugin_load specs, in their order */
	struct options_list plugin_path;
	struct options_list type;   /* WXR: wp:post_type, never empty */
	struct options_list status; /* WXR: wp:status, never empty */
	struct options_date since;  /* WXR: posts of this moment and later */
	struct options_date until;  /* WXR: posts before this moment */
	int width;		    /* 20 to 1000 */
	int verbose;		    /* how many -v */
	const char *progress;	    /* "auto", "always", "never" */
	struct patience max_failures;
	const char *color;	   /* the same */
	const char *entry;	   /* an id or address, or NULL */
	struct options_date at;	   /* what time it is */
	struct options_date as_of; /* digest: what time it was */
	const char *preview;	   /* digest: a file, or NULL */
	const char *send_test;	   /* digest: an address, or NULL */
	bool json;
	bool all; /* these four: outbox */
	bool retry;
	bool drop;
	bool show;
	bool prom;
	const char *html; /* the file of a page, or NULL */
	bool time;	  /* trace: what stages cost */
	bool update;
	bool format; /* new: a format */
	bool opml;
	int no_sandbox; /* how many --no-sandbox */
	bool sanitize;
	bool strict;
	bool fail_on_loss;
	bool quiet;   /* never together with verbose */
	bool lenient; /* no option: repairs are told with -v only */
	struct options_list accept;
	const char *log; /* "text", "json" */
	bool dry_run;
	bool check;
	bool wait;
	bool force;
	bool help;
	bool version;
};

enum option_kind {
	OPTION_FLAG,	 /* bool */
	OPTION_COUNT,	 /* int, one more each time */
	OPTION_TEXT,	 /* const char * */
	OPTION_CHOICE,	 /* const char *, one of values */
	OPTION_URL,	 /* const char *, absolute */
	OPTION_INTEGER,	 /* int, min to max */
	OPTION_DATE,	 /* struct options_date */
	OPTION_LIST,	 /* struct options_list, one more each time */
	OPTION_WORDS,	 /* struct options_list, words between commas */
	OPTION_PATIENCE, /* struct patience: N or N% */
};

struct option_def {
	const char *name;
	char letter; /* '\0': none */
	enum option_kind kind;
	size_t offset;	      /* in struct options */
	unsigned verbs;	      /* those that take it; 0: any, or none yet */
	const char *argument; /* NULL: takes none */
	const char *implied;  /* what --name alone means; NULL: an error */
	bool required;
	bool page;		   /* goes together with --stylesheet */
	const char *initial;	   /* the default, as it would be typed */
	const char *const *values; /* ends with NULL */
	int min, max;
	const char *about; /* for --help; no full stop */
};

#define OPTIONS_MOST 64

/* All options in the order that help shows them; ends with a NULL name. */
extern const struct option_def option_table[];

/* True when the verb (NULL: none named) takes the option. */
bool option_of_verb(const struct option_def *def, const struct verb *verb);

/* The options of a command line that has the verb and nothing else. */
void options_init(struct options *options, const struct verb *verb);

/* Adds a copy of len bytes of text. */
void options_add(struct options_list *list, const char *text, size_t len);

/*
 * Reads the command line, GNU style; argv[0] is not looked at.  Stops at
 * --help and --version.  -1 with ERR_USAGE and a suggestion; what is in
 * options then serves verb_fail.  Strings of argv are borrowed.
 */
int options_read(struct options *options, int argc, char *const argv[],
    const struct verb *verbs, struct error *e);
void options_clear(struct options *options);

#endif
