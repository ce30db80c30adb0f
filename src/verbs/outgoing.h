#ifndef FEEDLOOM_VERBS_OUTGOING_H
#define FEEDLOOM_VERBS_OUTGOING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/json_out.h"
#include "cli/table.h"
#include "config/config.h"
#include "store/store.h"

/*
 * A message of the outbox and all of its deliveries, as they stand together.
 */
struct outgoing {
	const struct store_message *message;
	bool configured; /* its digest is in the configuration */
	struct store_delivery *deliveries; /* next 0: not tried again */
	size_t count;
	size_t sent;	  /* of them */
	int64_t attempts; /* the most of one */
	/* Of those that are not sent.  One that is being sent stands for all,
	 * then one that is queued, then one given up. */
	enum store_delivery_state state; /* DELIVERY_SENT: there are none */
	int64_t next;			 /* the first; 0: none, or at once */
	const char *error;		 /* the last that there was, or NULL */
};

/*
 * Calls each for every message, the oldest first; what it gets lives as long as
 * the call, which may change or drop the message.  0 or -1.
 */
int outgoing_each(struct store *store, const struct config *config,
    int (*each)(void *context, const struct outgoing *o, struct error *e),
    void *context, struct error *e);

/* "queued", "sending", "sent", "given up". */
const char *outgoing_state(enum store_delivery_state state);

/* A table with a row for each message, or for each delivery of those that are
 * added: its head, and rows. */
void outgoing_table_begin(struct table *t);
void outgoing_table_add(struct table *t, const struct outgoing *o);
void outgoing_deliveries_begin(struct table *t);
void outgoing_deliveries_add(struct table *t, const struct outgoing *o);

/* An object of JSON; feedloom(1) lists its members. */
void outgoing_json(struct json_out *j, const struct outgoing *o);

#endif
