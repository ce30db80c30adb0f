/*
 * Pictures are called by a hash of their address, so that the same message is
 * the same each time.
 */
#include "digest/editor_pictures.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "digest/picture_type.h"

#define ID_MAX (HASH_TEXT + 1 + MAILBOX_ADDRESS)

struct editor_item {
	char *address;
	char id[ID_MAX];
	const char *type; /* NULL: it is none that mail readers show */
	unsigned char *bytes;
	size_t len;
	bool shown;
};

void
editor_pictures_init(
    struct editor_pictures *pictures, const struct editor *editor)
{
	*pictures = (struct editor_pictures){.editor = editor};
	buf_init(&pictures->reference, LIMIT_URL);
}

void
editor_pictures_clear(struct editor_pictures *pictures)
{
	for (size_t i = 0; i < pictures->count; i++) {
		free(pictures->items[i].address);
		free(pictures->items[i].bytes);
	}
	free(pictures->items);
	buf_clear(&pictures->reference);
}

static struct editor_item *
add(struct editor_pictures *pictures, const char *address)
{
	const struct mailbox *sender =
	    &pictures->editor->edition->digest->sender;
	struct hash hash;

	pictures->items = mem_grow(
	    pictures->items, pictures->count + 1, sizeof(pictures->items[0]));
	struct editor_item *item = &pictures->items[pictures->count++];
	*item = (struct editor_item){.address = mem_str(address)};
	hash_init(&hash);
	hash_add(&hash, address, strlen(address));
	hash_hex(&hash, item->id);
	item->id[HASH_TEXT - 1] = '@';
	const char *domain = mailbox_domain(sender);
	memcpy(item->id + HASH_TEXT, domain, strlen(domain) + 1);
	return item;
}

static struct editor_item *
find(const struct editor_pictures *pictures, const char *address)
{
	for (size_t i = 0; i < pictures->count; i++)
		if (strcmp(pictures->items[i].address, address) == 0)
			return &pictures->items[i];
	return NULL;
}

static int
read_item(
    struct editor_item *item, int fd, off_t at, size_t size, struct error *e)
{
	item->bytes = mem_new(size + 1, 1);
	while (item->len < size) {
		ssize_t n =
		    TEMP_FAILURE_RETRY(pread(fd, item->bytes + item->len,
			size - item->len, at + (off_t)item->len));
		if (n <= 0)
			return error_errno(
			    e, ERR_SYSTEM, "cannot read a picture");
		item->len += (size_t)n;
	}
	item->type = picture_type(item->bytes, item->len);
	return 0;
}

int
editor_pictures_read(struct editor_pictures *pictures, int fd, struct error *e)
{
	const struct editor *editor = pictures->editor;
	off_t at = 0;

	for (size_t i = 0; i < editor->picture_count; i++) {
		const struct editor_picture *got = &editor->pictures[i];
		struct editor_item *item = add(pictures, got->address);
		if (read_item(item, fd, at, got->size, e) == -1)
			return -1;
		at += (off_t)got->size;
	}
	return 0;
}

static bool
is_web(const char *address)
{
	size_t len = strlen(address);

	return len < LIMIT_URL && (url_has_scheme(address, len, "https") ||
				      url_has_scheme(address, len, "http"));
}

void
editor_pictures_begin(struct editor_pictures *pictures)
{
	bool collects = pictures->editor->output == EDITOR_PICTURES;

	for (size_t i = 0; i < pictures->count; i++) {
		pictures->items[i].shown = false;
		if (collects)
			free(pictures->items[i].address);
	}
	if (collects)
		pictures->count = 0;
}

/* What names a part of the message. */
static const char *
refer(struct editor_pictures *pictures, struct editor_item *item)
{
	item->shown = true;
	buf_cut(&pictures->reference, 0);
	buf_printf(&pictures->reference, "cid:%s", item->id);
	return buf_text(&pictures->reference);
}

/* As long as the name of the part that it may be, for the size of the page. */
static const char *
collect(struct editor_pictures *pictures, const char *address)
{
	struct editor_item *item = find(pictures, address);

	if (item == NULL && pictures->count < LIMIT_PICTURES)
		item = add(pictures, address);
	return item == NULL ? NULL : refer(pictures, item);
}

/* The name of a part, if there is one. */
static const char *
attach(struct editor_pictures *pictures, const char *address)
{
	struct editor_item *item = find(pictures, address);

	return item == NULL || item->type == NULL ? NULL
						  : refer(pictures, item);
}

const char *
editor_picture(void *context, const char *address)
{
	struct editor_pictures *pictures = context;
	const struct editor *editor = pictures->editor;
	enum config_images images = editor->edition->digest->images;

	if (images == IMAGES_NONE || !is_web(address))
		return NULL;
	if (editor->output == EDITOR_PICTURES)
		return collect(pictures, address);
	if (images == IMAGES_ATTACH && editor->output == EDITOR_MESSAGE)
		return attach(pictures, address);
	return address;
}

void
editor_pictures_list(const struct editor_pictures *pictures, struct buf *out)
{
	for (size_t i = 0; i < pictures->count; i++)
		buf_printf(out, "%s\n", pictures->items[i].address);
}

struct message_picture *
editor_pictures_parts(const struct editor_pictures *pictures, size_t *count)
{
	struct message_picture *parts =
	    mem_new(pictures->count + 1, sizeof(parts[0]));

	*count = 0;
	for (size_t i = 0; i < pictures->count; i++) {
		const struct editor_item *item = &pictures->items[i];
		if (item->shown)
			parts[(*count)++] =
			    (struct message_picture){.id = item->id,
				.type = item->type,
				.bytes = item->bytes,
				.len = item->len};
	}
	return parts;
}
