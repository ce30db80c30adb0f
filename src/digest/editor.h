#ifndef FEEDLOOM_DIGEST_EDITOR_H
#define FEEDLOOM_DIGEST_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/zone.h"
#include "cli/options.h"
#include "digest/edition.h"

/*
 * The process that makes a message of an edition, locked in before it reads the
 * first byte of what feeds said: it has no network, no secrets and no plugins
 * but the two formats.
 */
enum editor_output {
	EDITOR_MESSAGE, /* of mail */
	EDITOR_HTML,	/* its parts */
	EDITOR_TEXT,
	EDITOR_ATOM,	 /* what they are made of */
	EDITOR_PICTURES, /* addresses of pictures that it wants, a line each */
};

/* A picture that was fetched for it; what cannot be had has no bytes. */
struct editor_picture {
	const char *address;
	size_t size;
};

struct editor {
	const struct options *options; /* of the command line */
	const struct edition *edition;
	const struct zone *zone; /* the digest's */
	const size_t *feeds; /* of config.feeds, each with entries, and what it
			      * keeps: so many bytes of the first file */
	const size_t *sizes;
	size_t count;
	enum editor_output output;
	bool plain; /* headlines only: something in the texts is not as it
		     * should be */
	const struct mailbox *to; /* whom the message names; may be none */
	size_t to_count;
	const struct editor_picture *pictures; /* in the second file */
	size_t picture_count;
};

#define EDITOR_SUBJECT 1024

/* What the process tells of what it made; who reads it believes little. */
struct editor_report {
	uint64_t shown;	  /* entries that have a place */
	uint64_t folded;  /* that another one stands for */
	uint64_t more;	  /* that found no room */
	uint64_t missing; /* picks that no feed keeps any more */
	char subject[EDITOR_SUBJECT];
};

/*
 * Body for worker_spawn; context is a struct editor.  Files: documents (Atom,
 * one behind the other), pictures (the same), where the output goes, where the
 * report goes.
 */
#define EDITOR_FILES 4
int editor_work(void *context, int channel);

/* 0, or -1 with ERR_INPUT: it is none. */
int editor_read_report(int fd, struct editor_report *report, struct error *e);

#endif
