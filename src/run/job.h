#ifndef FEEDLOOM_RUN_JOB_H
#define FEEDLOOM_RUN_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"
#include "cli/options.h"
#include "cli/worker.h"
#include "config/config.h"
#include "fetch/http.h"
#include "run/journal.h"
#include "run/ledger.h"
#include "run/publish.h"
#include "run/said.h"
#include "run/weaver.h"
#include "store/store.h"

/*
 * One feed on its way through a run: what its sources answered goes through
 * the weaver and the press, is judged, published, and only then remembered.
 */
enum job_stage {
	JOB_FETCH, /* answers of sources are missing */
	JOB_READY, /* to be woven, when there is a processor for it */
	JOB_WEAVE, /* these two: its process runs */
	JOB_PRESS,
	JOB_FOLLOW, /* something more is asked, and no answer is there yet */
	JOB_DONE,
};

enum job_end {
	JOB_PUBLISHED, /* something has changed, or would change */
	JOB_UNCHANGED,
	JOB_HELD,
	JOB_FAILED,
};

struct job_source {
	const struct config_source *source;
	struct store_source was;  /* as it is remembered */
	struct store_source will; /* as it will be when all goes well */
	bool answered;
	bool fresh;	    /* it has other bytes than the last good ones */
	int body;	    /* an open file, or -1 */
	char *from;	    /* where it came from in the end, or NULL */
	struct error error; /* code ERR_NONE: it answered */
};

/* What all jobs of a run share. */
struct job_setup {
	const struct options *options;
	const struct config *config;
	const struct journal *journal;
	struct store *store;
	int64_t now;
	bool changes; /* else it is a dry run: nothing is written anywhere */
};

struct job {
	const struct job_setup *setup;
	const struct config_feed *feed;
	struct store_feed was;	 /* as it is remembered */
	struct store_feed state; /* as it will be */
	char recipe[HASH_TEXT];
	bool stale; /* outputs must be made anew, whatever servers say */
	struct job_source *sources;
	enum job_stage stage;
	enum job_end end;
	struct error error; /* of the feed; code ERR_NONE: none */
	bool changes;	    /* an output is not what it was */
	bool made;	    /* outputs are what its sources say */
	bool remembered;    /* and the store knows */
	bool alarm;	    /* it failed, and that is to be told */

	struct weaver weaver;
	const char **names; /* of weaver */
	const char **bases;
	struct worker worker;	     /* while one runs */
	struct said said;	     /* by it */
	int64_t deadline;	     /* milliseconds of the monotonic clock */
	int atom, kept, all, ledger; /* files, or -1 */
	struct publication *outputs;
	int *pages; /* older ones, from the newest on */
	size_t page_count;
	bool paged;	     /* there are no more */
	struct ledger front; /* of the first page, where there are more */
	char *url, *post;    /* what is asked in JOB_FOLLOW; post may be NULL */
	bool asked;	     /* and the fetcher knows */
	size_t announced; /* outputs that the hub was told of, or need not be */
	size_t entries, news; /* that the feed has, and that are new */
	bool accepted;	      /* it is believed whatever comes */
};

/* Reads what is remembered of the feed.  0, or -1 with the error. */
int job_open(struct job *job, const struct job_setup *setup,
    const struct config_feed *feed, const struct hash *common, struct error *e);
void job_close(struct job *job);

/* Whether its time has come. */
bool job_due(const struct job *job);

/*
 * What a source answered: job->stage is another one when it was the last.  body
 * is taken; -1 is none.
 */
void job_answer(
    struct job *job, size_t source, const struct http_answer *answer, int body);

/* A file as a source; answers at once. */
void job_read_file(struct job *job, size_t source);

/* What a command gave: its output, which is taken, or why there is none. */
void job_take_output(
    struct job *job, size_t source, int output, const struct error *e);

/* Whether a source is asked no more: it said often enough that it is gone. */
bool job_retired(const struct store_source *known);

/*
 * The weaver could not read the document with that number, job->error says why:
 * its source has failed, and what it had before takes its place; an older page
 * is left out.  false: there is nothing to try again with.
 */
bool job_unseat(struct job *job, size_t document);

/* Leaves a source out that is retired. */
void job_pass(struct job *job, size_t source);

/* Where a source is fetched from: its URL, or where that has moved to. */
const char *job_address(const struct job_source *source);

/* Whether a source is asked for all it has, whatever it had before. */
bool job_whole(const struct job *job, const struct job_source *source);

/* Starts the process of the stage that it is ready for. */
void job_start(struct job *job, int64_t monotonic);

/* The process has ended, or its time is up; goes on to the next stage. */
void job_ended(struct job *job, bool late, int64_t monotonic);

/* The answer to what is asked in JOB_FOLLOW; body is taken, -1 is none. */
void job_followed(struct job *job, const struct http_answer *answer, int body);

/* Takes what the process says. */
void job_listen(struct job *job);

#endif
