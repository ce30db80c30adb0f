#ifndef FEEDLOOM_RUN_LEDGER_H
#define FEEDLOOM_RUN_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include <libxml/tree.h>

#include "base/error.h"
#include "fetch/source.h"

/*
 * What a process that parses tells of a feed's entries to one that does not:
 * records of one size in a file, nothing that has to be parsed.  The dates are
 * seconds since 1970, INT64_MIN where the entry has none.
 */
#define LEDGER_URL 1024

struct ledger_entry {
	unsigned char id[16];	   /* a hash of atom:id */
	unsigned char content[16]; /* of what a reader sees of it, normalised */
	int64_t published;
	int64_t updated;
};

struct ledger {
	int64_t floor; /* seconds between fetches that the feed asks for; 0 */
	char older[LEDGER_URL]; /* where older entries are (RFC 5005), or "" */
	struct ledger_entry *entries; /* no two with one id */
	size_t count;
};

/* The id of an entry of canonical Atom, as its record has it. */
void ledger_id(const xmlNode *entry, unsigned char out[16]);

/*
 * Reads a feed in Atom, and writes its ledger to the file.  0, or -1 with the
 * error filled in.
 */
int ledger_write(struct source *source, int fd, struct error *e);

/*
 * Reads a ledger, whoever wrote it.  0, or -1 with ERR_INPUT when it is none.
 */
int ledger_read(int fd, struct ledger *ledger, struct error *e);
void ledger_clear(struct ledger *ledger);

#endif
