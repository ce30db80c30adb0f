#ifndef FEEDLOOM_CONFIG_STATE_H
#define FEEDLOOM_CONFIG_STATE_H

#include <stdbool.h>

#include "config/config.h"
#include "config/file.h"
#include "config/key.h"

/* What is being read. */
struct config_hand {
	const char *file;   /* its name, one of config->files */
	const char *folder; /* that it lies in */
	const char *word;   /* the statement's */
	const char *name;   /* and what it names, or NULL */
	int line;
};

/*
 * The reading of a configuration, for this folder alone.  A fault is told
 * and the reading goes on; what a faulty key would have set stays as it was.
 */
struct config_reading {
	struct config *config;
	void (*warn)(void *context, const char *text);
	void (*fault)(void *context, const char *text); /* or NULL */
	void *context;
	struct error *first; /* the first fault */
	size_t faults;
	size_t left;  /* bytes that may still be said */
	bool partial; /* a file was not read wholly: more may be said */

	struct config_place settings; /* where they stand */
	struct config_hand at;
};

/* "FILE:LINE: WORD 'NAME': " and the words are a fault, or a warning. */
void config_fault(struct config_reading *r, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void config_warn(struct config_reading *r, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for words that have all of that. */
void config_fault_of(struct config_reading *r, const char *text);

/*
 * Reads the statements of a file, and of those that it includes.  0, or -1
 * when it could not be read, or not wholly.
 */
int config_statements(
    struct config_reading *r, const char *name, struct error *e);

/* What only all of it can tell: what was not said, and what was said twice. */
void config_settle(struct config_reading *r);

/* Sets the defaults of a table of keys. */
void config_initial(
    struct config_reading *r, const struct config_key *keys, void *object);

/* A fault when a key stands twice in its table: Lua takes the last one. */
void config_twice(struct config_reading *r, const struct datum *datum);

/* The key of that name, or NULL with a fault for the datum that has it. */
const struct config_key *config_key_of(struct config_reading *r,
    const struct config_key *keys, const struct datum *datum);

/* Reads all keys of a table into an object; said, if any, is set for each. */
void config_keys(struct config_reading *r, const struct config_key *keys,
    const struct datum *table, void *object, bool *said);

/* Reads one value.  False after a fault. */
bool config_value(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object);

/* A line of text, not empty; borrowed.  NULL after a fault. */
const char *config_text(
    struct config_reading *r, const char *key, const struct datum *value);

/*
 * A path of the file at hand, absolute, without "." and empty parts; the
 * caller's.  NULL after a fault.
 */
char *config_path(
    struct config_reading *r, const char *key, const struct datum *value);

/* Why an address cannot be fetched, static, or NULL. */
const char *config_url_fault(const char *url);

/* Whether it can; a fault if not. */
bool config_url(struct config_reading *r, const char *key, const char *url,
    const struct datum *value);

/* These as config_value, each for its types. */
bool config_sources(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *feed);
bool config_through(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *feed);
bool config_publish(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *feed);
bool config_list(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object);
bool config_command(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *source);
bool config_headers(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *source);
bool config_mailboxes(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *digest);

/* The same, for where the value goes. */
bool config_format(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member);
bool config_mailbox(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member);
bool config_subject(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member);
bool config_list_id(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member);
bool config_leave(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member);
bool config_host(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member);
bool config_via(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *via);

/* The string at member, if any, is freed, and text, which is taken, is there.
 */
void config_replace(void *member, char *text);

/* A password in a table of the configuration itself is a fault. */
bool config_no_password(struct config_reading *r, const struct datum *table);

/* The line of a key of a table. */
int config_line_of(const struct datum *table, const char *key);

/* What must be said of keys, and is not, is a fault. */
void config_required(struct config_reading *r, int line,
    const struct config_key *keys, const bool *said);

/* A fault when it is no name for a feed or a digest. */
void config_name(struct config_reading *r, const struct config_statement *s);

/* A digest, and all of them when all feeds are known. */
void config_digest(struct config_reading *r, const struct config_statement *s);
void config_digests(struct config_reading *r);

/* Nothing that is written is written by somebody else, or read. */
void config_claims(struct config_reading *r);

/* Warns when a file with a secret may be read by everybody. */
void config_secret(struct config_reading *r, int line, const char *path);

/* What is in them is freed. */
void config_source_clear(struct config_source *source);
void config_feed_clear(struct config_feed *feed);
void config_via_clear(struct config_via *via);
void config_digest_clear(struct config_digest *digest);

#endif
