/*
 * Asks for what the lines of standard input say, all at once, and prints what
 * came of each, in their order.  For tests/http.t.
 *
 *	ask [fetcher] [hosts=N] [pause=N] [now=N] [ca=FILE] [also=URL]...
 *
 * With "fetcher" by the process of run/fetcher.h, locked in; else in this one.
 * A line is a URL and more, with tabs between: etag=, modified=, post=, user=,
 * password=, header=NAME:VALUE, max=, timeout=, private; for the fetcher also
 * password_file=, header_file=NAME:FILE, source=URL.  \xHH is a byte.
 */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "cli/help.h"
#include "fetch/http.h"
#include "run/fetcher.h"

#define SHOWN 240 /* bytes of a body */
#define ASKED_MAX 64

struct asked {
	struct http_request request;
	struct http_header header;
	struct config_source source;
	struct config_header source_header;
	bool is;
	struct http_answer answer;
	int body;
};

struct asking {
	struct asked all[ASKED_MAX];
	size_t count, answered;
	bool fetcher;
	struct http_setup setup;
	struct options options;
	struct config_source ports[4]; /* that redirects may lead to */
	size_t port_count;
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

/* NAME:VALUE */
static void
put_header(struct asked *asked, char *text, bool file)
{
	char *value = strchr(text, ':');

	*value++ = '\0';
	asked->header = (struct http_header){text, value};
	asked->request.headers = &asked->header;
	asked->request.header_count = 1;
	asked->source_header = (struct config_header){.name = text,
	    .value = file ? NULL : value,
	    .value_file = file ? value : NULL};
	asked->source.headers = &asked->source_header;
	asked->source.header_count = 1;
}

/* The fetcher finds a password in a variable. */
static void
put_password(struct asked *asked, const char *password)
{
	static char names[ASKED_MAX][16];
	char *name = names[asked->answer.number];

	asked->request.password = password;
	snprintf(name, sizeof(names[0]), "ASK_%zu", asked->answer.number);
	setenv(name, password, 1);
	asked->source.password_env = name;
}

static void
put_part(struct asked *asked, char *part)
{
	struct http_request *request = &asked->request;
	char *value = strchr(part, '=');

	if (strcmp(part, "private") == 0)
		request->allow_private = asked->source.allow_private = true;
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
		request->user = asked->source.user = value;
	else if (strcmp(part, "password") == 0)
		put_password(asked, value);
	else if (strcmp(part, "password_file") == 0)
		asked->source.password_file = value;
	else if (strcmp(part, "source") == 0)
		asked->source.url = value;
	else if (strcmp(part, "max") == 0)
		request->max_bytes = strtoul(value, NULL, 10);
	else if (strcmp(part, "timeout") == 0)
		request->timeout = strtol(value, NULL, 10);
	else if (strncmp(part, "header", strlen("header")) == 0)
		put_header(asked, value, part[strlen("header")] == '_');
}

static void
put_line(struct asked *asked, size_t number, char *line)
{
	char *rest = line;

	line[strcspn(line, "\n")] = '\0';
	asked->answer.number = number;
	asked->body = -1;
	asked->request.max_bytes = LIMIT_ENTRY;
	asked->request.timeout = 60;
	asked->source.url = line;
	asked->request.url = strsep(&rest, "\t");
	decode(line);
	while (rest != NULL)
		put_part(asked, strsep(&rest, "\t"));
}

static void
on_done(void *context, const struct http_answer *answer, int body)
{
	struct asking *asking = context;
	struct asked *asked = &asking->all[answer->number];

	asked->is = true;
	asked->answer = *answer;
	asked->body = body;
	asking->answered++;
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
print_body(const struct asked *is)
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
print_answer(const struct asked *is)
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
set_up(struct asking *asking, char *part)
{
	struct http_setup *setup = &asking->setup;
	char *value = strchr(part, '=');

	if (strcmp(part, "fetcher") == 0)
		asking->fetcher = true;
	if (value == NULL)
		return;
	*value++ = '\0';
	if (strcmp(part, "also") == 0) {
		asking->ports[asking->port_count++].url = value;
	} else if (strcmp(part, "ca") == 0) {
		setup->ca = value;
		setenv("SSL_CERT_FILE", value, 1);
	} else if (strcmp(part, "now") == 0)
		setup->now = strtol(value, NULL, 10);
	else if (strcmp(part, "pause") == 0)
		setup->pause = strtol(value, NULL, 10);
	else if (strcmp(part, "hosts") == 0)
		setup->hosts = strtoul(value, NULL, 10);
}

static int
ask_here(struct asking *asking, struct error *e)
{
	struct http *http = http_new(&asking->setup, e);
	int left = http == NULL ? -1 : 1;

	for (size_t i = 0; http != NULL && i < asking->count; i++)
		http_add(http, i, &asking->all[i].request);
	while (left > 0)
		left = http_go(http, -1, e);
	http_free(http);
	return left;
}

static int
ask_one(struct fetcher *f, const struct asked *asked,
    const struct config_source *source, struct error *e)
{
	const struct http_request *r = &asked->request;
	struct fetch_request request = {.source = source,
	    .url = r->url,
	    .etag = r->etag,
	    .last_modified = r->last_modified,
	    .post = r->post,
	    .max_bytes = r->max_bytes,
	    .timeout = r->timeout};

	return fetcher_ask(f, asked->answer.number, &request, e);
}

static int
hear_all(struct asking *asking, struct fetcher *f, struct error *e)
{
	struct pollfd ready = {.fd = fetcher_descriptor(f), .events = POLLIN};
	struct http_answer answer;
	int body, got = 1;

	while (asking->answered < asking->count) {
		if (poll(&ready, 1, -1) == -1)
			return error_errno(e, ERR_SYSTEM, "poll");
		while ((got = fetcher_hear(f, &answer, &body, e)) == 1)
			on_done(asking, &answer, body);
		if (got == -1)
			return -1;
	}
	return 0;
}

static int
ask_fetcher(struct asking *asking, struct error *e)
{
	struct config_source *sources =
	    mem_new(asking->count + 1, sizeof(*sources));
	struct config_feed feeds[] = {
	    {.sources = sources, .source_count = asking->count},
	    {.sources = asking->ports, .source_count = asking->port_count}};
	char contact[] = "test";
	struct config config = {
	    .feeds = feeds, .feed_count = 2, .contact = contact};
	struct fetcher_setup setup = {.options = &asking->options,
	    .config = &config,
	    .hosts = asking->setup.hosts,
	    .pause = asking->setup.pause,
	    .now = asking->setup.now};

	for (size_t i = 0; i < asking->count; i++)
		sources[i] = asking->all[i].source;
	struct fetcher *f = fetcher_start(&setup, e);
	int result = f == NULL ? -1 : 0;
	for (size_t i = 0; result == 0 && i < asking->count; i++)
		result = ask_one(f, &asking->all[i], &sources[i], e);
	if (result == 0)
		result = hear_all(asking, f, e);
	fetcher_end(f);
	free(sources);
	return result;
}

int
main(int argc, char *argv[])
{
	struct asking *asking = mem_new(1, sizeof(*asking));
	char *lines[ASKED_MAX] = {NULL};
	struct error e;
	size_t room;

	asking->setup = (struct http_setup){
	    .agent = "feedloom/" FEEDLOOM_VERSION " (+test)",
	    .hosts = 16,
	    .done = on_done,
	    .context = asking};
	for (int i = 1; i < argc; i++)
		set_up(asking, argv[i]);
	for (size_t i = 0; i < ASKED_MAX; i++) {
		room = 0;
		if (getline(&lines[i], &room, stdin) == -1)
			break;
		put_line(&asking->all[i], i, lines[i]);
		asking->count++;
	}
	int result =
	    asking->fetcher ? ask_fetcher(asking, &e) : ask_here(asking, &e);
	if (result == -1)
		fprintf(stderr, "%s\n", e.text);
	for (size_t i = 0; i < asking->count; i++) {
		printf("%s", i > 0 ? "\n" : "");
		print_answer(&asking->all[i]);
	}
	for (size_t i = 0; i < ASKED_MAX; i++)
		free(lines[i]);
	free(asking);
	return result == -1;
}
