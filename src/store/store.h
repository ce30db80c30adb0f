#ifndef FEEDLOOM_STORE_STORE_H
#define FEEDLOOM_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * What feedloom remembers between two runs, in one SQLite file: what servers
 * said, when a feed is due, what failed, which entries were seen and mailed.  A
 * change is on the disk when store_commit returns, wholly or not at all.  Times
 * are seconds since 1970 (0: never), texts UTF-8; strings of a struct that was
 * read are the caller's, who clears it.  A process opens a database once.
 *
 * Where a call fails within a transaction, that is rolled back, not committed.
 * A callback may read, put and drop, but not end the transaction; what it
 * returns other than 0, with the error filled in, ends the walk.
 */
struct store;

/*
 * Makes the folder that a database is to lie in (mode 0700), where it is
 * missing, for what else is to lie there.  0, or -1 with ERR_SYSTEM.
 */
int store_make_folder(const char *path, struct error *e);

/*
 * Opens the database, makes it (mode 0600) and its folder when missing, brings
 * an older one up to date, and checks it (PRAGMA quick_check).  With read_only
 * nothing is made or changed anywhere; a missing one is then as if empty.
 * NULL with ERR_SYSTEM: busy, full, no permission (exit 75); ERR_PLUGIN (78):
 * damaged, not ours, or of a later version.  The words say what to do.
 */
struct store *store_open(const char *path, bool read_only, struct error *e);
void store_close(struct store *s); /* NULL is fine */

/*
 * One transaction around several of the calls below; they do not nest.  What is
 * put outside of one is committed at once.  After a store_commit that failed
 * nothing of it was done.
 */
int store_begin(struct store *s, struct error *e);
int store_commit(struct store *s, struct error *e);
void store_rollback(struct store *s); /* fine without one */

/* A feed, by its name in the configuration. */
struct store_feed {
	int64_t next_due;
	int64_t last_run;
	int64_t last_success;
	int64_t failing_since; /* 0: the last run succeeded */
	int64_t failures;      /* in a row */
	char *last_error;      /* one line; NULL: none */
	char *recipe;	       /* fingerprint of what made the outputs; NULL */
	int64_t held_since;    /* 0: nothing is held back */
	char *held;	       /* fingerprint of the answer that is; NULL */
	char *held_reason;     /* one line; NULL */
};

/* All zero when it is not known.  0, or -1 with the error. */
int store_feed_get(struct store *s, const char *name, struct store_feed *feed,
    struct error *e);
int store_feed_put(struct store *s, const char *name,
    const struct store_feed *feed, struct error *e);
void store_feed_clear(struct store_feed *feed);

/*
 * Names of all feeds that are known, sorted; for those that left the config.
 * With one that is forgotten goes all else that is kept of it.
 */
int store_feed_each(struct store *s,
    int (*each)(void *context, const char *name, struct error *e),
    void *context, struct error *e);
int store_feed_forget(struct store *s, const char *name, struct error *e);

/* One source of a feed, by the key of its configuration. */
struct store_source {
	char *etag; /* these are NULL when not known */
	char *last_modified;
	char *moved_to;	     /* where permanent redirects led, so many */
	int64_t moved_count; /* times one behind the other */
	int64_t gone_count;  /* 410 one behind the other */
	int64_t not_before;  /* the server asked not to come earlier */
	int64_t floor;	     /* seconds that it wants between fetches */
	int64_t fetched;     /* last 200 or 304 */
	int64_t full;	     /* last 200 of an unconditional request */
	char *hash;	     /* of the body that was last good: hexadecimal */
};

int store_source_get(struct store *s, const char *feed, const char *key,
    struct store_source *source, struct error *e);
int store_source_put(struct store *s, const char *feed, const char *key,
    const struct store_source *source, struct error *e);
void store_source_clear(struct store_source *source);

/*
 * Documents: the last good body of a source (by its key) and the entries that
 * a feed accumulates (key "").  Kept compressed.
 */
int store_document_put(struct store *s, const char *feed, const char *key,
    const void *p, size_t n, struct error *e);
/*
 * Written to fd, wholly; *found is false when there is none.  One of more than
 * max bytes is ERR_INPUT, and nothing is written.
 */
int store_document_get(struct store *s, const char *feed, const char *key,
    int fd, size_t max, bool *found, struct error *e);

/* An entry, by a hash of its id; hashes are of 128 bits. */
struct store_entry {
	unsigned char id[16];
	unsigned char content[16];
	int64_t published, updated;  /* as it says; INT64_MIN: it does not */
	int64_t first_seen, changed; /* changed: of content */
	int64_t last_seen; /* within a day; where it is gone: missed first */
	bool news;	   /* not there in the feed's first run with only_new */
	bool present;	   /* in the source's feed at its last success */
};

/* Calls each for every known entry of the feed, in the order of their ids. */
int store_entry_each(struct store *s, const char *feed,
    int (*each)(
	void *context, const struct store_entry *entry, struct error *e),
    void *context, struct error *e);
int store_entry_put(struct store *s, const char *feed,
    const struct store_entry *entry, struct error *e);
/* Entries that are not present and were last seen before that moment go. */
int store_entry_prune(
    struct store *s, const char *feed, int64_t before, struct error *e);

/*
 * How many entries that are news were first seen in each of n spans of so many
 * seconds, the oldest first; the last one ends with the second end.
 */
