/*
 * An open hash table over one buffer of text.  A look-up takes a bounded number
 * of steps whatever the numbers are: an attachment that finds no place within
 * them is not kept.
 */
#include "parse/attachments.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#define SLOTS ((size_t)2 * LIMIT_ATTACHMENTS) /* a power of two */
#define STEPS 64

struct slot {
	uint32_t id; /* 0: free */
	uint32_t at; /* of the address in the text */
};

struct attachments {
	struct slot *slots; /* NULL while there is none */
	size_t count;
	struct buf text;
};

struct attachments *
attachments_new(void)
{
	struct attachments *a = mem_new(1, sizeof(*a));

	buf_init(&a->text, LIMIT_ATTACHMENTS_TEXT);
	return a;
}

void
attachments_free(struct attachments *a)
{
	if (a == NULL)
		return;
	buf_clear(&a->text);
	free(a->slots);
	free(a);
}

/* The slot that has the id or would get it, or NULL. */
static struct slot *
slot_of(const struct attachments *a, uint32_t id)
{
	size_t at = id * UINT32_C(2654435769);

	for (size_t i = 0; i < STEPS; i++) {
		struct slot *slot = &a->slots[(at + i) % SLOTS];
		if (slot->id == id || slot->id == 0)
			return slot;
	}
	return NULL;
}

void
attachments_add(struct attachments *a, unsigned long id, const char *url)
{
	size_t len = strlen(url) + 1;

	if (id == 0 || id > UINT32_MAX || len > LIMIT_URL ||
	    a->count == LIMIT_ATTACHMENTS || a->text.max - a->text.len < len)
		return;
	if (a->slots == NULL)
		a->slots = mem_new(SLOTS, sizeof(*a->slots));
	struct slot *slot = slot_of(a, (uint32_t)id);
	if (slot == NULL || slot->id != 0)
		return;
	*slot = (struct slot){(uint32_t)id, (uint32_t)a->text.len};
	buf_add(&a->text, url, len);
	a->count++;
}

const char *
attachments_find(const struct attachments *a, unsigned long id)
{
	if (a->slots == NULL || id == 0 || id > UINT32_MAX)
		return NULL;
	const struct slot *slot = slot_of(a, (uint32_t)id);
	return slot == NULL || slot->id == 0 ? NULL
					     : buf_text(&a->text) + slot->at;
}

size_t
attachments_count(const struct attachments *a)
{
	return a->count;
}
