/*
 * The outbox's round: what is due goes its way, one message after the other,
 * and what becomes of it is committed one by one.
 */
#include "digest/delivery.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "digest/due.h"
#include "digest/way.h"

#define FIRST ((int64_t)5 * 60)
#define LONGEST ((int64_t)4 * 60 * 60)
#define DAY ((int64_t)24 * 60 * 60) /* that a server may be away unsaid */

struct delivery_round {
	struct delivery *delivery;
	struct due due;
	struct way *ways; /* one a digest of the configuration */
	size_t *waiting;  /* which of those due did not even begin */
	size_t waiting_count;
	struct buf bytes; /* of the letter at hand */
	bool addressed;	  /* these name somebody */
};

int64_t
delivery_pause(int64_t attempts, int64_t id)
{
	int64_t span = FIRST;
	struct hash hash;

	for (int64_t n = 1; n < attempts && span < LONGEST; n++)
		span *= 2;
	if (span > LONGEST)
		span = LONGEST;
	hash_init(&hash);
	hash_add(&hash, &attempts, sizeof(attempts));
	hash_add(&hash, &id, sizeof(id));
	return span - span / 10 + (int64_t)(hash.low % (uint64_t)(span / 5));
}

static void
set_error(struct store_delivery *d, const char *words)
{
	free(d->error);
	d->error = mem_str(words);
}

static int
remember(const struct delivery_round *r, const struct store_delivery *d,
    struct error *e)
{
	return store_delivery_put(r->delivery->setup->store, d, e);
}

/* In front of what happened to one recipient. */
static const char *
whom(const struct store_delivery *d)
{
	return *d->recipient != '\0' ? d->recipient : "its message";
}

static void
give_up(struct delivery_round *r, const struct letter *letter,
    struct store_delivery *d, const char *why, const char *words)
{
	char text[MAILER_WORDS + 80];

	(void)snprintf(text, sizeof(text), "%s%s", why, words);
	d->state = DELIVERY_DEAD;
	d->next = 0;
	set_error(d, text);
	r->delivery->failed = true;
	journal_tell(r->delivery->setup->journal, JOURNAL_FAILED,
	    letter->digest, "%s: %s", whom(d), text);
}

/* Another time, unless it has waited for long enough. */
static void
put_off(struct delivery_round *r, const struct letter *letter,
    struct store_delivery *d, int64_t span, const char *words)
{
	int64_t now = r->delivery->setup->now;
	int64_t end = letter->queued + r->ways[letter->way].digest->give_up;

	if (now >= end) {
		give_up(r, letter, d, "given up: ", words);
		return;
	}
	d->state = DELIVERY_QUEUED;
	d->next = now + span < end ? now + span : end;
	set_error(d, words);
}

static void
tell_later(const struct delivery_round *r, const struct letter *letter,
    const struct store_delivery *d, const char *words)
{
	if (d->state == DELIVERY_QUEUED)
		journal_tell(r->delivery->setup->journal, JOURNAL_RETRY,
		    letter->digest, "%s: %s; it is tried again", whom(d),
		    words);
}

/* Nothing more goes this way: news when it is so for long. */
static void
tell_shut(struct delivery_round *r, const struct letter *letter)
{
	struct way *way = &r->ways[letter->way];
	int64_t waits = r->delivery->setup->now - letter->queued;
	int64_t patience = way->digest->alert.seconds;
	bool alarm = waits >= (patience > 0 ? patience : DAY);

	if (way->told)
		return;
	way->told = true;
	r->delivery->failed |= alarm;
	journal_tell(r->delivery->setup->journal,
	    alarm ? JOURNAL_FAILED : JOURNAL_RETRY, letter->digest,
	    "its messages wait: %s", way_shut(way));
}

