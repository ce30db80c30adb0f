/*
 * feedloom outbox: which messages wait to be sent, and what is done with them
 * by hand.  Listing reads only; --retry and --drop take the turn of a run, and
 * do all of what they were told in one transaction, or nothing.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "config/config.h"
#include "sink/sink.h"
#include "store/store.h"
#include "verbs/json_member.h"
#include "verbs/outgoing.h"
#include "verbs/pick.h"
#include "verbs/turn.h"
#include "verbs/verbs.h"

#define OUTPUT_MAX (64 * MIB)
#define MISSING 1 /* the exit status: a number is not there */

struct outbox {
	const struct options *options;
	struct config *config;
	struct store *store;
	int turn; /* what ends it; -1: none is needed */
	struct pick pick;
	struct table table; /* of these two one is made */
	struct json_out json;
	struct buf out;
};

static void
warn(void *context, const char *text)
{
	(void)context;
	verb_warn(text);
}

static bool
changes(const struct options *o)
{
	return o->retry || o->drop;
}

static int
check(const struct options *o, struct error *e)
{
	int actions = o->retry + o->drop + o->show;

	if (actions > 1)
		return error_set(e, ERR_USAGE,
		    "--retry, --drop and --show exclude each other");
	if (actions == 1 && (o->json || o->all))
		return error_set(
		    e, ERR_USAGE, "--json and --all are for the list");
	if (changes(o) && o->operands.count == 0)
		return error_set(e, ERR_USAGE,
		    "--%s needs numbers of messages, or 'all'",
		    o->retry ? "retry" : "drop");
	if (o->show && o->operands.count != 1)
		return error_set(
		    e, ERR_USAGE, "--show needs the number of one message");
	return 0;
}

static int
open_all(struct outbox *outbox, struct error *e)
{
	const struct options *o = outbox->options;

	if (check(o, e) == -1 ||
	    pick_read(&outbox->pick, &o->operands, e) == -1)
		return -1;
	if (o->show && outbox->pick.all)
		return error_set(
		    e, ERR_USAGE, "--show needs the number of one message");
	outbox->config = config_read(o->config, warn, NULL, e);
	if (outbox->config == NULL)
		return -1;
	const char *path = outbox->config->state;
	if (changes(o)) {
		outbox->turn = turn_take(path, o->wait, e);
		if (outbox->turn == -1)
			return -1;
	}
	outbox->store = store_open(path, !changes(o), e);
	return outbox->store == NULL ? -1 : 0;
}

/* Those that were said; without numbers all that are not sent. */
static bool
is_meant(struct outbox *outbox, const struct outgoing *o)
{
	if (outbox->pick.count > 0)
		return pick_has(&outbox->pick, o->message->id);
	return o->state != DELIVERY_SENT || outbox->options->all;
}

static int
list_one(void *context, const struct outgoing *o, struct error *e)
{
	struct outbox *outbox = context;

	(void)e;
	if (!is_meant(outbox, o))
		return 0;
	if (outbox->options->json)
		outgoing_json(&outbox->json, o);
	else if (outbox->pick.count > 0)
		outgoing_deliveries_add(&outbox->table, o);
	else
		outgoing_table_add(&outbox->table, o);
	return 0;
}

static int
list_json(struct outbox *outbox, struct error *e)
{
	json_init(&outbox->json, &outbox->out, false);
	json_open(&outbox->json, '{');
	json_key(&outbox->json, "messages");
	json_open(&outbox->json, '[');
	int result =
	    outgoing_each(outbox->store, outbox->config, list_one, outbox, e);
	json_close(&outbox->json, ']');
	json_close(&outbox->json, '}');
	return result;
}

/* A head without rows is not worth a line. */
static int
list_table(struct outbox *outbox, struct error *e)
{
	if (outbox->pick.count > 0)
		outgoing_deliveries_begin(&outbox->table);
	else
		outgoing_table_begin(&outbox->table);
	int result =
	    outgoing_each(outbox->store, outbox->config, list_one, outbox, e);
	if (result == 0 && outbox->table.rows > 1)
		table_put(&outbox->table, &outbox->out);
	table_clear(&outbox->table);
	return result;
}

/* What is not sent yet is due at once; how often it was tried stays. */
static int
retry(struct outbox *outbox, const struct outgoing *o, struct error *e)
{
	for (size_t i = 0; i < o->count; i++) {
		struct store_delivery d = o->deliveries[i];
		if (d.state == DELIVERY_SENT)
			continue;
		if (d.state == DELIVERY_DEAD)
			d.state = DELIVERY_QUEUED;
		d.next = 0;
		if (store_delivery_put(outbox->store, &d, e) == -1)
			return -1;
	}
	return 0;
}