int store_entry_counts(struct store *s, const char *feed, int64_t end,
    int64_t span, size_t n, int64_t *counts, struct error *e);

/*
 * What was last published where: so that a lost file is noticed.  hash is
 * hexadecimal, of 32 digits at most.
 */
#define STORE_HASH 33
int store_output_get(struct store *s, const char *feed, const char *path,
    char hash[STORE_HASH], bool *found, struct error *e);
int store_output_put(struct store *s, const char *feed, const char *path,
    const char *hash, struct error *e);

/* What happened in a run, kept for `status`: the last 500 of each feed, the
 * newest first; text may be NULL. */
enum store_event {
	STORE_OK = 0,
	STORE_UNCHANGED,
	STORE_FAILED,
	STORE_HELD
};
int store_event_put(struct store *s, const char *feed, int64_t when,
    enum store_event what, const char *text, struct error *e);
int store_event_each(struct store *s, const char *feed, size_t last,
    int (*each)(void *context, int64_t when, enum store_event what,
	const char *text, struct error *e),
    void *context, struct error *e);

/*
 * Digests, by name: since when they are known, and up to which slot they are
 * done.  What of it is sent is a matter of messages.
 */
struct store_digest {
	int64_t born;	   /* 0: it is not known */
	int64_t last_slot; /* when the last one was that is done; 0: none */
	int64_t number;	   /* of messages that were made, all in all */
	int64_t failures;  /* in a row, to make one */
	int64_t failing_since;
	char *last_error; /* one line; NULL: none */
};

/* All zero when it is not known.  0, or -1 with the error. */
int store_digest_get(struct store *s, const char *name,
    struct store_digest *digest, struct error *e);
int store_digest_put(struct store *s, const char *name,
    const struct store_digest *digest, struct error *e);
void store_digest_clear(struct store_digest *digest);

/*
 * Names of all digests that are known, sorted.  With one that is forgotten go
 * its marks of entries, but not its messages.
 */
int store_digest_each(struct store *s,
    int (*each)(void *context, const char *name, struct error *e),
    void *context, struct error *e);
int store_digest_forget(struct store *s, const char *name, struct error *e);

/* An entry that a digest has mailed, as it was then: its mark, which goes with
 * the digest and with the feed. */
struct store_mailed {
	unsigned char id[16];
	unsigned char content[16];
	int64_t at; /* the slot's moment */
};

/* Those of one feed, in the order of their ids. */
int store_mailed_each(struct store *s, const char *digest, const char *feed,
    int (*each)(
	void *context, const struct store_mailed *mailed, struct error *e),
    void *context, struct error *e);
int store_mailed_put(struct store *s, const char *digest, const char *feed,
    const struct store_mailed *mailed, struct error *e);

/*
 * The outbox.  A message is its bytes (RFC 5322, CRLF), which never change
 * again, and a delivery to each recipient; it is there once for a digest and a
 * slot.  It goes when it is dropped, or pruned a while after all of its
 * deliveries are sent or given up.
 */
enum store_delivery_state {
	DELIVERY_QUEUED = 0,
	DELIVERY_SENDING, /* somebody may have it: what was begun did not end */
	DELIVERY_SENT,
	DELIVERY_DEAD, /* given up, or refused for good */
};
#define DELIVERY_STATES 4

struct store_message {
	int64_t id; /* small, and not given twice */
	char *digest;
	char *slot;	  /* its key */
	char *message_id; /* without "<>" */
	char *subject;
	int64_t when;	/* the slot's moment */
	int64_t queued; /* when it was put */
	size_t size;	/* of its bytes */
};

struct store_delivery {
	int64_t id; /* as a message's */
	int64_t message;
	char *recipient; /* an address; "": where there is none to say */
	enum store_delivery_state state;
	int64_t attempts;
	int64_t next; /* when it is tried again */
	int64_t last; /* when it was tried, or sent; 0: never */
	char *error;  /* one line; NULL */
};

/*
 * Puts a message and a delivery for each recipient, queued; fills in its id.
 * false in *fresh, and nothing done, when there is one of that digest and slot.
 */
int store_message_put(struct store *s, struct store_message *message,
    const void *bytes, const char *const *recipients, size_t count, bool *fresh,
    struct error *e);

/* Its bytes, into fd, wholly; *found. */
int store_message_bytes(
    struct store *s, int64_t id, int fd, bool *found, struct error *e);

/* All messages that are there, the oldest first. */
int store_message_each(struct store *s,
    int (*each)(
	void *context, const struct store_message *message, struct error *e),
    void *context, struct error *e);

/* Deliveries of a message, in their order. */
int store_delivery_each(struct store *s, int64_t message,
    int (*each)(
	void *context, const struct store_delivery *delivery, struct error *e),
    void *context, struct error *e);

/* Those that are queued or sending and due by then, the oldest first. */
int store_delivery_due(struct store *s, int64_t now,
    int (*each)(void *context, const struct store_message *message,
	const struct store_delivery *delivery, struct error *e),
    void *context, struct error *e);

/* State, attempts, next, last and error of what is there. */
int store_delivery_put(
    struct store *s, const struct store_delivery *delivery, struct error *e);

/* Takes a message away, with its deliveries; *found. */
int store_message_drop(
    struct store *s, int64_t id, bool *found, struct error *e);

/* Messages that were put and whose deliveries ended before that moment go; and
 * marks of slots before it, of entries that their feed has no more. */
int store_outbox_prune(struct store *s, int64_t before, struct error *e);

#endif
