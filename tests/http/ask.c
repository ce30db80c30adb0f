/*
 * Asks for what the lines of standard input say, all at once, and prints what
 * came of each, in their order.  For tests/http.t.
 *
 *	ask [hosts=N] [pause=N] [now=N] [ca=FILE]
 *
 * A line is a URL and more, with tabs between: etag=, modified=, post=, user=,
 * password=, header=NAME:VALUE, max=, timeout=, private.  \xHH is a byte.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "fetch/http.h"

#define SHOWN 240 /* bytes of a body */
#define ASKED_MAX 64

struct answered {
	bool is;
	struct http_answer answer;
	int body;
};

static void
decode(char *text)
{
	char *out = text;

	while (*text != '\0') {
		if (strncmp(text, "\\x", 2) == 0 && ascii_hex(text[2]) != -1 &&
		    ascii_hex(text[3]) != -1) {
			*out++ = (char)(ascii_hex(text[2]) << 4 |
					ascii_hex(text[3]));
			text += 4;
		} else {
			*out++ = *text++;
		}
	}
	*out = '\0';
}

static void
put_part(struct http_request *request, struct http_header *header, char *part)
{
	char *value = strchr(part, '=');

	if (strcmp(part, "private") == 0)
		request->allow_private = true;
	if (value == NULL)
		return;
	*value++ = '\0';
	decode(value);
	if (strcmp(part, "etag") == 0)
		request->etag = value;
	else if (strcmp(part, "modified") == 0)
		request->last_modified = value;
	else if (strcmp(part, "post") == 0)
		request->post = value;
	else if (strcmp(part, "user") == 0)
		request->user = value;
	else if (strcmp(part, "password") == 0)
		request->password = value;
	else if (strcmp(part, "max") == 0)
		request->max_bytes = strtoul(value, NULL, 10);
	else if (strcmp(part, "timeout") == 0)
		request->timeout = strtol(value, NULL, 10);
	else if (strcmp(part, "header") == 0) {
		header->name = value;
		header->value = strchr(value, ':') + 1;
		value[strcspn(value, ":")] = '\0';
		request->headers = header;
		request->header_count = 1;
	}
}

static void
add_line(struct http *http, size_t number, char *line)
{
	struct http_header header;
	struct http_request request = {.max_bytes = LIMIT_ENTRY, .timeout = 60};
	char *rest = line;

	line[strcspn(line, "\n")] = '\0';
	request.url = strsep(&rest, "\t");
	decode(line);
	while (rest != NULL)
		put_part(&request, &header, strsep(&rest, "\t"));
	http_add(http, number, &request);
}

static void
on_done(void *context, const struct http_answer *answer, int body)
{
	struct answered *all = context;

	all[answer->number] = (struct answered){true, *answer, body};
}

static void
print_text(const char *name, const char *text)
{
	if (*text != '\0')
		printf("%s: %s\n", name, text);
}

static void
print_number(const char *name, int64_t value)
{
	if (value != -1)
		printf("%s: %" PRId64 "\n", name, value);
}

static void
print_body(const struct answered *is)
{
	char text[SHOWN + 1];
	ssize_t n = is->body == -1 ? 0 : read(is->body, text, SHOWN);

	if (is->body == -1)
		return;
	printf("size: %" PRIu64 "\n", is->answer.size);
	text[n > 0 ? n : 0] = '\0';
	for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL;) {
		line[strcspn(line, "\r")] = '\0';
		if (*line != '\0')
			printf("| %s\n", line);
	}
	close(is->body);
}

static void
print_answer(const struct answered *is)
{
	const struct http_answer *a = &is->answer;

	if (!is->is)
		printf("not answered\n");
	if (a->status != 0)
		printf("status: %d\n", a->status);
	print_text("failure", a->failure);
	print_text("url", a->url);
	if (a->redirects > 0)
		printf("redirects: %d%s\n", a->redirects,
		    a->permanent ? ", permanent" : "");
	print_text("etag", a->etag);
	print_text("modified", a->last_modified);
	print_text("type", a->type);
	print_text("charset", a->charset);
	print_number("retry after", a->retry_after);
	print_number("max age", a->max_age);
	if (a->retry)
		printf("retry\n");
	print_body(is);
}

static void
set_up(struct http_setup *setup, char *part)
{
	char *value = strchr(part, '=');

	if (value == NULL)
		return;
	*value++ = '\0';
	if (strcmp(part, "ca") == 0)
		setup->ca = value;
	else if (strcmp(part, "now") == 0)
		setup->now = strtol(value, NULL, 10);
	else if (strcmp(part, "pause") == 0)
		setup->pause = strtol(value, NULL, 10);
	else if (strcmp(part, "hosts") == 0)
		setup->hosts = strtoul(value, NULL, 10);
}

int
main(int argc, char *argv[])
{
	struct answered *all = mem_new(ASKED_MAX, sizeof(*all));
	struct http_setup setup = {.agent = "feedloom/test",
	    .hosts = 16,
	    .done = on_done,
	    .context = all};
	struct error e;
	char *line = NULL;
	size_t room = 0, count = 0;
	int left;

	for (int i = 1; i < argc; i++)
		set_up(&setup, argv[i]);
	struct http *http = http_new(&setup, &e);
	if (http == NULL)
		return fprintf(stderr, "%s\n", e.text), 1;
	while (count < ASKED_MAX && getline(&line, &room, stdin) != -1)
		add_line(http, count++, line);
	while ((left = http_go(http, -1, &e)) > 0)
		;
	if (left == -1)
		fprintf(stderr, "%s\n", e.text);
	for (size_t i = 0; i < count; i++) {
		printf("%s", i > 0 ? "\n" : "");
		print_answer(&all[i]);
	}
	http_free(http);
	free(all);
	free(line);
	return left == -1;
}