static int
drop(struct outbox *outbox, const struct outgoing *o, struct error *e)
{
	const struct store_message *m = o->message;
	struct buf line;
	bool found;

	buf_init(&line, MIB);
	buf_printf(&line, "dropped %lld: %s %s, sent to %zu of %zu",
	    (long long)m->id, m->digest, m->slot, o->sent, o->count);
	verb_line(&outbox->out, buf_text(&line));
	buf_clear(&line);
	return store_message_drop(outbox->store, m->id, &found, e);
}

static int
change_one(void *context, const struct outgoing *o, struct error *e)
{
	struct outbox *outbox = context;

	if (!is_meant(outbox, o))
		return 0;
	return outbox->options->drop ? drop(outbox, o, e) : retry(outbox, o, e);
}

static int
change(struct outbox *outbox, struct error *e)
{
	if (store_begin(outbox->store, e) == -1)
		return -1;
	if (outgoing_each(
		outbox->store, outbox->config, change_one, outbox, e) == 0)
		return store_commit(outbox->store, e);
	store_rollback(outbox->store);
	return -1;
}

/* The bytes of a file of ours. */
static int
put_bytes(int fd, struct error *e)
{
	struct sink *sink;
	struct stat st;
	void *p = NULL;
	int result = -1;

	if (fstat(fd, &st) == -1)
		return error_errno(e, ERR_SYSTEM, "cannot look at a message");
	size_t n = (size_t)st.st_size;
	if (n > 0)
		p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return error_errno(e, ERR_SYSTEM, "cannot read a message");
	sink = sink_open(NULL, e);
	if (sink != NULL && sink_write(sink, p, n, e) == 0)
		result = sink_commit(sink, e);
	sink_free(sink);
	if (n > 0)
		munmap(p, n);
	return result;
}

/* What is damaged is noticed before the first byte is printed. */
static int
show(struct outbox *outbox, struct error *e)
{
	int fd = memfd_create("message", MFD_CLOEXEC);

	if (fd == -1)
		return error_errno(e, ERR_SYSTEM, "cannot keep a message");
	int result = store_message_bytes(outbox->store, outbox->pick.numbers[0],
	    fd, &outbox->pick.found[0], e);
	if (result == 0 && outbox->pick.found[0])
		result = put_bytes(fd, e);
	close(fd);
	return result;
}

static int
work(struct outbox *outbox, struct error *e)
{
	const struct options *o = outbox->options;

	if (o->show)
		return show(outbox, e);
	if (changes(o))
		return change(outbox, e);
	return o->json ? list_json(outbox, e) : list_table(outbox, e);
}

/* Numbers that were said and are not there. */
static int
tell_missing(const struct pick *pick)
{
	int status = 0;

	for (size_t i = 0; i < pick->count; i++) {
		struct buf line;
		if (pick->found[i])
			continue;
		buf_init(&line, KIB);
		buf_printf(&line, "feedloom: there is no message %lld",
		    (long long)pick->numbers[i]);
		verb_warn(buf_text(&line));
		buf_clear(&line);
		status = MISSING;
	}
	return status;
}

static int
tell(struct outbox *outbox)
{
	struct error e;

	if (buf_full(&outbox->out)) {
		error_set(&e, ERR_WRITE, "more than %d MiB would be written",
		    (int)(OUTPUT_MAX / MIB));
		return verb_fail(outbox->options, &e);
	}
	int status = outbox->out.len == 0
			 ? 0
			 : help_print(outbox->options, &outbox->out);
	int missing = tell_missing(&outbox->pick);
	return status == 0 ? missing : status;
}

int
outbox_main(const struct options *options)
{
	struct outbox outbox = {.options = options, .turn = -1};
	struct error e;
	int status;

	buf_init(&outbox.out, OUTPUT_MAX);
	if (open_all(&outbox, &e) == -1 || work(&outbox, &e) == -1)
		status = verb_fail(options, &e);
	else
		status = tell(&outbox);
	buf_clear(&outbox.out);
	pick_clear(&outbox.pick);
	store_close(outbox.store);
	config_free(outbox.config);
	if (outbox.turn != -1)
		close(outbox.turn);
	return status;
}
