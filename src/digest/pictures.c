/*
 * The list is of a process that reads what strangers wrote: what it names is
 * looked at again, and asked for by the process that has the network.
 */
#include "digest/pictures.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/monotonic.h"
#include "base/url.h"
#include "run/fetcher.h"
#include "sink/sink.h"

#define CHUNK (16 * KIB)

/* As with pages and what is on them: a short pause does, milliseconds. */
#define PAUSE 200

/* One that was asked for. */
struct asked {
	int body; /* -1: it did not come */
	size_t size;
	int status; /* of an answer; 0: none, or see failure */
	char failure[sizeof(((struct http_answer *)NULL)->failure)];
};

static bool
is_good(const char *address)
{
	size_t len = strlen(address);

	return len > 0 && len < LIMIT_URL && url_is_iri(address, len) &&
	       (url_has_scheme(address, len, "https") ||
		   url_has_scheme(address, len, "http"));
}

static void
add(struct pictures *pictures, const char *address)
{
	if (pictures->asked == LIMIT_PICTURES || !is_good(address))
		return;
	pictures->addresses = mem_grow(pictures->addresses, pictures->asked + 1,
	    sizeof(pictures->addresses[0]));
	pictures->addresses[pictures->asked++] = mem_str(address);
}

static int
read_list(struct pictures *pictures, int list, struct error *e)
{
	struct buf text;
	char chunk[CHUNK];
	off_t at = 0;
	ssize_t n;

	buf_init(&text, LIMIT_PICTURES * LIMIT_URL + 1);
	while ((n = TEMP_FAILURE_RETRY(pread(list, chunk, sizeof(chunk), at))) >
	       0) {
		buf_add(&text, chunk, (size_t)n);
		at += n;
	}
	if (n == -1 || buf_full(&text)) {
		buf_clear(&text);
		return error_set(e, ERR_SYSTEM, "its pictures are too many");
	}
	char *rest = text.len > 0 ? text.data : NULL;
	const char *line;
	(void)buf_text(&text);
	while ((line = strsep(&rest, "\n")) != NULL)
		add(pictures, line);
	buf_clear(&text);
	return 0;
}

static bool
same_span(struct url_span a, struct url_span b)
{
	return a.p != NULL && b.p != NULL && a.n == b.n &&
	       memcmp(a.p, b.p, a.n) == 0;
}

/* The source at whose origin it is, for what that may. */
static const struct config_source *
source_at(const struct config *config, const char *address)
{
	struct url_parts wanted, has;

	url_split(address, strlen(address), &wanted);
	for (size_t i = 0; i < config->feed_count; i++) {
		const struct config_feed *feed = &config->feeds[i];
		for (size_t k = 0; k < feed->source_count; k++) {
			const char *url = feed->sources[k].url;
			if (url == NULL)
				continue;
			url_split(url, strlen(url), &has);
			if (same_span(wanted.scheme, has.scheme) &&
			    same_span(wanted.authority, has.authority))
				return &feed->sources[k];
		}
	}
	return NULL;
}

static int
ask_all(const struct pictures *pictures, const struct config *config,
    struct fetcher *fetcher, struct error *e)
{
	for (size_t i = 0; i < pictures->asked; i++) {
		struct fetch_request request = {
		    .source = source_at(config, pictures->addresses[i]),
		    .bare = true,
		    .url = pictures->addresses[i],
		    .max_bytes = LIMIT_PICTURE,
		    .timeout = LIMIT_PICTURE_TIME};
		if (fetcher_ask(fetcher, i, &request, e) == -1)
			return -1;
	}
	return 0;
}

static void
take(struct asked *one, const struct http_answer *answer, int body)
{
	one->status = answer->status;
	memcpy(one->failure, answer->failure, sizeof(one->failure));
	if (answer->status == 200 && body != -1) {
		one->body = body;
		one->size = (size_t)answer->size;
	} else if (body != -1) {
		close(body);
	}
}

/* Answers, until there are no more, or time is up. */
static int
hear_all(const struct pictures *pictures, struct fetcher *fetcher,
    int64_t until, struct asked *asked, struct error *e)
{
	struct pollfd ready = {
	    .fd = fetcher_descriptor(fetcher), .events = POLLIN};
	struct http_answer answer;
	size_t left = pictures->asked;
	int body, got = 0;

	while (left > 0 && got != -1) {
		int64_t wait = until - monotonic_millis();
		if (wait <= 0 || poll(&ready, 1, (int)wait) == 0)
			return 0;
		while ((got = fetcher_hear(fetcher, &answer, &body, e)) == 1) {
			take(&asked[answer.number], &answer, body);
			left--;
		}
	}
	return got;
}