/* A line of the header that says whom it is to. */
static bool
names_somebody(const struct buf *bytes)
{
	const char *p = buf_text(bytes);
	size_t left = bytes->len;

	while (left > 0 && *p != '\r' && *p != '\n') {
		const char *end = memchr(p, '\n', left);
		size_t n = end == NULL ? left : (size_t)(end - p) + 1;
		if (n > 3 && ascii_same(p, "to:", 3))
			return true;
		p += n;
		left -= n;
	}
	return false;
}

/* The bytes of a letter, into memory.  1, 0 when they are not there, -1. */
static int
read_letter(
    struct delivery_round *r, const struct letter *letter, struct error *e)
{
	int fd = memfd_create("message", MFD_CLOEXEC);
	char part[16 * KIB];
	bool found = false;
	off_t at = 0;
	ssize_t n;

	buf_cut(&r->bytes, 0);
	if (fd == -1)
		return error_errno(e, ERR_SYSTEM, "no memory for a message");
	int result = store_message_bytes(
	    r->delivery->setup->store, letter->id, fd, &found, e);
	while (result == 0 && (n = pread(fd, part, sizeof(part), at)) > 0) {
		buf_add(&r->bytes, part, (size_t)n);
		at += n;
	}
	close(fd);
	r->addressed = names_somebody(&r->bytes);
	if (result == -1)
		return -1;
	return found && r->bytes.len > 0 && !buf_full(&r->bytes);
}

/* The message as this recipient gets it: named, unless others are. */
static int
open_message(const struct delivery_round *r, const struct store_delivery *d)
{
	int fd = memfd_create("message", MFD_CLOEXEC);
	const char *p = r->bytes.data;
	size_t left = r->bytes.len;

	if (fd == -1)
		return -1;
	bool good = r->addressed || *d->recipient == '\0' ||
		    dprintf(fd, "To: <%s>\r\n", d->recipient) > 0;
	while (good && left > 0) {
		ssize_t n = TEMP_FAILURE_RETRY(write(fd, p, left));
		good = n > 0;
		p += good ? n : 0;
		left -= good ? (size_t)n : 0;
	}
	if (good)
		return fd;
	close(fd);
	return -1;
}

static enum smtp_end
send_one(struct delivery_round *r, const struct letter *letter,
    const struct store_delivery *d, char words[MAILER_WORDS])
{
	struct way *way = &r->ways[letter->way];
	const struct parcel parcel = {.digest = way->digest,
	    .slot = letter->slot,
	    .message_id = letter->message_id,
	    .recipient = d->recipient,
	    .when = letter->when,
	    .fd = open_message(r, d)};

	if (parcel.fd == -1) {
		(void)snprintf(
		    words, MAILER_WORDS, "%s", "no memory for a message");
		return SMTP_NO_SERVER;
	}
	enum smtp_end end = way_send(way, &parcel, words);
	close(parcel.fd);
	return end;
}

/* What becomes of a delivery that was begun. */
static void
end_one(struct delivery_round *r, const struct letter *letter,
    struct store_delivery *d, enum smtp_end end, const char *words)
{
	if (end == SMTP_SENT) {
		d->state = DELIVERY_SENT;
		d->next = 0;
		set_error(d, NULL);
		return;
	}
	if (end == SMTP_REFUSED) {
		give_up(r, letter, d, "", words);
		return;
	}
	way_close(&r->ways[letter->way], end, words);
	if (end == SMTP_LATER || end == SMTP_SILENT) {
		put_off(
		    r, letter, d, delivery_pause(d->attempts, d->id), words);
		tell_later(r, letter, d, words);
		return;
	}
	d->attempts--;
	put_off(r, letter, d, FIRST, words);
	tell_shut(r, letter);
}

static int
deliver(struct delivery_round *r, const struct letter *letter,
    struct store_delivery *d, struct error *e)
{
	const char *shut = way_shut(&r->ways[letter->way]);
	char words[MAILER_WORDS] = "";

