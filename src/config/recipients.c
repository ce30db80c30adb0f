/*
 * A list of mailboxes, and a table of its addresses, so that thousands of them
 * are no work.
 */
#include "config/recipients.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"

#define LINE_MAX_BYTES 1024

void
recipients_init(struct recipients *r)
{
	*r = (struct recipients){.items = NULL};
}

void
recipients_clear(struct recipients *r)
{
	free(r->items);
	free(r->slots);
	recipients_init(r);
}

void
recipients_take(struct recipients *r, struct mailbox **items, size_t *count)
{
	free(*items);
	*items = r->items;
	*count = r->count;
	r->items = NULL;
	recipients_clear(r);
}

/* Where an address is, or would be, in the table. */
static size_t *
find(const struct recipients *r, const char *address)
{
	struct hash hash;

	hash_init(&hash);
	for (const char *s = address; *s != '\0'; s++) {
		char c = ascii_lower(*s);
		hash_add(&hash, &c, 1);
	}
	size_t i = (size_t)hash.low % r->slot_count;
	while (r->slots[i] != 0 &&
	       strcasecmp(r->items[r->slots[i] - 1].address, address) != 0)
		i = (i + 1) % r->slot_count;
	return &r->slots[i];
}

/* Room for one more; the table stays half empty. */
static void
grow(struct recipients *r)
{
	if (r->count < r->room)
		return;
	r->room = r->room == 0 ? 8 : 2 * r->room;
	r->items = mem_grow(r->items, r->room, sizeof(r->items[0]));
	free(r->slots);
	r->slot_count = 2 * r->room;
	r->slots = mem_new(r->slot_count, sizeof(r->slots[0]));
	for (size_t i = 0; i < r->count; i++)
		*find(r, r->items[i].address) = i + 1;
}

int
recipients_add(
    struct recipients *r, const struct mailbox *mailbox, struct error *e)
{
	grow(r);
	size_t *slot = find(r, mailbox->address);
	if (*slot != 0)
		return 0;
	if (r->count == LIMIT_RECIPIENTS)
		return error_set(
		    e, ERR_CONFIG, "more than %d recipients", LIMIT_RECIPIENTS);
	r->items[r->count++] = *mailbox;
	*slot = r->count;
	return 0;
}

/* A line without the blanks around it. */
static int
read_line(struct recipients *r, const char *line, size_t len, struct error *e)
{
	char text[LINE_MAX_BYTES];
	struct mailbox mailbox;

	while (len > 0 && ascii_blank(line[len - 1]))
		len--;
	while (len > 0 && ascii_blank(*line)) {
		line++;
		len--;
	}
	if (len == 0 || *line == '#')
		return 0;
	if (len >= sizeof(text) || memchr(line, '\0', len) != NULL)
		return error_set(e, ERR_CONFIG, "it is no mailbox");
	memcpy(text, line, len);
	text[len] = '\0';
	if (mailbox_read(&mailbox, text, e) == -1)
		return -1;
	return recipients_add(r, &mailbox, e);
}

int
recipients_read(
    struct recipients *r, const char *text, size_t len, struct error *e)
{
	const char *end = text + len;

	for (size_t n = 1; text < end; n++) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		if (stop == NULL)
			stop = end;
		if (read_line(r, text, (size_t)(stop - text), e) == -1)
			return error_wrap(e, "line %zu", n);
		text = stop + (stop < end);
	}
	return 0;
}