/* Words for one that is left out, unless another one was before it. */
static void
tell_missing(struct pictures *pictures, size_t i, const struct asked *one)
{
	const char *address = pictures->addresses[i];

	if (pictures->why.code != ERR_NONE)
		return;
	if (one->body != -1)
		error_set(
		    &pictures->why, ERR_INPUT, "%.200s: no room", address);
	else if (one->failure[0] != '\0')
		error_set(&pictures->why, ERR_INPUT, "%.200s: %s", address,
		    one->failure);
	else if (one->status != 0)
		error_set(&pictures->why, ERR_INPUT, "%.200s: status %d",
		    address, one->status);
	else
		error_set(
		    &pictures->why, ERR_INPUT, "%.200s: no time left", address);
}

static int
copy(int from, size_t size, struct sink *to, struct error *e)
{
	char chunk[CHUNK];

	for (size_t at = 0; at < size;) {
		ssize_t n = TEMP_FAILURE_RETRY(
		    pread(from, chunk, sizeof(chunk), (off_t)at));
		if (n <= 0)
			return error_errno(
			    e, ERR_SYSTEM, "cannot read a picture");
		if (sink_write(to, chunk, (size_t)n, e) == -1)
			return -1;
		at += (size_t)n;
	}
	return 0;
}

/* What came, in the order in which it was asked for, as there is room. */
static int
put_all(struct pictures *pictures, const struct asked *asked, int to,
    struct error *e)
{
	struct sink *sink = sink_take(dup(to), "pictures");
	size_t room = LIMIT_PICTURES_SIZE;
	int result = 0;

	pictures->items =
	    mem_new(pictures->asked + 1, sizeof(pictures->items[0]));
	for (size_t i = 0; i < pictures->asked && result == 0; i++) {
		if (asked[i].body == -1 || asked[i].size > room) {
			tell_missing(pictures, i, &asked[i]);
			continue;
		}
		room -= asked[i].size;
		pictures->items[pictures->count++] = (struct editor_picture){
		    pictures->addresses[i], asked[i].size};
		result = copy(asked[i].body, asked[i].size, sink, e);
	}
	if (result == 0)
		result = sink_commit(sink, e);
	sink_free(sink);
	return result;
}

/* Asks for what is on the list. */
static int
ask_and_hear(const struct pictures *pictures,
    const struct pictures_setup *setup, struct asked *asked, struct error *e)
{
	const struct config *config = setup->config;
	const struct fetcher_setup fetch = {.options = setup->options,
	    .config = config,
	    .hosts = config->jobs,
	    .pause = config->pause < PAUSE ? config->pause : PAUSE,
	    .now = setup->now};
	int64_t most = (int64_t)LIMIT_PICTURES_TIME * 1000;
	int64_t start = monotonic_millis();
	struct fetcher *fetcher = fetcher_start(&fetch, e);
	int result =
	    fetcher == NULL ? -1 : ask_all(pictures, config, fetcher, e);

	if (*setup->patience < most)
		most = *setup->patience;
	if (result == 0)
		result = hear_all(pictures, fetcher, start + most, asked, e);
	fetcher_end(fetcher);
	*setup->patience -= monotonic_millis() - start;
	return result;
}

static int
fetch(struct pictures *pictures, const struct pictures_setup *setup, int to,
    struct error *e)
{
	struct asked *asked = mem_new(pictures->asked, sizeof(*asked));
	int result = 0;

	for (size_t i = 0; i < pictures->asked; i++)
		asked[i].body = -1;
	if (*setup->patience > 0)
		result = ask_and_hear(pictures, setup, asked, e);
	if (result == 0)
		result = put_all(pictures, asked, to, e);
	for (size_t i = 0; i < pictures->asked; i++)
		if (asked[i].body != -1)
			close(asked[i].body);
	free(asked);
	return result;
}

int
pictures_fetch(struct pictures *pictures, const struct pictures_setup *setup,
    int list, int to, struct error *e)
{
	*pictures = (struct pictures){.count = 0};
	if (read_list(pictures, list, e) == 0 &&
	    (pictures->asked == 0 || fetch(pictures, setup, to, e) == 0))
		return 0;
	pictures_clear(pictures);
	return -1;
}

void
pictures_clear(struct pictures *pictures)
{
	for (size_t i = 0; i < pictures->asked; i++)
		free(pictures->addresses[i]);
	free(pictures->addresses);
	free(pictures->items);
	*pictures = (struct pictures){.count = 0};
}
