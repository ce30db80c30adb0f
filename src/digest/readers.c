/*
 * Recipients are asked for anew for each digest that is sent: they may come
 * and go.
 */
#include "digest/readers.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "run/command.h"

#define PATIENCE 60 /* seconds for the command */

static bool
has_addresses(const struct config_digest *digest)
{
	return digest->via.way == WAY_SMTP || digest->via.way == WAY_SENDMAIL;
}

int
readers_file(const char *path, struct recipients *readers, struct error *e)
{
	struct buf text;

	buf_init(&text, LIMIT_RECIPIENTS_TEXT + 1);
	int result = file_read(path, LIMIT_RECIPIENTS_TEXT, &text, e);
	if (result == 0)
		result = recipients_read(readers, buf_text(&text), text.len, e);
	buf_clear(&text);
	return result == -1 ? error_wrap(e, "%s", path) : 0;
}

/* Waits for a command's end; its output, or -1 with words. */
static int
run_command(char *const argv[], int *output, struct error *e)
{
	struct command command;

	if (command_start(&command, argv, -1, LIMIT_RECIPIENTS_TEXT, e) == -1)
		return -1;
	struct pollfd poll_said = {.fd = command.said, .events = POLLIN};
	int got = 1;
	bool late = false;
	while (got == 1 && !late) {
		late = poll(&poll_said, 1, PATIENCE * 1000) == 0;
		if (!late)
			got = command_listen(&command);
	}
	return command_end(&command, late, output, e);
}

static int
read_command(char *const argv[], struct recipients *readers, struct error *e)
{
	struct buf text;
	int output;
	ssize_t n;

	if (run_command(argv, &output, e) == -1)
		return error_wrap(e, "recipients: %s", argv[0]);
	buf_init(&text, LIMIT_RECIPIENTS_TEXT + 1);
	char chunk[4 * KIB];
	while ((n = TEMP_FAILURE_RETRY(read(output, chunk, sizeof(chunk)))) > 0)
		buf_add(&text, chunk, (size_t)n);
	close(output);
	int result =
	    n == -1 ? error_errno(e, ERR_SYSTEM, "read")
		    : recipients_read(readers, buf_text(&text), text.len, e);
	buf_clear(&text);
	return result == -1 ? error_wrap(e, "recipients: %s", argv[0]) : 0;
}

int
readers_read(const struct config_digest *digest, struct recipients *readers,
    struct error *e)
{
	for (size_t i = 0; i < digest->to_count; i++)
		if (recipients_add(readers, &digest->to[i], e) == -1)
			return -1;
	if (digest->to_file != NULL &&
	    readers_file(digest->to_file, readers, e) == -1)
		return error_wrap(e, "recipients");
	if (digest->to_command != NULL &&
	    read_command(digest->to_command, readers, e) == -1)
		return -1;
	if (readers->count == 0 && has_addresses(digest))
		return error_set(e, ERR_NOINPUT, "it has no recipients");
	return 0;
}

size_t
readers_named(
    const struct config_digest *digest, const struct recipients *readers)
{
	return digest->together || !has_addresses(digest) ? readers->count : 0;
}

size_t
readers_deliveries(
    const struct config_digest *digest, const struct recipients *readers)
{
	return has_addresses(digest) ? readers->count : 1;
}

const char **
readers_addresses(
    const struct config_digest *digest, const struct recipients *readers)
{
	const char **addresses =
	    mem_new(readers->count + 1, sizeof(addresses[0]));

	addresses[0] = "";
	for (size_t i = 0; i < readers->count && has_addresses(digest); i++)
		addresses[i] = readers->items[i].address;
	return addresses;
}
