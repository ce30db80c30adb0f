#ifndef FEEDLOOM_PARSE_ATTACHMENTS_H
#define FEEDLOOM_PARSE_ATTACHMENTS_H

#include <stddef.h>

/*
 * The addresses of an export's attachments by their numbers, as many as the
 * limits allow: what is above them is not kept.
 */
struct attachments;

/* Never NULL. */
struct attachments *attachments_new(void);
void attachments_free(struct attachments *a);

/* Keeps a copy of url; what an id is already known by stays. */
void attachments_add(struct attachments *a, unsigned long id, const char *url);

/* The address, or NULL; borrowed until the next attachments_add. */
const char *attachments_find(const struct attachments *a, unsigned long id);

/* How many there are. */
size_t attachments_count(const struct attachments *a);

#endif
