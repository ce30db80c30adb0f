/*
 * Any texts, with NULs between them: they are written, so the last look finds
 * nothing in the octets that was not asked for; and twice the same way.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "render/message.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int is_so)
{
	if (!is_so)
		abort();
}

/* The text at *at, which is behind its NUL then, or at the end. */
static const char *
next(const char **at, const char *end)
{
	const char *text = *at;

	*at += strlen(text);
	if (*at < end)
		++*at;
	return text;
}

static void
put_name(char name[MAILBOX_NAME], const char *text)
{
	size_t len = strnlen(text, MAILBOX_NAME - 1);

	memcpy(name, text, len);
	name[len] = '\0';
}

static void
write_message(const struct message *message, struct buf *out)
{
	struct error e;

	buf_init(out, LIMIT_OUTPUT);
	must(message_write(message, out, &e) == 0);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error e;

	(void)argc;
	(void)argv;
	return message_prepare(&e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *texts = mem_dup((const char *)data, size);
	const char *at = texts, *end = texts + size;
	struct message_field field = {.name = "List-Id"};
	struct message_picture picture = {
	    .id = "1@a.example", .type = "image/png", .bytes = data};
	struct mailbox to[2] = {{.address = "b@a.example"}};
	struct message message = {.from = {.address = "a@a.example"},
	    .to = to,
	    .to_count = 2,
	    .id = "0@a.example",
	    .fields = &field,
	    .field_count = 1,
	    .pictures = &picture,
	    .picture_count = size % 2};
	struct buf one, other;

	to[1] = to[0];
	picture.len = size;
	put_name(message.from.name, next(&at, end));
	put_name(to[1].name, message.from.name);
	message.subject = next(&at, end);
	field.value = next(&at, end);
	message.text = next(&at, end);
	message.html = at < end ? next(&at, end) : NULL;
	if (message.html == NULL)
		message.picture_count = 0;
	write_message(&message, &one);
	write_message(&message, &other);
	must(
	    one.len == other.len && memcmp(one.data, other.data, one.len) == 0);
	buf_clear(&other);
	buf_clear(&one);
	free(texts);
	return 0;
}
