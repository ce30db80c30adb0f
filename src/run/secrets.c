/*
 * Secrets of sources.  A file's is its text without the line end; so much as a
 * trace of one is in no message.
 */
#include "run/secrets.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"

/* Those of one source. */
struct held {
	const struct config_source *source;
	char *password;
	struct http_header *headers;
	struct error error; /* code ERR_NONE: all were read */
};

struct secrets {
	struct held *held; /* by the place of their source in memory */
	size_t count;
};

static char *
from_file(const char *path, struct error *e)
{
	struct buf text;
	char *secret = NULL;

	buf_init(&text, LIMIT_SECRET + 1);
	if (file_read(path, LIMIT_SECRET, &text, e) == -1)
		(void)error_wrap(e, "the secret in '%s'", path);
	else {
		secret = mem_str(buf_text(&text));
		secret[strcspn(secret, "\r\n")] = '\0';
	}
	if (text.data != NULL)
		explicit_bzero(text.data, text.len);
	buf_clear(&text);
	return secret;
}

static char *
from_environment(const char *name, struct error *e)
{
	const char *secret = getenv(name);

	if (secret == NULL)
		(void)error_set(e, ERR_PLUGIN,
		    "the variable %s, which has a secret, is not set", name);
	return mem_str(secret);
}

char *
secrets_password(const char *file, const char *env, struct error *e)
{
	return file != NULL ? from_file(file, e) : from_environment(env, e);
}

static void
read_header(
    struct held *held, const struct config_header *from, struct http_header *to)
{
	to->name = from->name;
	if (from->value_file != NULL)
		to->value = from_file(from->value_file, &held->error);
	else if (from->value_env != NULL)
		to->value = from_environment(from->value_env, &held->error);
	else
		to->value = mem_str(from->value);
}

static void
read_source(struct held *held, const struct config_source *source)
{
	held->source = source;
	held->headers =
	    mem_new(source->header_count + 1, sizeof(*held->headers));
	if (source->password_file != NULL || source->password_env != NULL)
		held->password = secrets_password(
		    source->password_file, source->password_env, &held->error);
	for (size_t i = 0; i < source->header_count; i++)
		read_header(held, &source->headers[i], &held->headers[i]);
}

static int
by_source(const void *a, const void *b)
{
	const struct held *one = a, *other = b;

	return (one->source > other->source) - (one->source < other->source);
}

static size_t
count_sources(const struct config *config)
{
	size_t n = 0;

	for (size_t i = 0; i < config->feed_count; i++)
		n += config->feeds[i].source_count;
	return n;
}

struct secrets *
secrets_read(const struct config *config)
{
	struct secrets *s = mem_new(1, sizeof(*s));

	s->held = mem_new(count_sources(config) + 1, sizeof(*s->held));
	for (size_t i = 0; i < config->feed_count; i++) {
		const struct config_feed *feed = &config->feeds[i];
		for (size_t k = 0; k < feed->source_count; k++)
			if (feed->sources[k].kind == CONFIG_URL)
				read_source(
				    &s->held[s->count++], &feed->sources[k]);
	}
	qsort(s->held, s->count, sizeof(*s->held), by_source);
	return s;
}

void
secrets_forget(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

void
secrets_free(struct secrets *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->count; i++) {
		struct held *held = &s->held[i];
		secrets_forget(held->password);
		for (size_t k = 0; k < held->source->header_count; k++)
			secrets_forget((char *)held->headers[k].value);
		free(held->headers);
	}
	free(s->held);
	free(s);
}

int
secrets_fill(const struct secrets *s, const struct config_source *source,
    struct http_request *request, struct error *e)
{
	const struct held key = {.source = source};
	const struct held *held =
	    bsearch(&key, s->held, s->count, sizeof(key), by_source);

	if (held == NULL)
		return 0;
	if (held->error.code != ERR_NONE) {
		*e = held->error;
		return -1;
	}
	request->user = source->user;
	request->password = held->password;
	request->headers = held->headers;
	request->header_count = source->header_count;
	return 0;
}
