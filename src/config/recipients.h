#ifndef FEEDLOOM_CONFIG_RECIPIENTS_H
#define FEEDLOOM_CONFIG_RECIPIENTS_H

#include <stddef.h>

#include "base/error.h"
#include "base/mailbox.h"

/*
 * Recipients, each address once: a mailbox a line, as `to_file` and
 * `to_command` of a digest have them.  Empty lines and those that begin with
 * '#' are nothing.
 */
struct recipients {
	struct mailbox *items;
	size_t count, room;
	size_t *slots; /* a table of them by address: 1 and more */
	size_t slot_count;
};

void recipients_init(struct recipients *r);
void recipients_clear(struct recipients *r);

/* What there is takes the place of a list of the caller's; r is empty then. */
void recipients_take(
    struct recipients *r, struct mailbox **items, size_t *count);

/*
 * Adds one, unless its address is there, in whatever letters.  -1 with
 * ERR_CONFIG when there are LIMIT_RECIPIENTS.
 */
int recipients_add(
    struct recipients *r, const struct mailbox *mailbox, struct error *e);

/* Adds those of a text of len bytes.  -1 with ERR_CONFIG and "line N: ". */
int recipients_read(
    struct recipients *r, const char *text, size_t len, struct error *e);

#endif
