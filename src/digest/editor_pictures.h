#ifndef FEEDLOOM_DIGEST_EDITOR_PICTURES_H
#define FEEDLOOM_DIGEST_EDITOR_PICTURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "digest/editor.h"
#include "render/message.h"

/*
 * What becomes of pictures in a message: words, an address, or a part of it.
 * Addresses that are wanted are collected first, each once; those that came
 * are told what they are by their first bytes, whatever the server called them.
 */
struct editor_pictures {
	const struct editor *editor;
	struct editor_item *items;
	size_t count;
	struct buf reference; /* that was asked for last */
};

void editor_pictures_init(
    struct editor_pictures *pictures, const struct editor *editor);
void editor_pictures_clear(struct editor_pictures *pictures);

/* Before each writing of the page: nothing is asked for, nothing is shown. */
void editor_pictures_begin(struct editor_pictures *pictures);

/*
 * Reads pictures that were fetched from their file.  0, or -1 with ERR_SYSTEM.
 */
int editor_pictures_read(
    struct editor_pictures *pictures, int fd, struct error *e);

/* For struct render_options; context is a struct editor_pictures. */
const char *editor_picture(void *context, const char *address);

/* Adds the addresses that were asked for, a line each. */
void editor_pictures_list(
    const struct editor_pictures *pictures, struct buf *out);

/*
 * Those that the page shows, for a message; the array is the caller's, and
 * shorter lived than this.
 */
struct message_picture *editor_pictures_parts(
    const struct editor_pictures *pictures, size_t *count);

#endif