	if (shut != NULL) {
		put_off(r, letter, d, FIRST, shut);
		tell_shut(r, letter);
		r->waiting[r->waiting_count++] = (size_t)(d - r->due.items);
		return 0;
	}
	d->state = DELIVERY_SENDING;
	d->attempts++;
	d->last = r->delivery->setup->now;
	if (remember(r, d, e) == -1)
		return -1;
	enum smtp_end end = send_one(r, letter, d, words);
	end_one(r, letter, d, end, words);
	return remember(r, d, e);
}

struct tally {
	size_t sent, all;
};

static int
count_one(void *context, const struct store_delivery *d, struct error *e)
{
	struct tally *tally = context;

	(void)e;
	tally->all++;
	tally->sent += d->state == DELIVERY_SENT;
	return 0;
}

static int
tell_sent(const struct delivery_round *r, const struct letter *letter,
    struct error *e)
{
	struct tally tally = {0, 0};

	if (store_delivery_each(r->delivery->setup->store, letter->id,
		count_one, &tally, e) == -1)
		return -1;
	journal_tell(r->delivery->setup->journal, JOURNAL_PUBLISHED,
	    letter->digest, "sent to %zu of %zu", tally.sent, tally.all);
	return 0;
}

static int
lose(struct delivery_round *r, const struct letter *letter,
    struct store_delivery *d, struct error *e)
{
	give_up(r, letter, d, "", "the message is not there, or too large");
	return remember(r, d, e);
}

static int
deliver_letter(struct delivery_round *r, const struct letter *letter,
    size_t end, struct error *e)
{
	size_t sent = 0;

	int found = read_letter(r, letter, e);
	int result = found == -1 ? -1 : 0;
	for (size_t i = letter->first; i < end && result == 0; i++) {
		struct store_delivery *d = &r->due.items[i];
		result = found == 1 ? deliver(r, letter, d, e)
				    : lose(r, letter, d, e);
		sent += d->state == DELIVERY_SENT;
	}
	return result == 0 && sent > 0 ? tell_sent(r, letter, e) : result;
}

/* Nothing has happened to them that one crash could tell from another. */
static int
remember_waiting(const struct delivery_round *r, struct error *e)
{
	struct store *store = r->delivery->setup->store;

	if (r->waiting_count == 0)
		return 0;
	if (store_begin(store, e) == -1)
		return -1;
	for (size_t i = 0; i < r->waiting_count; i++)
		if (remember(r, &r->due.items[r->waiting[i]], e) == -1) {
			store_rollback(store);
			return -1;
		}
	return store_commit(store, e);
}

static void
tell_over(const struct delivery_round *r)
{
	size_t over = r->due.over;

	if (over > 0)
		journal_tell(r->delivery->setup->journal, JOURNAL_NOTE, NULL,
		    "%zu %s for the next run: one run sends %d", over,
		    over == 1 ? "message waits" : "messages wait",
		    LIMIT_DELIVERIES);
}

static void
close_round(struct delivery_round *r)
{
	ways_close(r->ways, r->delivery->setup->config->digest_count);
	due_clear(&r->due);
	free(r->waiting);
	buf_clear(&r->bytes);
}

int
delivery_run(struct delivery *delivery, struct error *e)
{
	const struct job_setup *setup = delivery->setup;
	struct delivery_round r = {
	    .delivery = delivery, .due = {.setup = setup}};
	const struct due *due = &r.due;

	if (!setup->changes)
		return 0;
	buf_init(&r.bytes, LIMIT_MAIL);
	int result = due_list(&r.due, e);
	r.waiting = mem_new(due->count + 1, sizeof(*r.waiting));
	r.ways = ways_open(setup->config, setup->options);
	for (size_t i = 0; i < due->letter_count && result == 0; i++)
		result = deliver_letter(&r, &due->letters[i],
		    i + 1 < due->letter_count ? due->letters[i + 1].first
					      : due->count,
		    e);
	if (result == 0)
		result = remember_waiting(&r, e);
	if (result == 0)
		tell_over(&r);
	close_round(&r);
	return result;
}
